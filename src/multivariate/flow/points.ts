import { sortOrder } from '../../numeric/arrays.js';
import type { ReadonlyFloat64Array } from '../../numeric/arrays.js';
import type { MultivariateDataset } from '../dataset.js';
import { heldSpan } from './held-span.js';

/** The distinct points of the data: equal points are met, held and let go together. */
export interface DistinctPoints {
  /** The data at each point, the first one first; points are in the order of their first data. */
  readonly members: readonly (readonly number[])[];
  /** a = (x, 1) of each point, so that w·x + b is a·(w, b). */
  readonly lifted: readonly Float64Array[];
  /** An orthonormal basis of the span of all a: what of (w, b) is outside of it never moves and does nothing. */
  readonly basis: readonly ReadonlyFloat64Array[];
}

/** The distinct points of the data, O(N·D + N log N) where few are equal. */
export function distinctPoints({ points, inputs }: MultivariateDataset): DistinctPoints {
  const members = groupsOf(points, inputs);
  const lifted = members.map(([first]) =>
    Float64Array.of(...points.subarray(first * inputs, (first + 1) * inputs), 1),
  );
  return { members, lifted, basis: heldSpan(lifted, [...lifted.keys()]).basis };
}

function groupsOf(points: ReadonlyFloat64Array, inputs: number): number[][] {
  const count = points.length / inputs;
  const groups = new Map<number, number[]>();
  const firsts = sortOrder(points.filter((_, k) => k % inputs === 0));
  const equal = (n: number, m: number): boolean => {
    for (let d = 0; d < inputs; d++) if (points[n * inputs + d] !== points[m * inputs + d]) return false;
    return true;
  };
  // Equal points have equal first coordinates, and those stand together.
  for (let start = 0, end = 0; start < count; start = end) {
    const place = points[firsts[start] * inputs];
    while (end < count && points[firsts[end] * inputs] === place) end++;
    const run = firsts.subarray(start, end);
    const heads: number[] = [];
    for (const n of run) {
      const head = heads.find((m) => equal(n, m));
      if (head === undefined) {
        heads.push(n);
        groups.set(n, [n]);
      } else groups.get(head)?.push(n);
    }
  }
  return [...groups.keys()].sort((a, b) => a - b).map((head) => groups.get(head) ?? []);
}
