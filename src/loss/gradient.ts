import type { Dataset } from '../data/dataset.js';
import type { ShallowNetwork } from '../forms/network.js';
import { backwardSweep, forwardSweep, scatterNetwork, sweepWorkspace } from './sweeps.js';
import type { SweepWorkspace } from './sweeps.js';

/** Loss and gradient of a network on data. */
export interface LossAndGradient {
  /** ½ Σ ε², a sum and not a mean. */
  readonly loss: number;
  /** In the order [w…, b…, v…, b₀], shape (3H + 1). */
  readonly gradient: Float64Array;
}

/**
 * Residuals ε_n = y_n − f(x_n), in the order of the sorted data, O(N + H log N).
 *
 * @example
 * ```ts
 * import { dataset, residuals, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * residuals(network, dataset([-1, 3], [5, 5])); // Float64Array [5, -1]
 * ```
 */
export function residuals(network: ShallowNetwork, data: Dataset): Float64Array {
  const work = sweepWorkspace(data, network.inputWeights.length);
  residualsInto(work, network);
  return work.atData;
}

/** Kernel of {@link residuals}: leaves them in `work.atData` and returns the loss. Allocates nothing. */
export function residualsInto(work: SweepWorkspace, network: ShallowNetwork): number {
  scatterNetwork(work, network);
  forwardSweep(work);
  const { atData, data } = work;
  const y = data.y;
  const b0 = network.outputBias;
  let sum = 0;
  for (let n = 0; n < atData.length; n++) {
    const epsilon = y[n] - (atData[n] + b0);
    atData[n] = epsilon;
    sum += epsilon * epsilon;
  }
  return sum / 2;
}

/**
 * The loss ½ Σ (y_n − f(x_n))²: a sum with a half, as in the papers (erratum 45); a framework's mean squared
 * error is 2/N times it.
 *
 * @example
 * ```ts
 * import { dataset, loss, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * loss(network, dataset([-1, 3], [5, 5])); // (25 + 1) / 2 = 13
 * ```
 */
export function loss(network: ShallowNetwork, data: Dataset): number {
  return residualsInto(sweepWorkspace(data, network.inputWeights.length), network);
}

/**
 * The gradient of the loss in the order [w…, b…, v…, b₀], shape (3H + 1), O(N + H log N).
 *
 * With S = Σ ε and T = Σ εx over the data that unit i sees: ∂ℓ/∂w = −vT, ∂ℓ/∂b = −vS, ∂ℓ/∂v = −(wT + bS),
 * ∂ℓ/∂b₀ = −Σ ε (theory 2.1). At a tie, where a breakpoint is exactly on a datum, the unit counts as inactive
 * there (ReLU′(0) = 0), as automatic differentiation has it.
 *
 * @example
 * ```ts
 * import { dataset, gradient, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * gradient(network, dataset([-1, 3], [5, 5])); // Float64Array [6, 2, 3, -4]
 * ```
 */
export function gradient(network: ShallowNetwork, data: Dataset): Float64Array {
  return lossAndGradient(network, data).gradient;
}

/**
 * {@link loss} and {@link gradient} in one pass.
 *
 * @example
 * ```ts
 * import { dataset, lossAndGradient, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * lossAndGradient(network, dataset([3], [5])); // { loss: 0.5, gradient: [6, 2, 3, 1] }
 * ```
 */
export function lossAndGradient(network: ShallowNetwork, data: Dataset): LossAndGradient {
  const width = network.inputWeights.length;
  const out = new Float64Array(3 * width + 1);
  return { loss: lossAndGradientInto(out, network, sweepWorkspace(data, width)), gradient: out };
}

/**
 * Kernel of {@link lossAndGradient}: writes the gradient into `out`, shape (3H + 1), and returns the loss.
 *
 * Trusts its caller, allocates nothing, O(N + H) a step: bins are searched from where the last call left them.
 * Residuals stay in `work.atData`.
 *
 * @example
 * ```ts
 * import { dataset, lossAndGradientInto, shallowNetwork, sweepWorkspace } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * const work = sweepWorkspace(dataset([3], [5]), 1);
 * const out = new Float64Array(4);
 * lossAndGradientInto(out, network, work); // 0.5; out is [6, 2, 3, 1]
 * ```
 */
export function lossAndGradientInto(
  out: Float64Array,
  network: ShallowNetwork,
  work: SweepWorkspace,
): number {
  const value = residualsInto(work, network);
  backwardSweep(work);
  const { bins, entries, first, second } = work;
  const w = network.inputWeights;
  const b = network.inputBiases;
  const v = network.outputWeights;
  const width = bins.length;
  for (let i = 0; i < width; i++) {
    const bin = bins[i];
    const entry = entries[bin];
    const s = first[bin];
    const u = second[bin];
    out[i] = -v[i] * (u + entry * s);
    out[width + i] = -v[i] * s;
    out[2 * width + i] = -(w[i] * u + (w[i] * entry + b[i]) * s);
  }
  // A bin that sees all data holds E₀ = Σ ε.
  out[3 * width] = -first[0];
  return value;
}
