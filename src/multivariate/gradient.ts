import { checkMultivariateDataset } from './dataset.js';
import type { MultivariateDataset } from './dataset.js';
import { checkMultivariateNetwork } from './network.js';
import type { MultivariateNetwork } from './network.js';
import { multivariateWorkspace, parameterCount, residualSumsInto, sumsToGradient } from './sums.js';
import type { MultivariateWorkspace } from './sums.js';

/** Loss and gradient of a network of many inputs on data. */
export interface MultivariateLossAndGradient {
  /** ½ Σ ε², a sum and not a mean. */
  readonly loss: number;
  /** In the order [w₁…, w₂…, …, b…, v…, b₀], w row by row; shape (H(D + 2) + 1). */
  readonly gradient: Float64Array;
}

/**
 * Residuals ε_n = y_n − f(x_n), in the order of the data, O(N·H·D).
 *
 * @throws `ShapeError` for data of another number of inputs, `TypeError` for what is no network or no data set.
 * @example
 * ```ts
 * import { multivariateDataset, multivariateNetwork, multivariateResiduals } from 'relu-splines/multivariate';
 *
 * const network = multivariateNetwork({ inputWeights: [[1, 1]], inputBiases: [0], outputWeights: [2] });
 * multivariateResiduals(network, multivariateDataset([[1, 2], [-1, 0]], [5, 5])); // Float64Array [-1, 5]
 * ```
 */
export function multivariateResiduals(network: MultivariateNetwork, data: MultivariateDataset): Float64Array {
  const { work } = swept('multivariateResiduals', network, data);
  return work.residuals;
}

/**
 * The loss ½ Σ (y_n − f(x_n))²: a sum with a half, as in one dimension; a framework's mean squared error is 2/N times it.
 *
 * @throws as {@link multivariateResiduals}.
 * @example
 * ```ts
 * import { multivariateDataset, multivariateLoss, multivariateNetwork } from 'relu-splines/multivariate';
 *
 * const network = multivariateNetwork({ inputWeights: [[1, 1]], inputBiases: [0], outputWeights: [2] });
 * multivariateLoss(network, multivariateDataset([[1, 2], [-1, 0]], [5, 5])); // (1 + 25) / 2 = 13
 * ```
 */
export function multivariateLoss(network: MultivariateNetwork, data: MultivariateDataset): number {
  return swept('multivariateLoss', network, data).loss;
}

/**
 * The gradient of the loss in the order [w₁…, w₂…, …, b…, v…, b₀], w row by row; shape (H(D + 2) + 1), O(N·H·D).
 *
 * With S = Σ ε and T = Σ εx ∈ ℝᴰ over the data that unit i sees: ∂ℓ/∂w = −vT, ∂ℓ/∂b = −vS, ∂ℓ/∂v = −Σ ε(w·x + b),
 * ∂ℓ/∂b₀ = −Σ ε (theory 2.1 in D dimensions). A datum exactly on a breakplane does not count for its unit
 * (ReLU′(0) = 0), as automatic differentiation has it.
 *
 * @throws as {@link multivariateResiduals}.
 * @example
 * ```ts
 * import { multivariateDataset, multivariateGradient, multivariateNetwork } from 'relu-splines/multivariate';
 *
 * const network = multivariateNetwork({ inputWeights: [[1, 1]], inputBiases: [0], outputWeights: [2] });
 * multivariateGradient(network, multivariateDataset([[1, 2]], [5])); // Float64Array [2, 4, 2, 3, 1]
 * ```
 */
export function multivariateGradient(network: MultivariateNetwork, data: MultivariateDataset): Float64Array {
  return gradientOf('multivariateGradient', network, data).gradient;
}

/**
 * {@link multivariateLoss} and {@link multivariateGradient} in one pass.
 *
 * @throws as {@link multivariateResiduals}.
 * @example
 * ```ts
 * import {
 *   multivariateDataset,
 *   multivariateLossAndGradient,
 *   multivariateNetwork,
 * } from 'relu-splines/multivariate';
 *
 * const network = multivariateNetwork({ inputWeights: [[1, 1]], inputBiases: [0], outputWeights: [2] });
 * const data = multivariateDataset([[1, 2]], [5]);
 * multivariateLossAndGradient(network, data); // { loss: 0.5, gradient: [2, 4, 2, 3, 1] }
 * ```
 */
export function multivariateLossAndGradient(
  network: MultivariateNetwork,
  data: MultivariateDataset,
): MultivariateLossAndGradient {
  return gradientOf('multivariateLossAndGradient', network, data);
}

/**
 * Kernel of {@link multivariateLossAndGradient}: writes the gradient into `out`, shape (H(D + 2) + 1), and returns the
 * loss. Trusts its caller and allocates nothing that lasts. Residuals stay in `work.residuals`.
 *
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
export function multivariateLossAndGradientInto(
  out: Float64Array,
  network: MultivariateNetwork,
  work: MultivariateWorkspace,
): number {
  const loss = residualSumsInto(out, network, work);
  sumsToGradient(out, network, 1);
  return loss;
}

function gradientOf(
  where: string,
  network: MultivariateNetwork,
  data: MultivariateDataset,
): MultivariateLossAndGradient {
  const { loss, sums } = swept(where, network, data);
  sumsToGradient(sums, network, 1);
  return { loss, gradient: sums };
}

/** The sums of {@link residualSumsInto} after the checks of the public boundary. */
export function swept(
  where: string,
  network: MultivariateNetwork,
  data: MultivariateDataset,
): { readonly loss: number; readonly sums: Float64Array; readonly work: MultivariateWorkspace } {
  checkMultivariateNetwork(where, network);
  checkMultivariateDataset(where, data, network.inputs);
  const width = network.inputBiases.length;
  const work = multivariateWorkspace(data, width);
  const sums = new Float64Array(parameterCount(width, network.inputs));
  return { loss: residualSumsInto(sums, network, work), sums, work };
}
