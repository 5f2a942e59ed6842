import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import type { Bdso } from '../forms/bdso.js';
import type { ShallowNetwork } from '../forms/network.js';
import { dot, lengthOf } from '../numeric/linear-algebra.js';
import { LEAST_PIVOT, exactFit } from './exact-fit.js';
import { flowOf, normAfter } from './kernel-flow.js';
import type { KernelFlowPoint } from './kernel-flow.js';
import { reachOf } from './kernel-range.js';
import type { KernelReach } from './kernel-range.js';
import { trainedNumbers } from './trained-numbers.js';
import type { KernelOptions, TrainedNumbers } from './trained-numbers.js';

/** Where training with breakpoints held ends, and what the features can reach. */
export interface KernelRegression<F> extends KernelReach, Omit<KernelFlowPoint<F>, 'time'> {
  /** By solving gap by gap, or by singular values where that does not show a rank as high as it can be. */
  readonly method: 'gaps' | 'singular-values';
  /**
   * How clear the rank was. `kept` is the smallest pivot, as a fraction of the length of its column, or the smallest
   * singular value that counted, as a fraction of the largest (so that 1/`kept` is the condition number); `dropped` is
   * the largest singular value that did not count, 0 if there was none.
   */
  readonly margin: { readonly kept: number; readonly dropped: number };
  /** What `kept` had to be above. */
  readonly threshold: number;
}

/**
 * Where gradient flow ends in the kernel regime, with breakpoints and orientations held: the solution of least squares
 * nearest to the start, z* = z₀ + A⁺(y − f₀), in the numbers z that are trained.
 *
 * - Of a network, by default its output weights: of all least-squares solutions the one with the least
 *   Σ (v − v₀)² = Σ (μ − μ₀)²/w². This is what a real network does.
 * - Of a spline, or with `trained: 'delta-slopes'`, the one with the least Σ (μ − μ₀)², μ* = μ₀ + Φ⁺(y − Φμ₀), which
 *   Sahs et al. 2022 state for both (2020, Theorem 6; 2022, Theorem 7). They agree iff all |w| are equal (erratum 33).
 *
 * It passes through the data iff y − f₀ is in the range of the features. That there is a breakpoint in every gap of the
 * data, a lonely partition, does not guarantee it (erratum 38): without a trained output bias, right-facing units alone
 * leave the leftmost datum where it is. A right-facing unit in every gap and one left of all data do.
 *
 * The output bias is held as the form has it; in the papers it is 0. Equal x with different y are fitted in the mean.
 *
 * Where there are units enough everywhere, it is solved gap by gap between the data in O(N + H log H), which keeps all
 * digits however many or close the data are. Elsewhere, and if `threshold` is given, by singular values, O(k³) with k at
 * most 2 min(N, 2H): seconds for k = 400.
 *
 * @throws As {@link kernelFlow}.
 * @example
 * ```ts
 * import { dataset, shallowNetwork } from 'relu-splines';
 * import { kernelRegression } from 'relu-splines/limits';
 *
 * // two units share a breakpoint; the one with the larger input weight does more of the work
 * const network = shallowNetwork({ inputWeights: [1, 3], inputBiases: [0, 0], outputWeights: [0, 0] });
 * const data = dataset([1], [10]);
 * kernelRegression(network, data).solution.outputWeights; // Float64Array [1, 3]: delta-slopes 1 and 9
 * kernelRegression(network, data, { trained: 'delta-slopes' }).norm ** 2; // 5² + 5² = 50
 * ```
 */
export function kernelRegression(
  network: ShallowNetwork,
  data: Dataset,
  options?: KernelOptions,
): KernelRegression<ShallowNetwork>;
/** The same of a spline, whose breakpoints stay: see the form for a network. */
export function kernelRegression(
  spline: Bdso,
  data: Dataset,
  options?: KernelOptions,
): KernelRegression<Bdso>;
export function kernelRegression(
  form: ShallowNetwork | Bdso,
  data: Dataset,
  options: KernelOptions = {},
): KernelRegression<ShallowNetwork | Bdso> {
  const where = 'kernelRegression';
  const numbers = trainedNumbers(where, form, options);
  checkDataset(where, data);
  const exact = numbers.threshold === undefined ? exactFit(numbers, data) : null;
  if (exact === null) return bySingularValues(where, numbers, data);
  const { change, frame, pivot, rest } = exact;
  return {
    ...reachOf(numbers.trained, frame.size, rest, numbers.network, frame),
    solution: numbers.formAfter(change),
    loss: dot(rest, rest) / 2,
    residuals: rest,
    norm: normAfter(numbers, change),
    distance: lengthOf(change),
    method: 'gaps',
    margin: { kept: pivot, dropped: 0 },
    threshold: LEAST_PIVOT,
  };
}

function bySingularValues(
  where: string,
  numbers: TrainedNumbers,
  data: Dataset,
): KernelRegression<ShallowNetwork | Bdso> {
  const { at, trained, rank, outOfRange, interpolates, condition, dropped, threshold } = flowOf(
    where,
    numbers,
    data,
  );
  const { solution, loss, residuals, norm, distance } = at(Infinity);
  return {
    trained,
    rank,
    outOfRange,
    interpolates,
    solution,
    loss,
    residuals,
    norm,
    distance,
    method: 'singular-values',
    margin: { kept: 1 / condition, dropped },
    threshold,
  };
}
