import { toNetwork } from '../../forms/convert.js';
import type { NetworkScale } from '../../forms/convert.js';
import type { ShallowNetwork } from '../../forms/network.js';
import {
  checkStream,
  countIn,
  finiteNumber,
  integerIn,
  knownKeys,
  positiveNumber,
} from '../../numeric/checks.js';
import type { RandomStream } from '../../numeric/streams.js';
import { interpolatingSpline } from './interpolant.js';
import { checkInterval, chosenOrientations, equallySpaced } from './placing.js';
import type { Interval } from './placing.js';

/** What {@link spiky} takes. */
export interface SpikyOptions {
  /** Number H of units, at least 1. */
  readonly width: number;
  /** Where the knots lie, the first and last at its ends. */
  readonly interval: Interval;
  /** Number of equally spaced knots, at most the width. Default: the width. */
  readonly knots?: number;
  /** The values at the knots are uniform in plus or minus this. */
  readonly height: number;
  /** Default `'random'`. The first unit faces right in any case. */
  readonly orientations?: 'random' | 'right' | 'left';
  /** How large |w| is, as for `toNetwork`. Default `'equal-magnitude'`; a unit with v = 0 then has |w| = 1. */
  readonly scale?: NetworkScale;
  /** Where the units beyond the knots have their breakpoint; they have v = 0 and face right. Default: the low end. */
  readonly spareBreakpoint?: number;
}

/**
 * The papers' "spiky" initialization: a random piecewise-linear function, exactly, with independent values at
 * equally spaced knots.
 *
 * Sahs et al. 2022, Table 3, which takes 21 units, 20 knots on [−2, 2] and height 2; how the weights make the
 * function is not printed, so that it is an option. Right of the last knot the last slope goes on. Draws, in
 * this order: the orientations, the values.
 *
 * @throws `RangeError` for a width that is not an integer from 1 to 2²⁴, more knots than units, an empty interval or
 * a height that is not positive; as `toNetwork`.
 * @example
 * ```ts
 * import { evaluate, roughness } from 'relu-splines';
 * import { randomStream, spiky } from 'relu-splines/init';
 *
 * const interval = { low: -2, high: 2 };
 * const network = spiky({ width: 21, knots: 20, interval, height: 2 }, randomStream(5));
 * Math.abs(evaluate(network, 2)) <= 2; // true
 * roughness(network) > 1000; // true, where PyTorch's default has 1/9
 * ```
 */
export function spiky(options: SpikyOptions, stream: RandomStream): ShallowNetwork {
  const where = 'spiky';
  knownKeys(where, options, [
    'width',
    'interval',
    'knots',
    'height',
    'orientations',
    'scale',
    'spareBreakpoint',
  ]);
  const width = countIn(where, 'width', options.width, 1);
  const interval = checkInterval(where, options.interval);
  const count = integerIn(where, 'knots', options.knots ?? width, 1, width);
  const height = positiveNumber(where, 'height', options.height);
  const spare = finiteNumber(where, 'spareBreakpoint', options.spareBreakpoint ?? interval.low);
  checkStream(where, stream);
  const knots = equallySpaced(interval, count);
  const facing = chosenOrientations(where, options.orientations ?? 'random', count, stream);
  facing[0] = 1;
  const values = new Float64Array(count);
  stream.uniformInto(values);
  for (let i = 0; i < count; i++) values[i] = height * (2 * values[i] - 1);
  const { deltaSlopes, outputBias } = interpolatingSpline(knots, values, facing);

  const breakpoints = new Float64Array(width).fill(spare);
  const orientations = new Int8Array(width).fill(1);
  const allSlopes = new Float64Array(width);
  breakpoints.set(knots);
  orientations.set(facing);
  for (let i = 0; i < count; i++) allSlopes[i] = deltaSlopes[i];
  return toNetwork(
    { breakpoints, deltaSlopes: allSlopes, orientations, outputBias },
    { scale: options.scale ?? 'equal-magnitude' },
  );
}
