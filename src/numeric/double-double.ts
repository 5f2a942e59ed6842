import type { NumericArray, ReadonlyFloat64Array } from './arrays.js';

/** Numbers of twice the precision, each the exact sum of a double and what it lacks. */
export interface Pairs {
  /** Leading parts, shape (n). */
  readonly high: ReadonlyFloat64Array;
  /** What the leading parts lack, shape (n). */
  readonly low: ReadonlyFloat64Array;
}

/** The differences `values[i] − shift`, exactly. */
export function pairDifferences(values: NumericArray, shift: number): Pairs {
  const n = values.length;
  const high = new Float64Array(n);
  const low = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    high[i] = values[i] - shift;
    low[i] = differenceError(values[i], shift, high[i]);
  }
  return { high, low };
}

/** The products of `a[i]` and `b[i]`, to a few EPSILON² of themselves. */
export function pairProducts(a: Pairs, b: Pairs): Pairs {
  const n = a.high.length;
  const high = new Float64Array(n);
  const low = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const product = a.high[i] * b.high[i];
    const error = productError(a.high[i], b.high[i], product) + (a.high[i] * b.low[i] + a.low[i] * b.high[i]);
    high[i] = product + error;
    low[i] = error - (high[i] - product);
  }
  return { high, low };
}

/** What the rounded difference lacks: a − b = difference + differenceError, exactly (Knuth). */
export function differenceError(a: number, b: number, difference: number): number {
  const part = difference - a;
  return a - (difference - part) - (b + part);
}

/** 2²⁷ + 1: splits a double into two halves of 26 bits (Veltkamp). */
const SPLITTER = 2 ** 27 + 1;

/** The leading 26 bits of a double, whose products with each other are exact. Of a number above 2^996 it is not finite. */
export function leadingHalf(value: number): number {
  const part = SPLITTER * value;
  return part - (part - value);
}

/**
 * What the rounded product lacks: a·b = product + productError, exactly (Dekker 1971).
 *
 * Exact unless a factor is above 2^996, where its halves leave the double range and the result is 0, or the product
 * is below 2^−968, where the error itself does.
 */
export function productError(a: number, b: number, product: number): number {
  const aHigh = leadingHalf(a);
  const aLow = a - aHigh;
  const bHigh = leadingHalf(b);
  const bLow = b - bHigh;
  const error = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
  return Number.isFinite(error) ? error : 0;
}
