import type { Tolerance } from '../../flow/steps/stepper.js';
import type { MultivariateDataset } from '../dataset.js';
import type { MultivariateNetwork } from '../network.js';
import type { MultivariateFlowEvent } from './events.js';
import { holdingsOf, violationOf } from './holdings.js';
import type { Violation } from './holdings.js';
import { blankModes } from './modes.js';
import type { PlaneModes } from './modes.js';
import { planeField, velocityInto, weightsOf } from './plane-field.js';
import type { PlaneField } from './plane-field.js';
import { planeStepper } from './plane-stepper.js';
import type { PlaneStepper } from './plane-stepper.js';
import { releaseRule } from './release-rule.js';
import type { ReleaseRule } from './release-rule.js';

/** A flow over many inputs on its way: the one thing in this folder that changes. */
export interface PlaneCourse {
  readonly field: PlaneField;
  readonly stepper: PlaneStepper;
  readonly modes: PlaneModes;
  readonly rule: ReleaseRule;
  readonly tolerance: Tolerance;
  readonly events: MultivariateFlowEvent[];
  /** How often each unit stuck to each point so far. */
  readonly captures: Map<string, number>;
  accepted: number;
  rejected: number;
  largestRise: number;
  time: number;
  /** The length of the next step. */
  step: number;
  /** Events since time moved last. */
  standing: number;
  loss: number;
  /** What pushes each holding at the present state. */
  violations: readonly Violation[];
}

/** A course that starts at `network`, sees nothing yet and has nothing evaluated. */
export function planeCourse(
  network: MultivariateNetwork,
  data: MultivariateDataset,
  tolerance: Tolerance,
): PlaneCourse {
  const width = network.inputBiases.length;
  return {
    field: planeField(data, width),
    stepper: planeStepper(weightsOf(network)),
    modes: blankModes(width, data),
    rule: releaseRule(tolerance),
    tolerance,
    events: [],
    captures: new Map(),
    accepted: 0,
    rejected: 0,
    largestRise: 0,
    time: 0,
    step: 0,
    standing: 0,
    loss: NaN,
    violations: [],
  };
}

/** Evaluates velocity, loss, residuals and forces at the present state, after its modes changed. */
export function evaluate(course: PlaneCourse): void {
  const { field, stepper, modes } = course;
  course.loss = velocityInto(stepper.velocity, field, modes, stepper.state);
  takeForces(course);
}

/** Takes the forces on all holdings from the sums of the present state. */
export function takeForces(course: PlaneCourse): void {
  course.violations = holdingsOf(course.modes).map((holding) => violationOf(course.field, holding));
}
