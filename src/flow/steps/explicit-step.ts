import { addRows } from './combine.js';
import { DENSE_WEIGHTS, ERROR_WEIGHTS, STAGES, STAGE_WEIGHTS } from './dormand-prince.js';
import { squaredSize } from './lumps.js';
import type { ColumnModes } from './lumps.js';
import { modeFieldInto } from './mode-field.js';
import type { ModeField } from './mode-field.js';
import { stepError } from './stepper.js';
import type { Attempt, Stepper, Tolerance } from './stepper.js';

/**
 * Takes an explicit step of length h in fixed modes. The residual sums of `field` are then those of `next`. The dense
 * output is there if the error is at most 1.
 */
export function explicitStep(
  step: Stepper,
  field: ModeField,
  modes: ColumnModes,
  h: number,
  tolerance: Tolerance,
): Attempt {
  const { state, next, arena, velocity, stages, nextVelocity, estimate, dense, scratch } = step;
  const lumps = step.lumped?.lumps ?? null;
  const velocities = [velocity, ...stages, nextVelocity];
  let loss = 0;
  for (let stage = 1; stage < STAGES; stage++) {
    // The last two stages are both at the end of the step: `scratch` keeps the first of them.
    const at = stage === STAGES - 2 ? scratch : next;
    at.set(state);
    addRows(at, arena, 0, STAGE_WEIGHTS[stage - 1], h);
    loss = modeFieldInto(velocities[stage], field, at, modes, lumps);
  }
  const stiffness = h * Math.sqrt(ratioOfChanges(step, velocities[STAGES - 2]));
  addRows(estimate.fill(0), arena, 0, ERROR_WEIGHTS, h);
  const error = stepError(step, tolerance);
  if (error <= 1) {
    dense.forEach((power, m) => {
      addRows(power.fill(0), arena, 0, DENSE_WEIGHTS[m], h);
    });
  }
  return { error, loss, evaluations: STAGES - 1, stiffness };
}

/** |change of velocity|²/|change of state|² between the last two stages, both at the end of the step, for the units. */
function ratioOfChanges(
  { next, scratch, nextVelocity, estimate, lumped }: Stepper,
  lastVelocity: Float64Array,
): number {
  // The estimated error is made afterwards.
  const change = estimate;
  const size2 = (): number => (lumped === null ? sumOfSquares(change) : squaredSize(lumped.lumps, change));
  for (let c = 0; c < change.length; c++) change[c] = nextVelocity[c] - lastVelocity[c];
  const above = size2();
  for (let c = 0; c < change.length; c++) change[c] = next[c] - scratch[c];
  return above / Math.max(size2(), Number.MIN_VALUE);
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
