import { DENSE_WEIGHTS, ERROR_WEIGHTS, STAGES, STAGE_WEIGHTS } from './dormand-prince.js';
import { modeFieldInto } from './mode-field.js';
import type { ModeField } from './mode-field.js';
import type { Modes } from './modes.js';

/** How exact a step has to be: each weight is known to absolute + relative·|weight|. */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** The degree of the dense output: a step is a polynomial of this degree in the part σ of it that has gone by. */
export const DENSE_DEGREE = 4;

/** The arrays of one step, all of the shape of the state. */
export interface Stepper {
  /** Where the step begins. */
  state: Float64Array;
  /** Where it ends. */
  next: Float64Array;
  /** dθ/dt at `state`. */
  velocity: Float64Array;
  /** dθ/dt at `next`. */
  nextVelocity: Float64Array;
  /** Dense output: `state` + Σ_m dense[m]·σ^(m + 1). */
  readonly dense: readonly Float64Array[];
  /** What the stages in between need. */
  readonly stages: readonly Float64Array[];
}

/** A stepper that begins at `state`, whose velocity the caller has yet to put into `velocity`. */
export function stepper(state: Float64Array): Stepper {
  const room = (count: number): Float64Array[] =>
    Array.from({ length: count }, () => new Float64Array(state.length));
  return {
    state: state.slice(),
    next: state.slice(),
    velocity: new Float64Array(state.length),
    nextVelocity: new Float64Array(state.length),
    dense: room(DENSE_DEGREE),
    stages: room(6),
  };
}

/** What came out of a step. */
export interface Attempt {
  /** Estimated error of the worst weight, in units of its tolerance; ∞ if the step has left the numbers. */
  readonly error: number;
  /** The loss at the end of the step. */
  readonly loss: number;
  /** Evaluations of the field. */
  readonly evaluations: number;
  /** h times the rate of the fastest direction, as two stages at the same time show it; 0 where that is no matter. */
  readonly stiffness: number;
}

/**
 * Takes an explicit step of length h in fixed modes. The residual sums of `field` are then those of `next`. The dense
 * output is there if the error is at most 1.
 */
export function explicitStep(
  { state, next, velocity, nextVelocity, dense, stages }: Stepper,
  field: ModeField,
  modes: Modes,
  h: number,
  tolerance: Tolerance,
): Attempt {
  const velocities = [velocity, ...stages.slice(0, STAGES - 2), nextVelocity];
  const last = stages[STAGES - 2];
  let loss = 0;
  for (let stage = 1; stage < STAGES; stage++) {
    // The last two stages are both at the end of the step: `last` keeps the first of them.
    const at = stage === STAGES - 2 ? last : next;
    at.set(state);
    addTo(at, velocities, STAGE_WEIGHTS[stage - 1], h);
    loss = modeFieldInto(velocities[stage], field, at, modes);
  }
  const estimate = dense[0].fill(0);
  addTo(estimate, velocities, ERROR_WEIGHTS, h);
  const error = errorOf(estimate, state, next, tolerance);
  const stiffness =
    h *
    Math.sqrt(
      distance2(nextVelocity, velocities[STAGES - 2]) / Math.max(distance2(next, last), Number.MIN_VALUE),
    );
  if (error <= 1) {
    dense.forEach((power, m) => {
      addTo(
        power.fill(0),
        velocities,
        DENSE_WEIGHTS.map((row) => row[m]),
        h,
      );
    });
  }
  return { error, loss, evaluations: STAGES - 1, stiffness };
}

/** The error of the worst weight in units of its tolerance. */
export function errorOf(
  estimate: Float64Array,
  state: Float64Array,
  next: Float64Array,
  { relative, absolute }: Tolerance,
): number {
  let error = 0;
  for (let c = 0; c < state.length; c++) {
    const size = Math.max(Math.abs(state[c]), Math.abs(next[c]));
    const ratio = Math.abs(estimate[c]) / (absolute + relative * size);
    if (!Number.isFinite(ratio)) return Infinity;
    error = Math.max(error, ratio);
  }
  return error;
}

/** Makes the end of the last attempt the beginning of the next. */
export function commit(stepper: Stepper): void {
  [stepper.state, stepper.next] = [stepper.next, stepper.state];
  [stepper.velocity, stepper.nextVelocity] = [stepper.nextVelocity, stepper.velocity];
}

/** The dense output of one weight over the last attempt: a polynomial in the part σ of the step. */
export function densePolynomial({ state, dense }: Stepper, component: number): number[] {
  return [state[component], ...dense.map((power) => power[component])];
}

/** The dense output of all weights at the part σ of the last attempt. */
export function denseState({ state, dense }: Stepper, sigma: number): Float64Array {
  return state.map((value, c) => value + dense.reduceRight((sum, power) => (sum + power[c]) * sigma, 0));
}

/** out += factor·Σ weights[k]·vectors[k]. */
export function addTo(
  out: Float64Array,
  vectors: readonly Float64Array[],
  weights: readonly number[],
  factor: number,
): void {
  for (let k = 0; k < weights.length; k++) {
    const weight = factor * weights[k];
    if (weight === 0) continue;
    const vector = vectors[k];
    for (let c = 0; c < out.length; c++) out[c] += weight * vector[c];
  }
}

function distance2(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < a.length; c++) sum += (a[c] - b[c]) ** 2;
  return sum;
}
