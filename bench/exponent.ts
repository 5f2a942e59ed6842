import type { Timing } from './record.js';

/** How time grows with size: time ∝ size^exponent, by least squares of log time on log size. */
export interface Exponent {
  /** Whose time. */
  readonly what: string;
  /** What is varied, `N = H` say. */
  readonly size: string;
  readonly value: number;
  /** Standard error of `value`; null for two sizes, which leave no residual. */
  readonly standardError: number | null;
  /** Smallest and largest size. */
  readonly from: number;
  readonly to: number;
}

/** A size and what it took. */
export interface Cost {
  readonly size: number;
  readonly time: Timing;
}

/**
 * The exponent that the medians follow.
 *
 * @throws `RangeError` where there are not two different sizes, or one is not positive.
 */
export function fitExponent(what: string, size: string, costs: readonly Cost[]): Exponent {
  const sizes = costs.map((cost) => cost.size);
  const [from, to] = [Math.min(...sizes), Math.max(...sizes)];
  if (!(from > 0 && to > from && to < Infinity)) {
    throw new RangeError(`fitExponent: sizes must be two or more positive numbers, got ${sizes.join(', ')}`);
  }
  const x = sizes.map(Math.log);
  const y = costs.map(({ time }) => Math.log(time.median));
  const [meanX, meanY] = [mean(x), mean(y)];
  const spread = sum(x.map((value) => (value - meanX) ** 2));
  const value = sum(x.map((each, k) => (each - meanX) * (y[k] - meanY))) / spread;
  const residuals = sum(x.map((each, k) => (y[k] - meanY - value * (each - meanX)) ** 2));
  const freedom = costs.length - 2;
  const standardError = freedom > 0 ? Math.sqrt(residuals / freedom / spread) : null;
  return { what, size, value, standardError, from, to };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
