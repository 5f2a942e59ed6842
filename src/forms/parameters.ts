import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import type { ShallowNetwork } from './network.js';

/** The weights of a network as one vector [w…, b…, v…, b₀], shape (3H + 1). */
export function parametersOf(network: ShallowNetwork): Float64Array {
  const { inputWeights: w, inputBiases: b, outputWeights: v, outputBias } = network;
  const width = w.length;
  const theta = new Float64Array(3 * width + 1);
  for (let i = 0; i < width; i++) {
    theta[i] = w[i];
    theta[width + i] = b[i];
    theta[2 * width + i] = v[i];
  }
  theta[3 * width] = outputBias;
  return theta;
}

/** The network of such a vector, in memory of its own. */
export function networkOf(theta: ReadonlyFloat64Array): ShallowNetwork {
  const width = (theta.length - 1) / 3;
  return {
    inputWeights: theta.slice(0, width),
    inputBiases: theta.slice(width, 2 * width),
    outputWeights: theta.slice(2 * width, 3 * width),
    outputBias: theta[3 * width],
  };
}
