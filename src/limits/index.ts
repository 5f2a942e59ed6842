/**
 * What training converges to: the kernel regime at finite width, and its limits.
 *
 * @module relu-splines/limits
 */

export { kernelRegression } from './kernel-regression.js';
export type { KernelRegression } from './kernel-regression.js';
export { kernelFlow } from './kernel-flow.js';
export type { KernelFlow, KernelFlowPoint } from './kernel-flow.js';
export type { KernelRange, KernelReach } from './kernel-range.js';
export type { KernelOptions, Trained } from './trained-numbers.js';
export { regimeMeasures } from './regime-measures.js';
export type { RegimeMeasures } from './regime-measures.js';
export { widthLimitKernel } from './width-limit-kernel.js';
export type { WidthLimitKernel } from './width-limit-kernel.js';
export type {
  CauchyDensity,
  CustomDensity,
  DensityMoments,
  GaussianNetworkDensity,
  UniformDensity,
  UniformNetworkDensity,
  UniformRatioDensity,
  WidthLimitDensity,
} from './density.js';
export { widthLimitInterpolant } from './width-limit-interpolant.js';
export type {
  Clock,
  LinearPart,
  WidthLimitInterpolant,
  WidthLimitOptions,
} from './width-limit-interpolant.js';
export type { Pointwise } from './bent-function.js';
export { curvatureEnergy } from './curvature-energy.js';
export type { CurvatureEnergyOptions } from './curvature-energy.js';
export { kernelRegimeRates } from './kernel-regime-rates.js';
export type { GapRates, KernelRegimeRates } from './kernel-regime-rates.js';
export { kernelRegimeField } from './kernel-regime-field.js';
export type { KernelRegimeField } from './kernel-regime-field.js';
