import type { Dataset } from './dataset.js';

/**
 * Data with equal x merged into one datum of weight m: Σ (y − f)² over the ties is m(ȳ − f)² plus a constant, and
 * the flow is the same. After that all x are distinct, and events at a datum are events of one datum.
 */
export interface MergedData {
  /** The distinct x with the means of their y, as a data set of its own. */
  readonly data: Dataset;
  /** How many data share each x, shape (number of distinct x). */
  readonly weights: Float64Array;
  /** ½ Σ (y − ȳ)²: the part of the loss that no function can fit. */
  readonly scatter: number;
}

/** Merges equal x. */
export function mergeTies({ x, y, groupStarts }: Dataset): MergedData {
  const groups = groupStarts.length - 1;
  const distinct = new Float64Array(groups);
  const means = new Float64Array(groups);
  const weights = new Float64Array(groups);
  let scatter = 0;
  for (let g = 0; g < groups; g++) {
    const start = groupStarts[g];
    const end = groupStarts[g + 1];
    let sum = 0;
    for (let n = start; n < end; n++) sum += y[n];
    distinct[g] = x[start];
    means[g] = sum / (end - start);
    weights[g] = end - start;
    for (let n = start; n < end; n++) scatter += (y[n] - means[g]) ** 2 / 2;
  }
  const indices = Int32Array.from({ length: groups + 1 }, (_, g) => g);
  const data = { x: distinct, y: means, order: indices.slice(0, groups), groupStarts: indices };
  return { data, weights, scatter };
}
