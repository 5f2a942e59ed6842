import { knownKeys, object, positiveNumber, show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import type { InducedBreakpoints } from './breakpoints.js';
import { matchBreakpoints } from './matching.js';

/** What has become of the breakpoints of a network between two states. */
export interface BreakpointChanges {
  /** Breakpoints of each layer that were not there before, shape (L). */
  readonly births: Int32Array;
  /** Breakpoints of each layer that are there no longer, shape (L). */
  readonly deaths: Int32Array;
  /** Breakpoints of each layer that have moved, or stayed, shape (L). */
  readonly survivors: Int32Array;
  /** Mean speed |Δβ|/time of the survivors of each layer, shape (L), in units of x per time; NaN where there are none. */
  readonly velocities: Float64Array;
  /** Each survivor's index before, increasing, shape (survivors). */
  readonly before: Int32Array;
  /** Each survivor's index after. */
  readonly after: Int32Array;
  /** How far each has moved, Δβ, in units of x. */
  readonly motions: Float64Array;
}

/**
 * Births, deaths and motion of breakpoints, layer by layer, between two states of one network.
 *
 * The papers count births and deaths and give velocities, but no rule that says which breakpoint has become which. Here: a
 * breakpoint stays with its unit and keeps its orientation, breakpoints of a unit keep their order, as many survive as can
 * under these rules, and of all ways to do so the one with the least motion in sum is taken. So a pair that is born
 * or dies at a touching zero is told from one that moves, and a first-layer unit that turns around loses its
 * breakpoint and gets a new one. Breakpoints at a window's ends come and go with the window.
 *
 * @param before What `inducedBreakpoints` found in the earlier state.
 * @param after What it found in the later one, in the same window.
 * @param options.time Time between the two, in steps or in time; default 1.
 * @throws `ShapeError` for networks of different widths, `RangeError` unless the time is positive.
 * @example
 * ```ts
 * import { breakpointChanges, deepNetwork, inducedBreakpoints } from 'relu-splines/deep';
 *
 * // A tent of height h over [−1, 1] passed through one more unit, which is active where the tent is above 1/2.
 * const state = (h: number) =>
 *   inducedBreakpoints(
 *     deepNetwork([
 *       { weights: [[1], [1], [1]], biases: [1, 0, -1] },
 *       { weights: [[h, -2 * h, h]], biases: [-0.5] },
 *       { weights: [[1]] },
 *     ]),
 *   );
 * breakpointChanges(state(0.4), state(1)).births; // Int32Array [0, 2]
 * breakpointChanges(state(1), state(2), { time: 10 }).velocities; // Float64Array [0, 0.025]
 * ```
 */
export function breakpointChanges(
  before: InducedBreakpoints,
  after: InducedBreakpoints,
  options: { readonly time?: number } = {},
): BreakpointChanges {
  const where = 'breakpointChanges';
  checkInduced(where, 'before', before);
  checkInduced(where, 'after', after);
  knownKeys(where, options, ['time']);
  const { time = 1 } = options;
  positiveNumber(where, 'time', time);
  if (String(before.widths) !== String(after.widths)) {
    throw new ShapeError(
      `${where}: after must have the widths of before, ${String(before.widths)}, got ${String(after.widths)}`,
    );
  }
  const depth = before.widths.length;
  const survivors = new Int32Array(depth);
  const velocities = new Float64Array(depth);
  const pairs: { readonly before: number[]; readonly after: number[] } = { before: [], after: [] };
  const motions: number[] = [];
  let i = 0;
  let j = 0;
  for (let l = 0; l < depth; l++) {
    for (let unit = 0; unit < before.widths[l]; unit++) {
      const nextI = endOf(before, i, l, unit);
      const nextJ = endOf(after, j, l, unit);
      const match = matchBreakpoints(
        before.breakpoints.subarray(i, nextI),
        after.breakpoints.subarray(j, nextJ),
        before.orientations[i] === after.orientations[j],
      );
      for (let k = 0; k < match.before.length; k++) {
        const [from, to] = [i + match.before[k], j + match.after[k]];
        const motion = after.breakpoints[to] - before.breakpoints[from];
        pairs.before.push(from);
        pairs.after.push(to);
        motions.push(motion);
        velocities[l] += Math.abs(motion);
      }
      survivors[l] += match.before.length;
      i = nextI;
      j = nextJ;
    }
    velocities[l] /= survivors[l] * time;
  }
  return {
    births: survivors.map((count, l) => after.perLayer[l] - count),
    deaths: survivors.map((count, l) => before.perLayer[l] - count),
    survivors,
    velocities,
    before: Int32Array.from(pairs.before),
    after: Int32Array.from(pairs.after),
    motions: Float64Array.from(motions),
  };
}

/** Where the breakpoints of a unit end that begin at `from`. */
function endOf({ layers, units }: InducedBreakpoints, from: number, layer: number, unit: number): number {
  let end = from;
  while (end < units.length && layers[end] === layer && units[end] === unit) end++;
  return end;
}

/** Refuses what `inducedBreakpoints` has not made. */
export function checkInduced(where: string, name: string, value: unknown): void {
  object(where, name, value);
  if (!('perLayer' in (value as object))) {
    throw new TypeError(`${where}: ${name} must be made by inducedBreakpoints(network), got ${show(value)}`);
  }
}
