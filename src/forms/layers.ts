import { object, show } from '../numeric/checks.js';
import type { DenseLayer } from '../numeric/dense-layer.js';
import { ShapeError } from '../numeric/errors.js';
import { shallowNetwork } from './network.js';
import type { ShallowNetwork } from './network.js';

/**
 * A shallow univariate network from the two layers of a checkpoint (`relu-splines/io` reads them).
 *
 * The first layer must have one input, the second one output, with a ReLU between: x ↦ W₂(W₁x + b₁)₊ + b₂.
 *
 * @throws `ShapeError` for any other number of layers or any other shape, naming the tensors; `TypeError` for
 * what is not an array of layers; as `shallowNetwork` for weights that are not finite numbers.
 * @example
 * ```ts
 * import { networkFromLayers } from 'relu-splines';
 * import { readCheckpoint } from 'relu-splines/io';
 *
 * const stateDict = '{"0.weight": [[1], [-2]], "0.bias": [0, 1], "2.weight": [[3, 4]], "2.bias": [5]}';
 * const { layers } = await readCheckpoint(stateDict);
 * networkFromLayers(layers).outputWeights; // Float64Array [3, 4]
 * ```
 */
export function networkFromLayers(layers: readonly DenseLayer[]): ShallowNetwork {
  const where = 'networkFromLayers';
  const [hidden, output, shapes] = twoLayers(where, layers);
  if (hidden.inputs !== 1 || output.outputs !== 1 || output.inputs !== hidden.outputs) {
    throw new ShapeError(
      `${where}: layers must have shapes [H, 1] and [1, H], got ${shapes}${
        hidden.inputs > 1
          ? '; multivariateNetworkFromLayers of relu-splines/multivariate takes many inputs'
          : ''
      }`,
    );
  }
  return shallowNetwork({
    inputWeights: hidden.weights,
    inputBiases: hidden.biases,
    outputWeights: output.weights,
    outputBias: output.biases[0],
  });
}

/** The two layers of a shallow network, and their names and shapes for a message, after checking that they are two. */
export function twoLayers(where: string, layers: readonly DenseLayer[]): [DenseLayer, DenseLayer, string] {
  if (!Array.isArray(layers)) {
    throw new TypeError(
      `${where}: layers must be an array of layers, as readCheckpoint(…).layers has them, got ${show(layers)}`,
    );
  }
  layers.forEach((layer, l) => {
    object(where, `layers[${l}]`, layer);
    object(where, `layers[${l}].biases`, (layer as Partial<DenseLayer>).biases);
  });
  const [hidden, output] = layers as readonly DenseLayer[];
  const shapes = (layers as readonly DenseLayer[])
    .map(({ name, outputs, inputs }) => `${name} [${outputs}, ${inputs}]`)
    .join(', ');
  if (layers.length !== 2) {
    const deep = layers.length > 2 ? '; deepNetwork(layers) of relu-splines/deep takes more' : '';
    throw new ShapeError(
      `${where}: a shallow network has two layers, got ${layers.length}${shapes === '' ? '' : `: ${shapes}`}${deep}`,
    );
  }
  return [hidden, output, shapes];
}
