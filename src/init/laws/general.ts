import { checkStream, finiteNumber, knownKeys, object } from '../../numeric/checks.js';
import type { QuadratureResult } from '../../numeric/quadrature.js';
import type { RandomStream } from '../../numeric/streams.js';
import { cumulative } from './cumulative.js';
import type { Cumulative } from './cumulative.js';
import { checkDensity } from './density.js';
import type { Density } from './density.js';
import { finiteBreakpoint } from './init-law.js';
import type { InitLaw, JointLaw } from './init-law.js';
import { unitSample } from './joint.js';
import { ordinate } from './law.js';
import { numericLaw } from './numeric-law.js';
import type { EstimatedLaw } from './numeric-law.js';
import { commonRange, inverseRange, product, productRange, weightIntegrals } from './weight-integrals.js';
import type { WeightQuadrature } from './weight-integrals.js';

/** Densities of a unit's weights. */
export interface WeightDensities {
  /** Density of the input bias b. */
  readonly b: Density;
  /** Density of the input weight w. */
  readonly w: Density;
  /** Density of the output weight v. */
  readonly v: Density;
}

/** A joint law whose density is an integral, known to an error that can be asked for. */
export interface EstimatedJointLaw extends JointLaw {
  /** The density at (β, μ) as the quadrature leaves it. */
  readonly estimate: (breakpoint: number, deltaSlope: number) => QuadratureResult;
}

/** An {@link InitLaw} by quadrature. */
export interface GeneralLaw extends InitLaw {
  readonly joint: EstimatedJointLaw;
  readonly breakpoint: EstimatedLaw;
  readonly deltaSlope: EstimatedLaw;
  readonly deltaSlopeGiven: (breakpoint: number) => EstimatedLaw;
}

/**
 * The law of a unit whose weights have any independent densities, by quadrature.
 *
 * Sahs et al. 2022, Lemma 3, with the change of variables of erratum 8 (β = −b/w, μ = vw, Jacobian 1), which
 * matters as soon as a density is not symmetric; theory 3:
 * - joint density ∫ f_B(−βu) f_W(u) f_V(μ/u) du;
 * - breakpoint ∫ |u| f_B(−βu) f_W(u) du, delta-slope ∫ f_W(u) f_V(μ/u)/|u| du.
 *
 * Densities come to `relativeTolerance`, default 1e-12, and `estimate` says how well; distribution functions
 * are integrals of the weights' tabulated ones and are good to about 1e-12 too. A density takes some 0.5 ms, a
 * quantile some 50 ms. The moments are products of the weights' moments; one whose integral does not converge
 * is `undefined`. A density that is not symmetric about 0 makes the orientation depend on the rest.
 *
 * Draws invert the weights' distribution functions, so that unlike those of the closed forms they depend on
 * the last digits of `exp` and `log`, which engines need not agree on.
 *
 * @throws `RangeError` for a density that is negative or does not integrate to 1 within 1e-8 (the integral is
 * said); `TypeError` for the wrong kind of thing.
 * @example
 * ```ts
 * import { generalLaw } from 'relu-splines/init';
 *
 * const law = generalLaw({
 *   b: { pdf: (x) => Math.exp(-Math.abs(x)) / 2, splitAt: [0] },
 *   w: { pdf: () => 1 / 2, support: [-1, 1] },
 *   v: { pdf: (x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI) },
 * });
 * law.breakpoint.pdf(0); // 0.25
 * law.deltaSlope.variance; // 0.333333333333
 * law.joint.estimate(1, 0.5).converged; // true
 * ```
 */
export function generalLaw(densities: WeightDensities, options: WeightQuadrature = {}): GeneralLaw {
  const where = 'generalLaw';
  object(where, 'densities', densities);
  knownKeys(where, options, ['relativeTolerance', 'maxEvaluations']);
  const b = checkDensity(where, 'b', densities.b);
  const w = checkDensity(where, 'w', densities.w);
  const v = checkDensity(where, 'v', densities.v);
  const over = weightIntegrals(b, w, v, options);
  const drawn =
    ({ quantile }: Cumulative) =>
    (stream: RandomStream): number =>
      quantile(stream.openUniform());
  const weights = {
    inputWeight: drawn(over.tables.w),
    inputBias: drawn(over.tables.b),
    outputWeight: drawn(over.tables.v),
  };

  const minusB = { low: -b.high, high: -b.low };
  const breakpoint = numericLaw({
    estimate: over.breakpoint,
    cdf: over.breakpointBelow,
    survival: over.breakpointAbove,
    ...productRange(minusB, inverseRange(w)),
    rawMoments: over.breakpointMoments(),
    draw: (stream) => unitSample(stream, 1, weights).breakpoints[0],
  });
  const deltaSlope = numericLaw({
    estimate: over.deltaSlope,
    cdf: over.deltaSlopeBelow,
    survival: over.deltaSlopeAbove,
    ...productRange(w, v),
    rawMoments: over.deltaSlopeMoments(),
    draw: (stream) => unitSample(stream, 1, weights).deltaSlopes[0],
  });
  const densityAt = (caller: string, beta: number): number => {
    const density = over.breakpoint(finiteBreakpoint(caller, beta)).value;
    if (density > 0) return density;
    throw new RangeError(`${caller}: breakpoint must have a positive density, got ${beta}`);
  };
  return {
    joint: {
      pdf: (beta, mu) => jointDensity('pdf', beta, mu).value,
      logpdf: (beta, mu) => Math.log(jointDensity('logpdf', beta, mu).value),
      cdf: (beta, mu) =>
        over.jointBelow(ordinate('cdf', beta, 'breakpoint'), ordinate('cdf', mu, 'deltaSlope')),
      sample: (stream, count) => unitSample(stream, count, weights),
      estimate: (beta, mu) => jointDensity('estimate', beta, mu),
    },
    breakpoint,
    deltaSlope,
    deltaSlopeGiven(beta) {
      const density = densityAt('deltaSlopeGiven', beta);
      const inputRange =
        beta === 0 ? w : commonRange(w, productRange(minusB, inverseRange({ low: beta, high: beta })));
      return numericLaw({
        estimate: (mu) => divided(over.joint(beta, mu), density),
        cdf: (mu) => over.givenBelow(beta, mu) / density,
        survival: (mu) => over.givenAbove(beta, mu) / density,
        ...productRange(inputRange, v),
        rawMoments: over.outputWeightMoments.map((moment, k) => {
          const { value, converged } = over.inputWeightMoment(beta, k + 1);
          return product(converged ? value / density : undefined, moment);
        }),
      });
    },
    inputWeightSecondMomentGiven(beta) {
      const density = densityAt('inputWeightSecondMomentGiven', beta);
      return over.inputWeightMoment(beta, 2).value / density;
    },
    kernelWeight: (beta) => over.inputWeightMoment(finiteBreakpoint('kernelWeight', beta), 2).value,
    completeInputWeight(beta, mu, stream) {
      const caller = 'completeInputWeight';
      checkStream(caller, stream);
      finiteBreakpoint(caller, beta);
      finiteNumber(caller, 'deltaSlope', mu);
      const density = (u: number): number => w.pdf(u) * over.unitDensity(u, beta, mu);
      const { total, quantile } = cumulative(density, w.low, w.high, over.specialAt(beta, mu));
      if (total > 0) return quantile(stream.openUniform());
      throw new RangeError(
        `${caller}: breakpoint and deltaSlope must have a positive density, got ${beta} and ${mu}`,
      );
    },
  };

  function jointDensity(caller: string, beta: number, mu: number): QuadratureResult {
    ordinate(caller, beta, 'breakpoint');
    ordinate(caller, mu, 'deltaSlope');
    return Number.isFinite(beta) && Number.isFinite(mu) ? over.joint(beta, mu) : NOTHING;
  }
}

/** The integral of 0. */
const NOTHING: QuadratureResult = { value: 0, error: 0, magnitude: 0, evaluations: 0, converged: true };

function divided(result: QuadratureResult, by: number): QuadratureResult {
  return { ...result, value: result.value / by, error: result.error / by, magnitude: result.magnitude / by };
}
