import type { ReadonlyFloat64Array } from './arrays.js';

/**
 * Solves A x = `rightSide` for a symmetric positive definite tridiagonal A, by LDLᵀ without pivoting in O(n), into
 * `out`. Where A is diagonally dominant each entry comes out to a few EPSILON of its terms.
 *
 * @param diagonal The diagonal of A, shape (n).
 * @param beside The entries beside it, shape (n − 1); more is ignored.
 * @param out The solution, shape (n). May be the same array as `rightSide`.
 */
export function solveTridiagonalInto(
  out: Float64Array,
  diagonal: ReadonlyFloat64Array,
  beside: ReadonlyFloat64Array,
  rightSide: ReadonlyFloat64Array,
): void {
  const n = diagonal.length;
  if (n === 0) return;
  const factor = new Float64Array(n);
  let pivot = diagonal[0];
  out[0] = rightSide[0];
  for (let i = 1; i < n; i++) {
    factor[i] = beside[i - 1] / pivot;
    // The last row's pivot is done with: its place in `out` is divided here, once it has been used.
    const above = out[i - 1];
    out[i - 1] = above / pivot;
    pivot = diagonal[i] - factor[i] * beside[i - 1];
    out[i] = rightSide[i] - factor[i] * above;
  }
  out[n - 1] /= pivot;
  for (let i = n - 1; i > 0; i--) out[i - 1] -= factor[i] * out[i];
}
