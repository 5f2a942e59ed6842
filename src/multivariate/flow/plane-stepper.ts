import { DENSE_WEIGHTS, ERROR_WEIGHTS, STAGES, STAGE_WEIGHTS } from '../../flow/steps/dormand-prince.js';
import { errorOf } from '../../flow/steps/stepper.js';
import type { Tolerance } from '../../flow/steps/stepper.js';
import type { PlaneModes } from './modes.js';
import { velocityInto } from './plane-field.js';
import type { PlaneField } from './plane-field.js';

/** The weights of a flow over many inputs, [w₁…, w₂…, …, b…, v…, b₀], and the last attempt at a step. */
export interface PlaneStepper {
  /** Where the step begins. */
  state: Float64Array;
  /** dθ/dt at `state`. */
  velocity: Float64Array;
  /** Where the last attempt ended, with its velocity. */
  next: Float64Array;
  nextVelocity: Float64Array;
  /** Dense output of the last attempt: `state` + Σ_m dense[m]·σ^(m + 1). */
  readonly dense: readonly Float64Array[];
  /** Velocities of the stages between the first and the last. */
  readonly stages: readonly Float64Array[];
  /** Room for one velocity more. */
  readonly scratch: Float64Array;
}

/** What came out of an attempt at a step. */
export interface PlaneAttempt {
  /** Estimated error of the worst weight, in units of its tolerance; ∞ if the step has left the numbers. */
  readonly error: number;
  /** The loss at the end of the step. */
  readonly loss: number;
}

/** A stepper that begins at `state`, whose velocity the caller has yet to put into `velocity`. */
export function planeStepper(state: Float64Array): PlaneStepper {
  const room = (count: number): Float64Array[] =>
    Array.from({ length: count }, () => new Float64Array(state.length));
  const [velocity, next, nextVelocity, scratch] = room(4);
  return {
    state: state.slice(),
    velocity,
    next,
    nextVelocity,
    dense: room(DENSE_WEIGHTS.length),
    stages: room(STAGES - 2),
    scratch,
  };
}

/**
 * Tries a step of length h by Dormand–Prince 5(4) in fixed modes. Residuals and sums of `field` are then those of
 * `next`; the dense output is there if the error is at most 1.
 */
export function tryStep(
  stepper: PlaneStepper,
  field: PlaneField,
  modes: PlaneModes,
  h: number,
  tolerance: Tolerance,
): PlaneAttempt {
  const { state, next, velocity, nextVelocity, stages, dense } = stepper;
  const velocities = [velocity, ...stages, nextVelocity];
  let loss = NaN;
  for (let stage = 1; stage < STAGES; stage++) {
    next.set(state);
    addTo(next, velocities, STAGE_WEIGHTS[stage - 1], h);
    loss = velocityInto(velocities[stage], field, modes, next);
  }
  const estimate = dense[0].fill(0);
  addTo(estimate, velocities, ERROR_WEIGHTS, h);
  const error = errorOf(estimate, state, next, tolerance);
  if (error <= 1) {
    dense.forEach((power, m) => {
      addTo(power.fill(0), velocities, DENSE_WEIGHTS[m], h);
    });
  }
  return { error, loss };
}

/** Makes the end of the last attempt the present state. */
export function commitStep(stepper: PlaneStepper): void {
  [stepper.state, stepper.next] = [stepper.next, stepper.state];
  [stepper.velocity, stepper.nextVelocity] = [stepper.nextVelocity, stepper.velocity];
}

/** The weights at the part σ of the last attempt. */
export function denseWeights({ state, dense }: PlaneStepper, sigma: number): Float64Array {
  return state.map((value, c) => value + dense.reduceRight((sum, power) => (sum + power[c]) * sigma, 0));
}

/** out += factor·Σ weights[k]·vectors[k]. */
function addTo(
  out: Float64Array,
  vectors: readonly Float64Array[],
  weights: readonly number[],
  factor: number,
): void {
  weights.forEach((weight, k) => {
    const vector = vectors[k];
    for (let c = 0; c < out.length; c++) out[c] += factor * weight * vector[c];
  });
}
