/**
 * Splines that a trained network is compared with: piecewise polynomials, interpolating and smoothing.
 *
 * @module relu-splines/splines
 */

export {
  derivative,
  evaluatePiecewise,
  jumps,
  piecewisePolynomial,
  toPiecewisePolynomial,
} from './piecewise-polynomial.js';
export type {
  PiecewiseEvaluation,
  PiecewisePolynomial,
  PiecewisePolynomialInit,
} from './piecewise-polynomial.js';
export { integral, integralOfSquare, roughnessIntegral } from './integrals.js';
export { linearSpline, naturalCubicSpline } from './interpolation.js';
export type { LinearSpline } from './interpolation.js';
export type { NaturalSpline } from './natural-spline.js';
export { smoothingSpline } from './smoothing-spline.js';
export type { SmoothingOptions, SmoothingSpline } from './smoothing-spline.js';
export type { Criterion } from './lambda-search.js';
export { compareFunctions } from './compare.js';
export type { Comparable, ComparisonRange, FunctionDistance } from './compare.js';
