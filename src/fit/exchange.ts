import { sortOrder } from '../numeric/arrays.js';
import type { ReadonlyInt32Array } from '../numeric/arrays.js';
import {
  bestJump,
  bestKnot,
  deletions,
  insertions,
  intervalBetween,
  jumpKnots,
  withKnots,
  withoutKnots,
} from './insertion.js';
import type { KnotChain } from './knot-chain.js';
import { polish } from './polish.js';
import { scanInterval } from './scan.js';
import type { Placement } from './scan.js';
import { isBetter } from './sweep.js';
import type { ScaledData } from './scaled-data.js';

/** How hard a search works on one chain. */
export interface Diligence {
  /** Look at every datum, instead of 48 at a time around the best. */
  readonly everywhere: boolean;
  /** Knots to try elsewhere before giving up. */
  readonly trials: number;
}

/** Newton steps that show whether a move is worth it. */
const TRIAL_STEPS = 6;

/** A move is worth it if it lowers the residual sum of squares by this part of itself. */
const GAIN = 1e-5;

/** What it costs to take each knot out, cheapest first, and what one more would gain in each segment. */
export interface Exchange {
  readonly without: Float64Array;
  readonly order: ReadonlyInt32Array;
  readonly placements: readonly Placement[];
}

/** Works out the exchange, looking for places at every datum or only around the best ones. */
export function exchangeOf(data: ScaledData, chain: KnotChain, everywhere: boolean): Exchange {
  const without = deletions(data, chain);
  return { without, order: sortOrder(without), placements: insertions(data, chain, everywhere) };
}

/** Pairs off cheap knots and needy segments, none beside another, while the sum of both promises a gain. */
export function manyAtOnce(data: ScaledData, chain: KnotChain, exchange: Exchange): KnotChain | null {
  const { without, order, placements } = exchange;
  const needy = placements
    .map(({ rss, knot }, segment) => ({ rss, knot, segment }))
    .sort((one, other) => one.rss - other.rss);
  const touched = new Set<number>();
  const pairs: { gone: number; knot: number }[] = [];
  let next = 0;
  for (const { rss, knot, segment } of needy) {
    while (touched.has(order[next]) || touched.has(order[next] + 1)) next++;
    if (next === order.length || without[order[next]] + rss >= 2 * chain.rss) break;
    const gone = order[next];
    if (touched.has(segment) || segment === gone || segment === gone + 1) continue;
    next++;
    for (const near of [gone, gone + 1, segment]) touched.add(near);
    pairs.push({ gone, knot });
  }
  for (let many = pairs.length; many > 1; many = Math.floor(many / 2)) {
    const chosen = pairs.slice(0, many);
    const moved = exchanged(
      data,
      chain,
      chosen.map(({ gone }) => gone),
      chosen.map(({ knot }) => knot),
    );
    if (isWorthIt(data, moved, chain)) return moved;
  }
  return null;
}

/** Tries each of the cheapest knots in the segment that gains most, or elsewhere between its own neighbours. */
export function oneAtATime(
  data: ScaledData,
  chain: KnotChain,
  { without, order, placements }: Exchange,
  diligence: Diligence,
): KnotChain | null {
  for (const k of order.subarray(0, diligence.trials)) {
    const here = scanInterval(data, intervalBetween(chain, k, k + 2), diligence.everywhere);
    const there = bestKnot(placements.filter((_, segment) => segment !== k && segment !== k + 1));
    const gain = chain.rss - there.rss;
    const knot = without[k] - gain < here.rss ? there.knot : here.knot;
    if (!Number.isFinite(knot)) continue;
    const moved = exchanged(data, chain, [k], [knot]);
    if (isWorthIt(data, moved, chain)) return moved;
  }
  return null;
}

/** Takes out the two cheapest knots that are not beside the segment that gains most by a jump, and puts one there. */
export function twoForAJump(
  data: ScaledData,
  chain: KnotChain,
  { order, placements }: Exchange,
): KnotChain | null {
  const jump = bestJump(placements);
  const segment = placements.indexOf(jump);
  const gone = Array.from(order.filter((k) => k !== segment && k + 1 !== segment).subarray(0, 2));
  if (jump.jumpRss === Infinity || gone.length < 2) return null;
  const moved = exchanged(data, chain, gone, jumpKnots(data, jump));
  return isWorthIt(data, moved, chain) ? moved : null;
}

function isWorthIt(data: ScaledData, moved: KnotChain, chain: KnotChain): boolean {
  return isBetter(data, moved.rss, chain.rss * (1 - GAIN));
}

function exchanged(
  data: ScaledData,
  chain: KnotChain,
  gone: readonly number[],
  knots: readonly number[],
): KnotChain {
  return polish(data, withKnots(data, withoutKnots(data, chain, gone), knots), TRIAL_STEPS);
}
