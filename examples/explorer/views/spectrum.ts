import type { Numbers, Range } from './models.js';

/** Eigenvalues by sign, each group from the largest value to the smallest. */
export interface Signs {
  readonly positive: Float64Array;
  readonly negative: Float64Array;
  readonly zeros: number;
  readonly threshold: number;
}

/** Sorts eigenvalues by sign; by default one counts as zero up to n·EPSILON times the largest magnitude. */
export function signsOf(eigenvalues: Numbers, zeroThreshold?: number): Signs {
  const falling = Float64Array.from(eigenvalues).sort().reverse();
  const largest = falling.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const threshold = zeroThreshold ?? largest * falling.length * Number.EPSILON;
  const positive = falling.filter((value) => value > threshold);
  const negative = falling.filter((value) => value < -threshold);
  return { positive, negative, zeros: falling.length - positive.length - negative.length, threshold };
}

/** The magnitudes of the eigenvalues that are not zero, out to powers of ten; null where all are zero. */
export function magnitudes({ positive, negative }: Signs): Range | null {
  const sizes = [...positive, ...negative.map(Math.abs)];
  if (sizes.length === 0) return null;
  const low = sizes.reduce((least, size) => Math.min(least, size), Infinity);
  const high = sizes.reduce((most, size) => Math.max(most, size), 0);
  const first = Math.floor(Math.log10(low));
  const last = Math.max(Math.ceil(Math.log10(high)), first + 1);
  return { low: 10 ** first, high: 10 ** last };
}
