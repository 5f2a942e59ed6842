import { hingeAt } from '../../loss/hinge.js';
import type { MergedData } from '../../data/merged-data.js';
import { NONE, facing, seesNothing } from './modes.js';
import type { Modes } from './modes.js';

/**
 * A few columns that stand for many units. Between events all units in one bin, or sliding on one datum and facing the
 * same way, obey one linear equation, (w, b, v)′ = A(t)·(w, b, v), the same for all of them: three columns that start
 * at a basis carry the whole group, and each unit is a fixed combination of these. A method of integration that is
 * applied to the columns then does for every unit what it would have done to it, and costs as much as there are columns.
 *
 * Sums over units of products of their weights become sums over columns with the Gram matrix of the combinations.
 * Groups of up to three units are their own columns; units that see nothing stand still and have none.
 */
export interface Lumps {
  /** Bins and data slid on of the columns, shape (K). */
  readonly modes: ColumnModes;
  /** The columns at the start, shape (3K + 1), as the weights of a network of K units. */
  readonly start: Float64Array;
  /** How many groups are lumped: their columns are the first three times as many. */
  readonly groups: number;
  /** Gram matrices Σ ccᵀ of these groups, shape (9·groups). */
  readonly gram: Float64Array;
  /** The first column of each unit, or −1; shape (H). */
  readonly columns: Int32Array;
  /** Coefficients of the units in lumped groups, shape (3H). */
  readonly coefficients: Float64Array;
  /** The state of the units that the columns start at. */
  readonly theta: Float64Array;
  /** Room for {@link dualInto}, shape (K). */
  readonly dual: Float64Array;
}

/** What a field has to know of units, or of columns. */
export type ColumnModes = Pick<Modes, 'bins' | 'slidingOn'>;

/** Groups of more units than this are lumped. */
const BASIS = 3;

/** Columns for a state, or null where they would be more than half as many as the units. */
export function lumpsOf(
  theta: Float64Array,
  { bins, slidingOn }: ColumnModes,
  { data: { x } }: MergedData,
  centre: number,
): Lumps | null {
  const count = x.length;
  const width = bins.length;
  const keyOf = (i: number): number => {
    const n = slidingOn[i];
    if (n === NONE) return bins[i];
    return 2 * count + 2 + (facing(bins[i], count) > 0 ? n : count + n);
  };
  const sizes = new Int32Array(4 * count + 2);
  for (let i = 0; i < width; i++) sizes[keyOf(i)]++;
  sizes[count] = sizes[count + 1] = 0;
  let groups = 0;
  let singles = 0;
  for (const size of sizes) {
    if (size > BASIS) groups++;
    else singles += size;
  }
  const K = BASIS * groups + singles;
  if (2 * K > width) return null;

  const columns = new Int32Array(width).fill(NONE);
  const coefficients = new Float64Array(3 * width);
  const columnBins = new Int32Array(K);
  const columnSliding = new Int32Array(K);
  const start = new Float64Array(3 * K + 1);
  const gram = new Float64Array(9 * groups);
  const firstOf = new Int32Array(sizes.length).fill(NONE);
  let nextGroup = 0;
  let nextSingle = BASIS * groups;
  for (let i = 0; i < width; i++) {
    if (seesNothing(bins[i], count)) continue;
    const key = keyOf(i);
    const w = theta[i];
    const b = theta[width + i];
    const v = theta[2 * width + i];
    if (sizes[key] <= BASIS) {
      columns[i] = nextSingle;
      columnBins[nextSingle] = bins[i];
      columnSliding[nextSingle] = slidingOn[i];
      start[nextSingle] = w;
      start[K + nextSingle] = b;
      start[2 * K + nextSingle] = v;
      nextSingle++;
      continue;
    }
    if (firstOf[key] === NONE) {
      const first = BASIS * nextGroup;
      firstOf[key] = first;
      nextGroup++;
      columnBins.fill(bins[i], first, first + BASIS);
      columnSliding.fill(slidingOn[i], first, first + BASIS);
      // x − centre, 1 and the output weight: in these coordinates nothing cancels in data far from the origin.
      start[first] = 1;
      start[K + first] = -centre;
      start[K + first + 1] = 1;
      start[2 * K + first + 2] = 1;
    }
    const first = firstOf[key];
    columns[i] = first;
    const c = 3 * i;
    coefficients[c] = w;
    coefficients[c + 1] = hingeAt(w, b, centre, centre);
    coefficients[c + 2] = v;
    const shift = coefficients[c + 1];
    const at = BASIS * first;
    gram[at] += w * w;
    gram[at + 1] += w * shift;
    gram[at + 2] += w * v;
    gram[at + 4] += shift * shift;
    gram[at + 5] += shift * v;
    gram[at + 8] += v * v;
  }
  start[3 * K] = theta[3 * width];
  for (let at = 0; at < gram.length; at += 9) {
    gram[at + 3] = gram[at + 1];
    gram[at + 6] = gram[at + 2];
    gram[at + 7] = gram[at + 5];
  }
  return {
    modes: { bins: columnBins, slidingOn: columnSliding },
    start,
    groups,
    gram,
    columns,
    coefficients,
    theta,
    dual: new Float64Array(K),
  };
}

/**
 * Gram matrix times one weight of the columns, K numbers of `values` from `offset` on: Σ over units of the products of
 * two weights is Σ over columns of one weight times this of the other. Of units that stand for themselves, lumps null, it
 * is a copy.
 */
export function dualInto(out: Float64Array, lumps: Lumps | null, values: Float64Array, offset: number): void {
  for (let j = 0; j < out.length; j++) out[j] = values[offset + j];
  if (lumps === null) return;
  const { groups, gram } = lumps;
  for (let first = 0; first < BASIS * groups; first += BASIS) {
    const a = values[offset + first];
    const b = values[offset + first + 1];
    const c = values[offset + first + 2];
    for (let r = first; r < first + BASIS; r++) {
      out[r] = gram[3 * r] * a + gram[3 * r + 1] * b + gram[3 * r + 2] * c;
    }
  }
}

/** Σ of the squares of all weights of the units, where those of the columns are `values`. */
export function squaredSize(lumps: Lumps, values: Float64Array): number {
  const { dual } = lumps;
  const K = dual.length;
  let sum = values[3 * K] * values[3 * K];
  for (let offset = 0; offset < 3 * K; offset += K) {
    dualInto(dual, lumps, values, offset);
    for (let j = 0; j < K; j++) sum += values[offset + j] * dual[j];
  }
  return sum;
}

/** What the units are, or move by, where the columns are, or move by, `values`. Shapes (3H + 1) and (3K + 1). */
export function expandInto(out: Float64Array, lumps: Lumps, values: Float64Array): void {
  const { columns, coefficients, groups } = lumps;
  const width = columns.length;
  const K = (values.length - 1) / 3;
  for (let i = 0; i < width; i++) {
    const j = columns[i];
    if (j === NONE) {
      out[i] = out[width + i] = out[2 * width + i] = 0;
    } else if (j >= BASIS * groups) {
      out[i] = values[j];
      out[width + i] = values[K + j];
      out[2 * width + i] = values[2 * K + j];
    } else {
      const c0 = coefficients[3 * i];
      const c1 = coefficients[3 * i + 1];
      const c2 = coefficients[3 * i + 2];
      out[i] = c0 * values[j] + c1 * values[j + 1] + c2 * values[j + 2];
      const at = K + j;
      out[width + i] = c0 * values[at] + c1 * values[at + 1] + c2 * values[at + 2];
      const to = at + K;
      out[2 * width + i] = c0 * values[to] + c1 * values[to + 1] + c2 * values[to + 2];
    }
  }
  out[3 * width] = values[3 * K];
}
