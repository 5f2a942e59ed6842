import { countIn, object } from '../numeric/checks.js';
import { checkMultivariateDataset } from './dataset.js';
import type { MultivariateDataset } from './dataset.js';
import type { MultivariateNetwork } from './network.js';

/** What the kernels of the loss need; belongs to the caller and holds nothing of a network but `residuals`. */
export interface MultivariateWorkspace {
  readonly data: MultivariateDataset;
  /** Number of units H. */
  readonly width: number;
  /** Residuals ε = y − f of the last network, shape (N). */
  readonly residuals: Float64Array;
  /** Points by column (one row an input), shape (D × N). */
  readonly columns: Float64Array;
  /** How many data go through all units together. */
  readonly block: number;
  /** (w·x + b)₊ of every unit at the data of one block, shape (H × block). */
  readonly hinges: Float64Array;
  /** Residuals of one block where a unit is active, else 0; shape (block). */
  readonly seen: Float64Array;
}

/** Hinges of one block: as many as stay in a processor's nearest caches. */
const HINGES = 16384;

/**
 * A workspace for networks of `width` units on `data`, O(N·D + H).
 *
 * @throws `TypeError` for data that `multivariateDataset` has not made, `RangeError` for a width that is not an integer from
 * 0 to 2²⁴.
 * @example
 * ```ts
 * import {
 *   multivariateDataset,
 *   multivariateLossAndGradientInto,
 *   multivariateNetwork,
 *   multivariateWorkspace,
 * } from 'relu-splines/multivariate';
 *
 * const network = multivariateNetwork({ inputWeights: [[1, 1]], inputBiases: [0], outputWeights: [2] });
 * const work = multivariateWorkspace(multivariateDataset([[1, 2]], [5]), 1);
 * const out = new Float64Array(5);
 * multivariateLossAndGradientInto(out, network, work); // 0.5; out is [2, 4, 2, 3, 1]
 * ```
 */
export function multivariateWorkspace(data: MultivariateDataset, width: number): MultivariateWorkspace {
  const where = 'multivariateWorkspace';
  object(where, 'data', data);
  checkMultivariateDataset(where, data, data.inputs);
  countIn(where, 'width', width, 0);
  const { inputs, points, y } = data;
  const count = y.length;
  const columns = new Float64Array(count * inputs);
  for (let n = 0; n < count; n++) {
    for (let d = 0; d < inputs; d++) columns[d * count + n] = points[n * inputs + d];
  }
  const block = Math.min(count, Math.max(16, Math.floor(HINGES / Math.max(1, width))));
  return {
    data,
    width,
    residuals: new Float64Array(count),
    columns,
    block,
    hinges: new Float64Array(width * block),
    seen: new Float64Array(block),
  };
}

/** How many parameters a network has: H(D + 2) + 1. */
export function parameterCount(width: number, inputs: number): number {
  return width * (inputs + 2) + 1;
}

/**
 * The sums of residuals that the gradient is made of, in the order of the parameters: T = Σ εx of each unit row by row,
 * S = Σ ε, Q = Σ ε(w·x + b), each over the data that the unit sees, and E₀ = Σ ε over all. Returns the loss ½ Σ ε² and
 * leaves ε in `work.residuals`. O(N·H·D), allocates nothing.
 *
 * A block of data goes through all units at a time, there and back, so that hinges need not be made twice.
 *
 * @param active What each unit sees, 1 or 0, shape (H × N). Default: where w·x + b > 0.
 */
export function residualSumsInto(
  out: Float64Array,
  network: MultivariateNetwork,
  work: MultivariateWorkspace,
  active: Uint8Array | null = null,
): number {
  const { inputs: D, inputWeights: w, inputBiases: b, outputWeights: v, outputBias } = network;
  const { data, width, residuals: epsilon, columns: x, hinges, seen } = work;
  const { y } = data;
  const count = y.length;
  const biases = width * D;
  const heights = biases + width;
  let squares = 0;
  let total = 0;
  out.fill(0);
  for (let start = 0; start < count; start += work.block) {
    const size = Math.min(work.block, count - start);
    for (let k = 0; k < size; k++) epsilon[start + k] = y[start + k] - outputBias;
    for (let i = 0; i < width; i++) {
      const z = hinges.subarray(i * work.block, i * work.block + size).fill(b[i]);
      for (let d = 0; d < D; d++) {
        const weight = w[i * D + d];
        const column = d * count + start;
        for (let k = 0; k < size; k++) z[k] += weight * x[column + k];
      }
      const height = v[i];
      for (let k = 0; k < size; k++) {
        const isActive = active === null ? z[k] > 0 : active[i * count + start + k] !== 0;
        if (isActive) epsilon[start + k] -= height * z[k];
        else z[k] = 0;
      }
    }
    for (let k = 0; k < size; k++) {
      const each = epsilon[start + k];
      squares += each * each;
      total += each;
    }
    for (let i = 0; i < width; i++) {
      const hinge = i * work.block;
      let sum = 0;
      let moment = 0;
      for (let k = 0; k < size; k++) {
        const z = hinges[hinge + k];
        const isActive = active === null ? z > 0 : active[i * count + start + k] !== 0;
        const each = isActive ? epsilon[start + k] : 0;
        seen[k] = each;
        sum += each;
        moment += each * z;
      }
      out[biases + i] += sum;
      out[heights + i] += moment;
      for (let d = 0; d < D; d++) {
        const column = d * count + start;
        let along = 0;
        for (let k = 0; k < size; k++) along += seen[k] * x[column + k];
        out[i * D + d] += along;
      }
    }
  }
  out[heights + width] = total;
  return squares / 2;
}

/** Turns the sums of {@link residualSumsInto} into the gradient, times `sign`: −1 makes it the velocity of the flow. */
export function sumsToGradient(out: Float64Array, network: MultivariateNetwork, sign: 1 | -1): void {
  const { inputs: D, outputWeights: v } = network;
  const biases = v.length * D;
  for (let i = 0; i < v.length; i++) {
    const factor = -sign * v[i];
    for (let d = 0; d < D; d++) out[i * D + d] *= factor;
    out[biases + i] *= factor;
  }
  for (let k = biases + v.length; k < out.length; k++) out[k] *= -sign;
}
