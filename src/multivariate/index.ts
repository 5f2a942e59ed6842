/**
 * Shallow networks of many inputs: breakplanes, the loss over them, gradient flow, lines and breaklines.
 *
 * @module relu-splines/multivariate
 */

export { multivariateNetwork, multivariateNetworkFromLayers } from './network.js';
export type { MultivariateNetwork, MultivariateNetworkInit } from './network.js';
export { multivariateDataset } from './dataset.js';
export type { MultivariateDataset } from './dataset.js';
export type { NumericRows } from './rows.js';
export { breakplanes, fromBreakplanes, toBreakplanes } from './breakplanes.js';
export type { Breakplanes, BreakplanesInit, NetworkBreakplanes } from './breakplanes.js';
export { evaluateMultivariate } from './evaluate.js';
export {
  multivariateGradient,
  multivariateLoss,
  multivariateLossAndGradient,
  multivariateLossAndGradientInto,
  multivariateResiduals,
} from './gradient.js';
export type { MultivariateLossAndGradient } from './gradient.js';
export { multivariateWorkspace } from './sums.js';
export type { MultivariateWorkspace } from './sums.js';
export { multivariateHessian } from './hessian.js';
export type { BreakplaneTie, MultivariateHessian } from './hessian.js';
export { breakplaneField, multivariateConserved, multivariateField } from './fields.js';
export type { BreakplaneVelocity } from './fields.js';
export { multivariateFlow } from './flow/multivariate-flow.js';
export type { MultivariateFlowResult } from './flow/multivariate-flow.js';
export type { MultivariateFlowEvent } from './flow/events.js';
export type { HeldDatum, MultivariateFlowPoint } from './flow/trajectory.js';
export type { MultivariateFlowOptions, MultivariateFlowProgress } from './flow/options.js';
export type { MultivariateFlowStatus } from './flow/status.js';
export { restrictToLine } from './line.js';
export type { Line } from './line.js';
export { breaklines } from './breaklines.js';
export type { Breakline, PlanePoint, PlaneWindow } from './breaklines.js';
