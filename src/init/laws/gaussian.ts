import { checkStream, finiteNumber, object, positiveNumber } from '../../numeric/checks.js';
import type { RandomStream } from '../../numeric/streams.js';
import { cauchyLaw } from './cauchy.js';
import { finiteBreakpoint } from './init-law.js';
import type { InitLaw } from './init-law.js';
import { symmetricJoint } from './joint.js';
import { laplaceLaw } from './laplace.js';
import { hypotenuse, nonZeroNormal } from './law.js';
import { productNormalLaw } from './product-normal.js';

/** Standard deviations of a unit's weights. */
export interface GaussianScales {
  /** Standard deviation σ_b of the input biases. */
  readonly sigmaB: number;
  /** Standard deviation σ_w of the input weights. */
  readonly sigmaW: number;
  /** Standard deviation σ_v of the output weights. */
  readonly sigmaV: number;
}

/**
 * The law of a unit whose weights are independent centred Gaussians.
 *
 * Sahs et al. 2022, Theorem 1(a) and Corollary 1; theory 3.1. With R = √(σ_b² + σ_w²β²):
 * - joint density exp(−|μ|R/(σ_b σ_w σ_v))/(2π σ_v R);
 * - breakpoint: Cauchy of scale σ_b/σ_w, which has no moments;
 * - delta-slope: density K₀(|μ|/σ)/(πσ), σ = σ_w σ_v, infinite at 0; variance σ², excess kurtosis 6;
 * - delta-slope given β: Laplace of scale σ_b σ_w σ_v/R;
 * - kernel weight 2σ_b³σ_w³/(πR⁴).
 *
 * @throws `RangeError` unless all three are positive and finite, `TypeError` for what is not a number. A
 * usual σ_b of 0 puts all breakpoints at 0, where they have no density (erratum 42).
 * @example
 * ```ts
 * import { gaussianLaw, randomStream } from 'relu-splines/init';
 *
 * const law = gaussianLaw({ sigmaB: 0.7, sigmaW: 1.3, sigmaV: 0.9 });
 * law.breakpoint.cdf(0.5); // 0.738216131129659
 * law.breakpoint.variance; // undefined, it has none
 * law.deltaSlope.variance; // 1.3689
 * law.deltaSlopeGiven(0.5).quantile(0.9); // 1.37988…
 * law.joint.sample(randomStream(1), 100).breakpoints.length; // 100
 * ```
 */
export function gaussianLaw(scales: GaussianScales): InitLaw {
  const { sigmaB, sigmaW, sigmaV } = checkGaussianScales('gaussianLaw', scales);
  const R = (beta: number): number => hypotenuse(sigmaB, sigmaW * beta);
  // σ_b/R first: none of the products overflows.
  const laplaceScale = (beta: number): number => (sigmaB / R(beta)) * (sigmaW * sigmaV);
  const breakpoint = cauchyLaw(sigmaB / sigmaW);
  const deltaSlopeGiven: InitLaw['deltaSlopeGiven'] = (beta) =>
    laplaceLaw(laplaceScale(finiteBreakpoint('deltaSlopeGiven', beta)));
  const inputWeightSecondMomentGiven = (beta: number): number => {
    const share = sigmaB / R(finiteBreakpoint('inputWeightSecondMomentGiven', beta));
    return 2 * (share * sigmaW) ** 2;
  };
  return {
    joint: symmetricJoint({
      pdf: (beta, mu) => Math.exp(-mu / laplaceScale(beta)) / (2 * Math.PI * sigmaV * R(beta)),
      logpdf: (beta, mu) => -mu / laplaceScale(beta) - Math.log(2 * Math.PI * sigmaV) - Math.log(R(beta)),
      breakpoint,
      deltaSlopeGiven,
      weights: {
        inputWeight: (stream) => sigmaW * nonZeroNormal(stream),
        inputBias: (stream) => sigmaB * stream.normal(),
        outputWeight: (stream) => sigmaV * stream.normal(),
      },
    }),
    breakpoint,
    deltaSlope: productNormalLaw(sigmaW * sigmaV),
    deltaSlopeGiven,
    inputWeightSecondMomentGiven,
    kernelWeight: (beta) => breakpoint.pdf(beta) * inputWeightSecondMomentGiven(beta),
    completeInputWeight(beta, mu, stream) {
      const where = 'completeInputWeight';
      checkStream(where, stream);
      const a = hypotenuse(finiteBreakpoint(where, beta) / sigmaB, 1 / sigmaW);
      const distance = Math.abs(finiteNumber(where, 'deltaSlope', mu)) / laplaceScale(beta);
      return (stream.sign() * scaledMagnitude(distance, stream)) / a;
    },
  };
}

/**
 * One draw of z = a|w|, a = √(β²/σ_b² + 1/σ_w²), at |μ| = h Laplace scales: 1/z² is inverse Gaussian with mean
 * 1/h and shape 1.
 *
 * J. R. Michael, W. R. Schucany & R. W. Haas, Am. Stat. 30 (1976), with the smaller root of their quadratic in
 * a form that neither cancels nor needs the mean, which is infinite at h = 0.
 */
function scaledMagnitude(h: number, stream: RandomStream): number {
  const n = nonZeroNormal(stream);
  const y = n * n;
  const root = 2 / (2 * h + y + Math.sqrt(y * (4 * h + y)));
  const z = 1 / Math.sqrt(root);
  return stream.uniform() * (1 + root * h) < 1 ? z : h / z;
}

/** Checks the three standard deviations. */
export function checkGaussianScales(where: string, scales: GaussianScales): GaussianScales {
  object(where, 'scales', scales);
  return {
    sigmaB: positiveNumber(where, 'sigmaB', scales.sigmaB),
    sigmaW: positiveNumber(where, 'sigmaW', scales.sigmaW),
    sigmaV: positiveNumber(where, 'sigmaV', scales.sigmaV),
  };
}
