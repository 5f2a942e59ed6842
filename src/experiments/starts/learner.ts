import type { Dataset } from '../../data/dataset.js';
import { descendDeep } from '../../deep/descend.js';
import { evaluateDeep } from '../../deep/loss.js';
import type { DeepNetwork } from '../../deep/network.js';
import { toPiecewiseLinear as deepPieces } from '../../deep/piecewise-linear.js';
import { descend } from '../../descent/descend.js';
import type { DescentOptions } from '../../descent/options.js';
import { evaluate } from '../../forms/evaluate.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { functionRoughness } from '../../forms/roughness.js';
import type { ReadonlyFloat64Array } from '../../numeric/arrays.js';

/** A network of any depth, as far as the comparison of starts goes. */
export interface Learner {
  /** The function at these places. */
  readonly values: (x: Float64Array) => Float64Array;
  /** Σ J² over the knots of the function, which all depths have. */
  readonly roughness: () => number;
  /** What it becomes by training; `null` if training diverged. */
  readonly train: (data: Dataset, options: Training) => Learner | null;
}

/** The options of `descend` that make sense for any depth and are compared. */
export type Training = Pick<DescentOptions, 'method' | 'learningRate' | 'steps' | 'lossUnit'>;

/** A shallow {@link Learner}. */
export function shallowLearner(network: ShallowNetwork): Learner {
  return {
    values: (x) => evaluate(network, x),
    roughness: () => functionRoughness(network),
    train: (data, options) => {
      const { status, network: trained } = descend(network, data, options);
      return status === 'diverged' ? null : shallowLearner(trained);
    },
  };
}

/** A deep {@link Learner}. */
export function deepLearner(network: DeepNetwork): Learner {
  return {
    values: (x) => evaluateDeep(network, x),
    roughness: () => functionRoughness(deepPieces(network)),
    train: (data, options) => {
      const { status, network: trained } = descendDeep(network, data, options);
      return status === 'diverged' ? null : deepLearner(trained);
    },
  };
}

/** Σ (f − y)² over the places; NaN for a learner that diverged. */
export function squaredError(learner: Learner | null, x: Float64Array, y: ReadonlyFloat64Array): number {
  if (learner === null) return NaN;
  return learner.values(x).reduce((sum, value, n) => sum + (value - y[n]) ** 2, 0);
}
