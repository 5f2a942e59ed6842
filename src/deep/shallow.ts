import { checkNetwork } from '../forms/form.js';
import type { ShallowNetwork } from '../forms/network.js';
import { checkStandardisation } from '../forms/units.js';
import type { Standardisation } from '../forms/units.js';
import { ShapeError } from '../numeric/errors.js';
import { checkDeepNetwork, finiteDeepNetwork } from './network.js';
import type { DeepLayer, DeepNetwork } from './network.js';

/**
 * A shallow network as a deep one with a single hidden layer. Its flat parameters are the same, in the same order.
 *
 * @throws `ShapeError` for a network without units, `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { shallowNetwork } from 'relu-splines';
 * import { toDeepNetwork } from 'relu-splines/deep';
 *
 * const network = shallowNetwork({ inputWeights: [1, -2], inputBiases: [0, 3], outputWeights: [4, 5] });
 * toDeepNetwork(network).layers[1].weights; // Float64Array [4, 5]
 * ```
 */
export function toDeepNetwork(network: ShallowNetwork): DeepNetwork {
  const where = 'toDeepNetwork';
  checkNetwork(where, network);
  const { inputWeights, inputBiases, outputWeights, outputBias } = network;
  const width = inputWeights.length;
  if (width === 0) throw new ShapeError(`${where}: network must have at least one unit, got none`);
  return {
    layers: [
      { outputs: width, inputs: 1, weights: inputWeights.slice(), biases: inputBiases.slice() },
      { outputs: 1, inputs: width, weights: outputWeights.slice(), biases: Float64Array.of(outputBias) },
    ],
  };
}

/**
 * A deep network with a single hidden layer as a shallow one: the way back from {@link toDeepNetwork}.
 *
 * @throws `ShapeError` for more than one hidden layer, `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { toBdso } from 'relu-splines';
 * import { deepNetwork, toShallowNetwork } from 'relu-splines/deep';
 *
 * const network = deepNetwork([{ weights: [[1], [-2]], biases: [-1, 1] }, { weights: [[3, 4]] }]);
 * toBdso(toShallowNetwork(network)).breakpoints; // Float64Array [1, 0.5]
 * ```
 */
export function toShallowNetwork(network: DeepNetwork): ShallowNetwork {
  const where = 'toShallowNetwork';
  checkDeepNetwork(where, network);
  const { layers } = network;
  if (layers.length !== 2) {
    throw new ShapeError(`${where}: network must have one hidden layer, got ${layers.length - 1}`);
  }
  return {
    inputWeights: layers[0].weights.slice(),
    inputBiases: layers[0].biases.slice(),
    outputWeights: layers[1].weights.slice(),
    outputBias: layers[1].biases[0],
  };
}

/**
 * The network in the user's units: folds a standardisation into the first and the last layer, as `foldStandardisation`
 * does for a shallow network.
 *
 * @throws `RangeError` for scales that are not positive, anything not finite, or weights that overflow; `TypeError`
 * for what is not a network.
 * @example
 * ```ts
 * import { deepNetwork, evaluateDeep, foldDeepStandardisation } from 'relu-splines/deep';
 *
 * const trained = deepNetwork([{ weights: [[1]] }, { weights: [[1]] }, { weights: [[1]] }]);
 * const network = foldDeepStandardisation(trained, { xMean: 10, xScale: 2, yMean: 100, yScale: 50 });
 * evaluateDeep(network, 14); // 100 + 50 × (14 − 10)/2 = 200
 * ```
 */
export function foldDeepStandardisation(network: DeepNetwork, standardisation: Standardisation): DeepNetwork {
  const where = 'foldDeepStandardisation';
  checkDeepNetwork(where, network);
  checkStandardisation(where, standardisation);
  const { xMean, xScale, yMean, yScale } = standardisation;
  const last = network.layers.length - 1;
  const layers = network.layers.map((layer, l): DeepLayer => {
    const { weights: w, biases: b } = layer;
    if (l === 0) {
      const weights = w.map((value) => value / xScale);
      return { ...layer, weights, biases: b.map((value, i) => value - weights[i] * xMean) };
    }
    if (l < last) return { ...layer, weights: w.slice(), biases: b.slice() };
    return {
      ...layer,
      weights: w.map((value) => value * yScale),
      biases: b.map((value) => yMean + value * yScale),
    };
  });
  return finiteDeepNetwork(where, { layers });
}
