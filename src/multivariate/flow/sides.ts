import type { FlowEventKind } from '../../flow/events/events.js';
import type { PlaneCourse } from './course.js';
import { heightAt } from './crossings.js';
import { FREE, heldSpan, isWithin } from './held-span.js';
import type { Side } from './verdict.js';

/** What becomes of one point on a plane. */
export interface Outcome {
  readonly point: number;
  side: Side;
  /** Does the unit leave a repeller, where it could have left another way? */
  readonly leavesRepeller: boolean;
}

/** Points nearer to a plane than this, relative to the terms of w·x + b, are on it when something happens there. */
const TOUCHING = 2 ** -40;

/**
 * The points on a unit's plane, increasing: those that it is held on, one that it meets, those that depend on these,
 * and others so near that rounding might have put them anywhere.
 */
export function pointsOn({ field, stepper, modes }: PlaneCourse, unit: number, met: number | null): number[] {
  const { lifted } = field.points;
  const { points: held } = modes.held[unit];
  const span = heldSpan(lifted, met === null ? held : [...held, met]);
  return [...lifted.keys()].filter((point) => {
    if (point === met || held.includes(point) || isWithin(lifted[point], span)) return true;
    const { value, scale } = heightAt(field, stepper.state, unit, point);
    return Math.abs(value) <= TOUCHING * scale;
  });
}

/** Where a unit is as to a point. */
export function sideOf({ field, modes }: PlaneCourse, unit: number, point: number): Side {
  if (modes.held[unit].points.includes(point)) return 'held';
  const [datum] = field.points.members[point];
  return modes.active[unit * field.work.data.y.length + datum] === 0 ? 'unseen' : 'seen';
}

/** Puts a unit, with an output weight of this sign, on the sides given of all points on its plane, and notes events. */
export function putOnSides(
  course: PlaneCourse,
  unit: number,
  sign: number,
  outcomes: readonly Outcome[],
): void {
  const { field, modes } = course;
  const { lifted, members } = field.points;
  const row = unit * field.work.data.y.length;
  const before = outcomes.map(({ point }) => sideOf(course, unit, point));
  const holding = outcomes.filter(({ side }) => side === 'held').map(({ point }) => point);
  const span = holding.length === 0 ? FREE : heldSpan(lifted, holding);
  modes.held[unit] = span;
  modes.signs[unit] = span === FREE ? 0 : sign;
  const others = outcomes.map(({ point }) => point).filter((point) => !span.points.includes(point));
  modes.resting[unit] = others.filter((point) => isWithin(lifted[point], span));
  for (const point of span.points) modes.leaving[unit].delete(point);
  for (const point of others) modes.leaving[unit].add(point);
  outcomes.forEach(({ point, side: wanted, leavesRepeller }, k) => {
    // One that depends on the others need not be held as well.
    const side = wanted === 'held' && !span.points.includes(point) ? 'unseen' : wanted;
    for (const n of members[point]) modes.active[row + n] = side === 'seen' ? 1 : 0;
    const kind = kindOf(before[k], side, leavesRepeller);
    if (kind !== null) note(course, unit, point, kind, side === 'seen', !leavesRepeller);
  });
}

function kindOf(before: Side, after: Side, leavesRepeller: boolean): FlowEventKind | null {
  if (before === after && !leavesRepeller) return null;
  if (after === 'held') return 'stick';
  if (before !== 'held' && !leavesRepeller) return 'cross';
  return after === 'seen' ? 'release-active' : 'release-inactive';
}

/** Notes an event of the present time. */
export function note(
  course: PlaneCourse,
  unit: number,
  point: number,
  kind: FlowEventKind,
  isSeen: boolean,
  unique: boolean,
): void {
  const [datum] = course.field.points.members[point];
  course.events.push({ time: course.time, unit, datum, kind, isSeen, unique });
  if (kind !== 'stick') return;
  const key = `${unit} ${point}`;
  course.captures.set(key, (course.captures.get(key) ?? 0) + 1);
}
