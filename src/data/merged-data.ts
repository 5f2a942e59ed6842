import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import type { Dataset } from './dataset.js';

/**
 * Data with equal x merged into one datum of weight W, that of all of them together: Σ w(y − f)² over the ties is
 * W(ȳ − f)² plus a constant, and the flow is the same. After that all x are distinct, and events at a datum are
 * events of one datum.
 */
export interface MergedData {
  /** The distinct x with the means of their y, as a data set of its own. */
  readonly data: Dataset;
  /** The weight of the data at each x, by default how many there are; shape (number of distinct x). */
  readonly weights: Float64Array;
  /** ½ Σ w(y − ȳ)²: the part of the loss that no function can fit. */
  readonly scatter: number;
}

/**
 * Merges equal x.
 *
 * @param each The weight of each datum in the order of the sorted data, not negative; by default 1. The mean of data
 * that weigh nothing is the plain one.
 */
export function mergeTies({ x, y, groupStarts }: Dataset, each?: ReadonlyFloat64Array): MergedData {
  const groups = groupStarts.length - 1;
  const distinct = new Float64Array(groups);
  const means = new Float64Array(groups);
  const weights = new Float64Array(groups);
  let scatter = 0;
  for (let g = 0; g < groups; g++) {
    const start = groupStarts[g];
    const end = groupStarts[g + 1];
    let weight = 0;
    for (let n = start; n < end; n++) weight += each === undefined ? 1 : each[n];
    const share = (n: number): number => (each === undefined || weight === 0 ? 1 : each[n]);
    let sum = 0;
    for (let n = start; n < end; n++) sum += share(n) * y[n];
    distinct[g] = x[start];
    means[g] = sum / (weight === 0 ? end - start : weight);
    weights[g] = weight;
    if (weight > 0) for (let n = start; n < end; n++) scatter += (share(n) * (y[n] - means[g]) ** 2) / 2;
  }
  const indices = Int32Array.from({ length: groups + 1 }, (_, g) => g);
  const data = { x: distinct, y: means, order: indices.slice(0, groups), groupStarts: indices };
  return { data, weights, scatter };
}
