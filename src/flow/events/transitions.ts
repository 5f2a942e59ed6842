import { largestMagnitude } from '../../numeric/arrays.js';
import { noteRelease } from './clusters.js';
import type { Cluster } from './clusters.js';
import type { Course } from '../course.js';
import type { Crossing } from './crossings.js';
import type { FlowEvent } from './events.js';
import { activityOf, forcesAt, residualTables } from '../steps/mode-field.js';
import type { ModeField } from '../steps/mode-field.js';
import { canLeaveOrigin } from './origin.js';
import { NONE, binBeyond, binFrom, facing, seesAll, seesNothing } from '../steps/modes.js';

/**
 * What happens to the modes at an event. The residuals are continuous through all of them, so the forces that decide
 * are the same before and after, and no decision can undo the one before it.
 *
 * All functions here want the residual sums of the present state in `course.field`.
 */

/** Decides what a crossing is: pass, stick, a touch and no more, release at v = 0, or collapse. */
export function applyCrossing(course: Course, { unit, datum, kind }: Crossing): void {
  const { modes, field } = course;
  const count = field.merged.data.x.length;
  if (kind === 'input-zero') {
    const sign = modes.signs[unit];
    const facingBefore = facing(modes.bins[unit], count);
    modes.bins[unit] = count;
    letGo(course, unit, NONE);
    // What landing has left of (w, b) would be a unit that sees data.
    const { state } = course.stepper;
    state[unit] = state[modes.bins.length + unit] = 0;
    note(course, {
      unit,
      datum,
      orientation: facingBefore,
      kind: 'collapse',
      unique: !canLeaveOrigin(field, sign),
    });
    return;
  }
  if (kind === 'output-zero') {
    changeSign(course, unit, datum, facing(modes.bins[unit], count));
    return;
  }
  const bin = modes.bins[unit];
  const orientation = seesAll(bin, count) ? (datum === 0 ? 1 : -1) : facing(bin, count);
  const { sign, inactive, active } = pushesAt(course, unit, datum, orientation);
  const deactivating = kind === 'deactivating';
  // Out of the present bin, and on beyond the datum.
  const before = deactivating ? -active : inactive;
  const after = deactivating ? -inactive : active;
  const touches = before <= 0 && modes.leaving[unit] !== datum;
  if (touches) {
    modes.leaving[unit] = datum;
  } else if (after < 0 && wasRepelled(course, unit, datum)) {
    // Back at once: landing has left v on the side that it came from.
    course.stepper.state[2 * modes.bins.length + unit] = 0;
  } else if (after < 0) {
    modes.bins[unit] = binBeyond(datum, orientation, count);
    stick(course, unit, datum, orientation, sign, true);
  } else {
    modes.bins[unit] = deactivating
      ? binBeyond(datum, orientation, count)
      : binFrom(datum, orientation, count);
    modes.leaving[unit] = datum;
    note(course, { unit, datum, orientation, kind: 'cross', unique: true });
  }
}

/** Releases all units of a cluster to one side. */
export function applyRelease(course: Course, cluster: Cluster, toActive: boolean): void {
  const { datum, orientation } = cluster;
  noteRelease(course.rule, cluster, course.time);
  for (const unit of cluster.units) leave(course, unit, datum, orientation, toActive, true);
}

/** Decides what becomes of breakpoints that lie on a datum at the start (theory 10.1). */
export function settleTies(course: Course): void {
  const { modes, field, stepper } = course;
  const { x } = field.merged.data;
  const count = x.length;
  const width = modes.bins.length;
  const sums = modes.bins.slice();
  for (let unit = 0; unit < width; unit++) {
    const bin = sums[unit];
    if (seesNothing(bin, count) || seesAll(bin, count)) continue;
    const orientation = facing(bin, count);
    const datum = orientation > 0 ? bin - 1 : bin - count - 1;
    const w = stepper.state[unit];
    if (w * x[datum] + stepper.state[width + unit] !== 0) continue;
    const { sign, inactive, active, isLater } = pushesAt(course, unit, datum, orientation);
    modes.leaving[unit] = datum;
    if (inactive > 0 && active < 0) {
      stick(course, unit, datum, orientation, sign, true);
    } else if (isLater && inactive < 0 && active > 0) {
      // Nothing pushes yet. It may stay on a repeller, and is let go as any cluster is, by a force that matters.
      stick(course, unit, datum, orientation, sign, false);
    } else if (inactive > 0) {
      modes.bins[unit] = binFrom(datum, orientation, count);
      note(course, { unit, datum, orientation, kind: 'cross', unique: true });
    } else if (inactive < 0 && active > 0) {
      leaveRepeller(course, unit, datum, orientation);
    }
  }
}

/**
 * A sliding unit whose output weight goes through zero: the forces on it turn round. What held it pushes it away, as a
 * rule; one that had slid on against a force too weak to matter may be held from now on.
 */
function changeSign(course: Course, unit: number, datum: number, orientation: 1 | -1): void {
  const { modes, field } = course;
  const sign = -modes.signs[unit];
  const { inactive, active } = forcesAt(field, datum, orientation);
  if (sign * inactive > 0 && sign * active < 0) modes.signs[unit] = sign;
  else if (inactive * active > 0) leave(course, unit, datum, orientation, sign * active > 0, true);
  else leaveRepeller(course, unit, datum, orientation);
}

/** A repeller can be left either way, or not at all. Descent goes to the active side where a* > ½, and so does this. */
function leaveRepeller(course: Course, unit: number, datum: number, orientation: 1 | -1): void {
  const toActive = activityOf(forcesAt(course.field, datum, orientation)) > 0.5;
  leave(course, unit, datum, orientation, toActive, false);
}

function leave(
  course: Course,
  unit: number,
  datum: number,
  orientation: 1 | -1,
  toActive: boolean,
  unique: boolean,
): void {
  const { modes, field } = course;
  const count = field.merged.data.x.length;
  modes.bins[unit] = (toActive ? binFrom : binBeyond)(datum, orientation, count);
  letGo(course, unit, datum);
  const kind = toActive ? 'release-active' : 'release-inactive';
  note(course, { unit, datum, orientation, kind, unique });
}

function stick(
  course: Course,
  unit: number,
  datum: number,
  orientation: 1 | -1,
  sign: number,
  unique: boolean,
): void {
  const { modes, field } = course;
  modes.slidingOn[unit] = datum;
  modes.signs[unit] = sign;
  modes.leaving[unit] = NONE;
  const key = unit * field.merged.data.x.length + datum;
  const captures = (course.captures.get(key) ?? 0) + 1;
  course.captures.set(key, captures);
  course.stats.mostCaptures = Math.max(course.stats.mostCaptures, captures);
  note(course, { unit, datum, orientation, kind: 'stick', unique });
}

function letGo({ modes }: Course, unit: number, leaving: number): void {
  modes.slidingOn[unit] = NONE;
  modes.signs[unit] = 0;
  modes.leaving[unit] = leaving;
}

function note(course: Course, event: Omit<FlowEvent, 'time'>): void {
  course.events.push({ time: course.time, ...event });
}

function outputWeight({ stepper, modes }: Course, unit: number): number {
  return stepper.state[2 * modes.bins.length + unit];
}

/** What pushes a unit that is on a datum towards where it sees it. */
interface Pushes {
  /** Sign of its output weight. */
  readonly sign: number;
  /** v·q/|v|: while it does not see the datum. */
  readonly inactive: number;
  /** v·p/|v|: while it sees it. */
  readonly active: number;
  /** Whether they are those of a moment later. */
  readonly isLater: boolean;
}

/** A moment: so much of the time in which the weights would move by their own size. */
const MOMENT = 2 ** -20;

/**
 * The pushes at the present state; where both are zero, as they can be for numbers on a grid, those of a moment later.
 * The residual sums are those of the present state after it as well.
 */
function pushesAt(course: Course, unit: number, datum: number, orientation: 1 | -1): Pushes {
  const { field, stepper, modes } = course;
  const { state, velocity, scratch } = stepper;
  const v = outputWeight(course, unit);
  const now = pushesOf(field, v || state[unit] * arm(field, datum, orientation), datum, orientation);
  if (now.inactive !== 0 || now.active !== 0) return now;
  const speed = largestMagnitude(velocity);
  const h = speed > 0 ? (MOMENT * largestMagnitude(state)) / speed : 0;
  for (let c = 0; c < scratch.length; c++) scratch[c] = state[c] + h * velocity[c];
  residualTables(field, scratch, modes);
  const soon = pushesOf(field, now.sign || state[unit] * arm(field, datum, orientation), datum, orientation);
  residualTables(field, state, modes);
  course.stats.evaluations += 2;
  return { ...soon, isLater: true };
}

function pushesOf(field: ModeField, weight: number, datum: number, orientation: 1 | -1): Pushes {
  const { inactive, active } = forcesAt(field, datum, orientation);
  const sign = Math.sign(weight);
  return { sign, inactive: sign * inactive, active: sign * active, isLater: false };
}

/** D = T − x_n S over what a unit on a datum strictly sees: v̇ = wD, which has the sign that v = 0 is about to have. */
function arm({ merged, sweep }: ModeField, datum: number, orientation: 1 | -1): number {
  const { entries, first, second } = sweep;
  const { x } = merged.data;
  const bin = binBeyond(datum, orientation, x.length);
  return second[bin] + (entries[bin] - x[datum]) * first[bin];
}

/** Was the last that happened to a unit that it left this datum as one leaves a repeller? */
function wasRepelled({ events, modes }: Course, unit: number, datum: number): boolean {
  if (modes.leaving[unit] !== datum) return false;
  const last = events.findLast((event) => event.unit === unit);
  return last?.unique === false;
}
