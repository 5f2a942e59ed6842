import type { ShallowNetwork } from '../../forms/network.js';
import { checkNetwork } from '../../forms/form.js';

/**
 * What gradient flow conserves of each unit: δ = w² + b² − v², shape (H).
 *
 * Theory 8: scaling a unit by (a, a, 1/a) leaves the function alone, and δ is what that symmetry conserves. It stays
 * the same through crossings of data and while a breakpoint slides on one. A step h of gradient descent changes it
 * by exactly h²(g_w² + g_b² − g_v²).
 *
 * @throws `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { shallowNetwork } from 'relu-splines';
 * import { conservedQuantities } from 'relu-splines/flow';
 *
 * const network = shallowNetwork({ inputWeights: [3], inputBiases: [4], outputWeights: [2] });
 * conservedQuantities(network); // Float64Array [21]
 * ```
 */
export function conservedQuantities(network: ShallowNetwork): Float64Array {
  checkNetwork('conservedQuantities', network);
  const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
  const delta = new Float64Array(w.length);
  for (let i = 0; i < delta.length; i++) {
    // (b − v)(b + v): what is left where b² and v² nearly cancel keeps its digits.
    delta[i] = w[i] * w[i] + (b[i] - v[i]) * (b[i] + v[i]);
  }
  return delta;
}

/** How fast the spline of each unit answers to the forces on it; all of shape (H). */
export interface FlowRates {
  /** v/w: β̇ = −mobility·(S + βT). Infinite for a unit with w = 0, and NaN if v = 0 as well. */
  readonly mobility: Float64Array;
  /** w²: the part of μ̇ = w²(T − βS) + v²T that trains the output weight. */
  readonly inputRate: Float64Array;
  /** v²: the part that trains the input weight. */
  readonly outputRate: Float64Array;
}

/**
 * The learning rates of breakpoints and delta-slopes that the weights stand for (theory 8, 8.1).
 *
 * Two networks of one function differ in them: `rescale(network, α)` divides mobility and `outputRate` by α² and
 * multiplies `inputRate` by α². A large α freezes the breakpoints and trains the delta-slopes alone, the kernel
 * regime; a small one lets breakpoints run. Time itself runs α² times as fast for large α.
 *
 * @throws `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { rescale, shallowNetwork } from 'relu-splines';
 * import { flowRates } from 'relu-splines/flow';
 *
 * const network = shallowNetwork({ inputWeights: [2], inputBiases: [1], outputWeights: [4] });
 * flowRates(network).mobility; // Float64Array [2]
 * flowRates(rescale(network, 10)).mobility; // Float64Array [0.02]
 * flowRates(rescale(network, 10)).inputRate; // Float64Array [400]
 * ```
 */
export function flowRates(network: ShallowNetwork): FlowRates {
  checkNetwork('flowRates', network);
  const { inputWeights: w, outputWeights: v } = network;
  return {
    mobility: Float64Array.from(w, (weight, i) => v[i] / weight),
    inputRate: Float64Array.from(w, (weight) => weight * weight),
    outputRate: Float64Array.from(v, (weight) => weight * weight),
  };
}

/** The squares of a unit's weights: what (β, μ) and the conserved δ leave of it. */
export interface SquaredWeights {
  /** W = w². */
  readonly input: number;
  /** V = v². */
  readonly output: number;
}

/**
 * The squared weights of a unit with breakpoint β, delta-slope μ and conserved δ (theory 8.1).
 *
 * From W(1 + β²) − V = δ and WV = μ², with R = √(δ² + 4μ²(1 + β²)); the branch is taken by the sign of δ, so that
 * nothing cancels. W = 0 where μ = 0 and δ ≤ 0: no unit with a breakpoint has that.
 */
export function squaredWeights(beta: number, mu: number, delta: number): SquaredWeights {
  const stretch = 1 + beta * beta;
  const r = Math.hypot(delta, 2 * mu * Math.sqrt(stretch));
  const sum = r + Math.abs(delta);
  if (sum === 0) return { input: 0, output: 0 };
  return delta >= 0
    ? { input: sum / (2 * stretch), output: (2 * mu * mu * stretch) / sum }
    : { input: (2 * mu * mu) / sum, output: sum / 2 };
}
