import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import { toNetwork } from '../forms/convert.js';
import type { ShallowNetwork } from '../forms/network.js';
import { loss } from '../loss/gradient.js';
import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import { bayesCriterion } from '../numeric/bayes-criterion.js';
import { countIn, finiteNumber, knownKeys, show } from '../numeric/checks.js';
import { interpolatingFit, searchFamilies } from './families.js';
import type { FamilyFit, KnotFamily } from './families.js';
import { scaledData, toCallerLoss, toCallerX } from './scaled-data.js';
import type { Effort, SearchMethod } from './search.js';
import { paddedUnits } from './to-units.js';

/** So few distinct x are always searched thoroughly. */
const TINY = 24;

/** What {@link freeKnotFit} is asked for. */
export interface FreeKnotOptions {
  /** Hidden units H of the network, at least 1. */
  readonly width: number;
  /**
   * `'fast'` (default): pilots, polish, relocation. `'thorough'`: every datum is a candidate, more is tried elsewhere, and
   * dynamic programming looks for knots that are better all together; some three to ten times the work. Up to 24 distinct
   * x are always searched so.
   */
  readonly effort?: Effort;
  /**
   * Which kind of functions: `'free'` has at most H − 1 knots, `'constrained'` has H and a condition on the slopes. To ask for
   * K knots, take `'free'` and a width of K + 1. Default `'better'`: the one with the lower loss, which is mostly the
   * constrained one, for it has a number more to fit.
   */
  readonly family?: KnotFamily | 'better';
}

/** A step of the search that led to a fit: how it was found, with how many knots, and its loss. */
export interface SearchStage {
  readonly method: SearchMethod;
  /** Interior knots, units or not: those of the constrained family begin as fits without the condition. */
  readonly knots: number;
  /** ½ Σ ε², ties included. */
  readonly loss: number;
}

/** The best fit of one family of functions. */
export interface FamilyLoss {
  readonly family: KnotFamily;
  /** Knots strictly between the outermost data. */
  readonly knots: number;
  /** ½ Σ ε² of its network. */
  readonly loss: number;
  /** Bayes's information criterion, as {@link FreeKnotFit} has it. */
  readonly bic: number;
}

/** What {@link freeKnotFit} gives back. */
export interface FreeKnotFit {
  /**
   * `'interpolates'`: the width is enough to pass through all data with different x, nothing is better.
   * `'searched'`: a local optimum, the best that was found.
   */
  readonly status: 'interpolates' | 'searched';
  readonly message: string;
  /** The network, of exactly the width asked for. */
  readonly network: ShallowNetwork;
  /** Its loss ½ Σ ε² on the data; the residual sum of squares is twice that. */
  readonly loss: number;
  /** Its knots strictly between the outermost data, increasing, in units of x. */
  readonly knots: ReadonlyFloat64Array;
  /** The family it is from. */
  readonly family: KnotFamily;
  /** Units without a use, which come last: right-facing at the last datum, so that they see none, with weight 0. */
  readonly deadUnits: number;
  /**
   * Bayes's information criterion N (ln(2π·2·loss/N) + 1) + (p + 1) ln N: −2 ln of the Gaussian likelihood plus ln N for
   * each of p = 2H (free) or 2H + 1 (constrained) numbers fitted by the H units in use, and for the variance. That of
   * `Segmentation` counts alike (as R's strucchange), so the two may be compared. The least is a choice;
   * −Infinity for a loss of 0.
   */
  readonly bic: number;
  /** The best of each family that was searched, `'free'` first, whichever was asked for. */
  readonly families: readonly FamilyLoss[];
  /** What was searched, in order. */
  readonly stages: readonly SearchStage[];
}

/**
 * The network of a given width that least squares puts where descent should: breakpoints and weights fitted together, to
 * ½ Σ ε², by a deterministic search over knots.
 *
 * **Width means units**, and H units can be two kinds of functions (theory 1.3). The *free* family has H − 1 knots and
 * any line besides. The *constrained* one has H knots, one a unit, and satisfies a condition on its slopes: minus the
 * leftmost one is the sum of the slope jumps of left-facing units. Both are searched; the better, or the one that `family`
 * names, is returned, and `families` tells of both. (Of `'free'` nothing else is searched, which is faster.)
 *
 * **The search.** Values at the knots are always the best ones for the knots at hand. Pilots: knots inserted one after
 * the other where they gain most, and the borders of the best lines that need not meet. Polish: Newton's method on knots
 * and values together, then each knot in turn to its best datum or to where two lines meet between data. Relocation: the
 * knots missed least go where they gain most. Thorough: dynamic programming over at most 400 candidates, with the
 * best six polished. For the constrained family, a fit with H knots, then orientations that cost least, then Newton's
 * method under the condition; where there are at most 2,000 sets of H data, all of them are begun from as well. Nothing of
 * this is random. It finds local optima, none of them certified; of one to three knots of the free family among 20 to 24
 * data, every random set that was gone through in full had the global one.
 *
 * A step costs O(K), a scan O(K) or, below 4,000 data, O(N), after prefix sums of the data: 10⁵ data and a hundred
 * units take about a second. Data with equal x count as one of their weight. The search sees data centred and scaled
 * by powers of two.
 *
 * **Degenerate cases.** With as many units as distinct x less one, or more, the fit interpolates the means at each x and
 * its loss is the scatter of the ties, if any; units beyond those are dead. One unit without a knot is level left of
 * the first datum; otherwise the outer pieces go on for ever. One x, or a level fit, needs no units: all are dead.
 * Where the free family leaves nothing but rounding errors it is returned, even if the constrained one was asked for.
 *
 * A fit with more knots than the noise allows is still the least-squares fit: choose a width by `bic`, see
 * {@link freeKnotPath}.
 *
 * @throws `RangeError` for a width that is not an integer from 1 to 2²⁴, an unknown effort or family, or data so large or
 * so close that slopes overflow; `TypeError` for the wrong kind of thing.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { freeKnotFit } from 'relu-splines/fit';
 *
 * const x = [0, 1, 2, 3, 4, 5, 6];
 * const fit = freeKnotFit(dataset(x, [3, 2, 1, 0, 2, 4, 6]), { width: 2 });
 * fit.knots; // Float64Array [3]
 * fit.network.outputWeights.length; // 2
 * fit.loss < 1e-28; // true
 * ```
 */
export function freeKnotFit(data: Dataset, options: FreeKnotOptions): FreeKnotFit {
  return fitFrom('freeKnotFit', data, options, []).chosen;
}

/**
 * The fits of all families that were searched, `'free'` first, and the one of them that {@link freeKnotFit} returns.
 */
export interface FamilyFits {
  readonly chosen: FreeKnotFit;
  readonly all: readonly FreeKnotFit[];
}

/** {@link freeKnotFit} in the name of another function, with knots (in units of x) to begin with beside the pilots. */
export function fitFrom(
  where: string,
  data: Dataset,
  options: FreeKnotOptions,
  starts: readonly ReadonlyFloat64Array[],
): FamilyFits {
  checkDataset(where, data);
  knownKeys(where, options, ['width', 'effort', 'family']);
  const width = countIn(where, 'width', options.width, 1);
  const effort: unknown = options.effort ?? 'fast';
  if (effort !== 'fast' && effort !== 'thorough') {
    throw new RangeError(`${where}: effort must be 'fast' or 'thorough', got ${show(effort)}`);
  }
  const family: unknown = options.family ?? 'better';
  if (family !== 'free' && family !== 'constrained' && family !== 'better') {
    throw new RangeError(`${where}: family must be 'free', 'constrained' or 'better', got ${show(family)}`);
  }
  const scaled = scaledData(data);
  const spent = scaled.x.length <= TINY ? 'thorough' : effort;
  const interpolates = width >= scaled.x.length - 1 || scaled.size === 0;
  const stages: SearchStage[] = [];
  const found = interpolates
    ? [interpolatingFit(scaled)]
    : searchFamilies(scaled, width, {
        effort: spent,
        onlyFree: family === 'free',
        starts: starts.map((knots) =>
          Float64Array.from(knots, (knot) => (knot - scaled.xCentre) / scaled.xUnit),
        ),
        listener: (method, knots, rss) => {
          stages.push({ method, knots, loss: toCallerLoss(scaled, rss) });
        },
      });
  const built = found.map((fit) => builtFit(where, data, fit, width));
  const families = built.map((fit) => ({
    family: fit.family,
    knots: fit.knots.length,
    loss: fit.loss,
    bic: fit.bic,
  }));
  const all = built.map((fit): FreeKnotFit => ({
    status: interpolates ? 'interpolates' : 'searched',
    message: messageOf(interpolates, fit, spent),
    network: fit.network,
    loss: fit.loss,
    knots: Float64Array.from(fit.knots, (place) => toCallerX(scaled, place)),
    family: fit.family,
    deadUnits: width - fit.used,
    bic: fit.bic,
    families,
    stages,
  }));
  // The free family, unless the other is better by more than rounding errors.
  const slack = 4 * Number.EPSILON * toCallerLoss(scaled, scaled.size);
  const better = all.reduce((least, fit) => (fit.loss < least.loss - slack ? fit : least));
  return { chosen: all.find((fit) => fit.family === family) ?? better, all };
}

interface BuiltFit extends FamilyFit {
  readonly network: ShallowNetwork;
  readonly loss: number;
  /** Units that are not dead. */
  readonly used: number;
  readonly bic: number;
}

function builtFit(where: string, data: Dataset, fit: FamilyFit, width: number): BuiltFit {
  fit.spline.deltaSlopes.forEach((value, i) => finiteNumber(where, `the delta-slope of unit ${i}`, value));
  const used = fit.spline.breakpoints.length;
  const last = data.x[data.x.length - 1];
  const network = toNetwork(paddedUnits(fit.spline, width, last));
  const value = loss(network, data);
  // The variance is one more.
  const parameters = (fit.family === 'free' ? 2 * used : 2 * used + 1) + 1;
  return { ...fit, network, loss: value, used, bic: bayesCriterion(2 * value, data.x.length, parameters) };
}

function messageOf(interpolates: boolean, { family, knots, loss: value }: BuiltFit, effort: Effort): string {
  if (interpolates) return `the width is enough for all distinct x; what is left, ${value}, is the ties'`;
  const kind = family === 'free' ? 'any line besides' : 'one condition on the slopes';
  return `the best that the ${effort} search has found: ${knots.length} knots, ${kind}, loss ${value}`;
}
