import type { Bdso } from '../forms/bdso.js';
import { sortOrder } from '../numeric/arrays.js';
import { deletions, withoutKnots } from './insertion.js';
import { bestValues, knotCount, knotsOf } from './knot-chain.js';
import { settle } from './relocate.js';
import { isBetter } from './sweep.js';
import type { KnotChain } from './knot-chain.js';
import { searchConstrained } from './constrained-search.js';
import { searchKnots } from './search.js';
import type { SearchOptions } from './search.js';
import type { ScaledData } from './scaled-data.js';
import { constrainedUnits, freeUnits } from './to-units.js';

/** The two kinds of functions that H units can be: H − 1 knots and any line, or H knots and one condition. */
export type KnotFamily = 'free' | 'constrained';

/** A fit of one family, as units. */
export interface FamilyFit {
  readonly family: KnotFamily;
  /** Knots between the outermost data, in scaled coordinates. */
  readonly knots: Float64Array;
  /** Its residual sum of squares in scaled coordinates, without the scatter of ties. */
  readonly rss: number;
  readonly spline: Bdso;
}

/** Sets of orientations times width that are polished: short chains may try many. */
const ORIENTATIONS = { fast: 96, thorough: 320 };
const LEAST_ORIENTATIONS = 2;

/** Distinct data up to which both families are searched from pilots of their own. */
const SMALL = 4000;

/** How families are searched. */
export interface FamilySearchOptions extends SearchOptions {
  /** Leave out the constrained family? */
  readonly onlyFree: boolean;
}

/**
 * The best fits of both families that the search finds, for a width of at most M − 2; of the free one only, if that is
 * asked for or leaves nothing but rounding errors. A thorough search begins with a fast one, and is no worse.
 */
export function searchFamilies(data: ScaledData, width: number, options: FamilySearchOptions): FamilyFit[] {
  if (options.effort === 'fast') return familiesFrom(data, width, options);
  const fast = familiesFrom(data, width, { ...options, effort: 'fast' });
  const starts = [...options.starts, ...fast.map(({ knots }) => knots)];
  const thorough = familiesFrom(data, width, { ...options, starts });
  return thorough.map((fit) => {
    const before = fast.find(({ family }) => family === fit.family);
    return before !== undefined && before.rss <= fit.rss ? before : fit;
  });
}

function familiesFrom(data: ScaledData, width: number, options: FamilySearchOptions): FamilyFit[] {
  const free = searchKnots(data, width - 1, options);
  const fits = [freeFit(data, withoutIdleKnots(data, free))];
  if (options.onlyFree || !isBetter(data, 0, free.rss)) return fits;
  // One knot more, from a search of its own or grown from that fit.
  const alone = options.effort === 'thorough' || data.x.length <= SMALL;
  const starts = [...options.starts, knotsOf(free)];
  const more = searchKnots(data, width, { ...options, starts, onlyStarts: !alone });
  const orientations = Math.max(LEAST_ORIENTATIONS, Math.round(ORIENTATIONS[options.effort] / width));
  const { chain, facing, fit } = searchConstrained(data, more, orientations);
  options.listener('constrained', width, fit.rss);
  fits.push({
    family: 'constrained',
    knots: knotsOf(chain),
    rss: fit.rss,
    spline: constrainedUnits(data, { nodes: chain.nodes, values: fit.values }, facing),
  });
  return fits;
}

/** Of the free family, through the mean at every distinct x; without a knot if all means are equal. */
export function interpolatingFit(data: ScaledData): FamilyFit {
  const { x, y, size } = data;
  const nodal = size === 0 ? { nodes: x.subarray(0, 1), values: y } : { nodes: x, values: y };
  return {
    family: 'free',
    knots: Float64Array.from(nodal.nodes.subarray(1, -1)),
    rss: 0,
    spline: freeUnits(data, nodal),
  };
}

function freeFit(data: ScaledData, chain: KnotChain): FamilyFit {
  const { nodes, rss } = chain;
  const spline = freeUnits(data, { nodes, values: bestValues(data, chain) });
  return { family: 'free', knots: knotsOf(chain), rss, spline };
}

/** Takes out knots that cost nothing and settles the others, as long as there are any: two that settle may leave one idle. */
function withoutIdleKnots(data: ScaledData, chain: KnotChain): KnotChain {
  const needed = neededKnots(data, chain);
  return needed === chain ? chain : withoutIdleKnots(data, settle(data, needed, { everywhere: true }));
}

/** Takes out knots, one after the other, as long as that costs no more than rounding errors. */
function neededKnots(data: ScaledData, chain: KnotChain): KnotChain {
  let current = chain;
  for (;;) {
    const costs = deletions(data, current);
    const cheapest = sortOrder(costs)[0];
    if (knotCount(current) === 0 || isBetter(data, current.rss, costs[cheapest])) return current;
    current = withoutKnots(data, current, [cheapest]);
  }
}
