import { gather, sortOrder } from './arrays.js';
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

/** Eigenvalues of a tridiagonal matrix with one component of each eigenvector. */
export interface TridiagonalEigen {
  /** Eigenvalues, ascending, shape (size). */
  readonly values: Float64Array;
  /** The last component of the unit eigenvector of each, up to sign; shape (size). */
  readonly lastComponents: Float64Array;
}

/**
 * Eigenvalues of the symmetric tridiagonal matrix with this diagonal and, beside it, `beside` (one shorter; more is
 * ignored), with the last components of its eigenvectors, in O(size²): implicit QL as in EISPACK's imtql2, rotating
 * one row of the eigenvectors only.
 */
export function tridiagonalEigen(diagonal: readonly number[], beside: readonly number[]): TridiagonalEigen {
  const size = diagonal.length;
  const d = Float64Array.from(diagonal);
  const e = Float64Array.from({ length: size }, (_, k) => (k + 1 < size ? beside[k] : 0));
  const last = new Float64Array(size);
  if (size > 0) last[size - 1] = 1;
  for (let l = 0; l < size; l++) {
    // Two or three rounds are usual; the limit only keeps NaN from going round for ever.
    for (let round = 0; round < 60; round++) {
      let m = l;
      while (m + 1 < size && Math.abs(e[m]) > Number.EPSILON * (Math.abs(d[m]) + Math.abs(d[m + 1]))) m++;
      if (m === l) break;
      let p = (d[l + 1] - d[l]) / (2 * e[l]);
      const root = Math.hypot(p, 1);
      let g = d[m] - d[l] + e[l] / (p + (p < 0 ? -root : root));
      let sine = 1;
      let cosine = 1;
      p = 0;
      let i = m - 1;
      for (; i >= l; i--) {
        const f = sine * e[i];
        const b = cosine * e[i];
        const length = Math.hypot(f, g);
        e[i + 1] = length;
        if (length === 0) break;
        sine = f / length;
        cosine = g / length;
        g = d[i + 1] - p;
        const r = (d[i] - g) * sine + 2 * cosine * b;
        p = sine * r;
        d[i + 1] = g + p;
        g = cosine * r - b;
        const component = last[i + 1];
        last[i + 1] = sine * last[i] + cosine * component;
        last[i] = cosine * last[i] - sine * component;
      }
      if (i >= l) {
        d[i + 1] -= p;
      } else {
        d[l] -= p;
        e[l] = g;
      }
      e[m] = 0;
    }
  }
  const order = sortOrder(d);
  return { values: gather(d, order), lastComponents: gather(last, order) };
}
