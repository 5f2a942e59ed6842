import type { Bdso } from '../../forms/bdso.js';
import type { ReadonlyFloat64Array, ReadonlyInt8Array } from '../../numeric/arrays.js';
import { NeumaierSum } from '../../numeric/sums.js';

/**
 * The spline through (tₚ, yₚ) with one unit at each t, facing as told; right of the last t its slope is
 * `lastSlope`, which defaults to going on as before (0 for a single unit).
 *
 * Units and bias have one free number less than the function, its linear part (theory 1.3). The leftmost slope
 * is therefore given up: it becomes what the left-facing units say, and the first unit, which must face right,
 * turns it into the slope that the second value asks for.
 */
export function interpolatingSpline(
  breakpoints: ReadonlyFloat64Array,
  values: ReadonlyFloat64Array,
  orientations: ReadonlyInt8Array,
  lastSlope?: number,
): Bdso {
  const [t, y, s] = [breakpoints, values, orientations];
  const last = t.length - 1;
  const slope = (p: number): number => (y[p + 1] - y[p]) / (t[p + 1] - t[p]);
  const mu = new Float64Array(t.length);
  const first = new NeumaierSum();
  const bias = new NeumaierSum();
  bias.add(y[0]);
  let left = last > 0 ? slope(0) : (lastSlope ?? 0);
  first.add(left);
  for (let p = 1; p <= last; p++) {
    const right = p < last ? slope(p) : (lastSlope ?? left);
    const jump = right - left;
    mu[p] = s[p] * jump + 0;
    if (s[p] < 0) {
      first.add(jump);
      bias.add(jump * (t[0] - t[p]));
    }
    left = right;
  }
  mu[0] = first.value;
  return {
    breakpoints: t,
    deltaSlopes: mu,
    orientations: Int8Array.from(s),
    outputBias: bias.value,
  };
}
