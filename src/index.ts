/** The core of relu-splines: forms of a network, data, and the loss surface. */

export type {
  NumericArray,
  ReadonlyFloat64Array,
  ReadonlyInt32Array,
  ReadonlyInt8Array,
} from './numeric/arrays.js';
export { ShapeError } from './numeric/errors.js';

export { shallowNetwork } from './forms/network.js';
export type { ShallowNetwork, ShallowNetworkInit } from './forms/network.js';
export { bdso } from './forms/bdso.js';
export type { Bdso, BdsoInit } from './forms/bdso.js';
export { piecewiseLinear } from './forms/piecewise-linear.js';
export type { PiecewiseLinear, PiecewiseLinearInit } from './forms/piecewise-linear.js';
export type { Form } from './forms/form.js';
export { toBdso, toNetwork, toPiecewiseLinear } from './forms/convert.js';
export type { NetworkBdso, NetworkScale } from './forms/convert.js';
export { fromPiecewiseLinear } from './forms/from-piecewise-linear.js';
export type { OrientationChoice } from './forms/from-piecewise-linear.js';
export { evaluate, slopeAt } from './forms/evaluate.js';
export { permute, rescale } from './forms/symmetry.js';
export { curvature, functionRoughness, roughness } from './forms/roughness.js';
export type { Curvature, Window } from './forms/roughness.js';

export { dataset } from './data/dataset.js';
export type { Dataset } from './data/dataset.js';

export {
  gradient,
  loss,
  lossAndGradient,
  lossAndGradientInto,
  residuals,
  residualsInto,
} from './loss/gradient.js';
export type { LossAndGradient } from './loss/gradient.js';
export { sweepWorkspace } from './loss/sweeps.js';
export type { SweepWorkspace } from './loss/sweeps.js';
