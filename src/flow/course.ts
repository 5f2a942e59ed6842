import { clustersOf, releaseRule, violationOf } from './events/clusters.js';
import type { ReleaseRule, Violation } from './events/clusters.js';
import type { FlowEvent } from './events/events.js';
import { modeField, modeFieldInto } from './steps/mode-field.js';
import type { ModeField } from './steps/mode-field.js';
import type { MergedData } from '../data/merged-data.js';
import { lumpsOf } from './steps/lumps.js';
import type { Method } from './steps/methods.js';
import type { Modes } from './steps/modes.js';
import { columnStepper, stepper } from './steps/stepper.js';
import type { Stepper, Tolerance } from './steps/stepper.js';

/** How much work a flow took. */
export interface FlowStats {
  /** Steps that were taken. */
  accepted: number;
  /** Steps that were tried and not taken: too inexact, or cut short by an event. */
  rejected: number;
  /** Evaluations of the field, each O(N + H). */
  evaluations: number;
  /** The most by which the loss rose in one step; the exact flow never lets it rise. */
  largestRise: number;
  /** The most times that one unit stuck to one datum: a count that grows and grows would be a cluster that chatters. */
  mostCaptures: number;
}

/** A flow on its way: the one thing in this room that changes. */
export interface Course {
  readonly field: ModeField;
  readonly stepper: Stepper;
  /** The stepper of what is integrated in place of the units, see {@link columnsOf}; its room is used again. */
  columns: Stepper;
  /** Does it begin at the present state, in the present modes? */
  columnsAreCurrent: boolean;
  readonly modes: Modes;
  readonly rule: ReleaseRule;
  readonly tolerance: Tolerance;
  readonly events: FlowEvent[];
  /** How often each unit stuck to each datum so far, by unit·N + datum. */
  readonly captures: Map<number, number>;
  readonly stats: FlowStats;
  method: Method;
  /** Steps at the edge of stability, see `stiffCount`; null where the method is not to change. */
  stiff: number | null;
  time: number;
  /** The length of the next step. */
  step: number;
  /** Events since time moved last. */
  standing: number;
  loss: number;
  /** What pushes each cluster at the present state. */
  violations: readonly Violation[];
}

/** A course that starts at `state`, with nothing evaluated yet: call {@link evaluate} before the first step. */
export function courseFrom(
  merged: MergedData,
  state: Float64Array,
  modes: Modes,
  time: number,
  tolerance: Tolerance,
  method: Method,
  stiff: number | null,
): Course {
  const field = modeField(merged);
  const units = stepper(field, state);
  return {
    field,
    stepper: units,
    columns: units,
    columnsAreCurrent: false,
    modes,
    rule: releaseRule(field, tolerance),
    tolerance,
    method,
    stiff,
    events: [],
    captures: new Map(),
    stats: { accepted: 0, rejected: 0, evaluations: 0, largestRise: 0, mostCaptures: 0 },
    time,
    step: 0,
    standing: 0,
    loss: NaN,
    violations: [],
  };
}

/** Evaluates velocity, loss, residual sums and forces on clusters at the present state, after its modes changed. */
export function evaluate(course: Course): void {
  const { field, stepper, modes, stats } = course;
  course.loss = modeFieldInto(stepper.velocity, field, stepper.state, modes);
  course.columnsAreCurrent = false;
  stats.evaluations++;
  takeForces(course);
}

/** The stepper that steps from the present state are taken with: of columns where these are few, else of the units. */
export function columnsOf(course: Course): Stepper {
  if (!course.columnsAreCurrent) {
    const { field, stepper: units, modes, columns: room } = course;
    const lumps = lumpsOf(units.state, modes, field.merged, field.sweep.centre);
    course.columns = lumps === null ? units : columnStepper(field, room, { lumps, units });
    if (lumps !== null) {
      modeFieldInto(course.columns.velocity, field, lumps.start, lumps.modes, lumps);
      course.stats.evaluations++;
    }
    course.columnsAreCurrent = true;
  }
  return course.columns;
}

/** Takes the forces on all clusters from the residual sums of the present state. */
export function takeForces(course: Course): void {
  const { field, modes } = course;
  course.violations = clustersOf(modes, field.merged.data.x.length).map((cluster) =>
    violationOf(field, cluster),
  );
}
