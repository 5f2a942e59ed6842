import { dot, lengthOf } from '../../numeric/linear-algebra.js';
import type { PlaneCourse } from './course.js';
import { heightAt } from './crossings.js';
import type { PlaneCrossing } from './crossings.js';
import { FREE, heldSpan } from './held-span.js';
import { shareOf } from './holdings.js';
import type { Violation } from './holdings.js';
import { inputPart, residualAt } from './plane-field.js';
import { noteRelease } from './release-rule.js';
import { note, pointsOn, putOnSides, sideOf } from './sides.js';
import type { Outcome } from './sides.js';
import { verdictOn } from './verdict.js';
import type { Side } from './verdict.js';

/**
 * What happens to the modes at an event. The residuals are continuous through all of them, so the forces that decide
 * are the same before and after, and no decision can undo the one before it.
 *
 * All functions here want the residuals and sums of the present state in `course.field`, but {@link seeData}.
 */

/** Sees what each unit sees at the start, and returns the points that lie exactly on each plane: not seen, so far. */
export function seeData({ field, stepper, modes }: PlaneCourse): readonly (readonly number[])[] {
  const count = field.work.data.y.length;
  return modes.held.map((_, unit) => {
    const ties: number[] = [];
    field.points.members.forEach((members, point) => {
      const z = heightAt(field, stepper.state, unit, point).value;
      if (z === 0) ties.push(point);
      for (const n of members) modes.active[unit * count + n] = z > 0 ? 1 : 0;
    });
    return ties;
  });
}

/** Decides what becomes of the points that lie exactly on planes at the start (theory 10.1). */
export function settleTies(course: PlaneCourse, ties: readonly (readonly number[])[]): void {
  const { field, stepper } = course;
  // All units decide by the sums of the start.
  const settled = ties.map((points, unit) => {
    // With v = 0 it is the sign that v is about to have.
    const pull = dot(inputPart(field.sums, field, unit), inputPart(stepper.state, field, unit));
    const sign = Math.sign(stepper.state[field.width * (field.inputs + 1) + unit]) || Math.sign(pull);
    return { sign, outcomes: points.length === 0 || sign === 0 ? [] : undecided(course, unit, points, sign) };
  });
  settled.forEach(({ sign, outcomes }, unit) => {
    if (outcomes.length > 0) putOnSides(course, unit, sign, outcomes);
  });
}

/** Decides what a crossing is: pass, stick, a touch and no more, release at v = 0, or collapse. */
export function applyCrossing(course: PlaneCourse, crossing: PlaneCrossing): void {
  const { unit } = crossing;
  if (crossing.kind === 'point') meet(course, unit, crossing.point);
  else if (crossing.kind === 'input-zero') collapse(course, unit);
  else {
    const sign = -course.modes.signs[unit];
    putOnSides(course, unit, sign, undecided(course, unit, pointsOn(course, unit, null), sign));
  }
}

/** Lets the units of a cluster go from one of their points; with others that depend on it, all are decided anew. */
export function applyRelease(course: PlaneCourse, { holding, toSeen }: Violation): void {
  const { cluster, slot } = holding;
  const released = cluster.span.points[slot];
  for (const unit of cluster.units) {
    noteRelease(course.rule, unit, released, course.time);
    const outcomes: Outcome[] =
      course.modes.resting[unit].length > 0
        ? decided(course, unit, pointsOn(course, unit, null), cluster.sign)
        : cluster.span.points.map((point) => ({ point, side: 'held', leavesRepeller: false }));
    const isAsBefore = outcomes.every(({ point, side }) => side === sideOf(course, unit, point));
    for (const outcome of outcomes) {
      if (isAsBefore && outcome.point === released) outcome.side = toSeen ? 'seen' : 'unseen';
    }
    putOnSides(course, unit, cluster.sign, outcomes);
  }
}

function meet(course: PlaneCourse, unit: number, point: number): void {
  const { modes } = course;
  const sign = modes.signs[unit] || signAt(course, unit, point);
  const before = sideOf(course, unit, point);
  const outcomes = decided(course, unit, pointsOn(course, unit, point), sign);
  const outcome = outcomes.find((each) => each.point === point);
  if (outcome?.side === before && modes.leaving[unit].has(point)) {
    // It has come back to a point that it was about to leave: the force there, zero but for rounding, lets it on.
    const isCaught = sign * residualAt(course.field, point) < 0;
    outcome.side = isCaught ? 'held' : before === 'seen' ? 'unseen' : 'seen';
  }
  putOnSides(course, unit, sign, outcomes);
}

function collapse(course: PlaneCourse, unit: number): void {
  const { modes, field } = course;
  const count = field.work.data.y.length;
  const sign = modes.signs[unit];
  const [point] = modes.held[unit].points;
  modes.active.fill(0, unit * count, (unit + 1) * count);
  modes.held[unit] = FREE;
  modes.signs[unit] = 0;
  modes.resting[unit] = [];
  modes.leaving[unit].clear();
  // It could leave again only towards data that it would be pushed on by.
  const isCertain = field.points.members.every((_, n) => sign * residualAt(field, n) <= 0);
  note(course, unit, point, 'collapse', false, isCertain);
}

/** The outcomes for points on a plane that has come there: where either side of a point is as good, it moves on. */
function decided(course: PlaneCourse, unit: number, points: readonly number[], sign: number): Outcome[] {
  const { field, stepper } = course;
  const { sums, noise } = sumsWithout(course, unit, points);
  const size = Math.abs(stepper.state[field.width * (field.inputs + 1) + unit]);
  const touches = points.map((point) => {
    const lifted = field.points.lifted[point];
    const speed = dot(lifted, inputPart(stepper.velocity, field, unit));
    const isMoving = Math.abs(speed) > noise * size * lengthOf(lifted);
    const side = sideOf(course, unit, point);
    const onwards: Side = !isMoving ? side : speed > 0 ? 'seen' : 'unseen';
    return { lifted, residual: residualAt(field, point), side: onwards };
  });
  return verdictOn(sums, touches, sign, noise).map((side, k) => ({
    point: points[k],
    side,
    leavesRepeller: false,
  }));
}

/**
 * The outcomes where no side is the one that a plane came from: at the start, and where v changes sign. A repeller can be
 * left either way, or not at all. Descent goes to the seen side where α > ½, and so does this.
 */
function undecided(course: PlaneCourse, unit: number, points: readonly number[], sign: number): Outcome[] {
  const { field } = course;
  const { sums, noise } = sumsWithout(course, unit, points);
  const span = heldSpan(field.points.lifted, points);
  const shares = points.map((point) => {
    const slot = span.points.indexOf(point);
    const unseen = slot < 0 ? 0 : dot(span.exits[slot], sums);
    const seen = unseen + (slot < 0 ? 0 : span.stretches[slot] * residualAt(field, point));
    return unseen * seen < 0 ? shareOf({ unseen, seen }) : NaN;
  });
  const touches = points.map((point, k) => ({
    lifted: field.points.lifted[point],
    residual: residualAt(field, point),
    side: shares[k] > 0.5 ? ('seen' as const) : ('unseen' as const),
  }));
  return verdictOn(sums, touches, sign, noise).map((side, k) => ({
    point: points[k],
    side,
    leavesRepeller: sign * touches[k].residual > 0 && shares[k] > 0,
  }));
}

/** (T, S) over what a unit sees but for these points, and what rounding may have done to it. */
function sumsWithout(
  { field, modes }: PlaneCourse,
  unit: number,
  points: readonly number[],
): { readonly sums: Float64Array; readonly noise: number } {
  const { lifted, members } = field.points;
  const { y } = field.work.data;
  const sums = new Float64Array(field.inputs + 1);
  let scale = 0;
  lifted.forEach((a, point) => {
    const isOn = points.includes(point);
    if (!isOn && modes.active[unit * y.length + members[point][0]] === 0) return;
    const epsilon = residualAt(field, point);
    scale += Math.abs(epsilon) * lengthOf(a);
    if (!isOn) for (let k = 0; k < sums.length; k++) sums[k] += epsilon * a[k];
  });
  return { sums, noise: 4 * y.length * Number.EPSILON * scale };
}

/** The sign of the output weight of a unit that has come to a point; with v = 0, the sign that it is about to have. */
function signAt(course: PlaneCourse, unit: number, point: number): number {
  const { field, stepper } = course;
  const output = field.width * (field.inputs + 1) + unit;
  const sign = Math.sign(stepper.state[output]) || Math.sign(stepper.velocity[output]);
  if (sign !== 0) return sign;
  // It is the one with which the unit leaves the side that it was on.
  const force = dot(field.points.lifted[point], inputPart(field.sums, field, unit));
  return sideOf(course, unit, point) === 'seen' ? -Math.sign(force) : Math.sign(force);
}
