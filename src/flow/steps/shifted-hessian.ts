import { hingeAt } from '../../loss/hinge.js';
import { backwardSweep, forwardSweep } from '../../loss/sweeps.js';
import type { ModeField } from './mode-field.js';
import { dualInto } from './lumps.js';
import type { ColumnModes, Lumps } from './lumps.js';
import { NONE } from './modes.js';
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
  d: number;
  /** The state that W belongs to. */
  theta: Float64Array;
  /** Coupling of v with the direction of w, shape (H); along the surface for sliding units. */
  readonly alongW: Float64Array;
  /** Coupling of v with b, shape (H); 0 for sliding units. */
  readonly alongB: Float64Array;
  /** 1 over what is left of d in the direction of v after elimination, shape (H). */
  readonly inversePivots: Float64Array;
  /** w·x + b at the entry of each unit's bin, shape (H). */
  readonly atEntry: Float64Array;
  /** The directions that are left of the blocks, as lines over x: slope and value at the centre, shape (H) each. */
  readonly rhoSlope: Float64Array;
  readonly rhoValue: Float64Array;
  /** Duals of w, v, `atEntry` and both ρ, as `lumps.ts` has them: the same numbers where nothing is lumped; shape (H). */
  readonly dualW: Float64Array;
  readonly dualV: Float64Array;
  readonly dualAtEntry: Float64Array;
  readonly dualSlope: Float64Array;
  readonly dualValue: Float64Array;
  /** G of the units in each bin: the entries 11, 12, 22 of a symmetric matrix, in centred coordinates; shape (3·bins). */
  readonly G: Float64Array;
  readonly kernel: Semiseparable;
  /** How many eigenvalues of W are below zero; of no meaning for columns that stand for several units. */
  negative: number;
  /** The largest coupling: W has no use for a step unless it is below d. */
  coupling: number;
}

/** Room for the factors of W, for a network of `width` units on the data of `field`. */
export function shiftedHessian({ sweep }: ModeField, width: number): ShiftedHessian {
  return {
    d: NaN,
    theta: new Float64Array(0),
    alongW: new Float64Array(width),
    alongB: new Float64Array(width),
    inversePivots: new Float64Array(width),
    atEntry: new Float64Array(width),
    rhoSlope: new Float64Array(width),
    rhoValue: new Float64Array(width),
    dualW: new Float64Array(width),
    dualV: new Float64Array(width),
    dualAtEntry: new Float64Array(width),
    dualSlope: new Float64Array(width),
    dualValue: new Float64Array(width),
    G: new Float64Array(3 * sweep.first.length),
    kernel: semiseparable(sweep.atData.length),
    negative: 0,
    coupling: NaN,
  };
}

/**
 * Factors W at `theta`, the state of units or, with `lumps`, of columns. Wants the residual sums of that state in `field`,
 * and overwrites nothing there.
 */
export function factorShifted(
  hessian: ShiftedHessian,
  field: ModeField,
  theta: Float64Array,
  modes: ColumnModes,
  d: number,
  lumps: Lumps | null = null,
): void {
  const { sweep, merged, stretch } = field;
  const { bins, slidingOn } = modes;
  const { x } = merged.data;
  const { entries, first, second, centre } = sweep;
  const { alongW, alongB, inversePivots, atEntry, rhoSlope, rhoValue, kernel } = hessian;
  const width = bins.length;
  let negative = 0;
  let largest = 0;
  for (let i = 0; i < width; i++) {
    const bin = bins[i];
    const entry = entries[bin];
    const n = slidingOn[i];
    const w = theta[i];
    const b = theta[width + i];
    const v = theta[2 * width + i];
    const slides = n !== NONE;
    const origin = slides ? x[n] : 0;
    // The directions (1, −x_n)/√k, or (1, 0) and (0, 1), as functions of u = (x − centre, 1).
    const slope = slides ? 1 / Math.sqrt(stretch[n]) : 1;
    const value = (centre - origin) * slope;
    const free = slides ? 0 : 1;
    const S = first[bin];
    const aw = (second[bin] + (entry - origin) * S) * slope;
    const ab = free * S;
    const squares = aw * aw + ab * ab;
    const inverse = 1 / (d - squares / d);
    alongW[i] = aw;
    alongB[i] = ab;
    inversePivots[i] = inverse;
    atEntry[i] = hingeAt(w, b, entry, centre);
    if (squares > largest) largest = squares;
    if (squares > d * d) negative++;
    rhoSlope[i] = w + ((v * aw) / d) * slope;
    rhoValue[i] = hingeAt(w, b, centre, centre) + (v / d) * (aw * value + ab);
  }
  dualInto(hessian.dualW, lumps, theta, 0);
  dualInto(hessian.dualV, lumps, theta, 2 * width);
  dualInto(hessian.dualAtEntry, lumps, atEntry, 0);
  dualInto(hessian.dualSlope, lumps, rhoSlope, 0);
  dualInto(hessian.dualValue, lumps, rhoValue, 0);
  sumByBin(hessian, field, theta, modes, d);
  kernelInto(kernel, field, hessian.G, d);
  hessian.negative = negative - factorInto(kernel);
  hessian.coupling = Math.sqrt(largest);
  hessian.theta = theta;
  hessian.d = d;
}

/** What the units add to the kernel, by bin: (v²/d)·uuᵀ along their free directions, and ρρᵀ over the pivot. */
function sumByBin(
  { G, dualV, rhoSlope, rhoValue, dualSlope, dualValue, inversePivots }: ShiftedHessian,
  { sweep, merged, stretch }: ModeField,
  theta: Float64Array,
  { bins, slidingOn }: ColumnModes,
  d: number,
): void {
  const { x } = merged.data;
  const width = bins.length;
  G.fill(0);
  for (let i = 0; i < width; i++) {
    const at = 3 * bins[i];
    const n = slidingOn[i];
    const slope = n === NONE ? 1 : 1 / Math.sqrt(stretch[n]);
    const value = (sweep.centre - (n === NONE ? 0 : x[n])) * slope;
    const weight = (theta[2 * width + i] * dualV[i]) / d;
    const inverse = inversePivots[i];
    G[at] += weight * slope * slope + rhoSlope[i] * dualSlope[i] * inverse;
    G[at + 1] += weight * slope * value + rhoSlope[i] * dualValue[i] * inverse;
    G[at + 2] += weight * (value * value + (n === NONE ? 1 : 0)) + rhoValue[i] * dualValue[i] * inverse;
  }
}

/** M⁻¹ + JD⁻¹Jᵀ: entry (n, m), n ≥ m, is u_nᵀ(P_m + Q_n)u_m + 1/d, with P_m over right-, Q_n over left-facing units. */
function kernelInto(
  { p, q, diagonal }: Semiseparable,
  { merged, sweep }: ModeField,
  G: Float64Array,
  d: number,
): void {
  const { x } = merged.data;
  const count = x.length;
  let [g11, g12, g22] = [0, 0, 0];
  for (let m = 0; m < count; m++) {
    g11 += G[3 * m];
    g12 += G[3 * m + 1];
    g22 += G[3 * m + 2];
    const u = x[m] - sweep.centre;
    q[5 * m] = g11 * u + g12;
    q[5 * m + 1] = g12 * u + g22;
    q[5 * m + 2] = u;
    q[5 * m + 3] = 1;
    q[5 * m + 4] = 1;
    diagonal[m] = 1 / merged.weights[m];
  }
  g11 = g12 = g22 = 0;
  for (let n = count - 1; n >= 0; n--) {
    const bin = count + 2 + n;
    g11 += G[3 * bin];
    g12 += G[3 * bin + 1];
    g22 += G[3 * bin + 2];
    const u = x[n] - sweep.centre;
    p[5 * n] = u;
    p[5 * n + 1] = 1;
    p[5 * n + 2] = g11 * u + g12;
    p[5 * n + 3] = g12 * u + g22;
    p[5 * n + 4] = 1 / d;
  }
}

/**
 * Solves W·out = `values` in place, O(N + H): D⁻¹ goes to the data, (M⁻¹ + JD⁻¹Jᵀ)⁻¹ comes back, and D⁻¹ ends it. What
 * points off the surface of a sliding unit is dropped. Overwrites the residual sums of `field`.
 */
export function solveShifted(
  values: Float64Array,
  hessian: ShiftedHessian,
  field: ModeField,
  { bins, slidingOn }: ColumnModes,
): void {
  const { theta, alongW, alongB, inversePivots, atEntry, dualW, dualV, dualAtEntry, kernel } = hessian;
  const { sweep, merged, stretch } = field;
  const { entries, first, second, atData, centre } = sweep;
  const { x } = merged.data;
  const width = bins.length;
  const scale = 1 / hessian.d;
  first.fill(0);
  second.fill(0);
  for (let i = 0; i < width; i++) {
    const bin = bins[i];
    const n = slidingOn[i];
    const v = dualV[i];
    let dw = values[i];
    let db = values[width + i];
    let dv = values[2 * width + i];
    if (n === NONE) {
      dv = (dv + (alongW[i] * dw + alongB[i] * db) * scale) * inversePivots[i];
      dw = (dw + alongW[i] * dv) * scale;
      db = (db + alongB[i] * dv) * scale;
    } else {
      const root = 1 / Math.sqrt(stretch[n]);
      const along = (dw - x[n] * db) * root;
      dv = (dv + alongW[i] * along * scale) * inversePivots[i];
      dw = (along + alongW[i] * dv) * scale * root;
      db = -x[n] * dw;
    }
    first[bin] += v * dw + dv * dualW[i];
    second[bin] += v * hingeAt(dw, db, entries[bin], centre) + dv * dualAtEntry[i];
  }
  forwardSweep(sweep);
  const shift = values[3 * width] * scale;
  for (let n = 0; n < atData.length; n++) atData[n] += shift;
  solveInto(atData, kernel);
  backwardSweep(sweep);
  for (let i = 0; i < width; i++) {
    const bin = bins[i];
    const n = slidingOn[i];
    const w = theta[i];
    const v = theta[2 * width + i];
    const S = first[bin];
    const U = second[bin];
    const rw = values[i] - v * (U + entries[bin] * S);
    const rb = values[width + i] - v * S;
    let dv = values[2 * width + i] - (w * U + atEntry[i] * S);
    if (n === NONE) {
      dv = (dv + (alongW[i] * rw + alongB[i] * rb) * scale) * inversePivots[i];
      values[i] = (rw + alongW[i] * dv) * scale;
      values[width + i] = (rb + alongB[i] * dv) * scale;
    } else {
      const root = 1 / Math.sqrt(stretch[n]);
      const along = (rw - x[n] * rb) * root;
      dv = (dv + alongW[i] * along * scale) * inversePivots[i];
      const dw = (along + alongW[i] * dv) * scale * root;
      values[i] = dw;
      values[width + i] = -x[n] * dw;
    }
    values[2 * width + i] = dv;
  }
  values[3 * width] = (values[3 * width] - first[0]) * scale;
}
