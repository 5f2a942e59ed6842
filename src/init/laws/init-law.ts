import { finiteNumber } from '../../numeric/checks.js';
import type { RandomStream } from '../../numeric/streams.js';
import type { UnivariateLaw } from './law.js';

/** Breakpoints and delta-slopes of the same units, in the same order. */
export interface UnitSample {
  /** Breakpoints β, in units of x. */
  readonly breakpoints: Float64Array;
  /** Delta-slopes μ, in units of y per x. */
  readonly deltaSlopes: Float64Array;
}

/** The joint law of a unit's breakpoint β and delta-slope μ. Its orientation is a fair sign, independent of both. */
export interface JointLaw {
  /** Density at (β, μ). */
  readonly pdf: (breakpoint: number, deltaSlope: number) => number;
  /** ln of the density; −Infinity outside the support. */
  readonly logpdf: (breakpoint: number, deltaSlope: number) => number;
  /**
   * P(B ≤ β, M ≤ μ), by quadrature over β of the conditional law. Absolute error at most 1e-11.
   */
  readonly cdf: (breakpoint: number, deltaSlope: number) => number;
  /**
   * `count` independent units.
   *
   * @throws `RangeError` unless `count` is an integer of at least 0.
   */
  readonly sample: (stream: RandomStream, count: number) => UnitSample;
}

/**
 * What an initialization of the weights says of the function: the law of one unit's breakpoint β = −b/w and
 * delta-slope μ = wv, for independent b, w and v (Sahs et al. 2022, Theorem 1; theory 3).
 *
 * Units are independent of each other, so the law of one is the law of the network. No initialization of this
 * kind has a mean breakpoint: w comes too close to 0.
 */
export interface InitLaw {
  readonly joint: JointLaw;
  /** The law of β. */
  readonly breakpoint: UnivariateLaw;
  /** The law of μ. */
  readonly deltaSlope: UnivariateLaw;
  /**
   * The law of μ given β.
   *
   * @throws `RangeError` unless β is finite.
   */
  readonly deltaSlopeGiven: (breakpoint: number) => UnivariateLaw;
  /** E[w² | β]. */
  readonly inputWeightSecondMomentGiven: (breakpoint: number) => number;
  /**
   * q(β) = p(β) E[w² | β]: where the kernel of an infinitely wide network has its weight, and 1/q is what its
   * flow penalises curvature by (erratum 36).
   */
  readonly kernelWeight: (breakpoint: number) => number;
  /**
   * One draw of w given (β, μ), which completes a unit to b = −wβ, w, v = μ/w with the right joint law.
   *
   * @throws `RangeError` unless β and μ are finite and have a positive density.
   */
  readonly completeInputWeight: (breakpoint: number, deltaSlope: number, stream: RandomStream) => number;
}

/** Returns β after checking that it is finite. */
export function finiteBreakpoint(where: string, breakpoint: number): number {
  return finiteNumber(where, 'breakpoint', breakpoint);
}
