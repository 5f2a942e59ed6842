import { checkStream, countIn, show } from '../../numeric/checks.js';
import type { RandomStream } from '../../numeric/streams.js';

/**
 * The distribution of one number.
 *
 * A moment that does not exist is `undefined`, never NaN or a number that means nothing. `pdf`, `logpdf`,
 * `cdf` and `survival` take ±∞ too, and throw a `RangeError` for NaN.
 */
export interface UnivariateLaw {
  /** Density at x; Infinity where it is unbounded, 0 outside the support. */
  readonly pdf: (x: number) => number;
  /** ln of the density, also where the density underflows; −Infinity outside the support. */
  readonly logpdf: (x: number) => number;
  /** P(X ≤ x), with all its digits also where it is small. */
  readonly cdf: (x: number) => number;
  /** P(X > x), with all its digits also where it is small, as 1 − `cdf` is not. */
  readonly survival: (x: number) => number;
  /**
   * The x with P(X ≤ x) = p; at 0 and 1 the ends of the support, which may be infinite.
   *
   * @throws `RangeError` for p outside [0, 1].
   */
  readonly quantile: (p: number) => number;
  readonly mean: number | undefined;
  readonly variance: number | undefined;
  /** E(X − EX)⁴/(Var X)² − 3, which is 0 for a Gaussian. */
  readonly excessKurtosis: number | undefined;
  /**
   * `count` independent draws.
   *
   * @throws `RangeError` unless `count` is an integer from 0 to 16,777,216.
   */
  readonly sample: (stream: RandomStream, count: number) => Float64Array;
}

/** The right half of a symmetric law, and its moments: what {@link symmetricLaw} completes. */
export interface SymmetricHalf {
  /** Density at x ≥ 0. */
  readonly pdf: (x: number) => number;
  /** ln of the density at x ≥ 0. */
  readonly logpdf: (x: number) => number;
  /** P(X > x) for x ≥ 0. */
  readonly tail: (x: number) => number;
  /** The x ≥ 0 with P(X > x) = q, for q ≤ 1/2. */
  readonly tailQuantile: (q: number) => number;
  /** `undefined` if there is none; there is then no mean either. */
  readonly variance: number | undefined;
  readonly excessKurtosis: number | undefined;
  /**
   * One draw. It uses the four basic operations and square roots alone, which every engine rounds alike, so
   * that the same stream gives the same numbers everywhere.
   */
  readonly draw: (stream: RandomStream) => number;
}

/** The law of an X that is distributed as −X. */
export function symmetricLaw(half: SymmetricHalf): UnivariateLaw {
  const { tail, tailQuantile, variance, excessKurtosis, draw } = half;
  const cdf = (x: number): number => (x >= 0 ? 1 - tail(x) : tail(-x));
  return {
    pdf: (x) => half.pdf(Math.abs(ordinate('pdf', x))),
    logpdf: (x) => half.logpdf(Math.abs(ordinate('logpdf', x))),
    cdf: (x) => cdf(ordinate('cdf', x)),
    survival: (x) => cdf(-ordinate('survival', x)),
    // 1 − p is exact for p ≥ 1/2.
    quantile: (p) => (probability('quantile', p) < 0.5 ? -tailQuantile(p) : tailQuantile(1 - p)),
    mean: variance === undefined ? undefined : 0,
    variance,
    excessKurtosis,
    sample: (stream, count) => draws(stream, count, draw),
  };
}

/** `count` draws, after checking the arguments of `sample`. */
export function draws(
  stream: RandomStream,
  count: number,
  draw: (stream: RandomStream) => number,
): Float64Array {
  checkStream('sample', stream);
  const out = new Float64Array(countIn('sample', 'count', count, 0));
  for (let i = 0; i < out.length; i++) out[i] = draw(stream);
  return out;
}

/** Returns x after checking that it is a number, which may be infinite. */
export function ordinate(where: string, x: unknown, name = 'x'): number {
  if (typeof x !== 'number') throw new TypeError(`${where}: ${name} must be a number, got ${show(x)}`);
  if (Number.isNaN(x)) throw new RangeError(`${where}: ${name} must not be NaN`);
  return x;
}

/** Returns p after checking that it is a number in [0, 1]. */
export function probability(where: string, p: unknown): number {
  if (typeof p !== 'number') throw new TypeError(`${where}: p must be a number, got ${show(p)}`);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${where}: p must be a probability, got ${show(p)}`);
  return p;
}

/** A standard normal number that may be divided by. */
export function nonZeroNormal(stream: RandomStream): number {
  let z = stream.normal();
  while (z === 0) z = stream.normal();
  return z;
}

/** A number uniform in [−1, 1). */
export function centredUniform(stream: RandomStream): number {
  return 2 * stream.uniform() - 1;
}

/** As {@link centredUniform}, and may be divided by. */
export function nonZeroCentredUniform(stream: RandomStream): number {
  let u = centredUniform(stream);
  while (u === 0) u = centredUniform(stream);
  return u;
}

/** √(x² + y²) without overflow, rounded alike by every engine, as `Math.hypot` need not be. */
export function hypotenuse(x: number, y: number): number {
  const large = Math.max(Math.abs(x), Math.abs(y));
  const small = Math.min(Math.abs(x), Math.abs(y));
  if (large === 0 || large === Infinity) return large;
  const ratio = small / large;
  return large * Math.sqrt(1 + ratio * ratio);
}
