import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import type { NumericArray, ReadonlyFloat64Array } from '../numeric/arrays.js';
import { finiteVector, positiveNumber, sameLength } from '../numeric/checks.js';
import { lowerBound } from '../numeric/search.js';
import type { WidthLimitDensity } from './density.js';
import { hatIntegrals } from './hat-system.js';
import { kernelWeight } from './kernel-weight.js';

/** The field of delta-slopes of an infinitely wide network, as an initial value problem; see {@link kernelRegimeField}. */
export interface KernelRegimeField {
  readonly density: WidthLimitDensity;
  /** β, increasing, shape (G): the data, a place beyond them on either side, and what was asked for. */
  readonly places: ReadonlyFloat64Array;
  /** Twice G: a state is [μ₊ at the places, μ₋ at the places]. */
  readonly size: number;
  /** What an explicit step of fourth order should stay below: 2.78/ΣK(x_n, x_n). */
  readonly stepLimit: number;
  /**
   * f at all places, shape (G), of a field of this state.
   *
   * @throws `ShapeError` for a state of another size, `RangeError` for NaN or Infinity.
   */
  readonly values: (state: NumericArray) => Float64Array;
  /** Kernel of the flow: writes μ̇ of all places and both orientations into `out`. Allocates nothing. */
  readonly rateInto: (out: Float64Array, state: ReadonlyFloat64Array) => void;
  /**
   * The state after one step of the classical fourth-order method.
   *
   * @throws As `values`; `RangeError` unless the step is positive.
   */
  readonly step: (state: NumericArray, timeStep: number) => Float64Array;
}

/**
 * The kernel-regime partial differential equation of Sahs et al. 2022, section 2.6.2, with the corrected signs, as a
 * field that one can step (theory 12): for breakpoints of density p in both orientations, s = ±1,
 *
 *     μ̇(β, s) = Σ ε_n (x_n − β) over the data with s(x_n − β) > 0,   f(x) = ∫ [μ₊ (x − β)₊ + μ₋ (x − β)₋] p dβ.
 *
 * From μ = 0 both stay continuous and piecewise linear in β with knots at the data (errata 3, 4), so their values at
 * the data, and at one place beyond them on either side, are all there is: in β nothing is approximated, and what a
 * step errs is that of the time stepping. f″ = (μ₊ − μ₋)p, where print has the sum (erratum 5); μ₊ + μ₋ is a
 * straight line.
 *
 * Time is the kernel's own: stepped far, `values` is that of `widthLimitInterpolant` at the same `time`. A rate costs
 * O(N + G).
 *
 * @param places More places to have μ and f at; any array-like, unsorted.
 * @throws `RangeError` for a density with infinite M₂, for which f has no rate; for places that are not finite; as
 * `widthLimitKernel`. Ties of x are no special case.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { kernelRegimeField } from 'relu-splines/limits';
 *
 * const field = kernelRegimeField(dataset([0, 1], [1, 2]), { kind: 'uniform', low: -1, high: 2 });
 * field.places; // Float64Array [-1, 0, 1, 2]
 * let state = new Float64Array(field.size);
 * for (let k = 0; k < 2000; k++) state = field.step(state, field.stepLimit);
 * field.values(state)[2].toFixed(6); // '2.000000'
 * ```
 */
export function kernelRegimeField(
  data: Dataset,
  density: WidthLimitDensity,
  places: NumericArray = [],
): KernelRegimeField {
  const where = 'kernelRegimeField';
  checkDataset(where, data);
  const weight = kernelWeight(where, density);
  if (weight.spread === Infinity) {
    throw new RangeError(`${where}: density must have a finite second moment, got that of ${density.kind}`);
  }
  const { x, y } = data;
  const N = x.length;
  const beta = withEnds(x, finiteVector(where, 'places', places));
  const G = beta.length;
  const at = Int32Array.from(x as ArrayLike<number>, (each) => lowerBound(beta, each));
  const { left, cross, right, before, after } = hatIntegrals(beta, weight);
  let trace = 0;
  for (let n = 0; n < N; n++) trace += weight.kernel(x[n], x[n]);

  const f = new Float64Array(G);
  const valuesInto = (mu: ReadonlyFloat64Array): void => {
    // What right-facing units make, from left to right: their value and slope so far.
    let h = beta[1] - beta[0];
    let rise = (mu[1] - mu[0]) / h;
    let slope = mu[0] * before.zeroth - rise * before.first;
    let value = mu[0] * before.first - rise * before.second;
    f[0] = value;
    for (let k = 0; k + 1 < G; k++) {
      h = beta[k + 1] - beta[k];
      value += h * (slope + mu[k] * left[k] + mu[k + 1] * cross[k]);
      slope += mu[k] * (left[k] + cross[k]) + mu[k + 1] * (cross[k] + right[k]);
      f[k + 1] = value;
    }
    // And left-facing ones, from right to left.
    h = beta[G - 1] - beta[G - 2];
    rise = (mu[2 * G - 1] - mu[2 * G - 2]) / h;
    slope = mu[2 * G - 1] * after.zeroth + rise * after.first;
    value = -(mu[2 * G - 1] * after.first + rise * after.second);
    f[G - 1] += value;
    for (let k = G - 2; k >= 0; k--) {
      h = beta[k + 1] - beta[k];
      value -= h * (slope + mu[G + k] * cross[k] + mu[G + k + 1] * right[k]);
      slope += mu[G + k] * (left[k] + cross[k]) + mu[G + k + 1] * (cross[k] + right[k]);
      f[k] += value;
    }
  };

  const rateInto = (out: Float64Array, mu: ReadonlyFloat64Array): void => {
    valuesInto(mu);
    let seen = 0;
    let n = N - 1;
    out[G - 1] = 0;
    for (let k = G - 2; k >= 0; k--) {
      for (; n >= 0 && at[n] > k; n--) seen += y[n] - f[at[n]];
      out[k] = out[k + 1] + (beta[k + 1] - beta[k]) * seen;
    }
    seen = 0;
    n = 0;
    out[G] = 0;
    for (let k = 1; k < G; k++) {
      for (; n < N && at[n] < k; n++) seen += y[n] - f[at[n]];
      out[G + k] = out[G + k - 1] - (beta[k] - beta[k - 1]) * seen;
    }
  };

  const checked = (state: NumericArray): Float64Array => {
    const mu = finiteVector('KernelRegimeField', 'state', state);
    sameLength('KernelRegimeField', 'state', mu, 'the field', 2 * G);
    return mu;
  };

  return {
    density,
    places: beta,
    size: 2 * G,
    stepLimit: 2.78 / trace,
    values(state) {
      valuesInto(checked(state));
      return f.slice();
    },
    rateInto,
    step(state, timeStep) {
      const start = checked(state);
      return classicalStep(rateInto, start, positiveNumber('KernelRegimeField.step', 'timeStep', timeStep));
    },
  };
}

/** The data, further places, and one beyond them on either side, so that the lines there are known; increasing. */
function withEnds(x: ReadonlyFloat64Array, places: Float64Array): Float64Array {
  const all = Float64Array.from([...(x as Iterable<number>), ...places]).sort();
  const low = all[0];
  const high = all[all.length - 1];
  // As far as the data are wide; for one datum as far as it takes to be another number.
  const width = high - low || Math.max(1, Math.abs(low) * 2 ** -20);
  return Float64Array.from(new Set([low - width, ...all, high + width]));
}

/** The classical Runge–Kutta method. */
function classicalStep(
  rateInto: (out: Float64Array, state: ReadonlyFloat64Array) => void,
  start: Float64Array,
  h: number,
): Float64Array {
  const rate = new Float64Array(start.length);
  const stage = start.slice();
  const end = start.slice();
  const parts = [h / 6, h / 3, h / 3, h / 6];
  const reaches = [h / 2, h / 2, h];
  for (let k = 0; k < 4; k++) {
    rateInto(rate, stage);
    for (let i = 0; i < end.length; i++) {
      end[i] += parts[k] * rate[i];
      if (k < 3) stage[i] = start[i] + reaches[k] * rate[i];
    }
  }
  return end;
}
