import type { QuadratureResult } from '../../numeric/quadrature.js';
import type { RandomStream } from '../../numeric/streams.js';
import { draws, ordinate, probability } from './law.js';
import type { UnivariateLaw } from './law.js';
import { rootOf } from './root.js';

/** A law whose density is an integral, known to an error that can be asked for. */
export interface EstimatedLaw extends UnivariateLaw {
  /** The density at x as the quadrature leaves it: value, error estimate, and whether it converged. */
  readonly estimate: (x: number) => QuadratureResult;
}

/** What {@link numericLaw} needs to know. */
export interface NumericParts {
  readonly estimate: (x: number) => QuadratureResult;
  /** P(X ≤ x) at finite x. */
  readonly cdf: (x: number) => number;
  /** P(X > x) at finite x. */
  readonly survival: (x: number) => number;
  /** Ends of the support. */
  readonly low: number;
  readonly high: number;
  /** E X, E X², E X³ and E X⁴. */
  readonly rawMoments: readonly (number | undefined)[];
  /** One draw; default: by the quantile. */
  readonly draw?: (stream: RandomStream) => number;
}

/** A law from integrals. The quantile solves for the smaller of both tails. */
export function numericLaw(parts: NumericParts): EstimatedLaw {
  const { low, high, rawMoments } = parts;
  const pdf = (x: number): number => {
    if (!Number.isFinite(x)) return 0;
    const { value, error, converged } = parts.estimate(x);
    // A density that is infinite at x, such as that of a product at 0.
    return !converged && !(error < value) ? Infinity : value;
  };
  const tailAt =
    (tail: (x: number) => number, atLow: number, atHigh: number) =>
    (x: number): number => {
      if (x <= low) return atLow;
      return x >= high ? atHigh : Math.min(1, tail(x));
    };
  const cdf = tailAt(parts.cdf, 0, 1);
  const survival = tailAt(parts.survival, 1, 0);
  const quantile = (p: number): number => {
    if (p === 0) return low;
    if (p === 1) return high;
    return p <= 0.5
      ? rootOf((x) => cdf(x) - p, pdf)
      : // 1 − p is exact.
        rootOf((x) => 1 - p - survival(x), pdf);
  };
  const { draw = (stream: RandomStream) => quantile(stream.openUniform()) } = parts;
  return {
    pdf: (x) => pdf(ordinate('pdf', x)),
    logpdf: (x) => Math.log(pdf(ordinate('logpdf', x))),
    cdf: (x) => cdf(ordinate('cdf', x)),
    survival: (x) => survival(ordinate('survival', x)),
    quantile: (p) => quantile(probability('quantile', p)),
    ...centralMoments(rawMoments),
    sample: (stream, count) => draws(stream, count, draw),
    estimate: (x) => parts.estimate(ordinate('estimate', x)),
  };
}

function centralMoments([first, second, third, fourth]: readonly (number | undefined)[]): Pick<
  UnivariateLaw,
  'mean' | 'variance' | 'excessKurtosis'
> {
  const variance = first === undefined || second === undefined ? undefined : second - first * first;
  const excessKurtosis =
    first === undefined || second === undefined || third === undefined || fourth === undefined
      ? undefined
      : (fourth - 4 * first * third + 6 * first ** 2 * second - 3 * first ** 4) /
          (second - first * first) ** 2 -
        3;
  return { mean: first, variance, excessKurtosis };
}
