import { integerIn, object, positiveNumber } from '../numeric/checks.js';
import type { InitLaw } from './laws/init-law.js';

/** Moments of independent input and output weights w and v. */
export interface WeightMoments {
  /** E w². */
  readonly inputSecond: number;
  /** E w⁴, which only variance and tail bound need. */
  readonly inputFourth?: number;
  /** E v². */
  readonly outputSecond: number;
  /** E v⁴, which only variance and tail bound need. */
  readonly outputFourth?: number;
}

/** A law of the units, or moments of their weights. */
export type RoughnessSource = Pick<InitLaw, 'deltaSlope'> | WeightMoments;

/** A mean delta-slope of at most this many standard deviations is 0 and a rounding error. */
const CENTRED = 1e-9;

/**
 * The expected roughness E ρ = H E[w²] E[v²] of a random network, ρ = Σ μᵢ², whatever the law of the biases.
 *
 * Sahs et al. 2022, Theorem 2; theory 4. He: 4 (the 2 of the predecessor's appendix is erratum 12); Glorot:
 * 4H/(H + 1)²; uniform: H A²/9; PyTorch's default: 1/9.
 *
 * @throws `RangeError` for a width that is not a positive integer, moments that are not positive, or a law
 * whose delta-slope has no variance; `TypeError` for what is neither a law nor moments.
 * @example
 * ```ts
 * import { expectedRoughness, torchLaw } from 'relu-splines/init';
 *
 * expectedRoughness(torchLaw({ width: 50 }), 50); // 0.1111111111111…
 * expectedRoughness({ inputSecond: 2, outputSecond: 0.5 }, 10); // 10
 * ```
 */
export function expectedRoughness(source: RoughnessSource, width: number): number {
  const where = 'expectedRoughness';
  return integerIn(where, 'width', width, 1) * secondMoment(where, source);
}

/**
 * The variance of the roughness of a random network, H (E[w⁴] E[v⁴] − (E[w²] E[v²])²).
 *
 * Sahs et al. 2022, Theorem 2; theory 4. He: 128/H; Glorot: 128H/(H + 1)⁴; uniform: 56 H A⁴/2025; PyTorch's
 * default: 56/(2025 H).
 *
 * @throws As {@link expectedRoughness}, also where fourth moments do not exist, are not given, or are smaller than
 * the square of the second.
 * @example
 * ```ts
 * import { heLaw, roughnessVariance } from 'relu-splines/init';
 *
 * roughnessVariance(heLaw({ width: 64, sigmaB: 1 }), 64); // 2
 * ```
 */
export function roughnessVariance(source: RoughnessSource, width: number): number {
  return variance('roughnessVariance', source, width);
}

/**
 * Cantelli's bound on P(ρ − E ρ ≥ λ): Var ρ/(Var ρ + λ²), for λ > 0.
 *
 * Sahs et al. 2022, Theorem 2; theory 4. One-sided: it says that a random network is seldom much rougher than
 * expected.
 *
 * @throws As {@link roughnessVariance}, and unless λ is positive and finite.
 * @example
 * ```ts
 * import { heLaw, roughnessTailBound } from 'relu-splines/init';
 *
 * roughnessTailBound(heLaw({ width: 128, sigmaB: 1 }), 128, 3); // 0.1
 * ```
 */
export function roughnessTailBound(source: RoughnessSource, width: number, lambda: number): number {
  const where = 'roughnessTailBound';
  const spread = variance(where, source, width);
  return spread / (spread + positiveNumber(where, 'lambda', lambda) ** 2);
}

function variance(where: string, source: RoughnessSource, width: number): number {
  const second = secondMoment(where, source);
  return integerIn(where, 'width', width, 1) * (fourthMoment(where, source) - second * second);
}

function secondMoment(where: string, source: RoughnessSource): number {
  object(where, 'source', source);
  if (!('deltaSlope' in source)) {
    return (
      positiveNumber(where, 'inputSecond', source.inputSecond) *
      positiveNumber(where, 'outputSecond', source.outputSecond)
    );
  }
  object(where, 'source.deltaSlope', source.deltaSlope);
  const { mean, variance: spread } = source.deltaSlope;
  if (mean !== undefined && spread !== undefined) return spread + mean * mean;
  throw new RangeError(`${where}: source.deltaSlope must have a variance`);
}

function fourthMoment(where: string, source: RoughnessSource): number {
  if (!('deltaSlope' in source)) {
    return (
      fourthOf(where, 'input', source.inputSecond, source.inputFourth) *
      fourthOf(where, 'output', source.outputSecond, source.outputFourth)
    );
  }
  const { mean = 0, variance: spread = 0, excessKurtosis } = source.deltaSlope;
  if (excessKurtosis === undefined) {
    throw new RangeError(`${where}: source.deltaSlope must have a fourth moment`);
  }
  if (Math.abs(mean) > CENTRED * Math.sqrt(spread)) {
    throw new RangeError(`${where}: source.deltaSlope must have mean 0, got ${mean}: give moments instead`);
  }
  return (excessKurtosis + 3) * spread * spread;
}

function fourthOf(where: string, name: string, second: number, value: number | undefined): number {
  const fourth = positiveNumber(where, `${name}Fourth`, value);
  // By Jensen's inequality; an equality, of ±1, may round to either side.
  if (fourth < second * second * (1 - 4 * Number.EPSILON)) {
    throw new RangeError(
      `${where}: ${name}Fourth must be at least the square of ${name}Second, ${second * second}, got ${fourth}`,
    );
  }
  return fourth;
}
