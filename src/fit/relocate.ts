import { exchangeOf, manyAtOnce, oneAtATime, twoForAJump } from './exchange.js';
import type { Diligence } from './exchange.js';
import type { KnotChain } from './knot-chain.js';
import { polish } from './polish.js';
import { isBetter, sweepKnots } from './sweep.js';
import type { ScaledData } from './scaled-data.js';

/** Newton steps, and rounds of one knot after the other, to convergence. */
const STEPS = 40;
const SWEEPS = 30;

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
  for (;;) {
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
  const exchange = exchangeOf(data, chain, diligence.everywhere);
  return (
    manyAtOnce(data, chain, exchange) ??
    oneAtATime(data, chain, exchange, diligence) ??
    twoForAJump(data, chain, exchange)
  );
}
