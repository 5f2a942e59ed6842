import type { NumericArray } from '../numeric/arrays.js';

/** Which breakpoint of a unit has become which: indices into its breakpoints before and after, both increasing. */
export interface Matching {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/**
 * Matches the breakpoints of one unit at two times, both from left to right.
 *
 * Orientations alternate along a unit, so that each list is told by its places and its first orientation. Matched are as
 * many as possible, in order and with equal orientations, and of all ways to do so those that move the least in sum.
 * Lists of one length and first orientation match one to one. Cost O(n(m − n + 1)) for n ≤ m breakpoints.
 *
 * @param aligned Whether both lists begin with the same orientation.
 */
export function matchBreakpoints(before: NumericArray, after: NumericArray, aligned: boolean): Matching {
  if (before.length > after.length) {
    const turned = matchBreakpoints(after, before, aligned);
    return { before: turned.after, after: turned.before };
  }
  const count = before.length;
  const shift = aligned ? 0 : 1;
  const spare = after.length - count - shift;
  if (spare >= 0) return embed(before, after, shift, Math.floor(spare / 2) + 1);
  // As many on either side, out of step: all but the last move to the right neighbour, or all but the first to the left.
  const rest = Array.from({ length: Math.max(0, count - 1) }, (_, i) => i);
  const next = rest.map((i) => i + 1);
  const motion = (from: NumericArray, to: NumericArray): number =>
    rest.reduce((sum, i) => sum + Math.abs(to[i + 1] - from[i]), 0);
  return motion(before, after) <= motion(after, before)
    ? { before: rest, after: next }
    : { before: next, after: rest };
}

/**
 * All of the shorter list into the longer: breakpoint i becomes `i + shift + 2·step`, with steps below `steps` that do not
 * decrease, since those that are left out between two matches come in pairs.
 */
function embed(before: NumericArray, after: NumericArray, shift: number, steps: number): Matching {
  const count = before.length;
  const costs = new Float64Array(steps);
  // The step of breakpoint i − 1 that is best before each step of breakpoint i.
  const choices = new Int32Array(count * steps);
  for (let i = 0; i < count; i++) {
    let best = 0;
    let least = Infinity;
    for (let d = 0; d < steps; d++) {
      if (costs[d] < least) {
        least = costs[d];
        best = d;
      }
      choices[i * steps + d] = best;
      costs[d] = least + Math.abs(after[i + shift + 2 * d] - before[i]);
    }
  }
  const indices = new Array<number>(count);
  let step = costs.indexOf(Math.min(...costs));
  for (let i = count - 1; i >= 0; i--) {
    indices[i] = i + shift + 2 * step;
    step = choices[i * steps + step];
  }
  return { before: indices.map((_, i) => i), after: indices };
}
