import type { NumericArray, ReadonlyFloat64Array } from './arrays.js';
import { productError } from './double-double.js';
import type { Pairs } from './double-double.js';
import { NeumaierSum } from './sums.js';

/**
 * Prefix sums in double-double arithmetic: entry n is Σ of the first n terms, as high + low.
 *
 * The difference of two entries is then right to about EPSILON of *itself*, plus EPSILON² of the terms before it
 * for each of them, where one of plain prefix sums is right to EPSILON of the whole sum: the short range far from
 * the start is where the plain kind fails.
 */
export interface PrefixSums {
  /** Leading parts, shape (n + 1), entry 0 is 0. */
  readonly high: ReadonlyFloat64Array;
  /** What the leading parts lack, shape (n + 1). */
  readonly low: ReadonlyFloat64Array;
}

/** Prefix sums of `values`. */
export function prefixSums(values: NumericArray): PrefixSums {
  const n = values.length;
  const high = new Float64Array(n + 1);
  const low = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) accumulate(high, low, i, values[i], 0);
  return { high, low };
}

/** Prefix sums of the products `a[i]·b[i]`, each product exact. */
export function prefixProductSums(a: NumericArray, b: NumericArray): PrefixSums {
  const n = a.length;
  const high = new Float64Array(n + 1);
  const low = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) {
    const product = a[i] * b[i];
    accumulate(high, low, i, product, productError(a[i], b[i], product));
  }
  return { high, low };
}

/** Prefix sums of numbers of twice the precision. */
export function prefixPairSums(terms: Pairs): PrefixSums {
  const n = terms.high.length;
  const high = new Float64Array(n + 1);
  const low = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) accumulate(high, low, i, terms.high[i], terms.low[i]);
  return { high, low };
}

/** Σ of the terms first … end − 1. */
export function rangeSum({ high, low }: PrefixSums, first: number, end: number): number {
  return high[end] - high[first] + (low[end] - low[first]);
}

/** Entry i of `a` plus entry j of `b` plus `rest`, rounded once. */
export function sumOfEntries(a: PrefixSums, i: number, b: PrefixSums, j: number, rest: number): number {
  const sum = new NeumaierSum();
  sum.add(rest);
  sum.add(a.high[i]);
  sum.add(b.high[j]);
  sum.add(a.low[i]);
  sum.add(b.low[j]);
  return sum.value;
}

// Knuth's two-sum of the leading parts, then the error and both low parts, then renormalisation.
function accumulate(high: Float64Array, low: Float64Array, i: number, term: number, termLow: number): void {
  const before = high[i];
  const sum = before + term;
  const part = sum - before;
  const error = before - (sum - part) + (term - part) + (low[i] + termLow);
  const total = sum + error;
  high[i + 1] = total;
  low[i + 1] = error - (total - sum);
}
