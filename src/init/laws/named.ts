import { integerIn, knownKeys, positiveNumber } from '../../numeric/checks.js';
import { gaussianLaw } from './gaussian.js';
import type { GaussianScales } from './gaussian.js';
import type { InitLaw } from './init-law.js';
import { uniformLaw } from './uniform.js';
import type { UniformBounds } from './uniform.js';

/** Width of a network, and the standard deviation of the input biases that He and Glorot leave open. */
export interface NamedGaussianOptions {
  /** Number H of units, at least 1. */
  readonly width: number;
  /**
   * Standard deviation σ_b of the input biases. It has no default: the usual 0 puts all breakpoints at 0, and
   * the papers do not say what they take (erratum 42).
   */
  readonly sigmaB: number;
}

/** Width of a network. */
export interface WidthOptions {
  /** Number H of units, at least 1. */
  readonly width: number;
}

/**
 * The law of a unit under He's Gaussian initialization, σ_w = √2 and σ_v = √(2/H): {@link gaussianLaw}.
 *
 * The first layer has fan-in 1, the second H. K. He et al. 2015; theory 3.3.
 *
 * @throws `RangeError` unless the width is a positive integer and σ_b is positive and finite.
 * @example
 * ```ts
 * import { heLaw } from 'relu-splines/init';
 *
 * heLaw({ width: 100, sigmaB: 1 }).deltaSlope.variance; // 0.04
 * ```
 */
export function heLaw(options: NamedGaussianOptions): InitLaw {
  return gaussianLaw(heScales('heLaw', options));
}

/**
 * The law of a unit under Glorot's Gaussian initialization, σ_w = σ_v = √(2/(H + 1)): {@link gaussianLaw}.
 *
 * X. Glorot & Y. Bengio 2010; theory 3.3.
 *
 * @throws `RangeError` unless the width is a positive integer and σ_b is positive and finite.
 * @example
 * ```ts
 * import { glorotLaw } from 'relu-splines/init';
 *
 * glorotLaw({ width: 99, sigmaB: 1 }).deltaSlope.variance; // 0.0004
 * ```
 */
export function glorotLaw(options: NamedGaussianOptions): InitLaw {
  return gaussianLaw(glorotScales('glorotLaw', options));
}

/**
 * The law of a unit as PyTorch makes `nn.Linear(1, H)` and `nn.Linear(H, 1)`: weights and biases uniform up to
 * 1/√(fan-in), so that a_b = a_w = 1 and a_v = 1/√H: {@link uniformLaw}.
 *
 * The papers call it He's; it is neither of the two initializations of that name (erratum 41).
 *
 * @throws `RangeError` unless the width is a positive integer.
 * @example
 * ```ts
 * import { torchLaw } from 'relu-splines/init';
 *
 * torchLaw({ width: 64 }).breakpoint.quantile(0.75); // 1
 * ```
 */
export function torchLaw(options: WidthOptions): InitLaw {
  return uniformLaw(torchBounds('torchLaw', options));
}

/** Standard deviations of He's initialization. */
export function heScales(where: string, options: NamedGaussianOptions): GaussianScales {
  knownKeys(where, options, ['width', 'sigmaB']);
  const width = checkWidth(where, options);
  return {
    sigmaB: positiveNumber(where, 'sigmaB', options.sigmaB),
    sigmaW: Math.SQRT2,
    sigmaV: Math.sqrt(2 / width),
  };
}

/** Standard deviations of Glorot's initialization. */
export function glorotScales(where: string, options: NamedGaussianOptions): GaussianScales {
  knownKeys(where, options, ['width', 'sigmaB']);
  const sigma = Math.sqrt(2 / (checkWidth(where, options) + 1));
  return { sigmaB: positiveNumber(where, 'sigmaB', options.sigmaB), sigmaW: sigma, sigmaV: sigma };
}

/** Half-widths of PyTorch's default initialization; the output bias has that of the output weights. */
export function torchBounds(where: string, options: WidthOptions): UniformBounds {
  knownKeys(where, options, ['width']);
  return { aB: 1, aW: 1, aV: 1 / Math.sqrt(checkWidth(where, options)) };
}

/** Returns the width after checking that it is a positive integer. */
function checkWidth(where: string, options: WidthOptions): number {
  return integerIn(where, 'width', options.width, 1);
}
