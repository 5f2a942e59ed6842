import { polishConstrained, sweepConstrained } from './constrained-polish.js';
import type { ConstrainedChain } from './constrained-polish.js';
import { bestFacings } from './facings.js';
import { knotChain, knotCount } from './knot-chain.js';
import type { KnotChain } from './knot-chain.js';
import { constraintWorkspace } from './slope-constraint.js';
import { isBetter } from './sweep.js';
import type { ScaledData } from './scaled-data.js';

/** Newton steps to convergence, and those that show which orientations are worth it. */
const STEPS = 60;
const TRIAL_STEPS = 10;

/** Starts that are worked out in full. */
const REFINED = 4;

/** All sets of knots at data are looked at where they are no more, and so many of them polished. */
const MOST_SETS = 2000;
const KEPT = 24;

/** Rounds of orientations, polish and sweep. */
const ROUNDS = 8;

/** Knots up to which they are swept too: beyond, the constraint costs next to nothing. */
const SWEPT = 24;

/**
 * The best network of H units with H knots that the search finds, from the unconstrained fit on H knots and from the best
 * knots at data: orientations that cost least, knots polished under the constraint, orientations chosen anew, and so on.
 *
 * @param tried How many sets of orientations are polished.
 */
export function searchConstrained(data: ScaledData, chain: KnotChain, tried: number): ConstrainedChain {
  const near = bestFacings(constraintWorkspace(data, chain), tried).map((faced) => ({ chain, ...faced }));
  return [...near, ...bestAtData(data, knotCount(chain))]
    .map((start) => polishConstrained(data, start, TRIAL_STEPS))
    .sort(byRss)
    .slice(0, REFINED)
    .map((start) => refine(data, start))
    .sort(byRss)[0];
}

/**
 * The best of all sets of `count` knots at data, in their best orientations; none where the sets are too many. A few
 * knots may have to go far from where the fit without the condition has them.
 */
function bestAtData(data: ScaledData, count: number): ConstrainedChain[] {
  const sets = knotSets(data, count);
  return sets
    .flatMap((knots) => {
      const chain = knotChain(data, knots);
      return bestFacings(constraintWorkspace(data, chain), 1).map((faced) => ({ chain, ...faced }));
    })
    .sort(byRss)
    .slice(0, KEPT);
}

/** All sets of `count` data strictly between the outermost ones, or none if there are more than {@link MOST_SETS}. */
function knotSets({ x }: ScaledData, count: number): number[][] {
  const inner = x.length - 2;
  let number = 1;
  for (let k = 0; k < count && number <= MOST_SETS; k++) number *= (inner - k) / (k + 1);
  if (number > MOST_SETS) return [];
  let sets: number[][] = [[]];
  for (let k = 0; k < count; k++) {
    sets = sets.flatMap((set) => {
      const after = set.length === 0 ? 1 : set[set.length - 1] + 1;
      return Array.from({ length: inner + 1 - after }, (_, j) => [...set, after + j]);
    });
  }
  return sets.map((set) => set.map((n) => x[n]));
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
