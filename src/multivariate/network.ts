import { madeBy } from '../forms/form.js';
import { twoLayers } from '../forms/layers.js';
import type { NumericArray, ReadonlyFloat64Array } from '../numeric/arrays.js';
import { finiteNumber, finiteVector, integerIn, object, sameLength } from '../numeric/checks.js';
import type { DenseLayer } from '../numeric/dense-layer.js';
import { ShapeError } from '../numeric/errors.js';
import { finiteRows } from './rows.js';
import type { NumericRows } from './rows.js';

/**
 * A shallow ReLU network of D inputs and one output as its weights: f(x) = b₀ + Σᵢ vᵢ (wᵢ·x + bᵢ)₊.
 *
 * A unit is active at x iff wᵢ·x + bᵢ > 0, strictly; the derivative of the ReLU at 0 is 0, as in PyTorch. With D = 1
 * it is a `ShallowNetwork`, and every function that takes one takes it.
 */
export interface MultivariateNetwork {
  /** Number of inputs D. */
  readonly inputs: number;
  /** Input weights w, row by row (one row a unit), shape (H × D). */
  readonly inputWeights: ReadonlyFloat64Array;
  /** Input biases b, shape (H). */
  readonly inputBiases: ReadonlyFloat64Array;
  /** Output weights v, shape (H). */
  readonly outputWeights: ReadonlyFloat64Array;
  /** Output bias b₀, in units of y. */
  readonly outputBias: number;
}

/** What {@link multivariateNetwork} takes: any array-likes of numbers. */
export interface MultivariateNetworkInit {
  /** One row a unit, as an array of rows or row by row. */
  readonly inputWeights: NumericRows;
  readonly inputBiases: NumericArray;
  readonly outputWeights: NumericArray;
  /** Default 0. */
  readonly outputBias?: number;
  /** Number of inputs D. Not needed where `inputWeights` is an array of at least one row. */
  readonly inputs?: number;
}

/**
 * Checks and copies the weights of a shallow network of many inputs.
 *
 * Width zero is allowed: the network is then the constant b₀. Units with w = 0 are allowed: they have no breakplane
 * (see `toBreakplanes`). A univariate network becomes one of these by `multivariateNetwork({ ...network, inputs: 1 })`.
 *
 * @throws `TypeError` for what is not a number, `RangeError` for NaN or Infinity (the first bad index is named),
 * `ShapeError` for rows or arrays of different lengths.
 * @example
 * ```ts
 * import { evaluateMultivariate, multivariateNetwork } from 'relu-splines/multivariate';
 *
 * const network = multivariateNetwork({
 *   inputWeights: [
 *     [3, 4],
 *     [0, -1],
 *   ],
 *   inputBiases: [-5, 1],
 *   outputWeights: [0.5, 2],
 * });
 * network.inputs; // 2
 * evaluateMultivariate(network, [[3, 0]]); // Float64Array [4]
 * ```
 */
export function multivariateNetwork(weights: MultivariateNetworkInit): MultivariateNetwork {
  const where = 'multivariateNetwork';
  object(where, 'weights', weights);
  const { values, count, inputs } = finiteRows(where, 'inputWeights', weights.inputWeights, weights.inputs);
  const inputBiases = finiteVector(where, 'inputBiases', weights.inputBiases);
  const outputWeights = finiteVector(where, 'outputWeights', weights.outputWeights);
  const { outputBias = 0 } = weights;
  finiteNumber(where, 'outputBias', outputBias);
  sameLength(where, 'inputBiases', inputBiases, 'the rows of inputWeights', count);
  sameLength(where, 'outputWeights', outputWeights, 'the rows of inputWeights', count);
  return { inputs, inputWeights: values, inputBiases, outputWeights, outputBias };
}

/**
 * A shallow network of many inputs from the two layers of a checkpoint (`relu-splines/io` reads them).
 *
 * The second layer must have one output, with a ReLU between: x ↦ W₂(W₁x + b₁)₊ + b₂.
 *
 * @throws `ShapeError` for any other number of layers, more than one output or layers that do not chain, naming the
 * tensors; `TypeError` for what is not an array of layers; as `multivariateNetwork` for weights that are not finite
 * numbers.
 * @example
 * ```ts
 * import { readCheckpoint } from 'relu-splines/io';
 * import { multivariateNetworkFromLayers } from 'relu-splines/multivariate';
 *
 * const stateDict = '{"0.weight": [[1, 2]], "0.bias": [0], "2.weight": [[3]], "2.bias": [5]}';
 * const { layers } = await readCheckpoint(stateDict);
 * multivariateNetworkFromLayers(layers).inputWeights; // Float64Array [1, 2]
 * ```
 */
export function multivariateNetworkFromLayers(layers: readonly DenseLayer[]): MultivariateNetwork {
  const where = 'multivariateNetworkFromLayers';
  const [hidden, output, shapes] = twoLayers(where, layers);
  if (output.outputs !== 1) {
    throw new ShapeError(`${where}: the last layer must have one output, got ${output.outputs}: ${shapes}`);
  }
  if (output.inputs !== hidden.outputs) {
    throw new ShapeError(`${where}: layers must have shapes [H, D] and [1, H], got ${shapes}`);
  }
  return multivariateNetwork({
    inputs: hidden.inputs,
    inputWeights: hidden.weights,
    inputBiases: hidden.biases,
    outputWeights: output.weights,
    outputBias: output.biases[0],
  });
}

/** Refuses what is not a network of many inputs, in O(1), as `checkNetwork` does for one input. */
export function checkMultivariateNetwork(where: string, network: MultivariateNetwork): void {
  object(where, 'network', network);
  const { inputs, inputWeights, inputBiases, outputWeights, outputBias } = network;
  integerIn(where, 'network.inputs', inputs, 1);
  const maker = 'multivariateNetwork';
  madeBy(maker, where, 'network.inputWeights', inputWeights);
  madeBy(maker, where, 'network.inputBiases', inputBiases);
  madeBy(maker, where, 'network.outputWeights', outputWeights);
  const width = inputBiases.length;
  sameLength(where, 'network.inputWeights', inputWeights, 'inputs × inputBiases', inputs * width);
  sameLength(where, 'network.outputWeights', outputWeights, 'inputBiases', width);
  finiteNumber(where, 'network.outputBias', outputBias);
}

/** Hands on a network that was computed from another form, after checking that no weight has overflowed. */
export function finiteMultivariateNetwork(where: string, network: MultivariateNetwork): MultivariateNetwork {
  const { inputs, inputWeights: w, inputBiases: b, outputWeights: v, outputBias } = network;
  for (let i = 0; i < b.length; i++) {
    const row = w.subarray(i * inputs, (i + 1) * inputs);
    if (!row.every(Number.isFinite) || !Number.isFinite(b[i]) || !Number.isFinite(v[i])) {
      throw new RangeError(
        `${where}: the weights of unit ${i} must be finite, got w = ${row.join(', ')}, b = ${b[i]}, v = ${v[i]}`,
      );
    }
  }
  finiteNumber(where, 'the output bias', outputBias);
  return network;
}
