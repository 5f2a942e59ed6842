import type { Dataset, ShallowNetwork } from 'relu-splines';

/** What the Hessian is made of, and the scales that its rounding is measured against. */
export interface NaiveHessian {
  /** Rows of J, shape (N × (3H + 1)). */
  readonly jacobian: readonly Float64Array[];
  /** T and S of every unit, shape (H). */
  readonly t: readonly number[];
  readonly s: readonly number[];
  /** Lengths of the columns of J with |wx| + |b| for wx + b. */
  readonly absolute: Float64Array;
  /** Σ (|y| + |b₀| + Σ |v|(|wx| + |b|)) times the largest |x|, or 1: more than the absolute terms of any T or S. */
  readonly terms: number;
}

/** J and the residual sums by one loop over units and data. */
export function naiveHessian(
  { inputWeights: w, inputBiases: b, outputWeights: v, outputBias }: ShallowNetwork,
  { x, y }: Dataset,
): NaiveHessian {
  const width = w.length;
  const t = new Array<number>(width).fill(0);
  const s = new Array<number>(width).fill(0);
  const absolute = new Float64Array(3 * width + 1);
  let terms = 0;
  const jacobian = Array.from(x, (at, n) => {
    const row = new Float64Array(3 * width + 1);
    row[3 * width] = 1;
    absolute[3 * width]++;
    let f = outputBias;
    let sum = Math.abs(y[n]) + Math.abs(outputBias);
    for (let i = 0; i < width; i++) {
      const z = w[i] * at + b[i];
      if (!(z > 0)) continue;
      const size = Math.abs(w[i] * at) + Math.abs(b[i]);
      row[i] = v[i] * at;
      row[width + i] = v[i];
      row[2 * width + i] = z;
      absolute[i] += (v[i] * at) ** 2;
      absolute[width + i] += v[i] ** 2;
      absolute[2 * width + i] += size ** 2;
      f += v[i] * z;
      sum += Math.abs(v[i]) * size;
    }
    for (let i = 0; i < width; i++) {
      if (row[2 * width + i] === 0) continue;
      t[i] += (y[n] - f) * at;
      s[i] += y[n] - f;
    }
    terms += sum;
    return row;
  });
  // Moments are measured from the entry of a bin, which may be any datum.
  const reach = Math.max(1, ...x.map(Math.abs));
  return { jacobian, t, s, absolute: absolute.map(Math.sqrt), terms: terms * reach };
}
