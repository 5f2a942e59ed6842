import { addRows } from './combine.js';
import type { ColumnModes } from './lumps.js';
import { modeFieldInto, residualTables } from './mode-field.js';
import type { ModeField } from './mode-field.js';
import { COUPLING_WEIGHTS, DENSE_SECOND, DENSE_THIRD, GAMMA, STATE_WEIGHTS } from './rodas.js';
import { factorShifted, solveShifted } from './shifted-hessian.js';
import { FIRST_STAGE, stepError } from './stepper.js';
import type { Attempt, Stepper, Tolerance } from './stepper.js';

/**
 * Takes a linearly implicit step of length h in fixed modes (Rodas4), each stage one O(N + H) solve with I/(γh) + Hess.
 * Otherwise as `explicitStep`.
 */
export function implicitStep(
  step: Stepper,
  field: ModeField,
  modes: ColumnModes,
  h: number,
  tolerance: Tolerance,
): Attempt {
  const { state, next, arena, velocity, stages, nextVelocity, estimate, dense, hessian } = step;
  const lumps = step.lumped?.lumps ?? null;
  residualTables(field, state, modes, lumps);
  const d = 1 / (GAMMA * h);
  factorShifted(hessian, field, state, modes, d, lumps);
  // A direction that grows by e⁴ in the step: no linear model is of use.
  if (hessian.coupling >= d) return { error: Infinity, loss: NaN, evaluations: 1, stiffness: 0 };
  stages[0].set(velocity);
  solveShifted(stages[0], hessian, field, modes);
  for (let stage = 1; stage <= stages.length; stage++) {
    // Stiffly accurate: the last stage is the error.
    const K = stage < stages.length ? stages[stage] : estimate;
    if (stage < stages.length) {
      next.set(state);
      addRows(next, arena, FIRST_STAGE, STATE_WEIGHTS[stage], 1);
    } else {
      addRows(next, arena, FIRST_STAGE + stage - 1, [1], 1);
    }
    modeFieldInto(K, field, next, modes, lumps);
    addRows(K, arena, FIRST_STAGE, COUPLING_WEIGHTS[stage], 1 / h);
    solveShifted(K, hessian, field, modes);
  }
  for (let c = 0; c < next.length; c++) next[c] += estimate[c];
  const error = stepError(step, tolerance);
  if (error <= 1) denseOutput(dense, arena, state, next);
  const loss = modeFieldInto(nextVelocity, field, next, modes, lumps);
  return { error, loss, evaluations: stages.length + 2, stiffness: 0 };
}

/** σΔ + σ(1 − σ)(c₂ + σc₃), in powers of σ. */
function denseOutput(
  [one, two, three, four]: readonly Float64Array[],
  arena: Float64Array,
  state: Float64Array,
  next: Float64Array,
): void {
  addRows(two.fill(0), arena, FIRST_STAGE, DENSE_SECOND, 1);
  addRows(three.fill(0), arena, FIRST_STAGE, DENSE_THIRD, 1);
  for (let c = 0; c < state.length; c++) {
    const c2 = two[c];
    const c3 = three[c];
    one[c] = next[c] - state[c] + c2;
    two[c] = c3 - c2;
    three[c] = -c3;
  }
  four.fill(0);
}
