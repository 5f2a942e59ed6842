import fc from 'fast-check';
import { dataset } from 'relu-splines';
import { evaluatePiecewise, roughnessIntegral, smoothingSpline } from 'relu-splines/splines';
import type { SmoothingOptions, SmoothingSpline } from 'relu-splines/splines';
import { tameNumbers } from '../arbitraries/numbers.js';

/** Data to smooth, by themselves. */
export interface Problem {
  readonly x: number[];
  readonly y: number[];
  readonly weights: number[];
}

const WEIGHTS = [0, 0.25, 1, 1, 1.5, 7];

/** Data at quarters in [−2, 2], with ties and zero weights, of which at least three x count. */
export const problems: fc.Arbitrary<Problem> = fc
  .array(fc.tuple(fc.integer({ min: -8, max: 8 }), tameNumbers(), fc.constantFrom(...WEIGHTS)), {
    minLength: 3,
    maxLength: 9,
  })
  .map((data) => ({
    x: data.map(([k]) => k / 4),
    y: data.map(([, y]) => y),
    weights: data.map(([, , w]) => w),
  }))
  .filter(({ x, weights }) => new Set(x.filter((_, n) => weights[n] > 0)).size >= 3);

/** λ from a millionth to a thousand. */
export const lambdas = fc.double({ min: -6, max: 3, noNaN: true }).map((power) => 10 ** power);

/** Weighted means at the distinct x, by hand. */
export function merged({ x, y, weights }: Problem): { x: number[]; y: number[]; w: number[] } {
  const places = Array.from(new Set(x)).sort((a, b) => a - b);
  const at = (place: number): number[] => Array.from(x.keys()).filter((n) => x[n] === place);
  const w = places.map((place) => at(place).reduce((sum, n) => sum + weights[n], 0));
  const means = places.map((place, g) =>
    w[g] === 0 ? 0 : at(place).reduce((sum, n) => sum + weights[n] * y[n], 0) / w[g],
  );
  return { x: places, y: means, w };
}

/** Σ w (y − f)² + λ ∫ f″². */
export function objective({ x, y, weights }: Problem, f: SmoothingSpline, lambda: number): number {
  const values = evaluatePiecewise(f, x);
  const misfit = y.reduce((sum, value, n) => sum + weights[n] * (value - values[n]) ** 2, 0);
  return misfit + lambda * roughnessIntegral(f);
}

/** The smoothing spline of a problem. */
export function fitOf({ x, y, weights }: Problem, options: SmoothingOptions): SmoothingSpline {
  return smoothingSpline(dataset(x, y), { ...options, weights });
}

/** A curve with noise, evenly spread over [0, 10]. */
export function noisy(count: number): { x: number[]; y: number[] } {
  let state = 12345;
  const x = Array.from({ length: count }, (_, n) => (10 * n) / (count - 1));
  const y = x.map((v) => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return Math.sin(v) + state / 2 ** 31 - 0.5;
  });
  return { x, y };
}
