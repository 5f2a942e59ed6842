import { noteRelease } from './clusters.js';
import type { Cluster } from './clusters.js';
import type { Course } from '../course.js';
import type { Crossing } from './crossings.js';
import type { FlowEvent } from './events.js';
import { activityOf, forcesAt } from '../steps/mode-field.js';
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
  const forces = forcesAt(field, datum, orientation);
  const v = outputWeight(course, unit);
  const deactivating = kind === 'deactivating';
  // Speeds out of the present bin, and on beyond the datum.
  const before = deactivating ? -v * forces.active : v * forces.inactive;
  const after = deactivating ? -v * forces.inactive : v * forces.active;
  const touches = before <= 0 && modes.leaving[unit] !== datum;
  if (touches) {
    modes.leaving[unit] = datum;
  } else if (after < 0) {
    modes.bins[unit] = binBeyond(datum, orientation, count);
    stick(course, unit, datum, orientation, Math.sign(v));
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
  const { entries, first, second } = field.sweep;
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
    const D = second[bin] + (entries[bin] - x[datum]) * first[bin];
    // With v = 0 it is the sign that v is about to have.
    const sign = Math.sign(outputWeight(course, unit)) || Math.sign(w * D);
    const { inactive, active } = forcesAt(field, datum, orientation);
    modes.leaving[unit] = datum;
    if (sign * inactive > 0 && sign * active < 0) {
      stick(course, unit, datum, orientation, sign);
    } else if (sign * inactive > 0) {
      modes.bins[unit] = binFrom(datum, orientation, count);
      note(course, { unit, datum, orientation, kind: 'cross', unique: true });
    } else if (sign * inactive < 0 && sign * active > 0) {
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

function stick(course: Course, unit: number, datum: number, orientation: 1 | -1, sign: number): void {
  const { modes, field } = course;
  modes.slidingOn[unit] = datum;
  modes.signs[unit] = sign;
  modes.leaving[unit] = NONE;
  const key = unit * field.merged.data.x.length + datum;
  const captures = (course.captures.get(key) ?? 0) + 1;
  course.captures.set(key, captures);
  course.stats.mostCaptures = Math.max(course.stats.mostCaptures, captures);
  note(course, { unit, datum, orientation, kind: 'stick', unique: true });
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
