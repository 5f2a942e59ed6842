import type { NumericArray } from '../numeric/arrays.js';
import { finiteVector, list, sameLength } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import type { InducedBreakpoints } from './breakpoints.js';
import { breakpointChanges, checkInduced } from './changes.js';

/** The way of one breakpoint, from the first state that has it to the last. */
export interface BreakpointTrack {
  /** Hidden layer, from 0. */
  readonly layer: number;
  /** Unit in that layer, from 0. */
  readonly unit: number;
  /** +1 where the unit is active to the right of it, −1 to the left. */
  readonly orientation: number;
  /** Times of the states that have it, shape (T). */
  readonly times: Float64Array;
  /** Where it is then, shape (T), in units of x. */
  readonly breakpoints: Float64Array;
}

/**
 * Follows breakpoints through the states of a training run: chains {@link breakpointChanges} from state to state.
 *
 * A breakpoint that is born, or dies, has a track that begins after the first state, or ends before the last. What
 * happens between two states is not seen: states must be so close that few breakpoints come or go between two.
 *
 * @param times When the states are, increasing, shape (T).
 * @param states What `inducedBreakpoints` found in each, in one window.
 * @returns Tracks in the order in which they begin.
 * @throws `ShapeError` unless there is a state a time, and at least one, and all of the same widths; `RangeError` for
 * times that do not increase.
 * @example
 * ```ts
 * import { breakpointTracks, deepNetwork, inducedBreakpoints } from 'relu-splines/deep';
 *
 * // A ramp cut off at height h: one breakpoint stays, the other moves.
 * const state = (h: number) =>
 *   inducedBreakpoints(
 *     deepNetwork([{ weights: [[1]] }, { weights: [[-1]], biases: [h] }, { weights: [[-1]], biases: [h] }]),
 *   );
 * const tracks = breakpointTracks([0, 1, 2], [state(1), state(1.5), state(3)]);
 * tracks.map(({ layer }) => layer); // [0, 1]
 * tracks[1].breakpoints; // Float64Array [1, 1.5, 3]
 * ```
 */
export function breakpointTracks(
  times: NumericArray,
  states: readonly InducedBreakpoints[],
): BreakpointTrack[] {
  const where = 'breakpointTracks';
  const t = finiteVector(where, 'times', times);
  list(where, 'states', states);
  states.forEach((state, k) => {
    checkInduced(where, `states[${k}]`, state);
  });
  sameLength(where, 'times', t, 'states', states.length);
  if (t.length === 0) throw new ShapeError(`${where}: states must have at least one state, got none`);
  for (let k = 1; k < t.length; k++) {
    if (t[k] > t[k - 1]) continue;
    throw new RangeError(`${where}: times must increase, got ${t[k - 1]} and ${t[k]} at ${k - 1} and ${k}`);
  }
  const tracks: { readonly first: number; readonly state: number; readonly places: number[] }[] = [];
  const begin = (state: number, first: number): number =>
    tracks.push({ first, state, places: [states[state].breakpoints[first]] }) - 1;
  // The track of each breakpoint of the state before.
  let open = Array.from(states[0].breakpoints, (_, i) => begin(0, i));
  for (let k = 1; k < states.length; k++) {
    const { before, after } = breakpointChanges(states[k - 1], states[k]);
    const next = new Array<number>(states[k].breakpoints.length).fill(-1);
    after.forEach((to, m) => {
      next[to] = open[before[m]];
      tracks[next[to]].places.push(states[k].breakpoints[to]);
    });
    open = next.map((track, i) => (track === -1 ? begin(k, i) : track));
  }
  return tracks.map(({ first, state, places }) => ({
    layer: states[state].layers[first],
    unit: states[state].units[first],
    orientation: states[state].orientations[first],
    times: t.slice(state, state + places.length),
    breakpoints: Float64Array.from(places),
  }));
}
