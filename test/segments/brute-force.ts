import type { Dataset } from 'relu-splines';

/** Residual sum of squares of the best line through the data start … end − 1, in two passes over the data. */
export function lineRss({ x, y }: Dataset, weights: ArrayLike<number>, start: number, end: number): number {
  const over = (value: (n: number) => number): number => {
    let sum = 0;
    for (let n = start; n < end; n++) sum += weights[n] * value(n);
    return sum;
  };
  const weight = over(() => 1);
  const xMean = x[start] + over((n) => x[n] - x[start]) / weight;
  const yMean = y[start] + over((n) => y[n] - y[start]) / weight;
  const xx = over((n) => (x[n] - xMean) ** 2);
  const slope = x[start] === x[end - 1] ? 0 : over((n) => (x[n] - xMean) * (y[n] - yMean)) / xx;
  return over((n) => (y[n] - yMean - slope * (x[n] - xMean)) ** 2);
}

/** What {@link bestByTrial} may choose from. */
export interface Trial {
  readonly pieces: number;
  readonly minimumLength: number;
  /** May this index begin a piece? */
  readonly allowed: (first: number) => boolean;
}

/** The least sums of squares of all segmentations with so many pieces, best first: every one is tried. */
export function bestByTrial(
  data: Dataset,
  weights: ArrayLike<number>,
  trial: Trial,
): { rss: number; breaks: number[] }[] {
  const n = data.x.length;
  const all: { rss: number; breaks: number[] }[] = [];
  const go = (breaks: number[], start: number, rss: number): void => {
    if (breaks.length === trial.pieces - 1) {
      if (n - start >= trial.minimumLength) all.push({ rss: rss + lineRss(data, weights, start, n), breaks });
      return;
    }
    for (let next = start + trial.minimumLength; next < n; next++) {
      if (trial.allowed(next)) go([...breaks, next], next, rss + lineRss(data, weights, start, next));
    }
  };
  go([], 0, 0);
  return all.sort((a, b) => a.rss - b.rss);
}

/** Weights of the sorted data, as the caller of `dataset` would have them. */
export function asHandedOver(weights: ArrayLike<number>, { order }: Dataset): Float64Array {
  const out = new Float64Array(order.length);
  order.forEach((from, n) => {
    out[from] = weights[n];
  });
  return out;
}
