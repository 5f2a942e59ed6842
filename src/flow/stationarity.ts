import { endActive, firstActive } from '../loss/bins.js';
import { hingeAt } from '../loss/hinge.js';
import { evaluate } from './course.js';
import type { Course } from './course.js';
import { hasRested, SETTLED } from './rest-watch.js';
import type { RestWatch } from './rest-watch.js';
import { NONE } from './steps/modes.js';
import { factorShifted } from './steps/shifted-hessian.js';

/**
 * Is the course at rest? Asked after each step, answered when the time since the start has doubled:
 *
 * 1. no weight has moved by more than its tolerance since;
 * 2. the fastest direction has had a hundred time constants: t·max (JJᵀ)_nn ≥ 100;
 * 3. no direction grows faster than at the rate 1/t: a saddle that the flow lingers at is not its end.
 */
export function isStationary(course: Course, watch: RestWatch): boolean {
  const { time, stepper, tolerance } = course;
  if (!hasRested(watch, time, stepper.state, tolerance)) return false;
  return time * fastestRate(course) >= SETTLED && growingDirections(course, 1 / time) === 0;
}

/**
 * How many eigenvalues of Hess + d·I are below zero, on the manifold on which sliding units move: how many directions
 * grow faster than at the rate d; O(N + H).
 */
function growingDirections(course: Course, d: number): number {
  const { field, stepper, modes } = course;
  evaluate(course);
  factorShifted(stepper.hessian, field, stepper.state, modes, d);
  return stepper.hessian.negative;
}

/** The largest diagonal entry of the kernel M·JJᵀ: a rate that the fastest direction is not below. */
function fastestRate({ field, stepper, modes }: Course): number {
  const { merged, sweep, stretch } = field;
  const { x } = merged.data;
  const theta = stepper.state;
  const { bins, slidingOn } = modes;
  const width = bins.length;
  const rates = merged.weights.slice();
  for (let i = 0; i < width; i++) {
    const v = theta[2 * width + i];
    const on = slidingOn[i];
    const end = endActive(bins[i], x.length);
    for (let n = firstActive(bins[i], x.length); n < end; n++) {
      const z = hingeAt(theta[i], theta[width + i], x[n], sweep.centre);
      const reach = on === NONE ? stretch[n] : (x[n] - x[on]) ** 2 / stretch[on];
      rates[n] += merged.weights[n] * (z * z + v * v * reach);
    }
  }
  return rates.reduce((most, rate) => Math.max(most, rate), 0);
}
