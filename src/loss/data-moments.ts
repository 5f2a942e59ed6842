import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import { differenceError, productError } from '../numeric/double-double.js';
import { prefixProductSums, prefixSums, rangeSum } from '../numeric/prefix-sums.js';
import type { PrefixSums } from '../numeric/prefix-sums.js';
import { rangeMoments, rangeMomentsInto } from './range-moments.js';
import type { RangeMoments } from './range-moments.js';

/**
 * What a gradient has to know of the data between two neighbouring breakpoints, for any two: the network is one
 * line there, so that sums of residuals follow from sums of 1, x, y, x², xy and y². Prefix sums of these, in
 * double-double, are built once in O(N); afterwards no gradient looks at the data again.
 */
export interface DataMoments {
  readonly data: Dataset;
  /** Counts, means and spreads of x. */
  readonly x: RangeMoments;
  /** Prefix sums of y, xy and y², shape (N + 1). */
  readonly y: PrefixSums;
  readonly xy: PrefixSums;
  readonly yy: PrefixSums;
}

/**
 * Prepares data for {@link gradientByMoments}, O(N).
 *
 * @throws `TypeError` for data that `dataset` has not made.
 * @example
 * ```ts
 * import { dataMoments, dataset, gradientByMoments, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * const moments = dataMoments(dataset([-1, 3], [5, 5])); // once, for any number of networks
 * gradientByMoments(network, moments); // Float64Array [6, 2, 3, -4]
 * ```
 */
export function dataMoments(data: Dataset): DataMoments {
  checkDataset('dataMoments', data);
  const { x, y } = data;
  return {
    data,
    x: rangeMoments(data),
    y: prefixSums(y),
    xy: prefixProductSums(x, y),
    yy: prefixProductSums(y, y),
  };
}

/**
 * Moments of the data start … end − 1, at least one, into `out`: mean m of x measured from the first of them,
 * spread Σ (x − m)², Σ y, Σ (x − m)y and Σ (y − mean)². Shape (5), or more.
 */
export function pieceMomentsInto(
  out: Float64Array,
  { data, x, y, xy, yy }: DataMoments,
  start: number,
  end: number,
): void {
  const n = end - start;
  rangeMomentsInto(out, x, start, end);
  const sum = rangeSum(y, start, end);
  out[2] = sum;
  out[3] = shiftedRange(xy, y, data.x[start], start, end) - out[0] * sum;
  // Σ (y − mean)y and, since the mean is rounded, less mean·Σ (y − mean).
  const mean = sum / n;
  const all = n * mean;
  const rest = sum - all + (rangeRest(y, start, end) - productError(n, mean, all));
  out[4] = Math.max(0, shiftedRange(yy, y, mean, start, end) - mean * rest);
}

/** Σ a·b − shift·Σ b from the prefix sums of a·b and of b, right to EPSILON of the result: cancellation is exact. */
function shiftedRange(
  products: PrefixSums,
  sums: PrefixSums,
  shift: number,
  start: number,
  end: number,
): number {
  const product = rangeSum(products, start, end);
  const sum = rangeSum(sums, start, end);
  const shifted = shift * sum;
  const lows = productError(shift, sum, shifted) + shift * rangeRest(sums, start, end);
  return product - shifted + (rangeRest(products, start, end) - lows);
}

/** What {@link rangeSum} lacks of the sum: the second half of a double-double. */
function rangeRest({ high, low }: PrefixSums, start: number, end: number): number {
  const a = high[end];
  const b = high[start];
  const difference = a - b;
  const error = differenceError(a, b, difference) + (low[end] - low[start]);
  const sum = difference + (low[end] - low[start]);
  return difference - sum + error;
}
