import type { ShallowNetwork } from 'relu-splines';

/** The loss ½ Σ ε² of a network whose hidden layer is batch-normalised over the very data it is asked for. */
export function naiveNormalisedLoss(
  values: readonly number[],
  width: number,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  epsilon: number,
): number {
  const f = new Float64Array(x.length).fill(values[3 * width]);
  for (let i = 0; i < width; i++) {
    const z = Array.from(x, (here) => values[i] * here + values[width + i]);
    const mean = z.reduce((sum, value) => sum + value, 0) / z.length;
    const variance = z.reduce((sum, value) => sum + (value - mean) ** 2, 0) / z.length;
    const gamma = values[3 * width + 1 + i];
    const delta = values[4 * width + 1 + i];
    z.forEach((value, n) => {
      const normal = (gamma * (value - mean)) / Math.sqrt(variance + epsilon) + delta;
      f[n] += values[2 * width + i] * Math.max(0, normal);
    });
  }
  return f.reduce((sum, value, n) => sum + (y[n] - value) ** 2, 0) / 2;
}

/** A network's parameters and where batch normalisation starts: γ = 1, δ = 0. */
export function normalisedStart({
  inputWeights,
  inputBiases,
  outputWeights,
  outputBias,
}: ShallowNetwork): number[] {
  const ones = Array.from(inputWeights, () => 1);
  return [...inputWeights, ...inputBiases, ...outputWeights, outputBias, ...ones, ...ones.map(() => 0)];
}
