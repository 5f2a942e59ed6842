import type { SmoothingData } from '../../src/splines/two-filter.js';

/** The spline at its knots as the banded system has it. */
export interface ReinschSmooth {
  readonly values: Float64Array;
  readonly leverages: Float64Array;
}

/**
 * The smoothing spline as C. H. Reinsch (1967) has it: (R + λQᵀW⁻¹Q)γ = Qᵀy by LDLᵀ of the five diagonals, then
 * f = y − λW⁻¹Qγ; leverages from the five diagonals of the inverse (M. F. Hutchinson & F. R. de Hoog, 1985).
 */
export function reinschSmoother({ gaps: h, y, weights: w }: SmoothingData, lambda: number): ReinschSmooth {
  const n = y.length;
  const m = n - 2;
  const [below, middle, above] = [0, 1, 2].map(() => new Float64Array(n));
  for (let j = 0; j < m; j++) {
    below[j] = 1 / h[j];
    above[j] = 1 / h[j + 1];
    middle[j] = -below[j] - above[j];
  }
  // Two more than there are, zero: no ends to look out for.
  const [pivot, first, second, gamma] = [0, 1, 2, 3].map(() => new Float64Array(m + 2));
  for (let j = 0; j < m; j++) {
    const own = below[j] ** 2 / w[j] + middle[j] ** 2 / w[j + 1] + above[j] ** 2 / w[j + 2];
    pivot[j] = (h[j] + h[j + 1]) / 3 + lambda * own;
    if (j + 1 < m) {
      const beside = (middle[j] * below[j + 1]) / w[j + 1] + (above[j] * middle[j + 1]) / w[j + 2];
      first[j] = h[j + 1] / 6 + lambda * beside;
    }
    if (j + 2 < m) second[j] = (lambda * above[j] * below[j + 2]) / w[j + 2];
    gamma[j] = below[j] * y[j] + middle[j] * y[j + 1] + above[j] * y[j + 2];
  }
  for (let j = 0; j < m; j++) {
    const [f, s] = [first[j], second[j]];
    first[j] = f / pivot[j];
    second[j] = s / pivot[j];
    pivot[j + 1] -= first[j] * f;
    first[j + 1] -= first[j] * s;
    pivot[j + 2] -= second[j] * s;
    gamma[j + 1] -= first[j] * gamma[j];
    gamma[j + 2] -= second[j] * gamma[j];
  }
  gamma.fill(0, m);
  const [inverse0, inverse1, inverse2] = [0, 1, 2].map(() => new Float64Array(m + 2));
  for (let j = m - 1; j >= 0; j--) {
    const [f, s] = [first[j], second[j]];
    gamma[j] = gamma[j] / pivot[j] - f * gamma[j + 1] - s * gamma[j + 2];
    inverse1[j] = -f * inverse0[j + 1] - s * inverse1[j + 1];
    inverse2[j] = -f * inverse1[j + 1] - s * inverse0[j + 2];
    inverse0[j] = 1 / pivot[j] - f * inverse1[j] - s * inverse2[j];
  }
  const values = new Float64Array(n);
  const leverages = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    // Row i of Q has `above` of column i − 2, `middle` of i − 1 and `below` of i.
    const a = i >= 2 ? above[i - 2] : 0;
    const b = i >= 1 && i <= m ? middle[i - 1] : 0;
    const c = i < m ? below[i] : 0;
    const scale = lambda / w[i];
    const left = (k: number, of: Float64Array): number => (k >= 0 ? of[k] : 0);
    values[i] = y[i] - scale * (a * left(i - 2, gamma) + b * left(i - 1, gamma) + (i < m ? c * gamma[i] : 0));
    const form =
      a * a * left(i - 2, inverse0) +
      b * b * left(i - 1, inverse0) +
      (i < m ? c * c * inverse0[i] : 0) +
      2 * (a * b * left(i - 2, inverse1) + b * c * left(i - 1, inverse1) + a * c * left(i - 2, inverse2));
    leverages[i] = 1 - scale * form;
  }
  return { values, leverages };
}
