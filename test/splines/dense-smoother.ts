/**
 * The smoothing spline of distinct data by definition: the minimum of (y − f)ᵀW(y − f) + λ fᵀKf, where fᵀKf = ∫ f″²
 * of the natural spline through f, as one dense system. With how well that system can be solved.
 */
export interface DenseSmooth {
  readonly values: Float64Array;
  readonly leverages: Float64Array;
  readonly roughness: number;
  /** The condition of W + λK, in the maximum norm. */
  readonly condition: number;
}

/** O(n³). At least three x, increasing; at least two positive weights. */
export function denseSmoother(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  w: ArrayLike<number>,
  lambda: number,
): DenseSmooth {
  const n = x.length;
  const gap = (j: number): number => x[j + 1] - x[j];
  const q = matrix(n, n - 2, (i, j) =>
    i === j ? 1 / gap(j) : i === j + 1 ? -1 / gap(j) - 1 / gap(j + 1) : i === j + 2 ? 1 / gap(j + 1) : 0,
  );
  const r = matrix(n - 2, n - 2, (i, j) =>
    i === j ? (gap(i) + gap(i + 1)) / 3 : Math.abs(i - j) === 1 ? gap(Math.max(i, j)) / 6 : 0,
  );
  const k = product(product(q, inverse(r)), transpose(q));
  const system = matrix(n, n, (i, j) => lambda * k[i][j] + (i === j ? w[i] : 0));
  const back = inverse(system);
  const smoother = matrix(n, n, (i, j) => back[i][j] * w[j]);
  const values = Float64Array.from(smoother, (row) => row.reduce((sum, s, j) => sum + s * y[j], 0));
  let roughness = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) roughness += values[i] * k[i][j] * values[j];
  return {
    values,
    leverages: Float64Array.from(smoother, (row, i) => row[i]),
    roughness,
    condition: norm(system) * norm(back),
  };
}

type Matrix = number[][];

function matrix(rows: number, columns: number, entry: (i: number, j: number) => number): Matrix {
  return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (__, j) => entry(i, j)));
}

function transpose(a: Matrix): Matrix {
  return matrix(a[0].length, a.length, (i, j) => a[j][i]);
}

function product(a: Matrix, b: Matrix): Matrix {
  return matrix(a.length, b[0].length, (i, j) => a[i].reduce((sum, entry, k) => sum + entry * b[k][j], 0));
}

function norm(a: Matrix): number {
  return Math.max(...a.map((row) => row.reduce((sum, entry) => sum + Math.abs(entry), 0)));
}

// Gauss–Jordan with row exchanges.
function inverse(a: Matrix): Matrix {
  const n = a.length;
  const work = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k; i < n; i++) if (Math.abs(work[i][k]) > Math.abs(work[best][k])) best = i;
    [work[k], work[best]] = [work[best], work[k]];
    const pivot = work[k][k];
    work[k] = work[k].map((entry) => entry / pivot);
    for (let i = 0; i < n; i++) {
      const factor = work[i][k];
      if (i !== k && factor !== 0) work[i] = work[i].map((entry, j) => entry - factor * work[k][j]);
    }
  }
  return work.map((row) => row.slice(n));
}
