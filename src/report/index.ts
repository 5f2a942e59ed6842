/**
 * Everything the library can say of a network and its data.
 *
 * @module relu-splines/report
 */

export { describe } from './describe.js';
export type { DescribeOptions, FlatCause, FlatReport, Report, SplineReport } from './describe.js';
export { describeDeep } from './describe-deep.js';
export type { DeepReport, DescribeDeepOptions } from './describe-deep.js';
export type { DataReport, LossReport } from './fit.js';
export type { Naming, ReadingOptions } from './reading.js';
export type { Destination } from './destination.js';
export type { LayerReport } from './layers.js';
export { reportFigures } from './figures.js';
export { deepReportFigures } from './figures-deep.js';
export { formatReport } from './format.js';
export { formatDeepReport } from './format-deep.js';
export { reportJson } from './json.js';
export type { Kink } from './kinks.js';
export type { DeepKink } from './kinks-deep.js';
export type { StuckCluster, StuckState } from './stuck-clusters.js';
