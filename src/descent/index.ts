/**
 * Training as the papers did it: gradient descent, batches, Adam, batch normalisation.
 *
 * @module relu-splines/descent
 */

export { descend } from './descend.js';
export type { DescentMethod, DescentOptions, DescentProgress } from './options.js';
export type { DescentState } from './state.js';
export type { DescentPoint, DescentResult, DescentStats, DescentStatus } from './result.js';
export type { BatchState } from './batches.js';
export type { DescentKernel } from './objective.js';
export type { LossUnit } from './loss-unit.js';
