import { Matrix } from 'ml-matrix';
import type { Instance } from '../instances.js';

/** An instance as ml-matrix has it. */
export interface MatrixInstance {
  readonly x: Matrix;
  readonly y: Matrix;
  readonly w: Matrix;
  readonly b: readonly number[];
  readonly v: Matrix;
  readonly b0: number;
}

/** Columns of data, rows of units. */
export function matrixInstance({ network, data }: Instance): MatrixInstance {
  return {
    x: Matrix.columnVector(data.x),
    y: Matrix.columnVector(data.y),
    w: Matrix.rowVector(network.inputWeights),
    b: Array.from(network.inputBiases),
    v: Matrix.columnVector(network.outputWeights),
    b0: network.outputBias,
  };
}

/** Loss and gradient by matrix products and sums of ml-matrix, O(N·H): the NumPy peer word by word. */
export function byMatrices(out: Float64Array, { x, y, w, b, v, b0 }: MatrixInstance): number {
  const width = w.columns;
  const z = x.mmul(w).addRowVector([...b]);
  const active = new Matrix(z.rows, width);
  for (let n = 0; n < z.rows; n++) {
    for (let i = 0; i < width; i++) if (z.get(n, i) > 0) active.set(n, i, 1);
  }
  z.mul(active);
  const epsilon = Matrix.sub(y, z.mmul(v)).sub(b0);
  const row = epsilon.transpose();
  const t = Matrix.mul(epsilon, x).transpose().mmul(active);
  const s = row.mmul(active);
  const u = row.mmul(z);
  for (let i = 0; i < width; i++) {
    const vi = v.get(i, 0);
    out[i] = -vi * t.get(0, i);
    out[width + i] = -vi * s.get(0, i);
    out[2 * width + i] = -u.get(0, i);
  }
  out[3 * width] = -epsilon.sum();
  return row.mmul(epsilon).get(0, 0) / 2;
}
