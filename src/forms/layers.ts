import type { DenseLayer } from '../numeric/dense-layer.js';
import { ShapeError } from '../numeric/errors.js';
import { shallowNetwork } from './network.js';
import type { ShallowNetwork } from './network.js';

/**
 * A shallow univariate network from the two layers of a checkpoint (`relu-splines/io` reads them).
 *
 * The first layer must have one input, the second one output, with a ReLU between: x ↦ W₂(W₁x + b₁)₊ + b₂.
 *
 * @throws `ShapeError` for any other number of layers or any other shape, naming the tensors; as
 * `shallowNetwork` for weights that are not finite.
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
  const shapes = layers.map(({ name, outputs, inputs }) => `${name} [${outputs}, ${inputs}]`).join(', ');
  if (layers.length !== 2) {
    throw new ShapeError(
      `${where}: a shallow network has two layers, got ${layers.length}${shapes === '' ? '' : `: ${shapes}`}`,
    );
  }
  const [hidden, output] = layers;
  if (hidden.inputs !== 1 || output.outputs !== 1 || output.inputs !== hidden.outputs) {
    throw new ShapeError(`${where}: layers must have shapes [H, 1] and [1, H], got ${shapes}`);
  }
  return shallowNetwork({
    inputWeights: hidden.weights,
    inputBiases: hidden.biases,
    outputWeights: output.weights,
    outputBias: output.biases[0],
  });
}
