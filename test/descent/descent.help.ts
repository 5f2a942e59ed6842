import { dataset, shallowNetwork } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { randomStream } from 'relu-splines/init';

/** A run that learns: two units on four data. */
export const small = {
  network: shallowNetwork({
    inputWeights: [1, -1],
    inputBiases: [0.25, 0.5],
    outputWeights: [0.5, 0.5],
  }),
  data: dataset([-1, 0, 1, 2], [1, 0, 1, 2]),
  options: { learningRate: 0.05, steps: 500 },
} as const;

/** [w…, b…, v…, b₀]. */
export function flat({ inputWeights, inputBiases, outputWeights, outputBias }: ShallowNetwork): number[] {
  return [...inputWeights, ...inputBiases, ...outputWeights, outputBias];
}

/** Numbers in (−2, 2) as data, and a network of a size that suits them. */
export function random(count: number, width: number, seed = 1): { network: ShallowNetwork; data: Dataset } {
  const stream = randomStream(seed);
  const numbers = (length: number, size: number): number[] =>
    Array.from({ length }, () => size * (2 * stream.uniform() - 1));
  return {
    data: dataset(numbers(count, 2), numbers(count, 2)),
    network: shallowNetwork({
      inputWeights: numbers(width, 1),
      inputBiases: numbers(width, 1),
      outputWeights: numbers(width, 1 / Math.sqrt(width)),
    }),
  };
}

/**
 * A bound for the rounding of any entry of the gradient: residuals are sums of H + 2 terms, right to so many Number.EPSILON
 * of the sum of their magnitudes; entries are sums of N residuals times x, 1 or a hinge, times a weight.
 */
export function gradientError(network: ShallowNetwork, { x, y }: Dataset): number {
  const { inputWeights: w, inputBiases: b, outputWeights: v, outputBias } = network;
  let residuals = 0;
  let factor = 1;
  for (let n = 0; n < x.length; n++) {
    residuals += Math.abs(y[n]) + Math.abs(outputBias);
    for (let i = 0; i < w.length; i++) {
      const hinge = Math.abs(w[i] * x[n]) + Math.abs(b[i]);
      residuals += Math.abs(v[i]) * hinge;
      factor = Math.max(factor, hinge, Math.abs(v[i]) * Math.max(1, Math.abs(x[n])));
    }
  }
  return 4 * (x.length + w.length + 2) * Number.EPSILON * residuals * factor;
}
