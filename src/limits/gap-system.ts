/**
 * The nearest exact fit in O(N + H log H), where there is one.
 *
 * A hinge is a straight line but for one gap between data. So of its second differences over the data only the two at
 * the ends of that gap are not zero: they share the slope jump |w| in proportion to where in the gap the breakpoint is.
 * Taken by second differences, the first value and the mean slope, T, the features A are B = TA, with two local and two
 * global entries a unit, and z = A⁺r = Bᵀ(BBᵀ)⁻¹Tr. BBᵀ = RᵀR is tridiagonal but for two rows; R comes from B by
 * rotations, without BBᵀ.
 *
 * Condition numbers of A grow like N² and more with close data; R, with columns scaled to length one, has next to
 * nothing of that where there are units in every gap.
 */

import type { Dataset } from '../data/dataset.js';
import type { ShallowNetwork } from '../forms/network.js';
import { binsOf } from '../loss/bins.js';
import { centreOf, hingeAt } from '../loss/hinge.js';
import { sortOrder } from '../numeric/arrays.js';
import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import { lengthOf } from '../numeric/linear-algebra.js';

/**
 * B, transformed features: of each unit the gap n between x[n] and x[n + 1] that its breakpoint is in, shape (H), and
 * four entries, shape (4H): for the second differences at n and n + 1 (0 if that is an end), for the first value and for
 * the mean slope. A unit that sees all data has gap 0, one that sees nothing only zeros.
 */
interface GapRows {
  readonly gaps: Int32Array;
  readonly entries: Float64Array;
}

/** R by rows n = 1 … N − 2, in the order of the data, then those of the first value and of the mean slope; shape (N) each. */
interface GapFactor {
  readonly diagonal: Float64Array;
  readonly beside: Float64Array;
  readonly value: Float64Array;
  readonly slope: Float64Array;
  /** The smallest diagonal entry as a fraction of the length of its column. */
  readonly pivot: number;
}

/** Nearest exact fits on given data, which must have distinct x, at least two. */
export interface GapSystem {
  /** The smallest pivot of R as a fraction of the length of its column: 0 if the rank is below N. */
  readonly pivot: number;
  /** The change of least Σ z² that takes up these residuals. */
  readonly solve: (residuals: ReadonlyFloat64Array) => GapChange;
}

/** A change of the trained numbers. */
export interface GapChange {
  /** Shape (H). */
  readonly change: Float64Array;
  /** What a number of it is made up of, Σ |terms|: the largest. Much above the change, digits have cancelled. */
  readonly terms: number;
}

/** Factors the features of a network, each times its scale, on data with distinct x. */
export function gapSystem(network: ShallowNetwork, data: Dataset, scales: ReadonlyFloat64Array): GapSystem {
  const { x } = data;
  const rows = gapRows(network, data, scales);
  const factor = factorOf(rows, x.length);
  return {
    pivot: factor.pivot,
    solve: (residuals) => changeOf(rows, solveNormal(factor, differencesOf(x, residuals))),
  };
}

function gapRows(
  { inputWeights: w, inputBiases: b }: ShallowNetwork,
  data: Dataset,
  scales: ReadonlyFloat64Array,
): GapRows {
  const { x } = data;
  const count = x.length;
  const end = count - 1;
  const reach = x[end] - x[0];
  const centre = centreOf(data);
  const bins = binsOf({ inputWeights: w, inputBiases: b, outputWeights: w, outputBias: 0 }, data);
  const gaps = new Int32Array(w.length);
  const entries = new Float64Array(4 * w.length);
  for (let i = 0; i < w.length; i++) {
    if (scales[i] === 0) continue;
    const right = bins[i] <= count;
    // The first datum on the right of the breakpoint.
    const next = right ? bins[i] : bins[i] - count - 1;
    const hinge = (n: number): number => scales[i] * hingeAt(w[i], b[i], x[n], centre);
    const inside = next > 0 && next < count;
    if (right ? next === count : next === 0) continue;
    if (!right || !inside) entries[4 * i + 2] = hinge(0) / reach;
    entries[4 * i + 3] = inside ? (right ? hinge(end) : -hinge(0)) / reach : scales[i] * w[i];
    if (!inside) continue;
    const gap = (gaps[i] = next - 1);
    const slope = scales[i] * Math.abs(w[i]);
    const seen = hinge(right ? next : gap) / (x[next] - x[gap]);
    if (gap > 0) entries[4 * i] = right ? seen : slope - seen;
    if (next < end) entries[4 * i + 1] = right ? slope - seen : seen;
  }
  return { gaps, entries };
}

// Upper triangles over the columns (n, n + 1, value, slope), gap by gap; what is left of one begins the next.
function factorOf({ gaps, entries }: GapRows, count: number): GapFactor {
  const diagonal = new Float64Array(count);
  const beside = new Float64Array(count);
  const value = new Float64Array(count);
  const slope = new Float64Array(count);
  const end = count - 1;
  const triangle = new Float64Array(16);
  const row = new Float64Array(4);
  const order = sortOrder(gaps);
  let pivot = 1;
  let turn = 0;
  for (let gap = 0; gap < end; gap++) {
    for (; turn < order.length && gaps[order[turn]] === gap; turn++) {
      const from = 4 * order[turn];
      row.set(entries.subarray(from, from + 4));
      absorb(triangle, row);
    }
    if (gap > 0) {
      [diagonal[gap], beside[gap], value[gap], slope[gap]] = triangle;
      pivot = Math.min(pivot, shareOf(diagonal[gap], beside[gap - 1]));
    }
    triangle[0] = triangle[5];
    triangle[1] = 0;
    triangle[2] = triangle[6];
    triangle[3] = triangle[7];
    triangle.fill(0, 5, 8);
  }
  const [valueLength, slopeLength] = [lengthOf(value), Math.hypot(lengthOf(slope), triangle[11])];
  diagonal[0] = triangle[10];
  slope[0] = triangle[11];
  diagonal[end] = triangle[15];
  pivot = Math.min(pivot, shareOf(diagonal[0], valueLength), shareOf(diagonal[end], slopeLength));
  return { diagonal, beside, value, slope, pivot };
}

// One more row in an upper triangle of four columns, by rotations.
function absorb(triangle: Float64Array, row: Float64Array): void {
  for (let k = 0; k < 4; k++) {
    if (row[k] === 0) continue;
    const length = Math.hypot(triangle[5 * k], row[k]);
    const cosine = triangle[5 * k] / length;
    const sine = row[k] / length;
    for (let j = k; j < 4; j++) {
      const above = triangle[4 * k + j];
      triangle[4 * k + j] = cosine * above + sine * row[j];
      row[j] = cosine * row[j] - sine * above;
    }
  }
}

function shareOf(pivot: number, rest: number): number {
  return pivot === 0 ? 0 : Math.abs(pivot) / Math.hypot(pivot, rest);
}

// T·values: second differences, and in the places of the ends the first value by the reach and the mean slope.
function differencesOf(x: ReadonlyFloat64Array, values: ReadonlyFloat64Array): Float64Array {
  const end = x.length - 1;
  const out = new Float64Array(x.length);
  let before = 0;
  for (let n = 0; n < end; n++) {
    const slope = (values[n + 1] - values[n]) / (x[n + 1] - x[n]);
    out[n] = slope - before;
    before = slope;
  }
  out[0] = values[0] / (x[end] - x[0]);
  out[end] = (values[end] - values[0]) / (x[end] - x[0]);
  return out;
}

// (RᵀR)⁻¹·target.
function solveNormal(
  { diagonal, beside, value, slope }: GapFactor,
  target: ReadonlyFloat64Array,
): Float64Array {
  const end = diagonal.length - 1;
  const out = Float64Array.from(target);
  for (let n = 1; n < end; n++) {
    if (n > 1) out[n] -= beside[n - 1] * out[n - 1];
    out[n] /= diagonal[n];
    out[0] -= value[n] * out[n];
    out[end] -= slope[n] * out[n];
  }
  out[0] /= diagonal[0];
  out[end] = (out[end] - slope[0] * out[0]) / diagonal[end] / diagonal[end];
  out[0] = (out[0] - slope[0] * out[end]) / diagonal[0];
  for (let n = end - 1; n > 0; n--) {
    const next = n + 1 < end ? beside[n] * out[n + 1] : 0;
    out[n] = (out[n] - next - value[n] * out[0] - slope[n] * out[end]) / diagonal[n];
  }
  return out;
}

// Bᵀ·b.
function changeOf({ gaps, entries }: GapRows, b: ReadonlyFloat64Array): GapChange {
  const change = new Float64Array(gaps.length);
  let terms = 0;
  const [value, slope] = [b[0], b[b.length - 1]];
  for (let i = 0; i < change.length; i++) {
    const here = entries[4 * i] * b[gaps[i]];
    const next = entries[4 * i + 1] * b[gaps[i] + 1];
    const level = entries[4 * i + 2] * value;
    const rise = entries[4 * i + 3] * slope;
    change[i] = here + next + (level + rise);
    terms = Math.max(terms, Math.abs(here) + Math.abs(next) + Math.abs(level) + Math.abs(rise));
  }
  return { change, terms };
}
