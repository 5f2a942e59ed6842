import type { NumericArray } from './arrays.js';

/** How many entries of the sorted `values` are ≤ `x`: the index of the first one above it. */
export function upperBound(values: NumericArray, x: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many entries of the sorted `values` are < `x`: the index of the first one not below it. */
export function lowerBound(values: NumericArray, x: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}
