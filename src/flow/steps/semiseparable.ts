/** Rank of the generators below. */
const RANK = 5;

/**
 * A symmetric matrix whose lower half is of low rank in parts: A_nm = p_nᵀq_m for n > m, and p_nᵀq_n + diagonal_n for
 * n = m, with p and q of length 5. It is factored as LDLᵀ, where L_nm = p_nᵀg_m for n > m has the same structure, in
 * O(N).
 */
export interface Semiseparable {
  /** Shape (5N): p of each row. */
  readonly p: Float64Array;
  /** Shape (5N): q of each column; overwritten with g by {@link factorInto}. */
  readonly q: Float64Array;
  /** Shape (N); overwritten with the pivots D. */
  readonly diagonal: Float64Array;
}

/** Room for a matrix of `count` rows. */
export function semiseparable(count: number): Semiseparable {
  return {
    p: new Float64Array(RANK * count),
    q: new Float64Array(RANK * count),
    diagonal: new Float64Array(count),
  };
}

/**
 * Factors in place, without pivoting, and returns how many pivots are below zero: as many eigenvalues are. Here and in
 * {@link solveInto} the loops over the rank are written out: in variables instead of small arrays that takes a third.
 */
export function factorInto({ p, q, diagonal }: Semiseparable): number {
  // R = Σ D g gᵀ over the columns so far: g_m = (q_m − R p_m)/D_m, D_m = diagonal_m + p_mᵀ(q_m − R p_m).
  let [r00, r01, r02, r03, r04] = [0, 0, 0, 0, 0];
  let [r11, r12, r13, r14] = [0, 0, 0, 0];
  let [r22, r23, r24] = [0, 0, 0];
  let [r33, r34, r44] = [0, 0, 0];
  let negative = 0;
  const count = diagonal.length;
  for (let n = 0; n < count; n = (n + 1) | 0) {
    const at = RANK * n;
    const p0 = p[at];
    const p1 = p[(at + 1) | 0];
    const p2 = p[(at + 2) | 0];
    const p3 = p[(at + 3) | 0];
    const p4 = p[(at + 4) | 0];
    const q0 = q[at] - r00 * p0 - r01 * p1 - r02 * p2 - r03 * p3 - r04 * p4;
    const q1 = q[(at + 1) | 0] - r01 * p0 - r11 * p1 - r12 * p2 - r13 * p3 - r14 * p4;
    const q2 = q[(at + 2) | 0] - r02 * p0 - r12 * p1 - r22 * p2 - r23 * p3 - r24 * p4;
    const q3 = q[(at + 3) | 0] - r03 * p0 - r13 * p1 - r23 * p2 - r33 * p3 - r34 * p4;
    const q4 = q[(at + 4) | 0] - r04 * p0 - r14 * p1 - r24 * p2 - r34 * p3 - r44 * p4;
    const pivot = diagonal[n] + p0 * q0 + p1 * q1 + p2 * q2 + p3 * q3 + p4 * q4;
    r00 += (q0 * q0) / pivot;
    r01 += (q0 * q1) / pivot;
    r02 += (q0 * q2) / pivot;
    r03 += (q0 * q3) / pivot;
    r04 += (q0 * q4) / pivot;
    r11 += (q1 * q1) / pivot;
    r12 += (q1 * q2) / pivot;
    r13 += (q1 * q3) / pivot;
    r14 += (q1 * q4) / pivot;
    r22 += (q2 * q2) / pivot;
    r23 += (q2 * q3) / pivot;
    r24 += (q2 * q4) / pivot;
    r33 += (q3 * q3) / pivot;
    r34 += (q3 * q4) / pivot;
    r44 += (q4 * q4) / pivot;
    q[at] = q0 / pivot;
    q[(at + 1) | 0] = q1 / pivot;
    q[(at + 2) | 0] = q2 / pivot;
    q[(at + 3) | 0] = q3 / pivot;
    q[(at + 4) | 0] = q4 / pivot;
    diagonal[n] = pivot;
    if (pivot < 0) negative++;
  }
  return negative;
}

/** Solves with a factored matrix, in place, O(N). */
export function solveInto(values: Float64Array, { p, q: g, diagonal }: Semiseparable): void {
  const count = diagonal.length;
  let [s0, s1, s2, s3, s4] = [0, 0, 0, 0, 0];
  for (let n = 0; n < count; n = (n + 1) | 0) {
    const at = RANK * n;
    const value =
      values[n] -
      p[at] * s0 -
      p[(at + 1) | 0] * s1 -
      p[(at + 2) | 0] * s2 -
      p[(at + 3) | 0] * s3 -
      p[(at + 4) | 0] * s4;
    values[n] = value;
    s0 += g[at] * value;
    s1 += g[(at + 1) | 0] * value;
    s2 += g[(at + 2) | 0] * value;
    s3 += g[(at + 3) | 0] * value;
    s4 += g[(at + 4) | 0] * value;
  }
  s0 = s1 = s2 = s3 = s4 = 0;
  for (let n = count - 1; n >= 0; n = (n - 1) | 0) {
    const at = RANK * n;
    const value =
      values[n] / diagonal[n] -
      g[at] * s0 -
      g[(at + 1) | 0] * s1 -
      g[(at + 2) | 0] * s2 -
      g[(at + 3) | 0] * s3 -
      g[(at + 4) | 0] * s4;
    values[n] = value;
    s0 += p[at] * value;
    s1 += p[(at + 1) | 0] * value;
    s2 += p[(at + 2) | 0] * value;
    s3 += p[(at + 3) | 0] * value;
    s4 += p[(at + 4) | 0] * value;
  }
}
