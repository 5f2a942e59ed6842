import { pushOf, urgencyOf, violationOf } from './events/clusters.js';
import type { Cluster } from './events/clusters.js';
import { columnsOf, evaluate, takeForces } from './course.js';
import type { Course } from './course.js';
import { firstCrossing, forgetDepartures } from './events/crossings.js';
import type { Crossing } from './events/crossings.js';
import { forcesAt, residualTables } from './steps/mode-field.js';
import { signChange } from './events/sign-change.js';
import { IMPLICIT, isStiff, nextStep, stiffCount } from './steps/methods.js';
import { commit, denseStateInto, expandStep } from './steps/stepper.js';
import type { Attempt } from './steps/stepper.js';
import { applyCrossing, applyRelease } from './events/transitions.js';

/** A cluster, and the side that it is pushed to. */
interface Held {
  readonly cluster: Cluster;
  readonly toActive: boolean;
}

/** A cluster let go within a step. */
interface Release extends Held {
  readonly sigma: number;
  readonly kind: 'release';
}

/** Events earlier in the step than this happen at its start. */
const INSTANT = 2 ** -44;

/** A cluster that was pushed away from the start of a step on is released at once above this urgency. */
const URGENT = 5;

/** Sees the step about to be taken: its length, while the dense output still belongs to it. */
export type Onlooker = (h: number) => void;

/**
 * Tries one step, up to `until` at most: takes it, refuses it and shortens the next, or cuts it at the first event and
 * lets that happen. `course.step` is the length of the next one.
 */
export function advance(course: Course, until: number, onlooker: Onlooker): void {
  const { stats } = course;
  const h = Math.min(course.step, until - course.time);
  const whole = tryStep(course, h);
  if (!(whole.error <= 1)) {
    stats.rejected++;
    course.step = nextStep(course.method, h, whole.error);
    return;
  }
  const event = firstEvent(course, h);
  const proposed = nextStep(course.method, h, whole.error);
  course.step = h < course.step ? Math.max(course.step, proposed) : proposed;
  if (event === null) {
    take(course, h, whole, until, onlooker);
    takeForces(course);
    releaseUrgent(course);
    changeMethod(course, whole);
    return;
  }
  stats.rejected++;
  if (event.sigma > INSTANT) {
    const cut = event.sigma * h;
    const landing = tryStep(course, cut);
    // A shorter step is more exact as a rule; where it is not, the event will be found again.
    if (!(landing.error <= 1)) {
      stats.rejected++;
      course.step = nextStep(course.method, cut, landing.error);
      return;
    }
    take(course, cut, landing, until, onlooker);
  } else {
    evaluate(course);
  }
  course.standing++;
  if (event.kind === 'release') applyRelease(course, event.cluster, event.toActive);
  else applyCrossing(course, event);
  evaluate(course);
}

function tryStep(course: Course, h: number): Attempt {
  const { field, modes, tolerance, stats, method } = course;
  const columns = columnsOf(course);
  const attempt = method.step(columns, field, columns.lumped?.lumps.modes ?? modes, h, tolerance);
  stats.evaluations += attempt.evaluations;
  if (attempt.error <= 1) expandStep(columns);
  return attempt;
}

function take(course: Course, h: number, { loss }: Attempt, until: number, onlooker: Onlooker): void {
  const { stepper, stats, field, modes } = course;
  onlooker(h);
  commit(stepper);
  course.columnsAreCurrent = false;
  stats.accepted++;
  course.standing = 0;
  stats.largestRise = Math.max(stats.largestRise, loss - course.loss);
  course.loss = loss;
  // The last step ends exactly at the time asked for.
  course.time = h === until - course.time ? until : course.time + h;
  forgetDepartures(field, stepper, modes);
}

/** The first thing to happen in the last attempt. */
function firstEvent(course: Course, h: number): Crossing | Release | null {
  const { field, stepper, modes } = course;
  const release = firstRelease(course, h);
  const crossing = firstCrossing(field, stepper, modes);
  if (release === null || (crossing !== null && crossing.sigma < release.sigma)) return crossing;
  return release;
}

/** The first cluster to be let go in the last attempt: where the force that holds it changes sign. */
function firstRelease(course: Course, h: number): Release | null {
  const { field, stepper, rule, violations } = course;
  const found: Held[] = [];
  for (const before of violations) {
    const { cluster } = before;
    if (before.force > 0) {
      if (urgencyOf(rule, field, stepper.state, before, h) > URGENT) {
        return { sigma: 0, kind: 'release', cluster, toActive: before.toActive };
      }
      continue;
    }
    const after = violationOf(field, cluster);
    if (urgencyOf(rule, field, stepper.next, after, h) > 1) found.push({ cluster, toActive: after.toActive });
  }
  if (found.length === 0) return null;
  // Searched for only now: the search overwrites the residual sums that the forces above come from.
  const sigma = signChange((part) => strongestPush(course, part, found).push);
  const { held } = strongestPush(course, sigma, found);
  return { sigma, kind: 'release', ...held };
}

/** The cluster that is pushed most at a part σ of the step, and the force; the first to be pushed, where that is zero. */
function strongestPush(
  { field, stepper, modes, stats }: Course,
  sigma: number,
  clusters: readonly Held[],
): { readonly held: Held; readonly push: number } {
  denseStateInto(stepper.scratch, stepper, sigma);
  residualTables(field, stepper.scratch, modes);
  stats.evaluations++;
  const pushes = clusters.map(({ cluster, toActive }) =>
    pushOf(forcesAt(field, cluster.datum, cluster.orientation), cluster.sign, toActive),
  );
  const push = Math.max(...pushes);
  return { held: clusters[pushes.indexOf(push)], push };
}

/** Releases, at the end of a step, the clusters that the next step would carry too far. */
function releaseUrgent(course: Course): void {
  const { field, stepper, rule, violations, step } = course;
  const urgent = violations.filter((violation) => urgencyOf(rule, field, stepper.state, violation, step) > 1);
  if (urgent.length === 0) return;
  for (const { cluster, toActive } of urgent) applyRelease(course, cluster, toActive);
  evaluate(course);
}

/** Goes on with the implicit method once the flow has turned out to be stiff. */
function changeMethod(course: Course, whole: Attempt): void {
  if (course.stiff === null) return;
  course.stiff = stiffCount(course.stiff, whole);
  if (!isStiff(course.stiff)) return;
  course.method = IMPLICIT;
  course.stiff = null;
}
