import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import { toNetwork } from '../forms/convert.js';
import { checkFormOfUnits, isNetwork } from '../forms/form.js';
import type { Bdso } from '../forms/bdso.js';
import type { ShallowNetwork } from '../forms/network.js';
import { sameLength } from '../numeric/checks.js';
import { lengthOf } from '../numeric/linear-algebra.js';
import { binsOf, endActive, firstActive } from '../loss/bins.js';

/** How far training moved breakpoints, and how far delta-slopes: which regime it was in. */
export interface RegimeMeasures {
  /**
   * Root mean square of the breakpoints' moves inside the data, as a fraction of the range of x: 0 to 1. A breakpoint
   * outside the data counts as on the edge, since where it is there changes nothing that the data see. Over the units
   * in `compared`; 0 if all data are at one x.
   */
  readonly breakpointMove: number;
  /** The largest of those moves, 0 to 1. */
  readonly largestBreakpointMove: number;
  /**
   * ‖μ_after − μ_before‖ over the larger of the two norms: 0 for no change, 1 from or to zero, 2 to the opposite. All
   * units count; one with w = 0 has delta-slope 0.
   */
  readonly deltaSlopeMove: number;
  /** Share of all units that see other data than before: breakpoints that passed a datum, whichever way. */
  readonly crossedUnits: number;
  /** Share of all pairs of a unit and a datum in which the unit was active before and is not after, or the reverse. */
  readonly activationChanges: number;
  /** Indices of the units that had w ≠ 0 of the same sign before and after, and so a breakpoint that moved. */
  readonly compared: Int32Array;
}

/**
 * How far breakpoints moved against how far delta-slopes did between two states of the same units: near zero against
 * about one in the kernel (lazy) regime, both of order one in the adaptive (rich) regime.
 *
 * From a start (αw, αb) with v = 0, or (αw, αb, v/α), a breakpoint moves with velocity of order v/w ~ α⁻² (theory 8.1)
 * while the loss falls within times of order α⁻². So for large α the moves of breakpoints fall like α⁻⁴ and the
 * crossings vanish, while `deltaSlopeMove` tends to that of `kernelRegression`. Let α vary and see.
 *
 * A unit whose w changed sign has passed through w = 0, where its breakpoint is at infinity: it is not `compared`, but
 * what it sees counts. So it is with w = 0 before or after. Take both forms in the same coordinates.
 *
 * @param before A network or a spline.
 * @param after The same units in the same order.
 * @throws `ShapeError` for another number of units, `TypeError` for what is neither a network nor a spline.
 * @example
 * ```ts
 * import { bdso, dataset } from 'relu-splines';
 * import { regimeMeasures } from 'relu-splines/limits';
 *
 * const before = bdso({ breakpoints: [0, 1], deltaSlopes: [0, 0], orientations: [1, 1] });
 * const after = bdso({ breakpoints: [0, 3], deltaSlopes: [4, -3], orientations: [1, 1] });
 * const measures = regimeMeasures(before, after, dataset([0, 2, 4], [0, 1, 0]));
 * measures.largestBreakpointMove; // 0.5, from 1 to 3 in a range of 4
 * measures.deltaSlopeMove; // 1, from zero
 * measures.crossedUnits; // 0.5: the datum at 2 was passed by one unit of two
 * measures.activationChanges * 6; // 1 of 6 pairs of a unit and a datum
 * ```
 */
export function regimeMeasures(
  before: ShallowNetwork | Bdso,
  after: ShallowNetwork | Bdso,
  data: Dataset,
): RegimeMeasures {
  const where = 'regimeMeasures';
  checkFormOfUnits(where, before);
  checkFormOfUnits(where, after);
  checkDataset(where, data);
  const from = isNetwork(before) ? before : toNetwork(before);
  const to = isNetwork(after) ? after : toNetwork(after);
  const width = from.inputWeights.length;
  sameLength(where, 'after', to.inputWeights, 'before', width);
  return {
    ...breakpointMoves(from, to, data),
    deltaSlopeMove: relativeMove(deltaSlopes(from), deltaSlopes(to)),
    ...activityMoves(from, to, data),
  };
}

function breakpointMoves(
  { inputWeights: w, inputBiases: b }: ShallowNetwork,
  { inputWeights, inputBiases }: ShallowNetwork,
  { x }: Dataset,
): Pick<RegimeMeasures, 'breakpointMove' | 'largestBreakpointMove' | 'compared'> {
  const low = x[0];
  const high = x[x.length - 1];
  const compared = Int32Array.from(w.keys()).filter(
    (i) => w[i] !== 0 && Math.sign(w[i]) === Math.sign(inputWeights[i]),
  );
  const inside = (beta: number): number => Math.min(Math.max(beta, low), high);
  let squares = 0;
  let largest = 0;
  for (const i of compared) {
    const distance = Math.abs(inside(-inputBiases[i] / inputWeights[i]) - inside(-b[i] / w[i]));
    const move = high > low ? distance / (high - low) : 0;
    squares += move * move;
    largest = Math.max(largest, move);
  }
  return {
    breakpointMove: compared.length > 0 ? Math.sqrt(squares / compared.length) : 0,
    largestBreakpointMove: largest,
    compared,
  };
}

function deltaSlopes({ inputWeights: w, outputWeights: v }: ShallowNetwork): Float64Array {
  return Float64Array.from(w, (weight, i) => weight * v[i]);
}

function relativeMove(before: Float64Array, after: Float64Array): number {
  const size = Math.max(lengthOf(before), lengthOf(after));
  return size > 0 ? lengthOf(after.map((mu, i) => mu - before[i])) / size : 0;
}

function activityMoves(
  from: ShallowNetwork,
  to: ShallowNetwork,
  data: Dataset,
): Pick<RegimeMeasures, 'crossedUnits' | 'activationChanges'> {
  const count = data.x.length;
  const before = binsOf(from, data);
  const after = binsOf(to, data);
  let crossed = 0;
  let changes = 0;
  for (let i = 0; i < before.length; i++) {
    const changed = differing(before[i], after[i], count);
    changes += changed;
    if (changed > 0) crossed++;
  }
  const width = Math.max(before.length, 1);
  return { crossedUnits: crossed / width, activationChanges: changes / (width * count) };
}

// How many data are seen from one of two bins and not from the other.
function differing(one: number, other: number, count: number): number {
  const [first, end] = [firstActive(one, count), endActive(one, count)];
  const [otherFirst, otherEnd] = [firstActive(other, count), endActive(other, count)];
  const common = Math.max(0, Math.min(end, otherEnd) - Math.max(first, otherFirst));
  return end - first + (otherEnd - otherFirst) - 2 * common;
}
