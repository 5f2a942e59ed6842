import type { NumericArray } from '../numeric/arrays.js';
import { gather } from '../numeric/arrays.js';
import { finiteVector, integerIn, positiveForEach, sameLength } from '../numeric/checks.js';
import { checkNetwork } from './form.js';
import { finiteNetwork } from './network.js';
import type { ShallowNetwork } from './network.js';

/**
 * The scaling symmetry: (w, b, v) → (αw, αb, v/α), unit by unit, α > 0. The function stays the same: exactly
 * for powers of two, else to the rounding of each weight, unless a weight underflows.
 *
 * Scaling and permutation do not exhaust what leaves a network's function alone (erratum 14): see theory 1.4.
 *
 * @param alpha One number for all units, or one a unit.
 * @throws `RangeError` unless every α is positive and finite, or for weights that overflow; `ShapeError` for a
 * wrong number of α; `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { rescale, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [2], outputWeights: [3] });
 * rescale(network, 2).outputWeights; // Float64Array [1.5]
 * ```
 */
export function rescale(network: ShallowNetwork, alpha: number | NumericArray): ShallowNetwork {
  const where = 'rescale';
  checkNetwork(where, network);
  const width = network.inputWeights.length;
  const factors = positiveForEach(
    where,
    'alpha',
    alpha,
    'the units',
    width,
    'a number or an array of numbers',
  );
  return finiteNetwork(where, {
    inputWeights: network.inputWeights.map((w, i) => w * factors[i]),
    inputBiases: network.inputBiases.map((b, i) => b * factors[i]),
    outputWeights: network.outputWeights.map((v, i) => v / factors[i]),
    outputBias: network.outputBias,
  });
}

/**
 * The permutation symmetry: unit k of the result is unit order[k] of the network.
 *
 * @throws `RangeError` unless `order` names each unit exactly once, `ShapeError` for a wrong length,
 * `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { permute, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1, 2], inputBiases: [0, 0], outputWeights: [3, 4] });
 * permute(network, [1, 0]).outputWeights; // Float64Array [4, 3]
 * ```
 */
export function permute(network: ShallowNetwork, order: NumericArray): ShallowNetwork {
  const where = 'permute';
  checkNetwork(where, network);
  const width = network.inputWeights.length;
  const indices = finiteVector(where, 'order', order);
  sameLength(where, 'order', indices, 'the units', width);
  const named = new Uint8Array(width);
  indices.forEach((unit, k) => {
    integerIn(where, `order[${k}]`, unit, 0, width - 1);
    if (named[unit] === 1)
      throw new RangeError(`${where}: order must name each unit once, got ${unit} twice`);
    named[unit] = 1;
  });
  const units = Int32Array.from(indices);
  return {
    inputWeights: gather(network.inputWeights, units),
    inputBiases: gather(network.inputBiases, units),
    outputWeights: gather(network.outputWeights, units),
    outputBias: network.outputBias,
  };
}
