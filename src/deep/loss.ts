import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import type { LossAndGradient } from '../loss/gradient.js';
import type { NumericArray } from '../numeric/arrays.js';
import { finiteNumber, finiteVector } from '../numeric/checks.js';
import { deepLossAndGradientInto, deepResidualsInto, forward } from './backpropagation.js';
import { checkDeepNetwork } from './network.js';
import type { DeepNetwork } from './network.js';
import { parameterCount } from './parameters.js';
import { deepWorkspace, emptyWorkspace, fillWorkspace } from './workspace.js';

/** Points a forward pass takes at once: enough for its loops, few enough for the cache. */
const BLOCK = 256;

/**
 * The value of a deep network at a number or at each number of an array: the forward pass, layer by layer.
 *
 * One multiplication a weight and point; for very many points convert it with `toPiecewiseLinear` first. A value
 * beyond the range of doubles comes out as ±Infinity or NaN.
 *
 * @throws `TypeError` for what is not a deep network or not a number, `RangeError` for NaN or Infinity.
 * @example
 * ```ts
 * import { deepNetwork, evaluateDeep } from 'relu-splines/deep';
 *
 * const network = deepNetwork([{ weights: [[1], [-1]] }, { weights: [[1, 1]] }, { weights: [[2]] }]);
 * evaluateDeep(network, -3); // 6
 * evaluateDeep(network, [-3, 0, 1]); // Float64Array [6, 0, 2]
 * ```
 */
export function evaluateDeep(network: DeepNetwork, x: number): number;
/** Its values at each of many points, shape (n): see the form for one. */
export function evaluateDeep(network: DeepNetwork, x: NumericArray): Float64Array;
export function evaluateDeep(network: DeepNetwork, x: number | NumericArray): number | Float64Array {
  const where = 'evaluateDeep';
  checkDeepNetwork(where, network);
  if (typeof x === 'number') return valuesAt(network, [finiteNumber(where, 'x', x)])[0];
  return valuesAt(network, finiteVector(where, 'x', x, 'a number or an array of numbers'));
}

function valuesAt(network: DeepNetwork, x: NumericArray): Float64Array {
  const values = new Float64Array(x.length);
  for (let from = 0; from < x.length;) {
    const count = Math.min(BLOCK, x.length - from);
    const work = emptyWorkspace(network, count);
    const g = work.activations[work.activations.length - 1];
    for (; from + count <= x.length; from += count) {
      fillWorkspace(work, x, x, from);
      forward(network, work);
      values.set(work.memory.subarray(g, g + count), from);
    }
  }
  return values;
}

/**
 * Residuals ε_n = y_n − g(x_n), in the order of the sorted data.
 *
 * @throws `TypeError` for what is not a deep network, or data that `dataset` has not made.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { deepNetwork, deepResiduals } from 'relu-splines/deep';
 *
 * const network = deepNetwork([{ weights: [[1]] }, { weights: [[2]] }]);
 * deepResiduals(network, dataset([-1, 3], [5, 5])); // Float64Array [5, -1]
 * ```
 */
export function deepResiduals(network: DeepNetwork, data: Dataset): Float64Array {
  checkDeepProblem('deepResiduals', network, data);
  const work = deepWorkspace(network, data);
  deepResidualsInto(network, work);
  return work.memory.slice(work.residuals, work.residuals + work.count);
}

/**
 * The loss ½ Σ (y_n − g(x_n))²: a sum with a half, as everywhere in the library (erratum 45).
 *
 * @throws `TypeError` for what is not a deep network, or data that `dataset` has not made.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { deepLoss, deepNetwork } from 'relu-splines/deep';
 *
 * const network = deepNetwork([{ weights: [[1]] }, { weights: [[2]] }]);
 * deepLoss(network, dataset([-1, 3], [5, 5])); // (25 + 1) / 2 = 13
 * ```
 */
export function deepLoss(network: DeepNetwork, data: Dataset): number {
  checkDeepProblem('deepLoss', network, data);
  return deepResidualsInto(network, deepWorkspace(network, data));
}

/**
 * The gradient of the loss, in the flat order of `flattenDeep`: layer by layer the weights, row by row, then the biases.
 *
 * By backpropagation. A unit with z = 0 at a datum counts as inactive there (ReLU′(0) = 0), as automatic
 * differentiation has it. With one hidden layer it is the `gradient` of the shallow network, to rounding.
 *
 * @throws `TypeError` for what is not a deep network, or data that `dataset` has not made.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { deepGradient, deepNetwork } from 'relu-splines/deep';
 *
 * const network = deepNetwork([{ weights: [[1]] }, { weights: [[2]] }]);
 * deepGradient(network, dataset([-1, 3], [5, 5])); // Float64Array [6, 2, 3, -4]
 * ```
 */
export function deepGradient(network: DeepNetwork, data: Dataset): Float64Array {
  checkDeepProblem('deepGradient', network, data);
  return lossAndGradient(network, data).gradient;
}

/**
 * {@link deepLoss} and {@link deepGradient} in one pass.
 *
 * @throws `TypeError` for what is not a deep network, or data that `dataset` has not made.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { deepLossAndGradient, deepNetwork } from 'relu-splines/deep';
 *
 * const network = deepNetwork([{ weights: [[1]] }, { weights: [[2]] }]);
 * deepLossAndGradient(network, dataset([3], [5])); // { loss: 0.5, gradient: [6, 2, 3, 1] }
 * ```
 */
export function deepLossAndGradient(network: DeepNetwork, data: Dataset): LossAndGradient {
  checkDeepProblem('deepLossAndGradient', network, data);
  return lossAndGradient(network, data);
}

/** Refuses what is not a deep network with a data set. */
function checkDeepProblem(where: string, network: DeepNetwork, data: Dataset): void {
  checkDeepNetwork(where, network);
  checkDataset(where, data);
}

function lossAndGradient(network: DeepNetwork, data: Dataset): LossAndGradient {
  const gradient = new Float64Array(parameterCount(network));
  return { loss: deepLossAndGradientInto(gradient, network, deepWorkspace(network, data)), gradient };
}
