import type { NumericArray, ReadonlyFloat64Array } from './arrays.js';
import { productError } from './prefix-sums.js';

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
