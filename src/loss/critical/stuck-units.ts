import { checkProblem, distinctInputs } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { knownKeys, positiveNumber } from '../../numeric/checks.js';
import { lowerBound } from '../../numeric/search.js';
import { relativeTo, residualSums } from '../residual-sums.js';
import type { ResidualSums } from '../residual-sums.js';

/** A unit whose breakpoint sits on a datum. */
export interface StuckUnit {
  /** Network index of the unit. */
  readonly unit: number;
  /** Index of the distinct x that it sits on. */
  readonly group: number;
  /** That x. */
  readonly x: number;
  /** |β − x|, in units of x; 0 for an exact tie. */
  readonly distance: number;
  /**
   * a* = −S_o/ε_n: the part of the time that the unit has to be active at its datum for its forces to balance,
   * S_o the sum of the residuals it sees beyond the datum, ε_n the residual there (summed over ties). In
   * [0, 1] where the unit is held. NaN where the datum is fitted, to within `fittedWithin` of the terms that ε_n is
   * the difference of or to their rounding: then any activity will do, and the quotient would be noise.
   */
  readonly activity: number;
  /**
   * The smallest tolerance at which some activity in [0, 1] makes the unit's gradient vanish: the larger of
   * |S|/Σ|ε| at the best activity and |D|/Σ|ε(x − x_n)|, D = Σ ε(x − x_n).
   */
  readonly level: number;
}

/** The default of `stuckWithin`: this part of the data's range of x. */
export const STUCK_WITHIN = 1e-5;

/** The default of `fittedWithin`: this part of the terms of a residual, the default tolerance of `criticality`. */
const FITTED_WITHIN = 1e-8;

/**
 * The units whose breakpoints lie on data, within a distance, by unit.
 *
 * Trained networks end with breakpoints on data: gradient flow carries a breakpoint to a datum whose residual
 * pushes from both sides, and there it sticks (theory 6.0, 10.1). Only breakpoints between the outermost data
 * count, ends included; units with w = 0 have none. If two data are near, the nearer one is named.
 *
 * It is a matter of places: a unit that has left the data and stands at the outermost one, facing away, is among them,
 * though nothing holds it and it is dead. So there may be more of them than units that a flow slides (`slidingOn`,
 * `stickIntervals`).
 *
 * @param options.stuckWithin Largest distance as a part of the range of x, default 1e-5; exact ties always
 * count.
 * @throws `RangeError` for a distance that is not positive and finite; `TypeError` for what is not a network, data
 * that `dataset` has not made, or an unknown option.
 * @example
 * ```ts
 * import { dataset, shallowNetwork, stuckUnits } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [-1], outputWeights: [1] });
 * const [stuck] = stuckUnits(network, dataset([0, 1, 2], [0, 2, 0.5]));
 * stuck.x; // 1
 * stuck.activity; // 0.25: −S_o/ε_n = −(−0.5)/2
 * ```
 */
export function stuckUnits(
  network: ShallowNetwork,
  data: Dataset,
  options: { readonly stuckWithin?: number } = {},
): StuckUnit[] {
  const where = 'stuckUnits';
  checkProblem(where, network, data);
  knownKeys(where, options, ['stuckWithin']);
  const within = positiveNumber(where, 'stuckWithin', options.stuckWithin ?? STUCK_WITHIN);
  return findStuckUnits(network, data, residualSums(network, data), within, FITTED_WITHIN);
}

/** As {@link stuckUnits}, from sums that the caller already has. */
export function findStuckUnits(
  { inputWeights: w, inputBiases: b, outputWeights: v }: ShallowNetwork,
  data: Dataset,
  sums: ResidualSums,
  stuckWithin: number,
  fittedWithin: number,
): StuckUnit[] {
  const { x } = data;
  const distinct = distinctInputs(data);
  const reach = stuckWithin * (x[x.length - 1] - x[0]);
  // A sum over the units rounds once a unit.
  const fitted = Math.max(fittedWithin, (w.length + 2) * Number.EPSILON);
  const stuck: StuckUnit[] = [];
  for (let i = 0; i < w.length; i++) {
    if (w[i] === 0) continue;
    const beta = -b[i] / w[i];
    const after = Math.min(lowerBound(distinct, beta), distinct.length - 1);
    const before = Math.max(after - 1, 0);
    const group = Math.abs(distinct[after] - beta) <= Math.abs(beta - distinct[before]) ? after : before;
    const tied = w[i] * distinct[group] + b[i] === 0;
    const distance = tied ? 0 : Math.abs(beta - distinct[group]);
    if (distance > reach) continue;
    stuck.push({
      unit: i,
      group,
      x: distinct[group],
      distance,
      ...balance(w[i] > 0, v[i], group, data, sums, fitted),
    });
  }
  return stuck;
}

// The force on a unit held at a datum, as a function of its activity there.
function balance(
  right: boolean,
  v: number,
  group: number,
  { x, groupStarts }: Dataset,
  { residuals, magnitudes, terms, s, u, sScale, uScale }: ResidualSums,
  fitted: number,
): { readonly activity: number; readonly level: number } {
  const count = x.length;
  const first = groupStarts[group];
  const end = groupStarts[group + 1];
  // Bins that begin at the datum and beyond it. Measured from the datum, its own terms in U are zero.
  const beyond = right ? end : count + 1 + first;
  const here = right ? first : count + 1 + end;
  let epsilon = 0;
  let size = 0;
  let scale = sScale[beyond];
  for (let n = first; n < end; n++) {
    epsilon += residuals[n];
    size += terms[n];
    scale += magnitudes[n];
  }
  // Not −0, where nothing lies beyond.
  const balanced = epsilon === 0 ? 0 : -s[beyond] / epsilon + 0;
  const held = Math.min(Math.max(balanced, 0), 1);
  const moment = relativeTo(u[here], uScale[here]);
  // With v = 0 the position does not matter, only whether the output weight has a reason to grow.
  const force = v === 0 ? 0 : relativeTo(s[beyond] + held * epsilon, scale);
  const activity = Math.abs(epsilon) <= fitted * size ? NaN : balanced;
  return { activity, level: Math.max(force, moment) };
}
