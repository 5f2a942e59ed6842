import type { ShallowNetwork } from '../../forms/network.js';
import { checkStream, countIn, knownKeys, notNegativeNumber } from '../../numeric/checks.js';
import type { RandomStream } from '../../numeric/streams.js';
import { checkGaussianScales } from '../laws/gaussian.js';
import type { GaussianScales } from '../laws/gaussian.js';
import { checkUniformBounds } from '../laws/uniform.js';
import type { UniformBounds } from '../laws/uniform.js';

/** What {@link gaussianInit} takes. */
export interface GaussianInitOptions extends GaussianScales {
  /** Number H of units, at least 1. */
  readonly width: number;
  /** Standard deviation of the output bias b₀. Default 0: none is drawn. */
  readonly sigmaOutputBias?: number;
}

/** What {@link uniformInit} takes. */
export interface UniformInitOptions extends UniformBounds {
  /** Number H of units, at least 1. */
  readonly width: number;
  /** The output bias b₀ is uniform in plus or minus this. Default 0: none is drawn. */
  readonly aOutputBias?: number;
}

/**
 * A network with independent centred Gaussian weights; `gaussianLaw` says what that means for the function.
 *
 * Draws, in this order: all w, all b, all v, b₀.
 *
 * @throws `RangeError` for a width that is not an integer from 1 to 2²⁴ or scales that are not positive and finite,
 * `TypeError` for the wrong kind of thing.
 * @example
 * ```ts
 * import { gaussianInit, randomStream } from 'relu-splines/init';
 *
 * const options = { width: 100, sigmaB: 1, sigmaW: 1, sigmaV: 0.1 };
 * const network = gaussianInit(options, randomStream(2022, 3));
 * network.inputWeights.length; // 100
 * network.outputBias; // 0
 * ```
 */
export function gaussianInit(options: GaussianInitOptions, stream: RandomStream): ShallowNetwork {
  const where = 'gaussianInit';
  knownKeys(where, options, ['width', 'sigmaB', 'sigmaW', 'sigmaV', 'sigmaOutputBias']);
  return gaussianNetwork(where, options, stream);
}

/** As {@link gaussianInit}, on behalf of `where`. */
export function gaussianNetwork(
  where: string,
  options: GaussianInitOptions,
  stream: RandomStream,
): ShallowNetwork {
  const width = countIn(where, 'width', options.width, 1);
  const { sigmaB, sigmaW, sigmaV } = checkGaussianScales(where, options);
  const sigma0 = notNegativeNumber(where, 'sigmaOutputBias', options.sigmaOutputBias ?? 0);
  checkStream(where, stream);
  const drawn = (sigma: number): Float64Array => {
    const values = new Float64Array(width);
    stream.normalInto(values);
    for (let i = 0; i < width; i++) values[i] *= sigma;
    return values;
  };
  return {
    inputWeights: drawn(sigmaW),
    inputBiases: drawn(sigmaB),
    outputWeights: drawn(sigmaV),
    outputBias: sigma0 === 0 ? 0 : sigma0 * stream.normal(),
  };
}

/**
 * A network with independent weights that are uniform about 0; `uniformLaw` says what that means for the
 * function.
 *
 * Draws, in this order: all w, all b, all v, b₀.
 *
 * @throws `RangeError` for a width that is not an integer from 1 to 2²⁴ or half-widths that are not positive and
 * finite, `TypeError` for the wrong kind of thing.
 * @example
 * ```ts
 * import { randomStream, uniformInit } from 'relu-splines/init';
 *
 * const network = uniformInit({ width: 4, aB: 2, aW: 1, aV: 1 }, randomStream(1));
 * network.inputWeights.every((w) => Math.abs(w) <= 1); // true
 * ```
 */
export function uniformInit(options: UniformInitOptions, stream: RandomStream): ShallowNetwork {
  const where = 'uniformInit';
  knownKeys(where, options, ['width', 'aB', 'aW', 'aV', 'aOutputBias']);
  return uniformNetwork(where, options, stream);
}

/** As {@link uniformInit}, on behalf of `where`. */
export function uniformNetwork(
  where: string,
  options: UniformInitOptions,
  stream: RandomStream,
): ShallowNetwork {
  const width = countIn(where, 'width', options.width, 1);
  const { aB, aW, aV } = checkUniformBounds(where, options);
  const a0 = notNegativeNumber(where, 'aOutputBias', options.aOutputBias ?? 0);
  checkStream(where, stream);
  const drawn = (a: number): Float64Array => {
    const values = new Float64Array(width);
    stream.uniformInto(values);
    for (let i = 0; i < width; i++) values[i] = a * (2 * values[i] - 1);
    return values;
  };
  return {
    inputWeights: drawn(aW),
    inputBiases: drawn(aB),
    outputWeights: drawn(aV),
    outputBias: a0 === 0 ? 0 : a0 * (2 * stream.uniform() - 1),
  };
}
