import { dataset } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import type { SmoothingData } from '../../../src/splines/two-filter.js';
import { uniform } from '../../instances.js';

/** A degree of smoothing that leaves about ten degrees of freedom, whatever N is: λ as R counts it, per datum. */
export const TEN_FREEDOMS = 4e-8;

/** A noisy wave at random places of [0, 1], and the same as the kernel of the smoothing spline wants it. */
export interface SplineProblem {
  readonly data: Dataset;
  readonly scaled: SmoothingData;
}

/** So many data; the noise is even in [−1, 1]. */
export function splineProblem(count: number): SplineProblem {
  const random = uniform(count);
  // 32 bits are too few for 10⁵ places that differ.
  const inner = Float64Array.from({ length: count - 2 }, () => random() + random() / 2 ** 32).sort();
  const x = Float64Array.of(0, ...inner, 1);
  const y = x.map((v) => 3 * Math.sin(9 * v) + 2 * random() - 1);
  const gaps = x.subarray(1).map((v, n) => v - x[n]);
  return { data: dataset(x, y), scaled: { gaps, y, weights: new Float64Array(count).fill(1) } };
}
