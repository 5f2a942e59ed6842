import { finiteNetwork } from '../forms/network.js';
import type { ShallowNetwork } from '../forms/network.js';
import type { NumericArray } from '../numeric/arrays.js';
import { finiteVector, object, sameLength } from '../numeric/checks.js';
import { checkMultivariateNetwork } from './network.js';
import type { MultivariateNetwork } from './network.js';

/** A line x = p + t·d. */
export interface Line {
  /** p, shape (D): where t = 0. */
  readonly point: NumericArray;
  /** d, shape (D), of any length above zero: t counts in lengths of it. */
  readonly direction: NumericArray;
}

/**
 * A network of many inputs along a line: the univariate network t ↦ f(p + t·d), so that everything univariate applies.
 *
 * Its weights are w′ᵢ = wᵢ·d and b′ᵢ = wᵢ·p + bᵢ, with v and b₀ as they were; units keep their index. A unit whose w is
 * orthogonal to d has w′ = 0 and no breakpoint on the line, provided that the product rounds to zero; where it rounds to
 * something tiny instead, its breakpoint is far away.
 *
 * @throws `RangeError` for a direction of zero, NaN, Infinity or weights that overflow; `ShapeError` for another number
 * of inputs; `TypeError` for the wrong kind of thing.
 * @example
 * ```ts
 * import { toBdso } from 'relu-splines';
 * import { multivariateNetwork, restrictToLine } from 'relu-splines/multivariate';
 *
 * const network = multivariateNetwork({ inputWeights: [[1, 2]], inputBiases: [-4], outputWeights: [3] });
 * const along = restrictToLine(network, { point: [1, 0], direction: [1, 1] });
 * toBdso(along).breakpoints; // Float64Array [1]: the line meets the breakplane at (2, 1)
 * restrictToLine(network, { point: [0, 0], direction: [2, -1] }).inputWeights; // Float64Array [0]
 * ```
 */
export function restrictToLine(network: MultivariateNetwork, line: Line): ShallowNetwork {
  const where = 'restrictToLine';
  checkMultivariateNetwork(where, network);
  object(where, 'line', line);
  const { inputs: D, inputWeights: w, inputBiases: b, outputWeights: v, outputBias } = network;
  const p = finiteVector(where, 'point', line.point);
  const d = finiteVector(where, 'direction', line.direction);
  sameLength(where, 'point', p, 'an input of the network', D);
  sameLength(where, 'direction', d, 'an input of the network', D);
  if (d.every((entry) => entry === 0)) {
    throw new RangeError(`${where}: direction must not be zero, got ${d.join(', ')}`);
  }
  const slopes = new Float64Array(b.length);
  const heights = Float64Array.from(b);
  for (let i = 0; i < b.length; i++) {
    for (let k = 0; k < D; k++) {
      slopes[i] += w[i * D + k] * d[k];
      heights[i] += w[i * D + k] * p[k];
    }
  }
  return finiteNetwork(where, {
    inputWeights: slopes,
    inputBiases: heights,
    outputWeights: Float64Array.from(v),
    outputBias,
  });
}
