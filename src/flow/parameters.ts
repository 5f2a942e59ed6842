import type { ShallowNetwork } from '../forms/network.js';

/** The weights of a network as one vector [w…, b…, v…, b₀], shape (3H + 1). */
export function parametersOf(network: ShallowNetwork): Float64Array {
  const { inputWeights, inputBiases, outputWeights, outputBias } = network;
  const width = inputWeights.length;
  const theta = new Float64Array(3 * width + 1);
  theta.set(Float64Array.from(inputWeights));
  theta.set(Float64Array.from(inputBiases), width);
  theta.set(Float64Array.from(outputWeights), 2 * width);
  theta[3 * width] = outputBias;
  return theta;
}

/** The network of a vector of weights, copied. */
export function networkOf(theta: Float64Array): ShallowNetwork {
  const width = (theta.length - 1) / 3;
  return {
    inputWeights: theta.slice(0, width),
    inputBiases: theta.slice(width, 2 * width),
    outputWeights: theta.slice(2 * width, 3 * width),
    outputBias: theta[3 * width],
  };
}
