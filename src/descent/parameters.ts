import type { ShallowNetwork } from '../forms/network.js';
import type { ReadonlyFloat64Array } from '../numeric/arrays.js';

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

/** The network of flat parameters, in memory of its own. */
export function networkOf(values: ReadonlyFloat64Array, width: number): ShallowNetwork {
  return {
    inputWeights: Float64Array.from(values.subarray(0, width)),
    inputBiases: Float64Array.from(values.subarray(width, 2 * width)),
    outputWeights: Float64Array.from(values.subarray(2 * width, 3 * width)),
    outputBias: values[3 * width],
  };
}

/** The flat parameters of a network, [w…, b…, v…, b₀]. */
export function flatten({
  inputWeights: w,
  inputBiases: b,
  outputWeights: v,
  outputBias,
}: ShallowNetwork): Float64Array {
  const width = w.length;
  const values = new Float64Array(3 * width + 1);
  for (let i = 0; i < width; i++) {
    values[i] = w[i];
    values[width + i] = b[i];
    values[2 * width + i] = v[i];
  }
  values[3 * width] = outputBias;
  return values;
}
