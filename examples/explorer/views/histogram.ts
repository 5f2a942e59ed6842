import type { Numbers, Range } from './models.js';

/** A histogram over a range, as densities: the bars of all numbers together would have the area 1. */
export interface Histogram {
  readonly width: number;
  readonly densities: Float64Array;
  /** How many numbers lie in the range, below it and above it. */
  readonly inside: number;
  readonly below: number;
  readonly above: number;
}

/** Counts numbers in `count` equal bins; those that are not numbers are not counted anywhere. */
export function histogram(values: Numbers, { low, high }: Range, count: number): Histogram {
  const densities = new Float64Array(count);
  const width = (high - low) / count;
  let inside = 0;
  let below = 0;
  let above = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < low) below++;
    else if (value > high) above++;
    else if (!Number.isNaN(value)) {
      inside++;
      densities[Math.min(Math.floor((value - low) / width), count - 1)]++;
    }
  }
  const total = inside + below + above;
  if (total > 0) for (let k = 0; k < count; k++) densities[k] /= total * width;
  return { width, densities, inside, below, above };
}
