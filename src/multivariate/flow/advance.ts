import { signChange } from '../../flow/events/sign-change.js';
import { evaluate, takeForces } from './course.js';
import type { PlaneCourse } from './course.js';
import { firstCrossing, forgetDepartures } from './crossings.js';
import type { PlaneCrossing } from './crossings.js';
import { pushOn, violationOf } from './holdings.js';
import type { Violation } from './holdings.js';
import { velocityInto } from './plane-field.js';
import { commitStep, denseWeights, tryStep } from './plane-stepper.js';
import type { PlaneAttempt } from './plane-stepper.js';
import { urgencyOf } from './release-rule.js';
import { applyCrossing, applyRelease } from './transitions.js';

/** A release within a step. */
interface Release {
  readonly kind: 'release';
  readonly sigma: number;
  readonly violation: Violation;
}

/** Events earlier in the step than this happen at its start. */
const INSTANT = 2 ** -44;

/** Units that were pushed away from the start of a step on are released at once above this urgency. */
const URGENT = 5;

/** Sees the step about to be taken, to the time given, while the dense output still belongs to it. */
export type Onlooker = (end: number) => void;

/**
 * Tries one step, up to `until` at most: takes it, refuses it and shortens the next, or cuts it at the first event and
 * lets that happen. `course.step` is the length of the next one.
 */
export function advance(course: PlaneCourse, until: number, onlooker: Onlooker): void {
  const { stepper, field, modes, tolerance } = course;
  const h = Math.min(course.step, until - course.time);
  const whole = tryStep(stepper, field, modes, h, tolerance);
  const proposed = nextStep(h, whole.error);
  if (!(whole.error <= 1)) {
    course.rejected++;
    course.step = proposed;
    return;
  }
  const event = firstEvent(course, h);
  // A step that was cut short by the end of time says nothing against the longer one.
  course.step = h < course.step ? Math.max(course.step, proposed) : proposed;
  if (event === null) {
    take(course, h, whole, until, onlooker);
    takeForces(course);
    releaseUrgent(course);
    return;
  }
  course.rejected++;
  if (event.sigma > INSTANT) {
    const cut = event.sigma * h;
    const landing = tryStep(stepper, field, modes, cut, tolerance);
    // A shorter step is more exact as a rule; where it is not, the event will be found again.
    if (!(landing.error <= 1)) {
      course.rejected++;
      course.step = nextStep(cut, landing.error);
      return;
    }
    take(course, cut, landing, until, onlooker);
  } else {
    evaluate(course);
  }
  course.standing++;
  if (event.kind === 'release') applyRelease(course, event.violation);
  else applyCrossing(course, event);
  evaluate(course);
}

function take(
  course: PlaneCourse,
  h: number,
  { loss }: PlaneAttempt,
  until: number,
  onlooker: Onlooker,
): void {
  // The last step ends exactly at the time asked for.
  const end = h === until - course.time ? until : course.time + h;
  onlooker(end);
  commitStep(course.stepper);
  course.accepted++;
  course.standing = 0;
  course.largestRise = Math.max(course.largestRise, loss - course.loss);
  course.loss = loss;
  course.time = end;
  forgetDepartures(course.field, course.stepper, course.modes);
}

/** The first thing to happen in the last attempt. */
function firstEvent(course: PlaneCourse, h: number): PlaneCrossing | Release | null {
  const release = firstRelease(course, h);
  const crossing = firstCrossing(course.field, course.stepper, course.modes);
  if (release === null || (crossing !== null && crossing.sigma < release.sigma)) return crossing;
  return release;
}

/** The first holding to be let go in the last attempt: where the force that holds it changes sign. */
function firstRelease(course: PlaneCourse, h: number): Release | null {
  const { field, stepper, modes, rule, violations } = course;
  const found: Violation[] = [];
  for (const before of violations) {
    if (before.force > 0) {
      if (urgencyOf(rule, field, modes, stepper.state, before, h) > URGENT) {
        return { kind: 'release', sigma: 0, violation: before };
      }
      continue;
    }
    const after = violationOf(field, before.holding);
    if (urgencyOf(rule, field, modes, stepper.next, after, h) > 1) found.push(after);
  }
  if (found.length === 0) return null;
  // Searched for only now: the search overwrites the sums that the forces above come from.
  const sigma = signChange((part) => Math.max(...pushesAt(course, part, found)));
  const pushes = pushesAt(course, sigma, found);
  return { kind: 'release', sigma, violation: found[pushes.indexOf(Math.max(...pushes))] };
}

/** The forces that are about to let go, at a part σ of the step. */
function pushesAt(
  { field, stepper, modes }: PlaneCourse,
  sigma: number,
  found: readonly Violation[],
): number[] {
  velocityInto(stepper.scratch, field, modes, denseWeights(stepper, sigma));
  return found.map(({ holding, toSeen }) => pushOn(field, holding, toSeen));
}

/** Releases, at the end of a step, what the next step would carry too far: of each cluster the most urgent. */
function releaseUrgent(course: PlaneCourse): void {
  const { field, stepper, modes, rule, violations, step } = course;
  const urgencies = violations.map((violation) =>
    urgencyOf(rule, field, modes, stepper.state, violation, step),
  );
  const urgent = violations.filter(
    ({ holding: { cluster } }, k) =>
      urgencies[k] > 1 &&
      violations.every((other, j) => other.holding.cluster !== cluster || urgencies[j] <= urgencies[k]),
  );
  if (urgent.length === 0) return;
  for (const violation of urgent) applyRelease(course, violation);
  evaluate(course);
}

/** The step that an error asks for: with a margin, and neither much longer nor much shorter than the last. */
export function nextStep(h: number, error: number): number {
  return h * Math.min(5, Math.max(0.1, 0.9 * error ** (-1 / 5)));
}
