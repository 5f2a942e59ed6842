import { dot } from '../../numeric/linear-algebra.js';
import { heldSpan } from './held-span.js';

/** The shortest vector g + Σ α_n c_n with each α_n from 0 to 1. */
export interface BoxProjection {
  readonly shortest: Float64Array;
  /** α of each column. Those strictly between 0 and 1 belong to linearly independent columns. */
  readonly shares: readonly number[];
}

/**
 * The shortest of the vectors g + Σ α_n c_n with 0 ≤ α_n ≤ 1: least squares within bounds by active sets (Stark &
 * Parker 1995), for the few columns that meet in one event.
 *
 * It is the velocity, over v, of a plane on points that pull it in from either side: a gradient flow of a convex
 * function leaves a kink along the shortest of its subgradients.
 *
 * @param start Shares to begin with, 0 or 1, or null for one that is free: what is as good as anything else stays as it is.
 * @param noise What an inner product with a column of length one may be off by: less than that is zero.
 */
export function boxProjection(
  g: Float64Array,
  columns: readonly Float64Array[],
  start: readonly (0 | 1 | null)[],
  noise: number,
): BoxProjection {
  const shares = start.map((share): number => share ?? 0);
  const isFree = start.map((share) => share === null);
  settleFree(g, columns, shares, isFree);
  let shortest = sumOf(g, columns, shares);
  // Each round makes the vector shorter, so that no set comes twice; the limit is for rounding.
  for (let round = 0; round < 4 * columns.length; round++) {
    const entering = steepest(columns, shortest, shares, isFree, noise);
    if (entering === null) break;
    isFree[entering] = true;
    settleFree(g, columns, shares, isFree);
    shortest = sumOf(g, columns, shares);
  }
  return { shortest, shares };
}

/** The column at a bound along which the vector can be made shorter most quickly, or null. */
function steepest(
  columns: readonly Float64Array[],
  shortest: Float64Array,
  shares: readonly number[],
  isFree: readonly boolean[],
  noise: number,
): number | null {
  let best: number | null = null;
  let most = noise;
  columns.forEach((column, n) => {
    const length = Math.sqrt(dot(column, column));
    if (isFree[n] || length === 0) return;
    const slope = dot(column, shortest) / length;
    const gain = shares[n] === 0 ? -slope : slope;
    if (gain > most) {
      most = gain;
      best = n;
    }
  });
  return best;
}

/** Moves the free shares to their least squares, giving up those that meet a bound on the way. */
function settleFree(
  g: Float64Array,
  columns: readonly Float64Array[],
  shares: number[],
  isFree: boolean[],
): void {
  for (let round = 0; round <= columns.length; round++) {
    const free = [...isFree.keys()].filter((n) => isFree[n]);
    const span = heldSpan(columns, free);
    const others = shares.map((share, n) => (isFree[n] ? 0 : share));
    const rest = sumOf(g, columns, others);
    const target = [...shares];
    span.points.forEach((n, k) => {
      target[n] = -dot(span.exits[k], rest) / span.stretches[k];
    });
    // How far each can go on the way to its target.
    const parts = free.map((n) => {
      const bound = target[n] <= 0 ? 0 : target[n] >= 1 ? 1 : null;
      return bound === null ? Infinity : (bound - shares[n]) / (target[n] - shares[n] || 1);
    });
    const part = Math.min(1, ...parts);
    free.forEach((n, k) => {
      shares[n] += part * (target[n] - shares[n]);
      if (parts[k] > part) return;
      shares[n] = target[n] <= 0 ? 0 : 1;
      isFree[n] = false;
    });
    if (parts.every((each) => each > part)) return;
  }
}

function sumOf(g: Float64Array, columns: readonly Float64Array[], shares: readonly number[]): Float64Array {
  const sum = g.slice();
  columns.forEach((column, n) => {
    for (let k = 0; k < sum.length; k++) sum[k] += shares[n] * column[k];
  });
  return sum;
}
