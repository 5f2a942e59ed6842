/** Single polynomials as runs of coefficients, lowest power first: c[offset] … c[offset + degree]. */

import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import { rootBetween } from './scalar-search.js';

/** The derivative of order `order` of Σ c_k u^k, by Horner's scheme. */
export function polynomialAt(
  c: ReadonlyFloat64Array,
  offset: number,
  degree: number,
  u: number,
  order = 0,
): number {
  let value = 0;
  for (let k = degree; k >= order; k--) {
    let coefficient = c[offset + k];
    for (let j = 0; j < order; j++) coefficient *= k - j;
    value = value * u + coefficient;
  }
  return value;
}

/**
 * The coefficients of the same polynomial counted from `by` further on, Σ c_k (u + by)^k, by repeated synthetic
 * division: each is a sum of as many terms as there are powers above it.
 */
export function shifted(c: ReadonlyFloat64Array, offset: number, degree: number, by: number): Float64Array {
  const out = Float64Array.from(c.subarray(offset, offset + degree + 1));
  if (by === 0) return out;
  for (let first = 0; first < degree; first++) {
    for (let k = degree - 1; k >= first; k--) out[k] += by * out[k + 1];
  }
  return out;
}

/** ∫ Σ c_k u^k from 0 to `u`; for an infinite `u` ±Infinity, or 0 for the zero polynomial. */
export function antiderivativeAt(c: Float64Array, u: number): number {
  const leading = c.findLastIndex((coefficient) => coefficient !== 0);
  if (!Number.isFinite(u)) return leading < 0 ? 0 : c[leading] * u ** (leading + 1);
  let value = 0;
  for (let k = leading; k >= 0; k--) value = (value + c[k] / (k + 1)) * u;
  return value;
}

/**
 * ∫ (Σ c_k u^k)² from 0 to `width`, as a sum of squares: Legendre polynomials on the interval are orthogonal, with
 * ∫ P_k² = width/(2k + 1).
 */
export function squareIntegral(c: Float64Array, width: number): number {
  const half = width / 2;
  const a = legendreCoefficients(shifted(c, 0, c.length - 1, half), half);
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] * a[k]) / (2 * k + 1);
  return width * sum;
}

// The same polynomial Σ c_k u^k as Σ a_k P_k(u/half), P_k of Legendre.
function legendreCoefficients(c: Float64Array, half: number): Float64Array {
  const degree = c.length - 1;
  let a = new Float64Array(degree + 1);
  for (let power = degree; power >= 0; power--) {
    // Horner's scheme: times v = u/half by (2k + 1) v P_k = (k + 1) P_{k+1} + k P_{k−1}, plus the next coefficient.
    const next = new Float64Array(degree + 1);
    for (let k = 0; k < degree - power; k++) {
      next[k + 1] += ((k + 1) / (2 * k + 1)) * a[k];
      if (k > 0) next[k - 1] += (k / (2 * k + 1)) * a[k];
    }
    next[0] += c[power] * half ** power;
    a = next;
  }
  return a;
}

/**
 * Where Σ c_k u^k changes its sign in (0, `width`), increasing: between the turning points, which are where its
 * derivative does.
 */
export function signChanges(c: Float64Array, width: number): number[] {
  const degree = c.length - 1;
  if (degree < 1) return [];
  const slope = Float64Array.from({ length: degree }, (_, k) => (k + 1) * c[k + 1]);
  const bounds = [0, ...signChanges(slope, width), width];
  const valueAt = (u: number): number => polynomialAt(c, 0, degree, u);
  const values = bounds.map(valueAt);
  const found: number[] = [];
  // A zero at a turning point counts with the next interval, if the sign is another after it.
  let sign = Math.sign(values[0]);
  for (let k = 1; k < bounds.length; k++) {
    const next = Math.sign(values[k]);
    if (sign !== 0 && next === -sign) {
      found.push(values[k - 1] === 0 ? bounds[k - 1] : rootBetween(valueAt, bounds[k - 1], bounds[k]));
    }
    if (next !== 0) sign = next;
  }
  return found;
}
