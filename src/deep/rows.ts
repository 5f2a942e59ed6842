import type { ReadonlyFloat64Array } from '../numeric/arrays.js';

/**
 * Adds M·X to Y, row by row: Y_j += Σ_i M_ji X_i, with M_ji = `weights[j·down + i·across]`. Row j of Y has `length`
 * entries from `yStart + j·length` on, and so has X.
 *
 * Four rows of X a round: what a loop costs is its loads and stores of Y. All columns go through the very same
 * operations, so that equal columns of X and Y stay equal to the last bit. Y and X must not overlap.
 */
export function addProductInto(
  y: Float64Array,
  yStart: number,
  outputs: number,
  x: Float64Array,
  xStart: number,
  inputs: number,
  length: number,
  weights: ReadonlyFloat64Array,
  down: number,
  across: number,
): void {
  for (let j = 0; j < outputs; j++) {
    const from = (yStart + j * length) | 0;
    const end = (from + length) | 0;
    let at = j * down;
    let i = 0;
    for (; i + 3 < inputs; i += 4, at += 4 * across) {
      const w0 = weights[at];
      const w1 = weights[at + across];
      const w2 = weights[at + 2 * across];
      const w3 = weights[at + 3 * across];
      let k0 = (xStart + i * length) | 0;
      let k1 = (k0 + length) | 0;
      let k2 = (k1 + length) | 0;
      let k3 = (k2 + length) | 0;
      for (let k = from; k < end; k = (k + 1) | 0) {
        y[k] += w0 * x[k0] + w1 * x[k1] + (w2 * x[k2] + w3 * x[k3]);
        k0 = (k0 + 1) | 0;
        k1 = (k1 + 1) | 0;
        k2 = (k2 + 1) | 0;
        k3 = (k3 + 1) | 0;
      }
    }
    for (; i < inputs; i++, at += across) {
      const w = weights[at];
      let k0 = (xStart + i * length) | 0;
      for (let k = from; k < end; k = (k + 1) | 0) {
        y[k] += w * x[k0];
        k0 = (k0 + 1) | 0;
      }
    }
  }
}

/**
 * Row sums Σ D_j and products D_j·X_i of two sets of rows of one buffer: the gradients of biases and weights, into
 * `out` from `biasesAt` and from `weightsAt` on.
 */
export function outerProductsInto(
  out: Float64Array,
  weightsAt: number,
  biasesAt: number,
  memory: Float64Array,
  dStart: number,
  outputs: number,
  xStart: number,
  inputs: number,
  length: number,
): void {
  for (let j = 0; j < outputs; j++) {
    const from = (dStart + j * length) | 0;
    const end = (from + length) | 0;
    let sum = 0;
    for (let k = from; k < end; k = (k + 1) | 0) sum += memory[k];
    out[biasesAt + j] = sum;
    const at = weightsAt + j * inputs;
    let i = 0;
    for (; i + 3 < inputs; i += 4) {
      let k0 = (xStart + i * length) | 0;
      let k1 = (k0 + length) | 0;
      let k2 = (k1 + length) | 0;
      let k3 = (k2 + length) | 0;
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      for (let k = from; k < end; k = (k + 1) | 0) {
        const d = memory[k];
        sum0 += d * memory[k0];
        sum1 += d * memory[k1];
        sum2 += d * memory[k2];
        sum3 += d * memory[k3];
        k0 = (k0 + 1) | 0;
        k1 = (k1 + 1) | 0;
        k2 = (k2 + 1) | 0;
        k3 = (k3 + 1) | 0;
      }
      out[at + i] = sum0;
      out[at + i + 1] = sum1;
      out[at + i + 2] = sum2;
      out[at + i + 3] = sum3;
    }
    for (; i < inputs; i++) {
      let k0 = (xStart + i * length) | 0;
      let product = 0;
      for (let k = from; k < end; k = (k + 1) | 0) {
        product += memory[k] * memory[k0];
        k0 = (k0 + 1) | 0;
      }
      out[at + i] = product;
    }
  }
}
