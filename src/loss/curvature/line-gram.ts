import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import type { ReadonlyFloat64Array, ReadonlyInt32Array } from '../../numeric/arrays.js';
import { endActive, firstActive } from '../bins.js';
import { rangeMoments, rangeMomentsInto } from '../range-moments.js';
import type { RangeMoments } from '../range-moments.js';
import { centreOf, hingeAt } from '../hinge.js';

/**
 * Sums over the data of products of hinges and lines in O(1) a pair of units.
 *
 * What two units see in common is a run of n data. With their mean m and spread V = Σ (x − m)², the product of two
 * lines p and q with slopes p′ and q′ sums up to n·p(m)·q(m) + p′q′V, in which only the values at the mean have
 * to be right. So each hinge is built from its value at its own entry and differences of x.
 */
export interface LineGramWorkspace {
  readonly moments: RangeMoments;
  /** Where hinges are measured from (see `hingeAt`). */
  readonly centre: number;
  /** First datum that each unit sees, and one past the last; shape (H). */
  readonly firsts: Int32Array;
  readonly ends: Int32Array;
  /** Mean of what each unit sees, measured from the first of it; shape (H). */
  readonly offsets: Float64Array;
  /** Its spread, shape (H). */
  readonly spreads: Float64Array;
  /** Entry of each unit's bin, and wx + b there; shape (H). */
  readonly entries: Float64Array;
  readonly values: Float64Array;
  /**
   * What the last two units have in common: n, m and V, then the hinges of the one and the other at m.
   * Shape (5).
   */
  readonly common: Float64Array;
}

/** A workspace for `width` units on `data`. */
export function lineGramWorkspace(data: Dataset, width: number): LineGramWorkspace {
  return {
    moments: rangeMoments(data),
    centre: centreOf(data),
    firsts: new Int32Array(width),
    ends: new Int32Array(width),
    offsets: new Float64Array(width),
    spreads: new Float64Array(width),
    entries: new Float64Array(width),
    values: new Float64Array(width),
    common: new Float64Array(5),
  };
}

/** Brings a workspace to the hinges wx + b with these bins, O(H). */
export function prepareHinges(
  work: LineGramWorkspace,
  w: ReadonlyFloat64Array,
  b: ReadonlyFloat64Array,
  bins: ReadonlyInt32Array,
): void {
  const { moments, centre, firsts, ends, offsets, spreads, entries, values, common } = work;
  const x = moments.data.x;
  const count = x.length;
  for (let i = 0; i < bins.length; i++) {
    const first = (firsts[i] = firstActive(bins[i], count));
    const end = (ends[i] = endActive(bins[i], count));
    if (first >= end) continue;
    rangeMomentsInto(common, moments, first, end);
    offsets[i] = common[0];
    spreads[i] = common[1];
    entries[i] = bins[i] <= count ? x[first] : x[end - 1];
    values[i] = hingeAt(w[i], b[i], entries[i], centre);
  }
}

/** Fills `work.common` for units i and j; false if they see nothing in common. */
export function meet(work: LineGramWorkspace, w: ReadonlyFloat64Array, i: number, j: number): boolean {
  const { moments, firsts, ends, offsets, spreads, entries, values, common } = work;
  const from = firsts[i] > firsts[j] ? firsts[i] : firsts[j];
  const to = ends[i] < ends[j] ? ends[i] : ends[j];
  if (from >= to) return false;
  // Units that face the same way see nested half-lines, whose moments are known already.
  const nested = from === firsts[i] && to === ends[i] ? i : from === firsts[j] && to === ends[j] ? j : -1;
  if (nested < 0) rangeMomentsInto(common, moments, from, to);
  const offset = nested < 0 ? common[0] : offsets[nested];
  const spread = nested < 0 ? common[1] : spreads[nested];
  const start = moments.data.x[from];
  common[0] = to - from;
  common[1] = start + offset;
  common[2] = spread;
  common[3] = values[i] + w[i] * (start - entries[i] + offset);
  common[4] = values[j] + w[j] * (start - entries[j] + offset);
  return true;
}

/**
 * JᵀJ into `out`, shape (3H + 1)², O(N + H²). The columns of J are v·x, v and wx + b on what each unit sees,
 * and 1.
 *
 * Every entry is computed twice, by the same expression, in the order of rows: that is faster than writing down
 * columns and exactly symmetric.
 */
export function lineGramInto(
  out: Float64Array,
  { inputWeights: w, inputBiases: b, outputWeights: v }: ShallowNetwork,
  work: LineGramWorkspace,
  bins: ReadonlyInt32Array,
): void {
  prepareHinges(work, w, b, bins);
  const { common } = work;
  const width = bins.length;
  const size = 3 * width + 1;
  const last = 3 * width;
  for (let i = 0; i < width; i++) {
    const rowW = i * size;
    const rowB = (width + i) * size;
    const rowV = (2 * width + i) * size;
    for (let j = 0; j < width; j++) {
      if (!meet(work, w, i, j)) {
        out[rowW + j] = out[rowW + width + j] = out[rowW + 2 * width + j] = 0;
        out[rowB + j] = out[rowB + width + j] = out[rowB + 2 * width + j] = 0;
        out[rowV + j] = out[rowV + width + j] = out[rowV + 2 * width + j] = 0;
        continue;
      }
      const n = common[0];
      const mean = common[1];
      const spread = common[2];
      const here = common[3];
      const there = common[4];
      const both = v[i] * v[j];
      out[rowW + j] = both * (n * (mean * mean) + spread);
      out[rowW + width + j] = out[rowB + j] = both * (n * mean);
      out[rowW + 2 * width + j] = v[i] * (n * (mean * there) + w[j] * spread);
      out[rowB + width + j] = both * n;
      out[rowB + 2 * width + j] = v[i] * (n * there);
      out[rowV + j] = v[j] * (n * (mean * here) + w[i] * spread);
      out[rowV + width + j] = v[j] * (n * here);
      out[rowV + 2 * width + j] = n * (here * there) + w[i] * w[j] * spread;
    }
    if (!meet(work, w, i, i)) common.fill(0);
    const n = common[0];
    out[rowW + last] = out[last * size + i] = v[i] * (n * common[1]);
    out[rowB + last] = out[last * size + width + i] = v[i] * n;
    out[rowV + last] = out[last * size + 2 * width + i] = n * common[3];
  }
  out[last * size + last] = work.moments.data.x.length;
}
