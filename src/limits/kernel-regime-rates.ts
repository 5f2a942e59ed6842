import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import type { NumericArray } from '../numeric/arrays.js';
import { finiteVector, sameLength } from '../numeric/checks.js';

/** r₁ and r_x of one orientation, for each of the N + 1 gaps of the sorted data; gap n lies left of x[n]. */
export interface GapRates {
  /** r₁ = T = Σ εx over the data that breakpoints in the gap see, shape (N + 1). */
  readonly constant: Float64Array;
  /** r_x = −S = −Σ ε over them, shape (N + 1). */
  readonly slope: Float64Array;
}

/** How delta-slopes change in the kernel regime: μ̇ = r₁ + r_x β. */
export interface KernelRegimeRates {
  /** Of right-facing units, s = +1. */
  readonly right: GapRates;
  /** Of left-facing units, s = −1. */
  readonly left: GapRates;
}

/**
 * The partial differential equation of the kernel regime, μ̇(β, s) = r₁ + r_x β, with its coefficients for all 2(N + 1)
 * activation patterns: N + 1 gaps n = 0 … N and two orientations (Sahs et al. 2022, section 2.6.2; theory 12).
 *
 * With ε = y − f, r₁ = T = Σ εx and r_x = −S = −Σ ε over the data that the unit sees, signs opposite to print
 * (erratum 3). Both are constant in a gap and jump at a datum by ±ε x and ∓ε, which at β = x cancel: μ̇ is continuous
 * piecewise linear in β, not discontinuous (erratum 4). There are 2(N + 1) patterns, and the sums run over gaps 0 … N
 * (erratum 46). It assumes that all |w| are 1; a unit's own rate is w² times it.
 *
 * @param residuals ε = y − f in the order of the sorted data, shape (N).
 * @throws `ShapeError` for another number of residuals, `RangeError` for NaN or Infinity.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { kernelRegimeRates } from 'relu-splines/limits';
 *
 * const { right, left } = kernelRegimeRates(dataset([1, 2], [0, 0]), [3, -4]);
 * right.constant; // Float64Array [-5, -8, 0]
 * right.slope; // Float64Array [1, 4, 0]: μ̇ = −8 + 4β for β from 1 to 2, s = +1
 * left.constant; // Float64Array [0, 3, -5]
 * ```
 */
export function kernelRegimeRates(data: Dataset, residuals: NumericArray): KernelRegimeRates {
  const where = 'kernelRegimeRates';
  checkDataset(where, data);
  const { x } = data;
  const epsilon = finiteVector(where, 'residuals', residuals);
  sameLength(where, 'residuals', epsilon, 'data', x.length);
  const N = x.length;
  const right = { constant: new Float64Array(N + 1), slope: new Float64Array(N + 1) };
  const left = { constant: new Float64Array(N + 1), slope: new Float64Array(N + 1) };
  for (let n = N - 1; n >= 0; n--) {
    right.constant[n] = right.constant[n + 1] + epsilon[n] * x[n];
    right.slope[n] = right.slope[n + 1] - epsilon[n];
  }
  for (let n = 0; n < N; n++) {
    left.constant[n + 1] = left.constant[n] + epsilon[n] * x[n];
    left.slope[n + 1] = left.slope[n] - epsilon[n];
  }
  return { right, left };
}
