/** Everything the library can say of a network and its data: `relu-splines/report`. */

export { describe } from './describe.js';
export type {
  DataReport,
  DescribeOptions,
  FlatCause,
  FlatReport,
  LossReport,
  Report,
  SplineReport,
} from './describe.js';
export type { Destination } from './destination.js';
export { reportFigures } from './figures.js';
export { formatReport } from './format.js';
export { reportJson } from './json.js';
export type { Kink } from './kinks.js';
export type { StuckCluster } from './stuck-clusters.js';
