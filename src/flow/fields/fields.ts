import { checkDataset, checkProblem } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import type { Bdso } from '../../forms/bdso.js';
import { toNetwork } from '../../forms/convert.js';
import { checkBdso } from '../../forms/form.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { gradient, residualsInto } from '../../loss/gradient.js';
import { backwardSweep } from '../../loss/sweeps.js';
import { sweepWorkspace } from '../../loss/workspace.js';
import type { NumericArray } from '../../numeric/arrays.js';
import { finiteVector, sameLength } from '../../numeric/checks.js';
import { squaredWeights } from './conserved.js';

/**
 * The velocity of the weights under gradient flow at learning rate 1: dθ/dt = −∇ℓ, in the order [w…, b…, v…, b₀],
 * shape (3H + 1), O(N + H log N).
 *
 * ẇ = vT, ḃ = vS, v̇ = wT + bS, ḃ₀ = E₀, with S = Σ ε and T = Σ εx over the data that the unit sees (theory 8).
 * At a tie the unit counts as inactive (ReLU′(0) = 0); what the flow does there, pass, stick or leave, is for
 * `gradientFlow` to say.
 *
 * @throws `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { dataset, shallowNetwork } from 'relu-splines';
 * import { networkField } from 'relu-splines/flow';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * networkField(network, dataset([3], [5])); // Float64Array [-6, -2, -3, -1]
 * ```
 */
export function networkField(network: ShallowNetwork, data: Dataset): Float64Array {
  checkProblem('networkField', network, data);
  // 0 − g rather than −g: a velocity of zero has no sign.
  return gradient(network, data).map((slope) => 0 - slope);
}

/**
 * The same flow seen on the spline: [β̇…, μ̇…, Ḃ₀], shape (2H + 1), closed in (β, μ) with the conserved
 * δ = w² + b² − v² of each unit as constants (theory 8.1), O(N + H log N).
 *
 * β̇ = −(μ/W)(S + βT), μ̇ = (W + V)T − WβS, with W = w² and V = v² from (β, μ, δ). Both printed signs are reversed
 * for ε = y − f (erratum 1: Sahs et al. 2022, Theorem 6), and it is not the gradient in (β, μ), which
 * `bdsoGradient` gives (erratum 2). μ/W = v/w is the mobility of the breakpoint: a unit with much input weight moves
 * its breakpoint little.
 *
 * Valid for units with a breakpoint; folded constants have no part in it. At a tie the unit counts as inactive.
 *
 * @param deltas δ of each unit, as `conservedQuantities` gives them; shape (H).
 * @throws `RangeError` where μ = 0 and δ ≤ 0, which no unit with a breakpoint has; `ShapeError` for another number of
 * constants than units.
 * @example
 * ```ts
 * import { dataset, shallowNetwork, toBdso } from 'relu-splines';
 * import { bdsoField, conservedQuantities } from 'relu-splines/flow';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * const data = dataset([3], [5]);
 * bdsoField(toBdso(network), conservedQuantities(network), data); // Float64Array [2, -15, -1]
 * ```
 */
export function bdsoField(spline: Bdso, deltas: NumericArray, data: Dataset): Float64Array {
  const where = 'bdsoField';
  checkBdso(where, spline);
  checkDataset(where, data);
  const { breakpoints: beta, deltaSlopes: mu } = spline;
  const width = beta.length;
  const delta = finiteVector(where, 'deltas', deltas);
  sameLength(where, 'deltas', delta, 'breakpoints', width);
  const work = sweepWorkspace(data, width);
  residualsInto(work, toNetwork(spline));
  backwardSweep(work);
  const { bins, entries, first, second } = work;
  const field = new Float64Array(2 * width + 1);
  for (let i = 0; i < width; i++) {
    const { input: W, output: V } = squaredWeights(beta[i], mu[i], delta[i]);
    if (!(W > 0)) {
      throw new RangeError(
        `${where}: deltas[${i}] must be positive where the delta-slope is ${mu[i]}, got ${delta[i]}`,
      );
    }
    const entry = entries[bins[i]];
    const S = first[bins[i]];
    const U = second[bins[i]];
    const T = U + entry * S;
    field[i] = 0 - (mu[i] / W) * (S + beta[i] * T);
    // (W + V)T − WβS, with T − βS measured from the entry.
    field[width + i] = V * T + W * (U + (entry - beta[i]) * S);
  }
  // A bin that sees all data holds E₀ = Σ ε.
  field[2 * width] = first[0];
  return field;
}
