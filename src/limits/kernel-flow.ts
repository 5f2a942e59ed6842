import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import type { Bdso } from '../forms/bdso.js';
import type { ShallowNetwork } from '../forms/network.js';
import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import { finiteNumber } from '../numeric/checks.js';
import { lengthOf } from '../numeric/linear-algebra.js';
import { atData, spreadOverUnits } from './frozen-features.js';
import { kernelModes } from './kernel-range.js';
import type { KernelModes, KernelRange } from './kernel-range.js';
import { trainedNumbers } from './trained-numbers.js';
import type { KernelOptions, TrainedNumbers } from './trained-numbers.js';

/** A flow at one time. */
export interface KernelFlowPoint<F> {
  readonly time: number;
  /** The form at that time, in the kind that was handed over: `evaluate` gives f(x, t) anywhere. */
  readonly solution: F;
  /** ½ Σ ε². */
  readonly loss: number;
  /** ε = y − f at the data, in the sorted order, shape (N). */
  readonly residuals: Float64Array;
  /** √Σ z² over the trained numbers z, output weights or delta-slopes. From a start at zero it never falls. */
  readonly norm: number;
  /** √Σ (z − z₀)²: how far the trained numbers are from where they started. */
  readonly distance: number;
}

/** Gradient flow with breakpoints held, in closed form. */
export interface KernelFlow<F> extends KernelRange {
  /**
   * The flow at a time from 0 to Infinity, both included, in O(N + H + k²).
   *
   * @throws `RangeError` for NaN and times below zero.
   */
  readonly at: (time: number) => KernelFlowPoint<F>;
}

/**
 * Gradient flow of the loss ½ Σ ε² in the kernel regime, where breakpoints and orientations stay as they are and f is
 * linear in what is trained: z(t) = z₀ + A⁺(1 − e^{−AAᵀt})ε₀, with the features A_ni = (w_i x_n + b_i)₊ of output
 * weights, or Φ_ni = (x_n − β_i)_{s_i} of delta-slopes (Sahs et al. 2022, section 2.6.1; theory 11.1).
 *
 * The features are decomposed once. Each left singular vector is a mode of the residuals, which falls like e^{−σ²t};
 * what is along none stays for ever. t = Infinity is {@link kernelRegression}; it is the same formula.
 *
 * A network that starts at (αw, αb) with v = 0 follows this flow as α grows, with breakpoints moving like α⁻⁴. The output
 * bias is held as the form has it (0 in the papers): if it is trained, what it adds falls like α⁻². Time is that of the
 * library's `gradientFlow`.
 *
 * Ties of a breakpoint with a datum are no special case: the hinge is zero there. Units that no datum sees do not move.
 *
 * @throws `TypeError` for what is neither a network nor a spline, `RangeError` for options outside their domains and for
 * weights so large or small that features overflow.
 * @example
 * ```ts
 * import { bdso, dataset } from 'relu-splines';
 * import { kernelFlow } from 'relu-splines/limits';
 *
 * // one datum at 2, where the feature is 2: its residual falls like e^(−4t)
 * const spline = bdso({ breakpoints: [0], deltaSlopes: [0], orientations: [1] });
 * const flow = kernelFlow(spline, dataset([2], [6]));
 * flow.at(0).loss; // 18
 * flow.at(1).residuals[0] - 6 * Math.exp(-4); // 0
 * flow.at(Infinity).solution.deltaSlopes; // Float64Array [3]
 * ```
 */
export function kernelFlow(
  network: ShallowNetwork,
  data: Dataset,
  options?: KernelOptions,
): KernelFlow<ShallowNetwork>;
/** The same of a spline, whose breakpoints stay: see the form for a network. */
export function kernelFlow(spline: Bdso, data: Dataset, options?: KernelOptions): KernelFlow<Bdso>;
export function kernelFlow(
  form: ShallowNetwork | Bdso,
  data: Dataset,
  options: KernelOptions = {},
): KernelFlow<ShallowNetwork | Bdso> {
  const where = 'kernelFlow';
  const numbers = trainedNumbers(where, form, options);
  checkDataset(where, data);
  return flowOf(where, numbers, data);
}

/** {@link kernelFlow} of checked numbers, on behalf of `where`. */
export function flowOf(
  where: string,
  numbers: TrainedNumbers,
  data: Dataset,
): KernelFlow<ShallowNetwork | Bdso> {
  const modes = kernelModes(where, numbers, data);
  return { ...modes.range, at: (time) => pointAt(numbers, modes, checkedTime(`${where}.at`, time)) };
}

/** √Σ z² after a change of the trained numbers z, output weights or |w|v. */
export function normAfter({ network, scales }: TrainedNumbers, change: ReadonlyFloat64Array): number {
  return lengthOf(scales.map((scale, i) => (scale === 0 ? 0 : network.outputWeights[i] / scale + change[i])));
}

function checkedTime(where: string, time: number): number {
  if (time === Infinity) return time;
  if (finiteNumber(where, 'time', time) < 0) {
    throw new RangeError(`${where}: time must not be negative, got ${time}`);
  }
  return time;
}

function pointAt(
  numbers: TrainedNumbers,
  { features, range, left, right, shares, rest }: KernelModes,
  time: number,
): KernelFlowPoint<ShallowNetwork | Bdso> {
  const { frame, columns } = features;
  const remaining = new Float64Array(frame.size);
  const moved = new Float64Array(columns);
  let squares = range.outOfRange * range.outOfRange;
  let distance = 0;
  range.singularValues.forEach((sigma, k) => {
    const exponent = -sigma * sigma * time;
    const residual = Math.exp(exponent) * shares[k];
    const progress = (-Math.expm1(exponent) / sigma) * shares[k];
    for (let j = 0; j < remaining.length; j++) remaining[j] += residual * left[k][j];
    for (let j = 0; j < columns; j++) moved[j] += progress * right[k][j];
    squares += residual * residual;
    distance = Math.hypot(distance, progress);
  });
  const change = spreadOverUnits(features, moved, numbers.scales.length);
  return {
    time,
    solution: numbers.formAfter(change),
    loss: squares / 2,
    residuals: atData(frame, remaining).map((fitted, n) => fitted + rest[n]),
    norm: normAfter(numbers, change),
    distance,
  };
}
