import type { ShallowNetwork } from '../forms/network.js';
import { binNear } from './bins.js';
import { pieceMomentsInto } from './data-moments.js';
import type { DataMoments } from './data-moments.js';
import { hingeAt } from './hinge.js';

/** Room for `lossAndGradientByMomentsInto`; it belongs to the caller and holds no results. */
export interface MomentWorkspace {
  readonly moments: DataMoments;
  /** The place that hinges are measured from: 0, or the middle of data that lie far from the origin. */
  readonly centre: number;
  /** What each unit sees, as in `SweepWorkspace`; shape (H). */
  readonly bins: Int32Array;
  /** The first datum right of each unit's breakpoint: the data n < split are left of it; shape (H). */
  readonly splits: Int32Array;
  /** Units by split, then by index; shape (H). Nearly right from one call to the next. */
  readonly order: Int32Array;
  /** For sorting from scratch, shape (H). */
  readonly keys: Float64Array;
  /** First datum of each piece, and one past its last; shape (H + 1). Pieces may be empty. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /**
   * Of each piece the mean and spread of x, Σ y, Σ (x − mean)y and Σ (y − mean)², then two numbers in passing; shape
   * (H + 1, 7).
   */
  readonly pieces: Float64Array;
  /** The moments of one piece, shape (5). */
  readonly measured: Float64Array;
}

/** Numbers per piece in {@link MomentWorkspace.pieces}. */
export const PIECE = 7;

/** Rebins, and brings `order` up to date: insertion, since little has changed; from scratch if much has. */
export function sortUnits(
  { moments, bins, splits, order, keys }: MomentWorkspace,
  network: ShallowNetwork,
): void {
  const { inputWeights: w, inputBiases: b } = network;
  const x = moments.data.x;
  const count = x.length;
  const width = bins.length;
  for (let i = 0; i < width; i++) {
    const bin = binNear(bins[i], w[i], b[i], x);
    bins[i] = bin;
    splits[i] = bin > count ? bin - count - 1 : bin;
  }
  let moves = 8 * width;
  for (let j = 1; j < width; j++) {
    const unit = order[j];
    const split = splits[unit];
    let k = j;
    for (; k > 0 && moves > 0; k--, moves--) {
      const before = order[k - 1];
      if (splits[before] < split || (splits[before] === split && before < unit)) break;
      order[k] = before;
    }
    order[k] = unit;
  }
  if (moves > 0) return;
  for (let i = 0; i < width; i++) keys[i] = splits[i] * width + i;
  keys.sort();
  for (let j = 0; j < width; j++) order[j] = keys[j] % width;
}

/** Measures the pieces between neighbouring splits, those that have changed. */
export function dividePieces(work: MomentWorkspace): void {
  const { moments, splits, order, starts, ends, pieces, measured } = work;
  const width = order.length;
  let start = 0;
  for (let j = 0; j <= width; j++) {
    const end = j < width ? splits[order[j]] : moments.data.x.length;
    if (starts[j] !== start || ends[j] !== end) {
      starts[j] = start;
      ends[j] = end;
      if (start < end) {
        pieceMomentsInto(measured, moments, start, end);
        pieces.set(measured, PIECE * j);
      }
    }
    start = end;
  }
}

/**
 * Left to right: the line that the right-facing units make on each piece, as its value at the mean and its slope, in
 * the two free places of the piece.
 */
export function rightLines(work: MomentWorkspace, network: ShallowNetwork): void {
  const { moments, centre, bins, splits, order, starts, ends, pieces } = work;
  const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
  const x = moments.data.x;
  const count = x.length;
  const width = order.length;
  let value = 0;
  let slope = 0;
  let reference = x[0];
  for (let j = 0; j <= width; j++) {
    if (starts[j] < ends[j]) {
      const at = PIECE * j;
      pieces[at + 5] = value + slope * (x[starts[j]] - reference + pieces[at]);
      pieces[at + 6] = slope;
    }
    if (j === width) return;
    const unit = order[j];
    // The bin of a left-facing unit, or one that sees nothing.
    if (bins[unit] >= count) continue;
    const entry = x[splits[unit]];
    value += slope * (entry - reference) + v[unit] * hingeAt(w[unit], b[unit], entry, centre);
    slope += v[unit] * w[unit];
    reference = entry;
  }
}

/**
 * Right to left: adds the left-facing units, leaves Σ ε and Σ ε(x − m) of each piece in its two free places, and
 * writes the gradient of the right-facing units. Returns the loss.
 */
export function residualsFromRight(
  out: Float64Array,
  work: MomentWorkspace,
  network: ShallowNetwork,
): number {
  const { moments, centre, bins, splits, order, starts, ends, pieces } = work;
  const { inputWeights: w, inputBiases: b, outputWeights: v, outputBias: b0 } = network;
  const x = moments.data.x;
  const count = x.length;
  const width = order.length;
  let value = 0;
  let slope = 0;
  let reference = x[count - 1];
  let s = 0;
  let u = 0;
  let first = reference;
  let twice = 0;
  for (let j = width; j >= 0; j--) {
    const start = starts[j];
    const end = ends[j];
    if (start < end) {
      const at = PIECE * j;
      const toMean = pieces[at];
      const spread = pieces[at + 1];
      const mixed = pieces[at + 3];
      const last = x[end - 1];
      value += slope * (last - reference);
      reference = last;
      const f = b0 + (pieces[at + 5] + (value + slope * (x[start] - last + toMean)));
      const lineSlope = pieces[at + 6] + slope;
      const sum = pieces[at + 2] - (end - start) * f;
      const moment = mixed - lineSlope * spread;
      pieces[at + 5] = sum;
      pieces[at + 6] = moment;
      twice += Math.max(0, pieces[at + 4] - lineSlope * (mixed + moment)) + (sum / (end - start)) * sum;
      u += s * (first - x[start]) + (moment + toMean * sum);
      s += sum;
      first = x[start];
    }
    if (j === 0) break;
    const unit = order[j - 1];
    const split = splits[unit];
    if (bins[unit] > count) {
      if (split === 0) continue;
      const entry = x[split - 1];
      value += slope * (entry - reference) + v[unit] * hingeAt(w[unit], b[unit], entry, centre);
      slope += v[unit] * w[unit];
      reference = entry;
    } else {
      // s and u are 0 for a unit that sees nothing, whatever the entry.
      writeUnit(out, network, unit, split < count ? x[split] : 0, s, u, centre);
    }
  }
  out[3 * width] = -s;
  return twice / 2;
}

/** Left to right: writes the gradient of the left-facing units. */
export function sumsFromLeft(out: Float64Array, work: MomentWorkspace, network: ShallowNetwork): void {
  const { moments, centre, bins, splits, order, starts, ends, pieces } = work;
  const x = moments.data.x;
  const count = x.length;
  const width = order.length;
  let s = 0;
  let u = 0;
  let last = x[0];
  for (let j = 0; j < width; j++) {
    const start = starts[j];
    const end = ends[j];
    if (start < end) {
      const at = PIECE * j;
      const sum = pieces[at + 5];
      const fromMean = x[start] - x[end - 1] + pieces[at];
      u += s * (last - x[end - 1]) + (pieces[at + 6] + fromMean * sum);
      s += sum;
      last = x[end - 1];
    }
    const unit = order[j];
    if (bins[unit] <= count) continue;
    const split = splits[unit];
    writeUnit(out, network, unit, split > 0 ? x[split - 1] : 0, s, u, centre);
  }
}

/** The gradient of one unit from S = Σ ε and U = Σ ε(x − entry) over what it sees (theory 2.1). */
function writeUnit(
  out: Float64Array,
  { inputWeights: w, inputBiases: b, outputWeights: v }: ShallowNetwork,
  unit: number,
  entry: number,
  s: number,
  u: number,
  centre: number,
): void {
  const width = w.length;
  out[unit] = -v[unit] * (u + entry * s);
  out[width + unit] = -v[unit] * s;
  out[2 * width + unit] = -(w[unit] * u + hingeAt(w[unit], b[unit], entry, centre) * s);
}
