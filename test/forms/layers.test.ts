import { describe, expect, it } from 'vitest';
import { networkFromLayers } from 'relu-splines';
import type { DenseLayer } from 'relu-splines';
import { expectRefusal } from '../laws/refusal.js';

function layer(
  name: string,
  outputs: number,
  inputs: number,
  weights: number[],
  biases: number[],
): DenseLayer {
  return { name, outputs, inputs, weights: Float64Array.from(weights), biases: Float64Array.from(biases) };
}

const hidden = layer('0.weight', 2, 1, [1, -2], [3, 4]);
const output = layer('2.weight', 1, 2, [5, 6], [7]);

describe('networkFromLayers', () => {
  it('takes one input, one hidden layer and one output, and copies', () => {
    const network = networkFromLayers([hidden, output]);
    expect(network).toEqual({
      inputWeights: Float64Array.of(1, -2),
      inputBiases: Float64Array.of(3, 4),
      outputWeights: Float64Array.of(5, 6),
      outputBias: 7,
    });
    expect(network.inputWeights).not.toBe(hidden.weights);
  });

  it('refuses other numbers of layers and other shapes, naming the tensors', () => {
    const cases: [DenseLayer[], string][] = [
      [[], 'a shallow network has two layers, got 0'],
      [[hidden], 'a shallow network has two layers, got 1: 0.weight [2, 1]'],
      [
        [hidden, hidden, output],
        'a shallow network has two layers, got 3: 0.weight [2, 1], 0.weight [2, 1], 2.weight [1, 2]; deepNetwork(layers) of relu-splines/deep takes more',
      ],
      [
        [output, hidden],
        'layers must have shapes [H, 1] and [1, H], got 2.weight [1, 2], 0.weight [2, 1]; multivariateNetworkFromLayers of relu-splines/multivariate takes many inputs',
      ],
      [
        [hidden, layer('2.weight', 2, 2, [5, 6, 7, 8], [0, 0])],
        'layers must have shapes [H, 1] and [1, H], got 0.weight [2, 1], 2.weight [2, 2]',
      ],
      [
        [hidden, layer('2.weight', 1, 3, [1, 2, 3], [0])],
        'layers must have shapes [H, 1] and [1, H], got 0.weight [2, 1], 2.weight [1, 3]',
      ],
      [
        [layer('0.weight', 2, 2, [1, 2, 3, 4], [0, 0]), output],
        'layers must have shapes [H, 1] and [1, H], got 0.weight [2, 2], 2.weight [1, 2]; multivariateNetworkFromLayers of relu-splines/multivariate takes many inputs',
      ],
    ];
    for (const [layers, message] of cases) {
      expectRefusal(() => networkFromLayers(layers), 'ShapeError', `networkFromLayers: ${message}`);
    }
  });

  it('refuses what is no array of layers', () => {
    const cases: [unknown, string][] = [
      [
        { layers: [hidden, output] },
        'layers must be an array of layers, as readCheckpoint(…).layers has them, got an object',
      ],
      [[hidden, null], 'layers[1] must be an object, got null'],
      [[{ ...hidden, biases: undefined }, output], 'layers[0].biases must be an object, got undefined'],
    ];
    for (const [layers, message] of cases) {
      expectRefusal(() => networkFromLayers(layers as never), 'TypeError', `networkFromLayers: ${message}`);
    }
  });
});
