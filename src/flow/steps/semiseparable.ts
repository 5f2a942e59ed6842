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

/** Factors in place, without pivoting, and returns how many pivots are below zero: as many eigenvalues are. */
export function factorInto({ p, q, diagonal }: Semiseparable): number {
  // R = Σ D g gᵀ over the columns so far: g_m = (q_m − R p_m)/D_m, D_m = diagonal_m + p_mᵀ(q_m − R p_m).
  const R = new Float64Array(RANK * RANK);
  let negative = 0;
  for (let n = 0; n < diagonal.length; n++) {
    const at = RANK * n;
    let pivot = diagonal[n];
    for (let r = 0; r < RANK; r++) {
      for (let c = 0; c < RANK; c++) q[at + r] -= R[RANK * r + c] * p[at + c];
      pivot += p[at + r] * q[at + r];
    }
    for (let r = 0; r < RANK; r++) {
      for (let c = 0; c < RANK; c++) R[RANK * r + c] += (q[at + r] * q[at + c]) / pivot;
    }
    for (let r = 0; r < RANK; r++) q[at + r] /= pivot;
    diagonal[n] = pivot;
    if (pivot < 0) negative++;
  }
  return negative;
}

/** Solves with a factored matrix, in place, O(N). */
export function solveInto(values: Float64Array, { p, q: g, diagonal }: Semiseparable): void {
  const count = diagonal.length;
  const sums = new Float64Array(RANK);
  for (let n = 0; n < count; n++) {
    const at = RANK * n;
    for (let r = 0; r < RANK; r++) values[n] -= p[at + r] * sums[r];
    for (let r = 0; r < RANK; r++) sums[r] += g[at + r] * values[n];
  }
  sums.fill(0);
  for (let n = count - 1; n >= 0; n--) {
    const at = RANK * n;
    values[n] /= diagonal[n];
    for (let r = 0; r < RANK; r++) values[n] -= g[at + r] * sums[r];
    for (let r = 0; r < RANK; r++) sums[r] += p[at + r] * values[n];
  }
}
