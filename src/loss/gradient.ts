import { checkProblem } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import type { ShallowNetwork } from '../forms/network.js';
import { hingeAt } from './hinge.js';
import { scatterNetwork } from './sweeps.js';
import { leftSums, residualsAndRightSums, rightValues } from './walks.js';
import { arenaLayout, sweepWorkspace } from './workspace.js';
import type { SweepWorkspace } from './workspace.js';

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
 * @throws `TypeError` for what is not a network, or data that `dataset` has not made.
 * @example
 * ```ts
 * import { dataset, residuals, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * residuals(network, dataset([-1, 3], [5, 5])); // Float64Array [5, -1]
 * ```
 */
export function residuals(network: ShallowNetwork, data: Dataset): Float64Array {
  checkProblem('residuals', network, data);
  const work = sweepWorkspace(data, network.inputWeights.length);
  residualsInto(work, network);
  // A copy: the table is a part of a larger buffer, which need not live on.
  return work.atData.slice();
}

/**
 * Kernel of {@link residuals}: leaves them in `work.atData` and returns the loss. Allocates nothing.
 *
 * @example
 * ```ts
 * import { dataset, residualsInto, shallowNetwork, sweepWorkspace } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * const work = sweepWorkspace(dataset([3], [5]), 1);
 * residualsInto(work, network); // 0.5
 * work.atData; // Float64Array [-1]
 * ```
 */
export function residualsInto(work: SweepWorkspace, network: ShallowNetwork): number {
  scatterNetwork(work, network);
  rightValues(work);
  return residualsAndRightSums(work, network.outputBias);
}

/**
 * The loss ½ Σ (y_n − f(x_n))²: a sum with a half, as in the papers (erratum 45); a framework's mean squared
 * error is 2/N times it.
 *
 * @throws `TypeError` for what is not a network, or data that `dataset` has not made.
 * @example
 * ```ts
 * import { dataset, loss, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * loss(network, dataset([-1, 3], [5, 5])); // (25 + 1) / 2 = 13
 * ```
 */
export function loss(network: ShallowNetwork, data: Dataset): number {
  checkProblem('loss', network, data);
  return residualsInto(sweepWorkspace(data, network.inputWeights.length), network);
}

/**
 * The gradient of the loss in the order [w…, b…, v…, b₀], shape (3H + 1), O(N + H log N).
 *
 * With S = Σ ε and T = Σ εx over the data that unit i sees: ∂ℓ/∂w = −vT, ∂ℓ/∂b = −vS, ∂ℓ/∂v = −(wT + bS),
 * ∂ℓ/∂b₀ = −Σ ε (theory 2.1). At a tie, where a breakpoint is exactly on a datum, the unit counts as inactive
 * there (ReLU′(0) = 0), as automatic differentiation has it.
 *
 * @throws `TypeError` for what is not a network, or data that `dataset` has not made.
 * @example
 * ```ts
 * import { dataset, gradient, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * gradient(network, dataset([-1, 3], [5, 5])); // Float64Array [6, 2, 3, -4]
 * ```
 */
export function gradient(network: ShallowNetwork, data: Dataset): Float64Array {
  return checkedGradient('gradient', network, data).gradient;
}

/**
 * {@link loss} and {@link gradient} in one pass.
 *
 * @throws `TypeError` for what is not a network, or data that `dataset` has not made.
 * @example
 * ```ts
 * import { dataset, lossAndGradient, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * lossAndGradient(network, dataset([3], [5])); // { loss: 0.5, gradient: [6, 2, 3, 1] }
 * ```
 */
export function lossAndGradient(network: ShallowNetwork, data: Dataset): LossAndGradient {
  return checkedGradient('lossAndGradient', network, data);
}

function checkedGradient(where: string, network: ShallowNetwork, data: Dataset): LossAndGradient {
  checkProblem(where, network, data);
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
  const loss = residualsInto(work, network);
  leftSums(work);
  gather(out, network, work);
  return loss;
}

/** The gradient from the sums that each unit's bin sees. */
function gather(out: Float64Array, network: ShallowNetwork, work: SweepWorkspace): void {
  const { arena, bins, centre } = work;
  const w = network.inputWeights;
  const b = network.inputBiases;
  const v = network.outputWeights;
  const width = bins.length;
  const twice = 2 * width;
  const { first, second, entries } = arenaLayout(work.atData.length);
  let i = 0;
  for (const end = centre === 0 ? (width - 3) | 0 : 0; i < end; i = (i + 4) | 0) {
    const bin0 = bins[i];
    const entry0 = arena[(entries + bin0) | 0];
    const s0 = arena[(first + bin0) | 0];
    const u0 = arena[(second + bin0) | 0];
    const w0 = w[i];
    const v0 = v[i];
    const z0 = w0 * entry0 + b[i];
    out[i] = -v0 * (u0 + entry0 * s0);
    out[(width + i) | 0] = -v0 * s0;
    out[(twice + i) | 0] = -(w0 * u0 + z0 * s0);

    const i1 = (i + 1) | 0;
    const bin1 = bins[i1];
    const entry1 = arena[(entries + bin1) | 0];
    const s1 = arena[(first + bin1) | 0];
    const u1 = arena[(second + bin1) | 0];
    const w1 = w[i1];
    const v1 = v[i1];
    const z1 = w1 * entry1 + b[i1];
    out[i1] = -v1 * (u1 + entry1 * s1);
    out[(width + i1) | 0] = -v1 * s1;
    out[(twice + i1) | 0] = -(w1 * u1 + z1 * s1);

    const i2 = (i + 2) | 0;
    const bin2 = bins[i2];
    const entry2 = arena[(entries + bin2) | 0];
    const s2 = arena[(first + bin2) | 0];
    const u2 = arena[(second + bin2) | 0];
    const w2 = w[i2];
    const v2 = v[i2];
    const z2 = w2 * entry2 + b[i2];
    out[i2] = -v2 * (u2 + entry2 * s2);
    out[(width + i2) | 0] = -v2 * s2;
    out[(twice + i2) | 0] = -(w2 * u2 + z2 * s2);

    const i3 = (i + 3) | 0;
    const bin3 = bins[i3];
    const entry3 = arena[(entries + bin3) | 0];
    const s3 = arena[(first + bin3) | 0];
    const u3 = arena[(second + bin3) | 0];
    const w3 = w[i3];
    const v3 = v[i3];
    const z3 = w3 * entry3 + b[i3];
    out[i3] = -v3 * (u3 + entry3 * s3);
    out[(width + i3) | 0] = -v3 * s3;
    out[(twice + i3) | 0] = -(w3 * u3 + z3 * s3);
  }
  for (; i < width; i = (i + 1) | 0) {
    const bin = bins[i];
    const entry = arena[(entries + bin) | 0];
    const s = arena[(first + bin) | 0];
    const u = arena[(second + bin) | 0];
    const wi = w[i];
    const vi = v[i];
    const z = hingeAt(wi, b[i], entry, centre);
    out[i] = -vi * (u + entry * s);
    out[(width + i) | 0] = -vi * s;
    out[(twice + i) | 0] = -(wi * u + z * s);
  }
  // A bin that sees all data holds E₀ = Σ ε.
  out[3 * width] = -arena[first];
}
