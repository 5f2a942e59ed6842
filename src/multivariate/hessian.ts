import { partOf } from '../loss/curvature/hessian.js';
import type { HessianPart } from '../loss/curvature/hessian.js';
import type { MultivariateDataset } from './dataset.js';
import { swept } from './gradient.js';
import type { MultivariateNetwork } from './network.js';
import { parameterCount } from './sums.js';

/** A datum exactly on a breakplane. */
export interface BreakplaneTie {
  /** Network index of the unit. */
  readonly unit: number;
  /** Index of the datum. */
  readonly datum: number;
}

/** A Hessian of the loss over many inputs, or one of its parts. */
export interface MultivariateHessian {
  /** Row-major and exactly symmetric, in the order [w₁…, w₂…, …, b…, v…, b₀]; shape (size × size). */
  readonly matrix: Float64Array;
  /** H(D + 2) + 1. */
  readonly size: number;
  readonly part: HessianPart;
  /** Data exactly on breakplanes. The loss has no Hessian there, and this is the strict-activity matrix. */
  readonly ties: readonly BreakplaneTie[];
}

/**
 * The Hessian of the loss: JᵀJ − C, where J is the Jacobian of the network at the data and C has the entries
 * (w_id, vᵢ) = T_id and (bᵢ, vᵢ) = Sᵢ (theory 2.3 in D dimensions). With S = Σ ε and T = Σ εx over the data that unit i
 * sees, C holds the curvature that is due to the residuals.
 *
 * A row of J is [vᵢx…, vᵢ…, wᵢ·x + bᵢ…, 1], with zeros for units that do not see the datum: the matrix is a sum of their
 * outer products, O(N(H·D)²).
 *
 * Where a datum is exactly on a breakplane the gradient jumps and there is no Hessian (erratum 26). The matrix is then
 * the one of strict activity, as automatic differentiation has it, with the ties beside it. A unit with w = 0 and b = 0
 * is tied to every datum.
 *
 * @param options.part `'full'` (the default), the Gram matrix `'gram'`, or the residual `'curvature'` −C.
 * @throws `RangeError` for an unknown part, `ShapeError` for data of another number of inputs, `TypeError` for what is no
 * network or no data set.
 * @example
 * ```ts
 * import { multivariateDataset, multivariateHessian, multivariateNetwork } from 'relu-splines/multivariate';
 *
 * const network = multivariateNetwork({ inputWeights: [[1, 1]], inputBiases: [0], outputWeights: [2] });
 * const { matrix, size } = multivariateHessian(network, multivariateDataset([[1, 2]], [5]));
 * size; // 5
 * // J = [2, 4, 2, 3, 1], ε = −1, T = (−1, −2), S = −1
 * matrix.slice(0, 5); // Float64Array [4, 8, 4, 7, 2]
 * ```
 */
export function multivariateHessian(
  network: MultivariateNetwork,
  data: MultivariateDataset,
  options: { readonly part?: HessianPart } = {},
): MultivariateHessian {
  const where = 'multivariateHessian';
  const part = partOf(where, options);
  const { sums } = swept(where, network, data);
  const width = network.inputBiases.length;
  const size = parameterCount(width, network.inputs);
  const matrix = new Float64Array(size * size);
  const ties = addGram(part === 'curvature' ? null : matrix, network, data);
  if (part !== 'gram') subtractCurvature(matrix, sums, width, network.inputs);
  return { matrix, size, part, ties };
}

/** Adds JᵀJ, if there is a matrix to add it to, and returns the ties that it meets. */
function addGram(
  matrix: Float64Array | null,
  { inputs: D, inputWeights: w, inputBiases: b, outputWeights: v }: MultivariateNetwork,
  { points: x, y }: MultivariateDataset,
): BreakplaneTie[] {
  const width = b.length;
  const size = parameterCount(width, D);
  // The entries of a row of J that are not zero by inactivity, in increasing order.
  const places = new Int32Array(size);
  const entries = new Float64Array(size);
  const active = new Int32Array(width);
  const hinges = new Float64Array(width);
  const ties: BreakplaneTie[] = [];
  for (let n = 0; n < y.length; n++) {
    let seeing = 0;
    for (let i = 0; i < width; i++) {
      let z = b[i];
      for (let d = 0; d < D; d++) z += w[i * D + d] * x[n * D + d];
      hinges[i] = z;
      if (z > 0) active[seeing++] = i;
      else if (z === 0) ties.push({ unit: i, datum: n });
    }
    if (matrix === null) continue;
    let filled = 0;
    const put = (place: number, entry: number): void => {
      places[filled] = place;
      entries[filled++] = entry;
    };
    for (let k = 0; k < seeing; k++) {
      const i = active[k];
      for (let d = 0; d < D; d++) put(i * D + d, v[i] * x[n * D + d]);
    }
    for (let k = 0; k < seeing; k++) put(width * D + active[k], v[active[k]]);
    for (let k = 0; k < seeing; k++) put(width * (D + 1) + active[k], hinges[active[k]]);
    put(size - 1, 1);
    for (let p = 0; p < filled; p++) {
      const row = places[p] * size;
      for (let q = p; q < filled; q++) matrix[row + places[q]] += entries[p] * entries[q];
    }
  }
  if (matrix !== null) mirror(matrix, size);
  return ties.sort((a, b) => a.unit - b.unit || a.datum - b.datum);
}

function mirror(matrix: Float64Array, size: number): void {
  for (let p = 0; p < size; p++) {
    for (let q = p + 1; q < size; q++) matrix[q * size + p] = matrix[p * size + q];
  }
}

function subtractCurvature(matrix: Float64Array, sums: Float64Array, width: number, D: number): void {
  const size = parameterCount(width, D);
  const subtract = (p: number, q: number): void => {
    matrix[p * size + q] -= sums[p];
    matrix[q * size + p] -= sums[p];
  };
  for (let i = 0; i < width; i++) {
    const height = width * (D + 1) + i;
    for (let d = 0; d < D; d++) subtract(i * D + d, height);
    subtract(width * D + i, height);
  }
}
