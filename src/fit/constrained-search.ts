import { polishConstrained, sweepConstrained } from './constrained-polish.js';
import type { ConstrainedChain } from './constrained-polish.js';
import { bestFacings } from './facings.js';
import type { KnotChain } from './knot-chain.js';
import { constraintWorkspace } from './slope-constraint.js';
import { isBetter } from './sweep.js';
import type { ScaledData } from './scaled-data.js';

/** Newton steps to convergence, and those that show which orientations are worth it. */
const STEPS = 60;
const TRIAL_STEPS = 10;

/** Starts that are worked out in full. */
const REFINED = 4;

/** Rounds of orientations, polish and sweep. */
const ROUNDS = 8;

/** Knots up to which they are swept too: beyond, the constraint costs next to nothing. */
const SWEPT = 24;

/**
 * The best network of H units with H knots that the search finds, from the unconstrained fit on H knots: orientations
 * that cost least, knots polished under the constraint, orientations chosen anew, and so on.
 *
 * @param tried How many sets of orientations are polished.
 */
export function searchConstrained(data: ScaledData, chain: KnotChain, tried: number): ConstrainedChain {
  return bestFacings(constraintWorkspace(data, chain), tried)
    .map((faced) => polishConstrained(data, { chain, ...faced }, TRIAL_STEPS))
    .sort(byRss)
    .slice(0, REFINED)
    .map((start) => refine(data, start))
    .sort(byRss)[0];
}

function byRss(one: ConstrainedChain, other: ConstrainedChain): number {
  return one.fit.rss - other.fit.rss;
}

function refine(data: ScaledData, start: ConstrainedChain): ConstrainedChain {
  let current = polishConstrained(data, start, STEPS);
  for (let round = 0; round < ROUNDS; round++) {
    const before = current.fit.rss;
    const swept = current.facing.length <= SWEPT ? sweepConstrained(data, current) : current;
    const [faced] = bestFacings(constraintWorkspace(data, swept.chain), 1);
    const turned = faced.fit.rss < swept.fit.rss ? { chain: swept.chain, ...faced } : swept;
    current = polishConstrained(data, turned, STEPS);
    if (!isBetter(data, current.fit.rss, before)) return current;
  }
  return current;
}
