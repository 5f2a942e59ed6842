import { hasRested, SETTLED } from '../../flow/rest-watch.js';
import type { RestWatch } from '../../flow/rest-watch.js';
import { dot } from '../../numeric/linear-algebra.js';
import type { PlaneCourse } from './course.js';
import { heightAt } from './crossings.js';
import { takeOut } from './held-span.js';

/**
 * Is the course at rest? Asked after each step, answered when the time since the start has doubled: no weight has moved
 * by more than its tolerance since, and the fastest direction has had a hundred time constants. A saddle that the flow
 * lingers at for that long counts as rest.
 */
export function isAtRest(course: PlaneCourse, watch: RestWatch): boolean {
  const { time, stepper, tolerance } = course;
  return hasRested(watch, time, stepper.state, tolerance) && time * fastestRate(course) >= SETTLED;
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
