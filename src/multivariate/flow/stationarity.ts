import { dot } from '../../numeric/linear-algebra.js';
import type { PlaneCourse } from './course.js';
import { heightAt } from './crossings.js';
import { takeOut } from './held-span.js';

/** What is compared whenever time has doubled: the state at some time before. */
export interface RestWatch {
  time: number;
  state: Float64Array;
}

/** Time constants of the fastest direction that have to go by before rest means anything. */
const SETTLED = 100;

/** A watch that starts at the present state. */
export function restWatch({ time, stepper }: PlaneCourse): RestWatch {
  return { time, state: stepper.state.slice() };
}

/**
 * Is the course at rest? Asked after each step, answered when the time since the start has doubled: no weight has moved
 * by more than its tolerance since, and the fastest direction has had a hundred time constants. A saddle that the flow
 * lingers at for that long counts as rest.
 */
export function isAtRest(course: PlaneCourse, watch: RestWatch): boolean {
  const { time, stepper, tolerance } = course;
  if (!(time >= 2 * watch.time)) return false;
  const { state } = stepper;
  const moved = state.some(
    (value, c) =>
      Math.abs(value - watch.state[c]) > tolerance.absolute + tolerance.relative * Math.abs(value),
  );
  watch.time = time;
  watch.state = state.slice();
  return !moved && time * fastestRate(course) >= SETTLED;
}

/** The largest diagonal entry of the kernel JJᵀ: a rate that the fastest direction is not below. */
function fastestRate({ field, stepper, modes }: PlaneCourse): number {
  const { points, width, inputs, work } = field;
  const count = work.data.y.length;
  let most = 0;
  points.lifted.forEach((a, point) => {
    const [first, ...others] = points.members[point];
    let rate = 1;
    for (let unit = 0; unit < width; unit++) {
      if (modes.active[unit * count + first] === 0) continue;
      const z = heightAt(field, stepper.state, unit, point).value;
      const v = stepper.state[width * (inputs + 1) + unit];
      const free = takeOut(a.slice(), modes.held[unit].basis);
      rate += z * z + v * v * dot(free, free);
    }
    most = Math.max(most, (1 + others.length) * rate);
  });
  return most;
}
