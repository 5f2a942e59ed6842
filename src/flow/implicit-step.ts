import { modeFieldInto, residualTables } from './mode-field.js';
import type { ModeField } from './mode-field.js';
import type { Modes } from './modes.js';
import { COUPLING_WEIGHTS, DENSE_SECOND, DENSE_THIRD, GAMMA, STATE_WEIGHTS } from './rodas.js';
import { shiftedHessian, solveShifted } from './shifted-hessian.js';
import { addTo, errorOf } from './stepper.js';
import type { Attempt, Stepper, Tolerance } from './stepper.js';

/**
 * Takes a linearly implicit step of length h in fixed modes (Rodas4), each stage one O(N + H) solve with I/(γh) + Hess.
 * Otherwise as `explicitStep`.
 */
export function implicitStep(
  { state, next, velocity, nextVelocity, dense, stages }: Stepper,
  field: ModeField,
  modes: Modes,
  h: number,
  tolerance: Tolerance,
): Attempt {
  residualTables(field, state, modes);
  const d = 1 / (GAMMA * h);
  const hessian = shiftedHessian(field, state, modes, d);
  // A direction that grows by e⁴ in the step: no linear model is of use.
  if (hessian.coupling >= d) return { error: Infinity, loss: NaN, evaluations: 1, stiffness: 0 };
  for (let stage = 0; stage < stages.length; stage++) {
    const K = stages[stage];
    if (stage === 0) {
      K.set(velocity);
    } else {
      next.set(state);
      addTo(next, stages, STATE_WEIGHTS[stage], 1);
      modeFieldInto(K, field, next, modes);
      addTo(K, stages, COUPLING_WEIGHTS[stage], 1 / h);
    }
    solveShifted(K, hessian, field, modes);
  }
  // Stiffly accurate: the last stage is the error, and what is added to its place.
  const estimate = stages[stages.length - 1];
  addTo(next, [estimate], [1], 1);
  const error = errorOf(estimate, state, next, tolerance);
  if (error <= 1) {
    const [one, two, three, four] = dense;
    const second = two.fill(0);
    const third = three.fill(0);
    addTo(second, stages, DENSE_SECOND, 1);
    addTo(third, stages, DENSE_THIRD, 1);
    // σΔ + σ(1 − σ)(c₂ + σc₃), in powers of σ.
    for (let c = 0; c < state.length; c++) {
      const c2 = second[c];
      const c3 = third[c];
      one[c] = next[c] - state[c] + c2;
      two[c] = c3 - c2;
      three[c] = -c3;
    }
    four.fill(0);
  }
  const loss = modeFieldInto(nextVelocity, field, next, modes);
  return { error, loss, evaluations: stages.length + 1, stiffness: 0 };
}
