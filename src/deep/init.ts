import { LARGEST_COUNT, checkStream, countIn, knownKeys, positiveNumber, show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import type { RandomStream } from '../numeric/streams.js';
import type { DeepLayer, DeepNetwork } from './network.js';

/** Widths of the hidden layers. */
export interface WidthsOptions {
  /** From the first hidden layer on, at least one, each at least 1. */
  readonly widths: readonly number[];
}

/** What {@link deepHeNormal} and {@link deepGlorotNormal} take. */
export interface DeepGaussianOptions extends WidthsOptions {
  /**
   * Standard deviation σ_b of the biases of the hidden layers. It has no default: the usual 0 puts all breakpoints
   * at 0, and the papers do not say what they take (erratum 42). The output bias is 0.
   */
  readonly sigmaB: number;
}

/**
 * A deep network with He's Gaussian initialization: weights of standard deviation √(2/fan-in), biases of σ_b.
 *
 * K. He et al. 2015, which takes b = 0. Draws, layer by layer, the weights row by row and then the biases; for one hidden
 * layer the network is that of `heNormal`.
 *
 * @throws `RangeError` for widths that are not integers from 1 to 2²⁴ or make a layer of more than 2²⁴ weights, or unless
 * σ_b is positive and finite; `ShapeError` for no widths.
 * @example
 * ```ts
 * import { deepHeNormal } from 'relu-splines/deep';
 * import { randomStream } from 'relu-splines/init';
 *
 * const network = deepHeNormal({ widths: [8, 4], sigmaB: 1 }, randomStream(1));
 * network.layers.map(({ outputs }) => outputs); // [8, 4, 1]
 * ```
 */
export function deepHeNormal(options: DeepGaussianOptions, stream: RandomStream): DeepNetwork {
  return gaussian('deepHeNormal', options, stream, (inputs) => Math.sqrt(2 / inputs));
}

/**
 * A deep network with Glorot's Gaussian initialization: weights of standard deviation √(2/(fan-in + fan-out)), biases
 * of σ_b.
 *
 * X. Glorot & Y. Bengio 2010, which takes b = 0. Draws as {@link deepHeNormal}; for one hidden layer the network is that
 * of `glorotNormal`.
 *
 * @throws As {@link deepHeNormal}.
 * @example
 * ```ts
 * import { deepGlorotNormal } from 'relu-splines/deep';
 * import { randomStream } from 'relu-splines/init';
 *
 * const network = deepGlorotNormal({ widths: [8, 4], sigmaB: 1 }, randomStream(1));
 * network.layers.map(({ outputs }) => outputs); // [8, 4, 1]
 * ```
 */
export function deepGlorotNormal(options: DeepGaussianOptions, stream: RandomStream): DeepNetwork {
  return gaussian('deepGlorotNormal', options, stream, (inputs, outputs) =>
    Math.sqrt(2 / (inputs + outputs)),
  );
}

/**
 * A deep network as PyTorch makes a chain of `nn.Linear`: weights and biases of each layer, the output's too, uniform
 * up to 1/√fan-in. The papers' "standard" initialization (erratum 41).
 *
 * Draws as {@link deepHeNormal}; for one hidden layer the network is that of `torchDefault`.
 *
 * @throws As {@link deepHeNormal}.
 * @example
 * ```ts
 * import { deepTorchDefault } from 'relu-splines/deep';
 * import { randomStream } from 'relu-splines/init';
 *
 * const network = deepTorchDefault({ widths: [16, 16] }, randomStream(1));
 * network.layers[1].weights.every((w) => Math.abs(w) <= 0.25); // true
 * ```
 */
export function deepTorchDefault(options: WidthsOptions, stream: RandomStream): DeepNetwork {
  const where = 'deepTorchDefault';
  knownKeys(where, options, ['widths']);
  return sample(where, options.widths, stream, (inputs) => {
    const most = 1 / Math.sqrt(inputs);
    const drawn = (count: number): Float64Array => {
      const values = new Float64Array(count);
      stream.uniformInto(values);
      return values.map((value) => most * (2 * value - 1));
    };
    return { weights: drawn, biases: drawn };
  });
}

function gaussian(
  where: string,
  options: DeepGaussianOptions,
  stream: RandomStream,
  sigmaOf: (inputs: number, outputs: number) => number,
): DeepNetwork {
  knownKeys(where, options, ['widths', 'sigmaB']);
  const sigmaB = positiveNumber(where, 'sigmaB', options.sigmaB);
  const drawn = (count: number, sigma: number): Float64Array => {
    const values = new Float64Array(count);
    stream.normalInto(values);
    return values.map((value) => value * sigma);
  };
  return sample(where, options.widths, stream, (inputs, outputs, isLast) => ({
    weights: (count) => drawn(count, sigmaOf(inputs, outputs)),
    biases: (count) => (isLast ? new Float64Array(count) : drawn(count, sigmaB)),
  }));
}

/** Draws so many weights or biases of a layer. */
interface LayerSampler {
  readonly weights: (count: number) => Float64Array;
  readonly biases: (count: number) => Float64Array;
}

function sample(
  where: string,
  widths: readonly number[],
  stream: RandomStream,
  samplerOf: (inputs: number, outputs: number, isLast: boolean) => LayerSampler,
): DeepNetwork {
  if (!Array.isArray(widths)) {
    throw new TypeError(`${where}: widths must be an array of numbers, got ${show(widths)}`);
  }
  if (widths.length === 0)
    throw new ShapeError(`${where}: widths must have at least one hidden layer, got none`);
  widths.forEach((width, l) => {
    countIn(where, `widths[${l}]`, width, 1);
    const weights = l === 0 ? 0 : width * (widths as readonly number[])[l - 1];
    if (weights > LARGEST_COUNT) {
      throw new RangeError(
        `${where}: widths[${l - 1}] and widths[${l}] must make at most ${LARGEST_COUNT} weights, got ${weights}`,
      );
    }
  });
  checkStream(where, stream);
  const sizes = [1, ...(widths as readonly number[]), 1];
  const layers = sizes.slice(1).map((outputs, l): DeepLayer => {
    const inputs = sizes[l];
    const { weights, biases } = samplerOf(inputs, outputs, l === widths.length);
    return { outputs, inputs, weights: weights(outputs * inputs), biases: biases(outputs) };
  });
  return { layers };
}
