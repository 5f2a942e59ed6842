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
import { knotCount } from './knot-chain.js';
import type { KnotChain } from './knot-chain.js';
import { polish } from './polish.js';
import { scanInterval } from './scan.js';
import type { Placement } from './scan.js';
import { isBetter, sweepKnots } from './sweep.js';
import type { ScaledData } from './scaled-data.js';

/** How hard a search works on one chain. */
export interface Diligence {
  /** Look at every datum, instead of 48 at a time around the best. */
  readonly everywhere: boolean;
  /** Knots to try elsewhere before giving up. */
  readonly trials: number;
}

/** Newton steps to convergence, and those that show whether a move is worth it. */
const STEPS = 40;
const TRIAL_STEPS = 6;
const SWEEPS = 30;

/** A move is worth it if it lowers the residual sum of squares by this part of itself. */
const GAIN = 1e-5;

/** Polish, then sweep, then polish: a minimum under joint small moves and under any move of one knot. */
export function settle(
  data: ScaledData,
  chain: KnotChain,
  { everywhere }: Pick<Diligence, 'everywhere'>,
): KnotChain {
  const smooth = polish(data, chain, STEPS);
  const swept = sweepKnots(data, smooth, { everywhere, rounds: SWEEPS });
  const again = polish(data, swept, STEPS);
  return isBetter(data, again.rss, swept.rss)
    ? sweepKnots(data, again, { everywhere, rounds: SWEEPS })
    : again;
}

/**
 * Takes the knots that are missed least out and puts them where they are needed most: many at once, then one at a time,
 * then two where the data jump, as long as that gains; settles in between. Never worse than the chain it begins with.
 */
export function relocate(data: ScaledData, chain: KnotChain, diligence: Diligence): KnotChain {
  let current = settle(data, chain, diligence);
  while (knotCount(current) > 0) {
    let moved = current;
    for (let next: KnotChain | null = moved; next !== null;) {
      moved = next;
      next = firstGain(data, moved, diligence);
    }
    if (moved === current) return current;
    current = settle(data, moved, diligence);
  }
  return current;
}

function firstGain(data: ScaledData, chain: KnotChain, diligence: Diligence): KnotChain | null {
  const without = deletions(data, chain);
  const order = sortOrder(without);
  const placements = insertions(data, chain, diligence.everywhere);
  const exchange: Exchange = { without, order, placements };
  return (
    manyAtOnce(data, chain, exchange) ??
    oneAtATime(data, chain, exchange, diligence) ??
    twoForAJump(data, chain, exchange)
  );
}

/** What it costs to take each knot out, cheapest first, and what one more would gain in each segment. */
interface Exchange {
  readonly without: Float64Array;
  readonly order: ReadonlyInt32Array;
  readonly placements: readonly Placement[];
}

/** Pairs off cheap knots and needy segments, none beside another, while the sum of both promises a gain. */
function manyAtOnce(data: ScaledData, chain: KnotChain, exchange: Exchange): KnotChain | null {
  const { without, order, placements } = exchange;
  const needy = placements
    .map(({ rss, knot }, segment) => ({ rss, knot, segment }))
    .filter(({ rss }) => rss < chain.rss)
    .sort((one, other) => one.rss - other.rss);
  const touched = new Set<number>();
  const pairs: { gone: number; knot: number }[] = [];
  let next = 0;
  for (const { rss, knot, segment } of needy) {
    while (next < order.length && isTouched(touched, order[next], order[next] + 1)) next++;
    if (next === order.length || without[order[next]] + rss >= 2 * chain.rss) break;
    const gone = order[next];
    if (isTouched(touched, segment, segment) || segment === gone || segment === gone + 1) continue;
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

function isTouched(touched: ReadonlySet<number>, first: number, last: number): boolean {
  return touched.has(first) || touched.has(last);
}

/** Tries each of the cheapest knots in the segment that gains most, or elsewhere between its own neighbours. */
function oneAtATime(
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
function twoForAJump(data: ScaledData, chain: KnotChain, { order, placements }: Exchange): KnotChain | null {
  const jump = bestJump(placements);
  const segment = placements.indexOf(jump);
  const gone = Array.from(order.filter((k) => k !== segment && k + 1 !== segment).subarray(0, 2));
  if (segment < 0 || gone.length < 2) return null;
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
