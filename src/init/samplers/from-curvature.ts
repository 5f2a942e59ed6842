import { toNetwork } from '../../forms/convert.js';
import type { NetworkScale } from '../../forms/convert.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { checkStream, countIn, finiteNumber, knownKeys, object, show } from '../../numeric/checks.js';
import type { RandomStream } from '../../numeric/streams.js';
import { NeumaierSum } from '../../numeric/sums.js';
import type { UnivariateLaw } from '../laws/law.js';
import { checkInterval, chosenOrientations } from './placing.js';
import type { Interval, RandomOrientations } from './placing.js';

/** What {@link fromCurvature} takes. */
export interface FromCurvatureOptions {
  /** The second derivative f″ of the target on the interval. */
  readonly secondDerivative: (x: number) => number;
  /** The interval on which the target is approximated. */
  readonly interval: Interval;
  /** Number H of units, at least 3: H − 2 make the curvature, and two the straight line. */
  readonly width: number;
  /** f at the low end. Default 0. */
  readonly value?: number;
  /** f′ at the low end. Default 0. */
  readonly slope?: number;
  /**
   * The law of the breakpoints, which is restricted to the interval, such as `heLaw(…).breakpoint`. Default:
   * uniform on the interval.
   */
  readonly law?: Pick<UnivariateLaw, 'pdf' | 'cdf' | 'quantile'>;
  /**
   * `'quantile-grid'` (the default): the quantiles at (i − 1/2)/n. `'random'`: n independent draws, by the
   * quantile.
   */
  readonly placement?: 'quantile-grid' | 'random';
  /** Of the units that make the curvature. Default `'random'`. */
  readonly orientations?: RandomOrientations;
  /** How large |w| is, as for `toNetwork`. Default 1. */
  readonly scale?: NetworkScale;
}

/**
 * A network near a function that is known by its curvature: unit i takes the slope jump f″(βᵢ)/(n p(βᵢ)) at a
 * breakpoint of density p.
 *
 * Sahs et al. 2022, eq. 3, with the linear part that print leaves out (erratum 39; theory 13): the output bias and
 * two units that face away from each other at the low end, last in the network, make it exactly. The largest
 * error on the interval falls like H^(−1/2) for random breakpoints (not H^(−1)) and like H^(−2) on the quantile
 * grid, for a smooth f″/p.
 *
 * Draws, in this order: the breakpoints if they are random, the orientations if they are. With a `law`, random
 * breakpoints go through its quantile function and so may differ in the last digit from engine to engine.
 *
 * @throws `RangeError` for fewer than 3 units, an empty interval, a law without mass on it, or an f″/p that is
 * not finite; `TypeError` for the wrong kind of thing; as `toNetwork`.
 * @example
 * ```ts
 * import { evaluate } from 'relu-splines';
 * import { fromCurvature, randomStream } from 'relu-splines/init';
 *
 * const parabola = fromCurvature(
 *   { secondDerivative: () => 2, interval: { low: 0, high: 1 }, width: 102 },
 *   randomStream(1),
 * );
 * evaluate(parabola, 1); // 1
 * ```
 */
export function fromCurvature(options: FromCurvatureOptions, stream: RandomStream): ShallowNetwork {
  const where = 'fromCurvature';
  knownKeys(where, options, [
    'secondDerivative',
    'interval',
    'width',
    'value',
    'slope',
    'law',
    'placement',
    'orientations',
    'scale',
  ]);
  const { secondDerivative, law, orientations = 'random', scale = 1 } = options;
  const count = countIn(where, 'width', options.width, 3) - 2;
  const interval = checkInterval(where, options.interval);
  const value = finiteNumber(where, 'value', options.value ?? 0);
  const slope = finiteNumber(where, 'slope', options.slope ?? 0);
  const placement: unknown = options.placement ?? 'quantile-grid';
  if (placement !== 'quantile-grid' && placement !== 'random') {
    throw new RangeError(`${where}: placement must be 'quantile-grid' or 'random', got ${show(placement)}`);
  }
  if (typeof secondDerivative !== 'function') {
    throw new TypeError(`${where}: secondDerivative must be a function, got ${show(secondDerivative)}`);
  }
  checkStream(where, stream);
  const { pdf, quantile } = restricted(where, law, interval);
  const places = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    places[i] = quantile(placement === 'random' ? stream.uniform() : (i + 0.5) / count);
  }
  const facing = chosenOrientations(where, orientations, count, stream);

  const beta = new Float64Array(count + 2).fill(interval.low);
  const mu = new Float64Array(count + 2);
  const s = new Int8Array(count + 2);
  // The line that is left when each left-facing hinge is written as a right-facing one.
  const lineSlope = new NeumaierSum();
  const bias = new NeumaierSum();
  lineSlope.add(slope);
  bias.add(value);
  for (let i = 0; i < count; i++) {
    const jump = secondDerivative(places[i]) / (count * pdf(places[i]));
    if (!Number.isFinite(jump)) finiteNumber(where, `f″/p at the breakpoint ${places[i]}`, jump);
    beta[i] = places[i];
    s[i] = facing[i];
    mu[i] = s[i] * jump + 0;
    if (s[i] < 0) {
      lineSlope.add(jump);
      bias.add(jump * (interval.low - places[i]));
    }
  }
  mu.fill(lineSlope.value, count);
  s[count] = 1;
  s[count + 1] = -1;
  return toNetwork(
    { breakpoints: beta, deltaSlopes: mu, orientations: s, outputBias: bias.value },
    { scale },
  );
}

/** The law of a breakpoint given that it lies in the interval. */
function restricted(
  where: string,
  law: FromCurvatureOptions['law'],
  { low, high }: Interval,
): Pick<UnivariateLaw, 'pdf' | 'quantile'> {
  if (law === undefined) {
    return { pdf: () => 1 / (high - low), quantile: (p) => low * (1 - p) + high * p };
  }
  object(where, 'law', law);
  const from = law.cdf(low);
  const mass = law.cdf(high) - from;
  if (!(mass > 0)) {
    throw new RangeError(`${where}: law must have mass between ${low} and ${high}, got ${mass}`);
  }
  return {
    pdf: (x) => law.pdf(x) / mass,
    // The rounding of from + p·mass may leave the interval.
    quantile: (p) => Math.min(high, Math.max(low, law.quantile(Math.min(1, from + p * mass)))),
  };
}
