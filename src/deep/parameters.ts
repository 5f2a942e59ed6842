import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import { checkDeepNetwork } from './network.js';
import type { DeepLayer, DeepNetwork } from './network.js';

/** Number of weights and biases. */
export function parameterCount({ layers }: DeepNetwork): number {
  return layers.reduce((sum, { outputs, inputs }) => sum + outputs * (inputs + 1), 0);
}

/**
 * The flat parameters of a deep network: layer by layer its weights, row by row, then its biases. With one hidden
 * layer that is the [w…, b…, v…, b₀] of a shallow network.
 *
 * @example
 * ```ts
 * import { deepNetwork, flattenDeep } from 'relu-splines/deep';
 *
 * const network = deepNetwork([{ weights: [[1], [2]], biases: [3, 4] }, { weights: [[5, 6]] }]);
 * flattenDeep(network); // Float64Array [1, 2, 3, 4, 5, 6, 0]
 * ```
 */
export function flattenDeep(network: DeepNetwork): Float64Array {
  checkDeepNetwork('flattenDeep', network);
  const values = new Float64Array(parameterCount(network));
  let at = 0;
  for (const { weights, biases } of network.layers) {
    for (let k = 0; k < weights.length; k++) values[at++] = weights[k];
    for (let j = 0; j < biases.length; j++) values[at++] = biases[j];
  }
  return values;
}

/** A network of the shape of `network` over the memory of `values`: what changes there, changes in it. */
export function deepNetworkOver(values: Float64Array, { layers }: DeepNetwork): DeepNetwork {
  let at = 0;
  const next = (length: number): Float64Array => values.subarray(at, (at += length));
  return {
    layers: layers.map(({ outputs, inputs }): DeepLayer => {
      return { outputs, inputs, weights: next(outputs * inputs), biases: next(outputs) };
    }),
  };
}

/** A network of the shape of `network` with other flat parameters, in memory of its own. */
export function deepNetworkOf(values: ReadonlyFloat64Array, network: DeepNetwork): DeepNetwork {
  return deepNetworkOver(Float64Array.from(values), network);
}
