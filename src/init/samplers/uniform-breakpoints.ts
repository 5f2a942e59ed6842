import { toNetwork } from '../../forms/convert.js';
import type { NetworkScale } from '../../forms/convert.js';
import type { ShallowNetwork } from '../../forms/network.js';
import type { NumericArray } from '../../numeric/arrays.js';
import {
  checkStream,
  countIn,
  finiteNumber,
  finiteVector,
  knownKeys,
  notNegativeNumber,
  sameLength,
  show,
} from '../../numeric/checks.js';
import type { RandomStream } from '../../numeric/streams.js';
import { interpolatingSpline } from './interpolant.js';
import { checkInterval, chosenOrientations, equallySpaced } from './placing.js';
import type { Interval, RandomOrientations } from './placing.js';

/** What {@link uniformBreakpoints} takes. */
export interface UniformBreakpointsOptions {
  /** Number H of units, at least 1. */
  readonly width: number;
  /** Where the breakpoints lie. */
  readonly interval: Interval;
  /**
   * `'both-ends'` (the default): H equally spaced breakpoints, the first and last at the ends of the interval.
   * `'left-end'`: breakpoint i = 0, …, H − 1 at low + (high − low) i/H, so that the high end has none.
   */
  readonly grid?: 'both-ends' | 'left-end';
  /**
   * The values to go through: a function of x, or one number a breakpoint. With `'left-end'` there is one more,
   * for the high end; else the last slope goes on. Default: none, the function is 0 and so is every v.
   */
  readonly values?: ((x: number) => number) | NumericArray;
  /** Standard deviation of Gaussian noise on the values. Default 0: none is drawn. */
  readonly noise?: number;
  /** Default `'random'`. With values the first unit faces right whatever is chosen, and an array must say so. */
  readonly orientations?: RandomOrientations;
  /** How large |w| is, as for `toNetwork`. Default 1, and `'equal-magnitude'` with values. */
  readonly scale?: NetworkScale;
  /** Output bias where no values are given. Default 0. */
  readonly outputBias?: number;
}

/**
 * The papers' "uniform" initialization: breakpoints on a grid instead of crowded about the origin.
 *
 * Sahs et al. 2022, section 3.1. Two recipes, whose conventions are options because the papers leave most of them
 * open:
 * - with `values` (Table 1): the piecewise-linear function through them, exactly, its linear part included;
 * - without (Table 2): v = 0, so that the function is 0, and w = ±1; `rescale(network, α)` of `relu-splines`
 *   makes it (αw, αb, v/α).
 *
 * Table 1 takes 21 units on [−2, 2] with `'left-end'`, `values` that are another network's, `noise` 0.01.
 * Draws, in this order: the orientations, the noise.
 *
 * @throws `RangeError` for a width that is not an integer from 1 to 2²⁴, an empty interval, values that are not
 * finite, negative noise, or an array of orientations that starts with −1 where there are values; `ShapeError`
 * for a wrong number of values or orientations; as `toNetwork`.
 * @example
 * ```ts
 * import { evaluate } from 'relu-splines';
 * import { randomStream, uniformBreakpoints } from 'relu-splines/init';
 *
 * const interval = { low: 0, high: 2 };
 * const network = uniformBreakpoints({ width: 3, interval, values: [0, 1, 4] }, randomStream(1));
 * evaluate(network, [0, 0.5, 2, 3]); // Float64Array [0, 0.5, 4, 7]
 * ```
 */
export function uniformBreakpoints(options: UniformBreakpointsOptions, stream: RandomStream): ShallowNetwork {
  const where = 'uniformBreakpoints';
  knownKeys(where, options, [
    'width',
    'interval',
    'grid',
    'values',
    'noise',
    'orientations',
    'scale',
    'outputBias',
  ]);
  const width = countIn(where, 'width', options.width, 1);
  const interval = checkInterval(where, options.interval);
  const grid: unknown = options.grid ?? 'both-ends';
  if (grid !== 'both-ends' && grid !== 'left-end') {
    throw new RangeError(`${where}: grid must be 'both-ends' or 'left-end', got ${show(grid)}`);
  }
  const noise = notNegativeNumber(where, 'noise', options.noise ?? 0);
  const outputBias = finiteNumber(where, 'outputBias', options.outputBias ?? 0);
  checkStream(where, stream);
  const { values, orientations = 'random' } = options;
  const places = equallySpaced(interval, grid === 'left-end' ? width + 1 : width);
  const breakpoints = places.slice(0, width);
  const signs = chosenOrientations(where, orientations, width, stream);
  if (values === undefined) {
    const deltaSlopes = new Float64Array(width);
    const flat = { breakpoints, deltaSlopes, orientations: signs, outputBias };
    return toNetwork(flat, { scale: options.scale ?? 1 });
  }
  if (typeof orientations !== 'string' && signs[0] < 0) {
    throw new RangeError(`${where}: orientations[0] must be 1 where values are given, got -1`);
  }
  signs[0] = 1;
  const y = valuesAt(where, values, places);
  if (noise > 0) {
    for (let i = 0; i < y.length; i++) y[i] += noise * stream.normal();
  }
  const lastSlope =
    grid === 'left-end' ? (y[width] - y[width - 1]) / (interval.high - breakpoints[width - 1]) : undefined;
  const spline = interpolatingSpline(breakpoints, y.subarray(0, width), signs, lastSlope);
  return toNetwork(spline, { scale: options.scale ?? 'equal-magnitude' });
}

function valuesAt(
  where: string,
  values: ((x: number) => number) | NumericArray,
  places: Float64Array,
): Float64Array {
  if (typeof values === 'function') {
    return finiteVector(
      where,
      'values',
      places.map((x) => values(x)),
    );
  }
  const y = finiteVector(where, 'values', values, 'a function or an array of numbers');
  sameLength(where, 'values', y, 'the grid', places.length);
  return y;
}
