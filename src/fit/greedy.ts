import { bestJump, bestKnot, insertions, jumpKnots, withKnots } from './insertion.js';
import { knotChain, knotCount } from './knot-chain.js';
import type { KnotChain } from './knot-chain.js';
import { polish } from './polish.js';
import type { ScaledData } from './scaled-data.js';

/** Newton steps after each knot. */
const STEPS = 3;

/**
 * A pilot: one knot after the other where it lowers the residual sum of squares most, all knots polished a little after
 * each. Two at once, for a jump, where they lower it by more than twice as much.
 */
export function greedyPilot(data: ScaledData, count: number): KnotChain {
  return grow(data, knotChain(data, []), count);
}

/** Goes on from a chain with fewer knots. */
export function grow(data: ScaledData, chain: KnotChain, count: number): KnotChain {
  let current = chain;
  while (knotCount(current) < count) {
    const placements = insertions(data, current, false);
    const one = bestKnot(placements);
    const two = bestJump(placements);
    const room = count - knotCount(current);
    const gain = current.rss - one.rss;
    if (room > 1 && current.rss - two.jumpRss > 2 * gain) {
      current = withKnots(data, current, jumpKnots(data, two));
    } else if (one.rss < Infinity) {
      // Knots far apart hardly know of each other: a fifth as many as there are may come at once.
      const knots = placements
        .filter(({ rss }) => rss < Infinity && current.rss - rss >= gain / 2)
        .sort((a, b) => a.rss - b.rss)
        .slice(0, Math.min(room, 1 + Math.floor(knotCount(current) / 5)))
        .map(({ knot }) => knot);
      current = withKnots(data, current, knots);
    } else {
      current = withKnots(data, current, [middleOfLargestGap(current)]);
    }
    current = polish(data, current, STEPS);
  }
  return current;
}

/** A place for a knot that no datum asks for. */
function middleOfLargestGap({ nodes }: KnotChain): number {
  let widest = 0;
  for (let j = 1; j + 1 < nodes.length; j++) {
    if (nodes[j + 1] - nodes[j] > nodes[widest + 1] - nodes[widest]) widest = j;
  }
  return (nodes[widest] + nodes[widest + 1]) / 2;
}
