import { addRows } from './combine.js';
import { DENSE_WEIGHTS, ERROR_WEIGHTS, STAGES, STAGE_WEIGHTS } from './dormand-prince.js';
import { modeFieldInto } from './mode-field.js';
import type { ModeField } from './mode-field.js';
import type { Modes } from './modes.js';
import { errorOf } from './stepper.js';
import type { Attempt, Stepper, Tolerance } from './stepper.js';

/**
 * Takes an explicit step of length h in fixed modes. The residual sums of `field` are then those of `next`. The dense
 * output is there if the error is at most 1.
 */
export function explicitStep(
  { state, next, arena, velocity, stages, nextVelocity, estimate, dense, scratch }: Stepper,
  field: ModeField,
  modes: Modes,
  h: number,
  tolerance: Tolerance,
): Attempt {
  const velocities = [velocity, ...stages, nextVelocity];
  let loss = 0;
  for (let stage = 1; stage < STAGES; stage++) {
    // The last two stages are both at the end of the step: `scratch` keeps the first of them.
    const at = stage === STAGES - 2 ? scratch : next;
    at.set(state);
    addRows(at, arena, 0, STAGE_WEIGHTS[stage - 1], h);
    loss = modeFieldInto(velocities[stage], field, at, modes);
  }
  addRows(estimate.fill(0), arena, 0, ERROR_WEIGHTS, h);
  const error = errorOf(estimate, state, next, tolerance);
  const stiffness =
    h *
    Math.sqrt(
      distance2(nextVelocity, velocities[STAGES - 2]) / Math.max(distance2(next, scratch), Number.MIN_VALUE),
    );
  if (error <= 1) {
    dense.forEach((power, m) => {
      addRows(power.fill(0), arena, 0, DENSE_WEIGHTS[m], h);
    });
  }
  return { error, loss, evaluations: STAGES - 1, stiffness };
}

function distance2(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let c = 0; c < a.length; c++) sum += (a[c] - b[c]) ** 2;
  return sum;
}
