import { firstDescent } from '../../flow/events/first-descent.js';
import type { ReadonlyFloat64Array } from '../../numeric/arrays.js';
import { dot, lengthOf } from '../../numeric/linear-algebra.js';
import { FREE, takeOut } from './held-span.js';
import type { PlaneModes } from './modes.js';
import { inputPart } from './plane-field.js';
import type { PlaneField } from './plane-field.js';
import type { PlaneStepper } from './plane-stepper.js';

/** Something that one unit meets within a step: a point, or a zero of v or of (w, b) while it is held. */
export type PlaneCrossing =
  | { readonly kind: 'point'; readonly sigma: number; readonly unit: number; readonly point: number }
  | { readonly kind: 'output-zero' | 'input-zero'; readonly sigma: number; readonly unit: number };

/**
 * The first thing that any unit meets in the last attempt, or null, O(N·H·D): w·x + b is a polynomial in the part σ of the
 * step, and a plane meets a point where that leaves the side that it was on. Equal times: the first unit, the first point.
 */
export function firstCrossing(
  field: PlaneField,
  stepper: PlaneStepper,
  modes: PlaneModes,
): PlaneCrossing | null {
  let first: PlaneCrossing | null = null;
  for (let unit = 0; unit < field.width; unit++) {
    const held = modes.held[unit];
    // Held on D points (fewer on data in a subspace) (w, b) has one direction left: it meets no other point, but zero.
    const isFixed = held !== FREE && held.points.length === field.points.basis.length - 1;
    if (!isFixed) first = meetPoints(field, stepper, modes, unit, first);
    if (held !== FREE) first = meetZero(field, stepper, modes, unit, 'output-zero', first);
    if (isFixed) first = meetZero(field, stepper, modes, unit, 'input-zero', first);
  }
  return first;
}

/** What a unit meets if that is before `first`, else `first`: whatever is later need not be found. */
function meetPoints(
  { inputs: D, width, points, work }: PlaneField,
  { state, dense }: PlaneStepper,
  modes: PlaneModes,
  unit: number,
  first: PlaneCrossing | null,
): PlaneCrossing | null {
  const vectors = [state, ...dense];
  const clearance = new Array<number>(vectors.length).fill(0);
  const row = unit * work.data.y.length;
  const [held, resting, leaving] = [modes.held[unit].points, modes.resting[unit], modes.leaving[unit]];
  for (let point = 0; point < points.lifted.length; point++) {
    if (held.includes(point) || resting.includes(point)) continue;
    const a = points.lifted[point];
    const inside = modes.active[row + points.members[point][0]] !== 0 ? 1 : -1;
    const isLeaving = leaving.has(point);
    // Clearance: above zero while the unit keeps its side of the point.
    let least = 0;
    for (let m = 0; m < vectors.length; m++) {
      let power = vectors[m][width * D + unit];
      for (let d = 0; d < D; d++) power += vectors[m][unit * D + d] * a[d];
      clearance[m] = inside * power;
      least += m === 0 ? clearance[m] : Math.min(0, clearance[m]);
    }
    // Most are nowhere near: this is the furthest that the polynomial can fall.
    if (least > 0 && !isLeaving) continue;
    const end = first?.sigma ?? 1;
    const sigma = isLeaving ? returnToPlane(clearance, end) : descentFrom(clearance, end);
    if (sigma < (first?.sigma ?? Infinity)) first = { kind: 'point', sigma, unit, point };
  }
  return first;
}

/** As {@link meetPoints}, for a zero of v, or of the length of (w, b) where its direction is fixed. */
function meetZero(
  field: PlaneField,
  { state, dense }: PlaneStepper,
  modes: PlaneModes,
  unit: number,
  kind: 'output-zero' | 'input-zero',
  first: PlaneCrossing | null,
): PlaneCrossing | null {
  const heights =
    kind === 'output-zero'
      ? [state, ...dense].map((vector) => modes.signs[unit] * vector[field.width * (field.inputs + 1) + unit])
      : alongStart(
          [state, ...dense].map((vector) => inputPart(vector, field, unit)),
          field.points.basis,
        );
  const sigma = descentFrom(heights, first?.sigma ?? 1);
  return sigma < (first?.sigma ?? Infinity) ? { kind, sigma, unit } : first;
}

/** How far each vector goes along the first one, as far as that is in the span of an orthonormal basis. */
function alongStart(
  vectors: readonly Float64Array[],
  basis: readonly ReadonlyFloat64Array[],
): readonly number[] {
  const outside = takeOut(vectors[0].slice(), basis);
  const inside = vectors[0].map((entry, k) => entry - outside[k]);
  const length = lengthOf(inside);
  return vectors.map((vector) => dot(inside, vector) / length);
}

/** Where a clearance goes below zero. One that begins there (by rounding) counts only if it is pushed further out. */
function descentFrom(clearance: readonly number[], end: number): number {
  return clearance[0] > 0 ? firstDescent(clearance, end) : firstDescent(clearance.slice(1), end);
}

/**
 * Where a plane that has just left a point is back at it. The polynomial is divided by σ, so that the start does not
 * count; a first moment in the wrong direction is rounding, since the forces decided where it leaves to.
 */
function returnToPlane([, ...quotient]: readonly number[], end: number): number {
  const after = quotient.reduce((sum, power) => sum + power, 0);
  return quotient[0] < 0 && after >= 0 ? Infinity : firstDescent(quotient, end);
}

/** Lets points that a plane has left for good be watched as any other: it is clear of them by more than rounding. */
export function forgetDepartures(
  field: PlaneField,
  { state, velocity }: PlaneStepper,
  modes: PlaneModes,
): void {
  const count = field.work.data.y.length;
  modes.leaving.forEach((leaving, unit) => {
    for (const point of leaving) {
      const side = modes.active[unit * count + field.points.members[point][0]] !== 0 ? 1 : -1;
      const { value, scale } = heightAt(field, state, unit, point);
      const speed = heightAt(field, velocity, unit, point).value;
      const clearance = side * value;
      if (clearance > 64 * Number.EPSILON * scale || (clearance > 0 && side * speed > 0))
        leaving.delete(point);
    }
  });
}

/** w·x + b of a unit at a point, with the sum of its absolute terms. */
export function heightAt(
  { inputs: D, width, points }: PlaneField,
  theta: Float64Array,
  unit: number,
  point: number,
): { readonly value: number; readonly scale: number } {
  const a = points.lifted[point];
  let value = theta[width * D + unit];
  let scale = Math.abs(value);
  for (let d = 0; d < D; d++) {
    const term = theta[unit * D + d] * a[d];
    value += term;
    scale += Math.abs(term);
  }
  return { value, scale };
}
