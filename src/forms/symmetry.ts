import type { NumericArray } from '../numeric/arrays.js';
import { gather } from '../numeric/arrays.js';
import { finiteVector, integerIn, positiveNumber, sameLength } from '../numeric/checks.js';
import type { ShallowNetwork } from './network.js';

/**
 * The scaling symmetry: (w, b, v) → (αw, αb, v/α), unit by unit, α > 0. The function stays the same.
 *
 * Scaling and permutation do not exhaust what leaves a network's function alone (erratum 14): see theory 1.4.
 *
 * @param alpha One number for all units, or one a unit.
 * @throws `RangeError` unless every α is positive and finite, `ShapeError` for a wrong number of them.
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
  const { inputWeights: w, inputBiases: b, outputWeights: v, outputBias } = network;
  const factors =
    typeof alpha === 'number' ? new Float64Array(w.length).fill(alpha) : finiteVector(where, 'alpha', alpha);
  sameLength(where, 'alpha', factors, 'the network', w.length);
  factors.forEach((factor, i) =>
    positiveNumber(where, typeof alpha === 'number' ? 'alpha' : `alpha[${i}]`, factor),
  );
  return {
    inputWeights: w.map((value, i) => value * factors[i]),
    inputBiases: b.map((value, i) => value * factors[i]),
    outputWeights: v.map((value, i) => value / factors[i]),
    outputBias,
  };
}

/**
 * The permutation symmetry: unit k of the result is unit order[k] of the network.
 *
 * @throws `RangeError` unless `order` names each unit exactly once, `ShapeError` for a wrong length.
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
  const width = network.inputWeights.length;
  const indices = Int32Array.from(finiteVector(where, 'order', order), (value, k) =>
    integerIn(where, `order[${k}]`, value, 0, width - 1),
  );
  sameLength(where, 'order', indices, 'the network', width);
  const seen = new Set(indices);
  if (seen.size !== width) {
    const twice = indices.find((unit, k) => indices.indexOf(unit) !== k) ?? 0;
    throw new RangeError(`${where}: order must name each unit once, got ${twice} twice`);
  }
  return {
    inputWeights: gather(network.inputWeights, indices),
    inputBiases: gather(network.inputBiases, indices),
    outputWeights: gather(network.outputWeights, indices),
    outputBias: network.outputBias,
  };
}
