import { checkStream, finiteNumber, object, positiveNumber } from '../../numeric/checks.js';
import { finiteBreakpoint } from './init-law.js';
import type { InitLaw } from './init-law.js';
import { symmetricJoint } from './joint.js';
import { centredUniform, nonZeroCentredUniform } from './law.js';
import { productUniformLaw } from './product-uniform.js';
import { triangularLaw } from './triangular.js';
import { uniformRatioLaw } from './uniform-ratio.js';

/** Half-widths of the intervals that a unit's weights are uniform in. */
export interface UniformBounds {
  /** The input biases lie in [−a_b, a_b]. */
  readonly aB: number;
  /** The input weights lie in [−a_w, a_w]. */
  readonly aW: number;
  /** The output weights lie in [−a_v, a_v]. */
  readonly aV: number;
}

/** A delta-slope computed from weights may leave its support by this much: the rounding of w, μ/w and β. */
const SUPPORT_ULPS = 8;

/**
 * The law of a unit whose weights are independent and uniform about 0.
 *
 * Sahs et al. 2022, Theorem 1(b) with the support of erratum 7 and the moments of erratum 6; theory 3.2. With
 * r = a_b/a_w, A = a_w a_v and c(β) = min(a_b/|β|, a_w), the largest |w| that β allows:
 * - joint density (c − |μ|/a_v)/(4 a_b a_w a_v) where |μ| ≤ a_v c;
 * - breakpoint: density 1/(4r) on [−r, r], which holds half of the mass, and r/(4β²) beyond; no moments;
 * - delta-slope: density ln(A/|μ|)/(2A) on [−A, A], infinite at 0; variance A²/9, excess kurtosis 6/25;
 * - delta-slope given β: triangular on [−a_v c, a_v c];
 * - kernel weight c⁴/(8 a_b a_w).
 *
 * @throws `RangeError` unless all three are positive and finite, `TypeError` for what is not a number.
 * @example
 * ```ts
 * import { uniformLaw } from 'relu-splines/init';
 *
 * const law = uniformLaw({ aB: 0.7, aW: 1.3, aV: 0.9 });
 * law.breakpoint.quantile(0.9); // 1.34615384615385
 * law.deltaSlope.cdf(-0.7); // 0.0471901346479154
 * law.deltaSlope.excessKurtosis; // 0.24
 * ```
 */
export function uniformLaw(bounds: UniformBounds): InitLaw {
  const { aB, aW, aV } = checkUniformBounds('uniformLaw', bounds);
  const c = (beta: number): number => Math.min(aB / Math.abs(beta), aW);
  const breakpoint = uniformRatioLaw(aB / aW);
  const deltaSlopeGiven: InitLaw['deltaSlopeGiven'] = (beta) =>
    triangularLaw(aV * c(finiteBreakpoint('deltaSlopeGiven', beta)));
  const inputWeightSecondMomentGiven = (beta: number): number =>
    c(finiteBreakpoint('inputWeightSecondMomentGiven', beta)) ** 2 / 2;
  // c − |μ|/a_v from the end of the support as the marginal laws round it.
  const height = (beta: number, mu: number): number => Math.max(0, aV * c(beta) - mu) / aV;
  return {
    joint: symmetricJoint({
      pdf: (beta, mu) => height(beta, mu) / (4 * aB) / (aW * aV),
      logpdf: (beta, mu) => Math.log(height(beta, mu)) - Math.log(4 * aB) - Math.log(aW * aV),
      breakpoint,
      deltaSlopeGiven,
      weights: {
        inputWeight: (stream) => aW * nonZeroCentredUniform(stream),
        inputBias: (stream) => aB * centredUniform(stream),
        outputWeight: (stream) => aV * centredUniform(stream),
      },
    }),
    breakpoint,
    deltaSlope: productUniformLaw(aW * aV),
    deltaSlopeGiven,
    inputWeightSecondMomentGiven,
    kernelWeight: (beta) => breakpoint.pdf(beta) * inputWeightSecondMomentGiven(beta),
    completeInputWeight(beta, mu, stream) {
      const where = 'completeInputWeight';
      checkStream(where, stream);
      const most = c(finiteBreakpoint(where, beta));
      const least = Math.abs(finiteNumber(where, 'deltaSlope', mu)) / aV;
      if (least > most * (1 + SUPPORT_ULPS * Number.EPSILON)) {
        throw new RangeError(
          `${where}: deltaSlope must be from ${-aV * most} to ${aV * most} at the breakpoint ${beta}, got ${mu}`,
        );
      }
      // |w| is uniform between the two. Mirrored, so that it is never the 0 of μ = 0.
      return stream.sign() * (most - stream.uniform() * Math.max(0, most - least));
    },
  };
}

/** Checks the three half-widths. */
export function checkUniformBounds(where: string, bounds: UniformBounds): UniformBounds {
  object(where, 'bounds', bounds);
  return {
    aB: positiveNumber(where, 'aB', bounds.aB),
    aW: positiveNumber(where, 'aW', bounds.aW),
    aV: positiveNumber(where, 'aV', bounds.aV),
  };
}
