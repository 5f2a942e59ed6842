import { checkStream, countIn } from '../../numeric/checks.js';
import { integrate } from '../../numeric/quadrature.js';
import type { RandomStream } from '../../numeric/streams.js';
import type { JointLaw, UnitSample } from './init-law.js';
import { ordinate } from './law.js';
import type { UnivariateLaw } from './law.js';

/** What {@link symmetricJoint} needs to know. */
export interface JointParts {
  /** Density at finite β ≥ 0, μ ≥ 0. */
  readonly pdf: (breakpoint: number, deltaSlope: number) => number;
  /** ln of the density at finite β ≥ 0, μ ≥ 0. */
  readonly logpdf: (breakpoint: number, deltaSlope: number) => number;
  readonly breakpoint: UnivariateLaw;
  readonly deltaSlopeGiven: (breakpoint: number) => UnivariateLaw;
  /** Draws w, b and v, in this order. */
  readonly weights: WeightDraws;
}

/** One draw of each weight of a unit; the input weight is never 0. */
export interface WeightDraws {
  readonly inputWeight: (stream: RandomStream) => number;
  readonly inputBias: (stream: RandomStream) => number;
  readonly outputWeight: (stream: RandomStream) => number;
}

/** A joint law that is symmetric in β and in μ. */
export function symmetricJoint({ pdf, logpdf, breakpoint, deltaSlopeGiven, weights }: JointParts): JointLaw {
  const at =
    (where: string, density: (beta: number, mu: number) => number, atInfinity: number) =>
    (beta: number, mu: number): number => {
      const place = Math.abs(ordinate(where, beta, 'breakpoint'));
      const slope = Math.abs(ordinate(where, mu, 'deltaSlope'));
      return place === Infinity || slope === Infinity ? atInfinity : density(place, slope);
    };
  // P(B ≤ β, M > μ) for μ ≥ 0. Over u = P(B ≤ β) instead of β: the integrand is then a probability.
  const upperMass = (beta: number, mu: number): number => {
    const tail = (u: number): number => {
      const place = breakpoint.quantile(u);
      return Number.isFinite(place) ? deltaSlopeGiven(place).survival(mu) : 0;
    };
    return integrate(tail, 0, breakpoint.cdf(beta), { splitAt: [0.25, 0.5, 0.75] }).value;
  };
  return {
    pdf: at('pdf', pdf, 0),
    logpdf: at('logpdf', logpdf, -Infinity),
    cdf(beta, mu) {
      ordinate('cdf', beta, 'breakpoint');
      ordinate('cdf', mu, 'deltaSlope');
      return mu < 0 ? upperMass(beta, -mu) : breakpoint.cdf(beta) - upperMass(beta, mu);
    },
    sample: (stream, count) => unitSample(stream, count, weights),
  };
}

/** Units from draws of their weights: β = −b/w, μ = wv. */
export function unitSample(
  stream: RandomStream,
  count: number,
  { inputWeight, inputBias, outputWeight }: WeightDraws,
): UnitSample {
  checkStream('sample', stream);
  countIn('sample', 'count', count, 0);
  const breakpoints = new Float64Array(count);
  const deltaSlopes = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const w = inputWeight(stream);
    breakpoints[i] = -inputBias(stream) / w;
    deltaSlopes[i] = w * outputWeight(stream);
  }
  return { breakpoints, deltaSlopes };
}
