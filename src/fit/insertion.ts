import { knotChain, knotCount } from './knot-chain.js';
import type { KnotChain } from './knot-chain.js';
import { emptyGram, extendInto, hatGramInto, meet, silence } from './messages.js';
import { NOWHERE, scanInterval } from './scan.js';
import type { Interval, Placement } from './scan.js';
import type { ScaledData } from './scaled-data.js';

/** The interval between nodes j and k of a chain, with what is said at its ends. */
export function intervalBetween(
  { nodes, starts, left, right }: Omit<KnotChain, 'rss'>,
  j: number,
  k: number,
): Interval {
  return {
    left: left[j],
    from: nodes[j],
    right: right[k],
    to: nodes[k],
    first: starts[j],
    end: starts[k],
  };
}

/** The best place for one knot more, and for two that make a jump, in each segment; shape (K + 1). */
export function insertions(data: ScaledData, chain: KnotChain, everywhere: boolean): Placement[] {
  return Array.from({ length: knotCount(chain) + 1 }, (_, j) =>
    scanInterval(data, intervalBetween(chain, j, j + 1), everywhere),
  );
}

/** The residual sum of squares without each of the knots, shape (K); O(K). */
export function deletions(data: ScaledData, { nodes, starts, left, right }: KnotChain): Float64Array {
  const gram = emptyGram();
  const message = silence();
  return Float64Array.from({ length: nodes.length - 2 }, (_, k) => {
    hatGramInto(gram, data.sums, starts[k], starts[k + 2], nodes[k], nodes[k + 2]);
    extendInto(message, left[k], gram, nodes[k], nodes[k + 2]);
    return meet(message, right[k + 2]);
  });
}

/** The best of `placements` for one knot. */
export function bestKnot(placements: readonly Placement[]): Placement {
  return placements.reduce((best, next) => (next.rss < best.rss ? next : best), NOWHERE);
}

/** The best of `placements` for two knots that make a jump. */
export function bestJump(placements: readonly Placement[]): Placement {
  return placements.reduce((best, next) => (next.jumpRss < best.jumpRss ? next : best));
}

/** The two knots of a jump: at the data on both sides of it. */
export function jumpKnots({ x }: ScaledData, { jump }: Placement): [number, number] {
  return [x[jump - 1], x[jump]];
}

/** The chain with more knots. */
export function withKnots(data: ScaledData, { nodes }: KnotChain, more: readonly number[]): KnotChain {
  return knotChain(data, Float64Array.from([...nodes.subarray(1, nodes.length - 1), ...more]).sort());
}

/** The chain without some of its knots. */
export function withoutKnots(data: ScaledData, { nodes }: KnotChain, gone: readonly number[]): KnotChain {
  return knotChain(
    data,
    nodes.subarray(1, nodes.length - 1).filter((_, k) => !gone.includes(k)),
  );
}
