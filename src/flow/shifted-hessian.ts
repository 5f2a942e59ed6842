import { hingeAt } from '../loss/hinge.js';
import { backwardSweep, forwardSweep } from '../loss/sweeps.js';
import type { ModeField } from './mode-field.js';
import { NONE } from './modes.js';
import type { Modes } from './modes.js';
import { factorInto, semiseparable, solveInto } from './semiseparable.js';
import type { Semiseparable } from './semiseparable.js';

/**
 * W = d·I + Hess at a state with fixed modes, on the directions in which units can move (sliding ones along their
 * surface), factored in O(N + H).
 *
 * Hess = JᵀMJ − C, with M the weights of the data and C the coupling of (w, b) with v by (T, S). D = d·I − C falls into
 * one block for each unit, and W⁻¹ = D⁻¹ − D⁻¹Jᵀ(M⁻¹ + JD⁻¹Jᵀ)⁻¹JD⁻¹. The matrix in the middle, of the size of the data,
 * is semiseparable: a unit adds uᵀGu′ to the entries of the data that it sees, u = (x, 1), and it sees a half-line.
 */
export interface ShiftedHessian {
  readonly d: number;
  readonly theta: Float64Array;
  /** Coupling of v with the direction of w, shape (H); along the surface for sliding units. */
  readonly alongW: Float64Array;
  /** Coupling of v with b, shape (H); 0 for sliding units. */
  readonly alongB: Float64Array;
  /** What is left of d in the direction of v after elimination, shape (H). */
  readonly pivots: Float64Array;
  readonly kernel: Semiseparable;
  /** Room for {@link solveShifted}. */
  readonly scratch: Float64Array;
  /** How many eigenvalues of W are below zero. */
  readonly negative: number;
  /** The largest coupling: W has no use for a step unless it is below d. */
  readonly coupling: number;
}

/** Factors W at `theta`. Wants the residual sums of that state in `field`, and overwrites nothing there. */
export function shiftedHessian(
  field: ModeField,
  theta: Float64Array,
  { bins, slidingOn }: Modes,
  d: number,
): ShiftedHessian {
  const { sweep, merged, stretch } = field;
  const { x } = merged.data;
  const { entries, first, second, centre } = sweep;
  const width = bins.length;
  const alongW = new Float64Array(width);
  const alongB = new Float64Array(width);
  const pivots = new Float64Array(width);
  // G of the units in each bin: the entries 11, 12, 22 of a symmetric matrix, in centred coordinates.
  const G = new Float64Array(3 * first.length);
  let negative = 0;
  let largest = 0;
  for (let i = 0; i < width; i++) {
    const bin = bins[i];
    const w = theta[i];
    const v = theta[2 * width + i];
    const slides = slidingOn[i] !== NONE;
    const origin = slides ? x[slidingOn[i]] : 0;
    const root = slides ? Math.sqrt(stretch[slidingOn[i]]) : 1;
    const S = first[bin];
    alongW[i] = (second[bin] + (entries[bin] - origin) * S) / root;
    alongB[i] = slides ? 0 : S;
    const coupling = Math.hypot(alongW[i], alongB[i]);
    largest = Math.max(largest, coupling);
    if (coupling > d) negative++;
    pivots[i] = d - (coupling * coupling) / d;
    // The directions (1, −x_n)/√k, or (1, 0) and (0, 1), as functions of u = (x − centre, 1).
    const slope = 1 / root;
    const value = (centre - origin) / root;
    const free = slides ? 0 : 1;
    const rhoSlope = w + ((v * alongW[i]) / d) * slope;
    const rhoValue = hingeAt(w, theta[width + i], centre, centre) + (v / d) * (alongW[i] * value + alongB[i]);
    const weight = (v * v) / d;
    G[3 * bin] += weight * slope * slope + (rhoSlope * rhoSlope) / pivots[i];
    G[3 * bin + 1] += weight * slope * value + (rhoSlope * rhoValue) / pivots[i];
    G[3 * bin + 2] += weight * (value * value + free) + (rhoValue * rhoValue) / pivots[i];
  }
  const kernel = kernelOf(field, G, d);
  negative -= factorInto(kernel);
  return {
    d,
    theta,
    alongW,
    alongB,
    pivots,
    kernel,
    scratch: new Float64Array(theta.length),
    negative,
    coupling: largest,
  };
}

/** M⁻¹ + JD⁻¹Jᵀ: entry (n, m), n ≥ m, is u_nᵀ(P_m + Q_n)u_m + 1/d, with P_m over right-, Q_n over left-facing units. */
function kernelOf({ merged, sweep }: ModeField, G: Float64Array, d: number): Semiseparable {
  const { x } = merged.data;
  const count = x.length;
  const kernel = semiseparable(count);
  const { p, q, diagonal } = kernel;
  const sums = new Float64Array(3);
  const add = (bin: number): void => {
    for (let e = 0; e < 3; e++) sums[e] += G[3 * bin + e];
  };
  for (let m = 0; m < count; m++) {
    add(m);
    const u = x[m] - sweep.centre;
    q.set([sums[0] * u + sums[1], sums[1] * u + sums[2], u, 1, 1], 5 * m);
    diagonal[m] = 1 / merged.weights[m];
  }
  sums.fill(0);
  for (let n = count - 1; n >= 0; n--) {
    add(count + 2 + n);
    const u = x[n] - sweep.centre;
    p.set([u, 1, sums[0] * u + sums[1], sums[1] * u + sums[2], 1 / d], 5 * n);
  }
  return kernel;
}

/** Solves W·out = `values` in place, O(N + H). Overwrites the residual sums of `field`. */
export function solveShifted(
  values: Float64Array,
  hessian: ShiftedHessian,
  field: ModeField,
  modes: Modes,
): void {
  const { theta, kernel } = hessian;
  const { sweep } = field;
  const { entries, first, second, atData, centre } = sweep;
  const { bins } = modes;
  const width = bins.length;
  const { scratch } = hessian;
  scratch.set(values);
  solveBlocks(scratch, hessian, field, modes);
  first.fill(0);
  second.fill(0);
  for (let i = 0; i < width; i++) {
    const bin = bins[i];
    const v = theta[2 * width + i];
    const dv = scratch[2 * width + i];
    first[bin] += v * scratch[i] + dv * theta[i];
    second[bin] +=
      v * hingeAt(scratch[i], scratch[width + i], entries[bin], centre) +
      dv * hingeAt(theta[i], theta[width + i], entries[bin], centre);
  }
  forwardSweep(sweep);
  for (let n = 0; n < atData.length; n++) atData[n] += scratch[3 * width];
  solveInto(atData, kernel);
  backwardSweep(sweep);
  for (let i = 0; i < width; i++) {
    const bin = bins[i];
    const v = theta[2 * width + i];
    const entry = entries[bin];
    const S = first[bin];
    const U = second[bin];
    values[i] -= v * (U + entry * S);
    values[width + i] -= v * S;
    values[2 * width + i] -= theta[i] * U + hingeAt(theta[i], theta[width + i], entry, centre) * S;
  }
  values[3 * width] -= first[0];
  solveBlocks(values, hessian, field, modes);
}

/** Solves with D alone, in place. What points off the surface of a sliding unit is dropped. */
function solveBlocks(
  values: Float64Array,
  { d, alongW, alongB, pivots }: ShiftedHessian,
  { merged, stretch }: ModeField,
  { slidingOn }: Modes,
): void {
  const { x } = merged.data;
  const width = slidingOn.length;
  for (let i = 0; i < width; i++) {
    const n = slidingOn[i];
    const rv = values[2 * width + i];
    if (n === NONE) {
      const dv = (rv + (alongW[i] * values[i] + alongB[i] * values[width + i]) / d) / pivots[i];
      values[i] = (values[i] + alongW[i] * dv) / d;
      values[width + i] = (values[width + i] + alongB[i] * dv) / d;
      values[2 * width + i] = dv;
    } else {
      const root = Math.sqrt(stretch[n]);
      const along = (values[i] - x[n] * values[width + i]) / root;
      const dv = (rv + (alongW[i] * along) / d) / pivots[i];
      const move = (along + alongW[i] * dv) / d / root;
      values[i] = move;
      values[width + i] = -x[n] * move;
      values[2 * width + i] = dv;
    }
  }
  values[3 * width] /= d;
}
