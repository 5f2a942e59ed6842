import type { ShallowNetwork } from '../forms/network.js';

/** A network over memory that changes. */
export interface LiveNetwork extends ShallowNetwork {
  outputBias: number;
}

/** Flat parameters [w…, b…, v…, b₀, …], and the network that they begin with, over the same memory. */
export interface Parameters {
  /** Shape (3H + 1), or more. */
  readonly values: Float64Array;
  /** Its output bias is a copy: {@link current} brings it up to date. */
  readonly network: LiveNetwork;
}

/** Parameters over `values`, for a network of `width` units. */
export function parametersOver(values: Float64Array, width: number): Parameters {
  return {
    values,
    network: {
      inputWeights: values.subarray(0, width),
      inputBiases: values.subarray(width, 2 * width),
      outputWeights: values.subarray(2 * width, 3 * width),
      outputBias: values[3 * width],
    },
  };
}

/** The network of `parameters` as they are now. */
export function current({ values, network }: Parameters): ShallowNetwork {
  network.outputBias = values[3 * network.inputWeights.length];
  return network;
}
