import type { Course } from '../course.js';
import { factorShifted } from './shifted-hessian.js';

/**
 * How many eigenvalues of Hess + d·I are below zero, on the manifold on which sliding units move: how many
 * directions grow faster than at the rate d. O(N + H); wants the residual sums of the present state.
 */
export function growingDirections({ field, stepper, modes }: Course, d: number): number {
  factorShifted(stepper.hessian, field, stepper.state, modes, d);
  return stepper.hessian.negative;
}
