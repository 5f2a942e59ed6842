import type { Tolerance } from './steps/stepper.js';

/** What is compared whenever time has doubled: the state at some time before. */
export interface RestWatch {
  time: number;
  state: Float64Array;
}

/** Time constants of the fastest direction that have to go by before rest means anything. */
export const SETTLED = 100;

/** A watch that starts at a state. */
export function restWatch(time: number, state: Float64Array): RestWatch {
  return { time, state: state.slice() };
}

/**
 * Has time doubled since the watch looked last, and no weight moved by more than its tolerance meanwhile? A watch that
 * has looked compares with the present state from then on.
 */
export function hasRested(
  watch: RestWatch,
  time: number,
  state: Float64Array,
  { relative, absolute }: Tolerance,
): boolean {
  if (!(time >= 2 * watch.time)) return false;
  const moved = state.some(
    (value, c) => Math.abs(value - watch.state[c]) > absolute + relative * Math.abs(value),
  );
  watch.time = time;
  watch.state = state.slice();
  return !moved;
}
