import { deepHeNormal, deepNetwork } from 'relu-splines/deep';
import type { DeepNetwork } from 'relu-splines/deep';
import { randomStream } from 'relu-splines/init';

/** Widths of hidden layers. */
export const SHAPES: readonly (readonly number[])[] = [
  [40],
  [20, 20],
  [10, 10, 10, 10],
  [8, 8, 8, 8, 8],
  [100, 100],
  [100, 100, 100, 100],
  [300],
  [300, 300],
];

/** He's initialization, σ_b = 1. */
export function random(widths: readonly number[]): DeepNetwork {
  return deepHeNormal({ widths: [...widths], sigmaB: 1 }, randomStream(1));
}

/** Folds [0, 1] onto itself so often: 2^times pieces, from two units a layer. */
export function sawtooth(times: number): DeepNetwork {
  const weights = [
    [2, -4],
    [2, -4],
  ];
  return deepNetwork([
    { weights: [[1], [1]], biases: [0, -0.5] },
    ...Array.from({ length: times - 1 }, () => ({ weights, biases: [0, -0.5] })),
    { weights: [[2, -4]] },
  ]);
}

/** The layers as PyTorch has them. */
export function nested({ layers }: DeepNetwork): { weights: number[][]; biases: number[] }[] {
  return layers.map(({ outputs, inputs, weights, biases }) => ({
    weights: Array.from({ length: outputs }, (_, i) =>
      Array.from(weights.subarray(i * inputs, (i + 1) * inputs)),
    ),
    biases: Array.from(biases),
  }));
}
