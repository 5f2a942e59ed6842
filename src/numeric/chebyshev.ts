import type { NumericArray } from './arrays.js';

/**
 * Σ c_k T_k(u) for u in [−1, 1], by Clenshaw's recurrence. Unlike many tables, c₀ is not halved.
 *
 * C. W. Clenshaw, "A note on the summation of Chebyshev series", MTAC 9 (1955).
 */
export function chebyshevSum(coefficients: NumericArray, u: number): number {
  const twice = 2 * u;
  let next = 0;
  let afterNext = 0;
  for (let k = coefficients.length - 1; k > 0; k--) {
    const current = coefficients[k] + twice * next - afterNext;
    afterNext = next;
    next = current;
  }
  return coefficients[0] + u * next - afterNext;
}
