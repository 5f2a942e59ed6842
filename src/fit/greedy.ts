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
    } else {
      // Knots far apart hardly know of each other: a fifth as many as there are may come at once. The best one comes in
      // any case: where nothing but rounding is left, it may gain less than nothing.
      const knots = placements
        .filter(({ rss }) => rss === one.rss || current.rss - rss >= gain / 2)
        .sort((a, b) => a.rss - b.rss)
        .slice(0, Math.min(room, 1 + Math.floor(knotCount(current) / 5)))
        .map(({ knot }) => knot);
      current = withKnots(data, current, knots);
    }
    current = polish(data, current, STEPS);
  }
  return current;
}
