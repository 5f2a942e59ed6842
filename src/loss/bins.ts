import type { Dataset } from '../data/dataset.js';
import type { ShallowNetwork } from '../forms/network.js';
import type { ReadonlyFloat64Array, ReadonlyInt32Array } from '../numeric/arrays.js';

/**
 * Which data each unit sees: the index structure that every kernel of the loss surface shares.
 *
 * A unit sees a half-line, so one integer from 0 to 2N + 1 says what it sees of N sorted data:
 * - right-facing (w ≥ 0): bin k ∈ 0…N, active on the data n ≥ k;
 * - left-facing (w < 0): bin N + 1 + k, k ∈ 0…N, active on the data n < k.
 *
 * A unit with w = 0 sees all (bin 0) or nothing (bin N). Active means that w·x + b, as it rounds, is above
 * zero: rounding is monotone, so the active data are a half-line even then, and a framework that computes in
 * float64 sees the same ones.
 *
 * The *entry* of a bin is the active datum nearest to the breakpoint: x[k] for right-facing units, x[k − 1]
 * for left-facing ones. Kernels measure from there, so that data far from the origin cost no digits.
 */
export function binsOf({ inputWeights: w, inputBiases: b }: ShallowNetwork, { x }: Dataset): Int32Array {
  return Int32Array.from({ length: w.length }, (_, i) => binNear(0, w[i], b[i], x));
}

/**
 * The bin of a unit, searched from `guess` outwards: gallop, then bisect. Any guess in 0…2N + 1 will do; from where it
 * was before, a step that moves its breakpoint past few data costs O(1), and any other O(log N).
 *
 * Ends for every w and b. A unit with NaN, out of a step that diverged, counts as seen by all data, so that the
 * NaN reaches the loss instead of passing for a dead unit.
 */
export function binNear(guess: number, w: number, b: number, x: ReadonlyFloat64Array): number {
  if (Number.isNaN(w) || Number.isNaN(b)) return 0;
  const count = x.length;
  const right = w >= 0;
  const offset = right ? 0 : count + 1;
  // The bin is the first datum at which "active" begins (right-facing) or has ended (left-facing).
  let k = guess > count ? guess - count - 1 : guess;
  let low: number;
  let high: number;
  if (k < count && w * x[k] + b > 0 !== right) {
    let step = 1;
    low = k + 1;
    high = k + 2;
    while (high <= count && w * x[high - 1] + b > 0 !== right) {
      low = high;
      step *= 2;
      high += step;
    }
    high = Math.min(high, count + 1) - 1;
  } else {
    let step = 1;
    high = k;
    low = k;
    while (low > 0 && w * x[low - 1] + b > 0 === right) {
      high = low - 1;
      step *= 2;
      low -= step;
    }
    low = Math.max(low, 0);
  }
  while (low < high) {
    k = (low + high) >>> 1;
    if (w * x[k] + b > 0 === right) high = k;
    else low = k + 1;
  }
  return low + offset;
}

/** The entry of every bin, shape (2N + 2). Bins that see nothing have none, and hold 0. */
export function binEntries(x: ReadonlyFloat64Array): Float64Array {
  const count = x.length;
  const entries = new Float64Array(2 * count + 2);
  entries.set(x, 0);
  entries.set(x, count + 2);
  return entries;
}

/**
 * The two edges of every bin, shape (2N + 2) each: a unit is in the bin iff it is active at the inner edge (the
 * entry) and not at the outer edge (the datum next to it on the inactive side).
 *
 * Where there is no such datum the edge is ±MAX_VALUE. That refuses more than it must, never less: what it refuses,
 * above all w = 0, goes to {@link binNear}.
 */
export function binEdges(x: ReadonlyFloat64Array): { inner: Float64Array; outer: Float64Array } {
  const count = x.length;
  const far = Number.MAX_VALUE;
  const inner = new Float64Array(2 * count + 2);
  const outer = new Float64Array(2 * count + 2);
  inner.set(x, 0);
  inner[count] = far;
  inner[count + 1] = -far;
  inner.set(x, count + 2);
  outer[0] = -far;
  outer.set(x, 1);
  outer.set(x, count + 1);
  outer[2 * count + 1] = far;
  return { inner, outer };
}

/** First active datum of a bin. */
export function firstActive(bin: number, count: number): number {
  return bin <= count ? bin : 0;
}

/** One past the last active datum of a bin. */
export function endActive(bin: number, count: number): number {
  return bin <= count ? count : bin - count - 1;
}

/** A breakpoint exactly on a datum: wx + b rounds to zero there, and the loss has no Hessian. */
export interface Tie {
  /** Network index of the unit. */
  readonly unit: number;
  /** Index of the distinct x among the data's distinct x. */
  readonly group: number;
}

/** All ties of a network with its data, by unit. A unit with w = b = 0 is tied to every datum. */
export function tiesOf(
  { inputWeights: w, inputBiases: b }: ShallowNetwork,
  data: Dataset,
  bins: ReadonlyInt32Array,
): Tie[] {
  const { x, groupStarts } = data;
  const groups = groupStarts.length - 1;
  const ties: Tie[] = [];
  for (let i = 0; i < w.length; i++) {
    if (w[i] === 0) {
      if (b[i] === 0) for (let group = 0; group < groups; group++) ties.push({ unit: i, group });
      continue;
    }
    // Inactive data next to the boundary, while wx + b is zero: usually none or one distinct x.
    const right = w[i] > 0;
    let group = groupOf(groupStarts, right ? bins[i] - 1 : bins[i] - x.length - 1);
    while (group >= 0 && group < groups && w[i] * x[groupStarts[group]] + b[i] === 0) {
      ties.push({ unit: i, group });
      group += right ? -1 : 1;
    }
  }
  return ties;
}

/** The distinct x that datum n belongs to; −1 before the first datum, the number of groups after the last. */
export function groupOf(groupStarts: ReadonlyInt32Array, n: number): number {
  let low = 0;
  let high = groupStarts.length - 1;
  if (n < 0) return -1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (groupStarts[middle + 1] <= n) low = middle + 1;
    else high = middle;
  }
  return low;
}
