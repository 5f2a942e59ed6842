/**
 * A symmetric matrix of 2 × 2 blocks on the diagonal and beside it, one pair of unknowns a node: the knot's place first,
 * its value second.
 */
export interface BlockTridiagonal {
  /** [d₀₀, d₀₁, d₁₁] of each diagonal block, shape (3n). */
  readonly diagonal: Float64Array;
  /** [u₀₀, u₀₁, u₁₀, u₁₁] of the block between node j (rows) and node j + 1 (columns), shape (4(n − 1)). */
  readonly upper: Float64Array;
}

/** A matrix of zeros for n nodes. */
export function blockTridiagonal(count: number): BlockTridiagonal {
  return { diagonal: new Float64Array(3 * count), upper: new Float64Array(4 * Math.max(0, count - 1)) };
}

/**
 * Solves (matrix + damping·scale) z = b for each right-hand side, in place, `scale` being a diagonal of shape (2n).
 *
 * @returns false, with the right-hand sides spoilt, unless the damped matrix is positive definite.
 */
export function solveDamped(
  { diagonal, upper }: BlockTridiagonal,
  scale: Float64Array,
  damping: number,
  rightHandSides: readonly Float64Array[],
): boolean {
  const count = diagonal.length / 3;
  // Inverse pivots, [p₀₀, p₀₁, p₁₁] a node.
  const inverse = new Float64Array(3 * count);
  for (let j = 0; j < count; j++) {
    let d0 = diagonal[3 * j] + damping * scale[2 * j];
    let d1 = diagonal[3 * j + 1];
    let d2 = diagonal[3 * j + 2] + damping * scale[2 * j + 1];
    const [whole0, whole2] = [d0, d2];
    if (j > 0) {
      const [u0, u1, u2, u3] = upper.subarray(4 * j - 4, 4 * j);
      const [p0, p1, p2] = inverse.subarray(3 * j - 3, 3 * j);
      // pivot − Uᵀ P U, and b − Uᵀ P b of the node before.
      const [t0, t1] = [p0 * u0 + p1 * u2, p0 * u1 + p1 * u3];
      const [t2, t3] = [p1 * u0 + p2 * u2, p1 * u1 + p2 * u3];
      d0 -= u0 * t0 + u2 * t2;
      d1 -= u0 * t1 + u2 * t3;
      d2 -= u1 * t1 + u3 * t3;
      for (const b of rightHandSides) {
        b[2 * j] -= t0 * b[2 * j - 2] + t2 * b[2 * j - 1];
        b[2 * j + 1] -= t1 * b[2 * j - 2] + t3 * b[2 * j - 1];
      }
    }
    const determinant = d0 * d2 - d1 * d1;
    // Pivots that are all cancellation count as not positive.
    if (!(d0 > 1e-13 * whole0 && determinant > 1e-13 * d0 * whole2)) return false;
    inverse[3 * j] = d2 / determinant;
    inverse[3 * j + 1] = -d1 / determinant;
    inverse[3 * j + 2] = d0 / determinant;
  }
  for (const b of rightHandSides) {
    for (let j = count - 1; j >= 0; j--) {
      let b0 = b[2 * j];
      let b1 = b[2 * j + 1];
      if (j + 1 < count) {
        b0 -= upper[4 * j] * b[2 * j + 2] + upper[4 * j + 1] * b[2 * j + 3];
        b1 -= upper[4 * j + 2] * b[2 * j + 2] + upper[4 * j + 3] * b[2 * j + 3];
      }
      b[2 * j] = inverse[3 * j] * b0 + inverse[3 * j + 1] * b1;
      b[2 * j + 1] = inverse[3 * j + 1] * b0 + inverse[3 * j + 2] * b1;
    }
  }
  return true;
}
