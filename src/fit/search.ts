import { discontinuousPilot } from './cells.js';
import { programmedKnots } from './dynamic-programme.js';
import { greedyPilot, grow } from './greedy.js';
import { areKnots, knotChain, knotCount, knotsOf } from './knot-chain.js';
import type { KnotChain } from './knot-chain.js';
import { relocate, settle } from './relocate.js';
import type { Diligence } from './exchange.js';
import { isBetter } from './sweep.js';
import type { ScaledData } from './scaled-data.js';

/** How much work a search is allowed. */
export type Effort = 'fast' | 'thorough';

/** Distinct data up to which a fast search looks at every one of them. */
const SMALL = 4000;

/** Knots that are tried elsewhere in a fast search. */
const FAST_TRIALS = 12;

/** Rounds of dynamic programming, each around the knots that the last has found. */
const ROUNDS = 4;

/** Fits on candidate knots are followed up to so many times the best one: between the candidates they may be better. */
const SLACK = 1.1;

/** What a search has done, and where that led. */
export type SearchMethod = 'greedy' | 'discontinuous' | 'given' | 'relocation' | 'programme' | 'constrained';

/** Hears of every fit that a search has settled: how it was found, with how many knots, its residual sum of squares. */
export type SearchListener = (method: SearchMethod, knots: number, rss: number) => void;

/** What a search for knots is told. */
export interface SearchOptions {
  readonly effort: Effort;
  /** Sets of knots to begin with, beside its own pilots; those of another number are grown or left out. */
  readonly starts: readonly ArrayLike<number>[];
  /** Leaves out the pilots. */
  readonly onlyStarts?: boolean;
  readonly listener: SearchListener;
}

/** The best chain of `count` interior knots that the search finds; at most M − 2 of them. */
export function searchKnots(data: ScaledData, count: number, options: SearchOptions): KnotChain {
  const { effort, listener } = options;
  if (count === 0) return knotChain(data, []);
  if (count === data.x.length - 2) return knotChain(data, data.x.subarray(1, -1));
  const diligence: Diligence = {
    everywhere: effort === 'thorough' || data.x.length <= SMALL,
    trials: effort === 'thorough' ? count : FAST_TRIALS,
  };
  const settled = pilots(data, count, options)
    .map(({ method, chain }) => {
      const fit = settle(data, chain, diligence);
      listener(method, count, fit.rss);
      return fit;
    })
    .sort(byRss);
  const relocated = (effort === 'fast' ? settled.slice(0, 1) : settled)
    .map((chain) => relocate(data, chain, diligence))
    .sort(byRss);
  listener('relocation', count, relocated[0].rss);
  // A single knot has been everywhere.
  return effort === 'fast' || count === 1
    ? relocated[0]
    : programmed(data, relocated[0], diligence, listener);
}

interface Pilot {
  readonly method: SearchMethod;
  readonly chain: KnotChain;
}

function pilots(data: ScaledData, count: number, { starts, onlyStarts = false }: SearchOptions): Pilot[] {
  const found: Pilot[] = [];
  if (!onlyStarts) {
    found.push({ method: 'greedy', chain: greedyPilot(data, count) });
    const lines = discontinuousPilot(data, count);
    if (areKnots(data, lines)) {
      found.push({ method: 'discontinuous', chain: knotChain(data, lines) });
    }
  }
  for (const knots of starts) {
    if (knots.length > count || !areKnots(data, knots)) continue;
    found.push({ method: 'given', chain: grow(data, knotChain(data, knots), count) });
  }
  return found;
}

/** Dynamic programming around the best knots so far, again and again while that gains. */
function programmed(
  data: ScaledData,
  start: KnotChain,
  diligence: Diligence,
  listener: SearchListener,
): KnotChain {
  let best = start;
  for (let round = 0; round < ROUNDS; round++) {
    const fits = programmedKnots(data, knotsOf(best), SLACK * best.rss)
      .map((knots) => settle(data, knotChain(data, knots), diligence))
      .sort(byRss);
    if (fits.length === 0) return best;
    const next = relocate(data, fits[0], diligence);
    listener('programme', knotCount(best), next.rss);
    if (!isBetter(data, next.rss, best.rss)) return next.rss < best.rss ? next : best;
    best = next;
  }
  return best;
}

function byRss(one: KnotChain, other: KnotChain): number {
  return one.rss - other.rss;
}
