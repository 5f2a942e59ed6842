import type { ShallowNetwork } from '../../forms/network.js';
import type { RandomStream } from '../../numeric/streams.js';
import { glorotScales, heScales, torchBounds } from '../laws/named.js';
import type { NamedGaussianOptions, WidthOptions } from '../laws/named.js';
import { gaussianNetwork, uniformNetwork } from './independent.js';

/**
 * A network with He's Gaussian initialization, σ_w = √2 and σ_v = √(2/H); `heLaw` is its law.
 *
 * K. He et al. 2015, which takes b = 0: all breakpoints would be at 0, so that σ_b has to be stated (erratum
 * 42). The output bias is 0. Draws as `gaussianInit`.
 *
 * @throws `RangeError` for a width that is not an integer from 1 to 2²⁴, or unless σ_b is positive and finite.
 * @example
 * ```ts
 * import { roughness } from 'relu-splines';
 * import { expectedRoughness, heLaw, heNormal, randomStream } from 'relu-splines/init';
 *
 * const options = { width: 10_000, sigmaB: 1 };
 * roughness(heNormal(options, randomStream(1))); // 4.04…
 * expectedRoughness(heLaw(options), 10_000); // 4
 * ```
 */
export function heNormal(options: NamedGaussianOptions, stream: RandomStream): ShallowNetwork {
  const where = 'heNormal';
  return gaussianNetwork(where, { ...heScales(where, options), width: options.width }, stream);
}

/**
 * A network with Glorot's Gaussian initialization, σ_w = σ_v = √(2/(H + 1)); `glorotLaw` is its law.
 *
 * X. Glorot & Y. Bengio 2010, which takes b = 0: σ_b has to be stated (erratum 42). The output bias is 0.
 * Draws as `gaussianInit`.
 *
 * @throws `RangeError` for a width that is not an integer from 1 to 2²⁴, or unless σ_b is positive and finite.
 * @example
 * ```ts
 * import { roughness } from 'relu-splines';
 * import { expectedRoughness, glorotLaw, glorotNormal, randomStream } from 'relu-splines/init';
 *
 * const options = { width: 10_000, sigmaB: 1 };
 * roughness(glorotNormal(options, randomStream(1))); // 0.000404…
 * expectedRoughness(glorotLaw(options), 10_000); // 0.0003999…
 * ```
 */
export function glorotNormal(options: NamedGaussianOptions, stream: RandomStream): ShallowNetwork {
  const where = 'glorotNormal';
  return gaussianNetwork(where, { ...glorotScales(where, options), width: options.width }, stream);
}

/**
 * A network as PyTorch makes `nn.Linear(1, H)` and `nn.Linear(H, 1)`: w and b uniform in [−1, 1], v and b₀ in
 * [−1/√H, 1/√H]; `torchLaw` is its law. The papers' "standard" initialization, which they call He's (erratum
 * 41). Draws as `uniformInit`; they are not PyTorch's own for any seed.
 *
 * @throws `RangeError` for a width that is not an integer from 1 to 2²⁴.
 * @example
 * ```ts
 * import { randomStream, torchDefault } from 'relu-splines/init';
 *
 * torchDefault({ width: 21 }, randomStream(0)).outputWeights.length; // 21
 * ```
 */
export function torchDefault(options: WidthOptions, stream: RandomStream): ShallowNetwork {
  const where = 'torchDefault';
  const bounds = torchBounds(where, options);
  return uniformNetwork(where, { ...bounds, width: options.width, aOutputBias: bounds.aV }, stream);
}
