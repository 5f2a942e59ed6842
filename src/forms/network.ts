import type { NumericArray, ReadonlyFloat64Array } from '../numeric/arrays.js';
import { finiteNumber, finiteVector, object, sameLength } from '../numeric/checks.js';

/**
 * A shallow univariate ReLU network as its weights: f(x) = b₀ + Σᵢ vᵢ (wᵢx + bᵢ)₊.
 *
 * A unit is active at x iff wᵢx + bᵢ > 0, strictly; the derivative of the ReLU at 0 is 0, as in PyTorch.
 */
export interface ShallowNetwork {
  /** Input weights w, shape (H). */
  readonly inputWeights: ReadonlyFloat64Array;
  /** Input biases b, shape (H). */
  readonly inputBiases: ReadonlyFloat64Array;
  /** Output weights v, shape (H). */
  readonly outputWeights: ReadonlyFloat64Array;
  /** Output bias b₀, in units of y. */
  readonly outputBias: number;
}

/** What {@link shallowNetwork} takes: any array-likes of numbers. */
export interface ShallowNetworkInit {
  readonly inputWeights: NumericArray;
  readonly inputBiases: NumericArray;
  readonly outputWeights: NumericArray;
  /** Default 0. */
  readonly outputBias?: number;
}

/**
 * Checks and copies the weights of a shallow network.
 *
 * Width zero is allowed: the network is then the constant b₀. Units with w = 0 are allowed: they have no
 * breakpoint (see `toBdso`).
 *
 * @throws `TypeError` for what is not a number, `RangeError` for NaN or Infinity (the first bad index is
 * named), `ShapeError` for arrays of different lengths.
 * @example
 * ```ts
 * import { shallowNetwork, evaluate } from 'relu-splines';
 *
 * const network = shallowNetwork({
 *   inputWeights: [1, -2],
 *   inputBiases: [-0.5, 1],
 *   outputWeights: [0.3, -0.4],
 *   outputBias: 0.1,
 * });
 * evaluate(network, 2); // 0.1 + 0.3 × 1.5 = 0.55
 * ```
 */
export function shallowNetwork(weights: ShallowNetworkInit): ShallowNetwork {
  const where = 'shallowNetwork';
  object(where, 'weights', weights);
  const inputWeights = finiteVector(where, 'inputWeights', weights.inputWeights);
  const inputBiases = finiteVector(where, 'inputBiases', weights.inputBiases);
  const outputWeights = finiteVector(where, 'outputWeights', weights.outputWeights);
  const { outputBias = 0 } = weights;
  finiteNumber(where, 'outputBias', outputBias);
  sameLength(where, 'inputBiases', inputBiases, 'inputWeights', inputWeights.length);
  sameLength(where, 'outputWeights', outputWeights, 'inputWeights', inputWeights.length);
  return { inputWeights, inputBiases, outputWeights, outputBias };
}

/** Hands on a network that was computed from another form, after checking that no weight has overflowed. */
export function finiteNetwork(where: string, network: ShallowNetwork): ShallowNetwork {
  const { inputWeights: w, inputBiases: b, outputWeights: v, outputBias } = network;
  for (let i = 0; i < w.length; i++) {
    if (!Number.isFinite(w[i]) || !Number.isFinite(b[i]) || !Number.isFinite(v[i])) {
      throw new RangeError(
        `${where}: the weights of unit ${i} must be finite, got w = ${w[i]}, b = ${b[i]}, v = ${v[i]}`,
      );
    }
  }
  finiteNumber(where, 'the output bias', outputBias);
  return network;
}
