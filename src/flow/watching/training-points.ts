import { checkNetwork } from '../../forms/form.js';
import type { ShallowNetwork } from '../../forms/network.js';
import type { NumericArray } from '../../numeric/arrays.js';
import { finiteNumber, object, show } from '../../numeric/checks.js';
import { ShapeError } from '../../numeric/errors.js';

/** A network on its way: a point of a gradient flow, of a descent, or of anything else that trains. */
export interface TrainingPoint {
  readonly network: ShallowNetwork;
  /** When; without it the step, and without that the index in the trajectory. */
  readonly time?: number;
  readonly step?: number;
  /** The datum that each unit slides on, or −1, where the method knows. */
  readonly slidingOn?: NumericArray;
}

/** Breakpoints over time. */
export interface BreakpointTrajectories {
  /** Shape (T). */
  readonly times: Float64Array;
  /** One row a time: β of each unit, NaN while w = 0; shape (T, H). */
  readonly breakpoints: readonly Float64Array[];
  /** μ of each unit, shape (T, H). */
  readonly deltaSlopes: readonly Float64Array[];
  /** s of each unit, 0 while w = 0; shape (T, H). */
  readonly orientations: readonly Int8Array[];
  /** What the times are: `'step'` for a trajectory whose points have steps and no times, as that of `descend`. */
  readonly timeLabel: 'time' | 'step';
}

/**
 * The breakpoints, delta-slopes and orientations of all units over a trajectory, as `trajectoryFigure` of
 * `relu-splines/plot` takes them. Units keep their network index; nothing is folded.
 *
 * A breakpoint may go through infinity, where w passes 0: its orientation changes there.
 *
 * @throws `RangeError` for times that do not increase, `ShapeError` for networks of different widths, `TypeError` for
 * what is not a network.
 * @example
 * ```ts
 * import { shallowNetwork } from 'relu-splines';
 * import { breakpointTrajectories } from 'relu-splines/flow';
 *
 * const network = shallowNetwork({ inputWeights: [2, 0], inputBiases: [-1, 3], outputWeights: [0.5, 1] });
 * const { times, breakpoints } = breakpointTrajectories([{ time: 0, network }]);
 * times; // Float64Array [0]
 * breakpoints[0]; // Float64Array [0.5, NaN]
 * ```
 */
export function breakpointTrajectories(trajectory: readonly TrainingPoint[]): BreakpointTrajectories {
  const times = timesOf('breakpointTrajectories', trajectory);
  const networks = trajectory.map(({ network }) => network);
  return {
    times,
    breakpoints: networks.map(({ inputWeights, inputBiases }) =>
      Float64Array.from(inputWeights, (w, i) => (w === 0 ? NaN : -inputBiases[i] / w + 0)),
    ),
    deltaSlopes: networks.map(({ inputWeights, outputWeights }) =>
      Float64Array.from(inputWeights, (w, i) => w * outputWeights[i] + 0),
    ),
    orientations: networks.map(({ inputWeights }) => Int8Array.from(inputWeights, Math.sign)),
    timeLabel: trajectory.some(({ time, step }) => time !== undefined || step === undefined)
      ? 'time'
      : 'step',
  };
}

/**
 * The times of a trajectory, and a check of its points.
 *
 * @throws `RangeError` for times that do not increase, `ShapeError` for networks of different widths, `TypeError` for
 * what is not a network.
 */
export function timesOf(where: string, trajectory: readonly TrainingPoint[]): Float64Array {
  const given: unknown = trajectory;
  if (!Array.isArray(given)) {
    throw new TypeError(`${where}: trajectory must be an array of points, got ${show(given)}`);
  }
  const times = new Float64Array(trajectory.length);
  trajectory.forEach((point, k) => {
    const at = `trajectory[${k}]`;
    object(where, at, point);
    if (!('network' in point)) {
      throw new TypeError(
        `${where}: ${at} must be a point { network, time }, got ${show(point)} without a network`,
      );
    }
    checkNetwork(where, point.network, `${at}.network`);
    const width = point.network.inputWeights.length;
    const before = trajectory[0].network.inputWeights.length;
    if (width !== before) {
      throw new ShapeError(
        `${where}: ${at} must have as many units as trajectory[0], ${before}, got ${width}`,
      );
    }
    times[k] = finiteNumber(where, `${at}.time`, point.time ?? point.step ?? k);
    if (k > 0 && !(times[k] > times[k - 1])) {
      throw new RangeError(`${where}: ${at}.time must be above ${times[k - 1]}, got ${times[k]}`);
    }
  });
  return times;
}
