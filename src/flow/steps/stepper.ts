import { addRows } from './combine.js';
import { expandInto } from './lumps.js';
import type { Lumps } from './lumps.js';
import type { ModeField } from './mode-field.js';
import { shiftedHessian } from './shifted-hessian.js';
import type { ShiftedHessian } from './shifted-hessian.js';

/** How exact a step has to be: each weight is known to absolute + relative·|weight|. */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** The degree of the dense output: a step is a polynomial of this degree in the part σ of it that has gone by. */
export const DENSE_DEGREE = 4;

/** The arrays of one step, all of the shape of the state. */
export interface Stepper {
  /** Where the step begins. */
  state: Float64Array;
  /** Where it ends. */
  next: Float64Array;
  /** What has to be added up, row after row in one array: `velocity`, five stages, `nextVelocity`, `estimate`. */
  readonly arena: Float64Array;
  /** dθ/dt at `state`. */
  readonly velocity: Float64Array;
  /** What the stages in between need. */
  readonly stages: readonly Float64Array[];
  /** dθ/dt at `next`. */
  readonly nextVelocity: Float64Array;
  /** Estimated error of `next`. */
  readonly estimate: Float64Array;
  /** Dense output: `state` + Σ_m dense[m]·σ^(m + 1). */
  readonly dense: readonly Float64Array[];
  /** The powers of {@link Stepper.dense}, row after row. */
  readonly denseArena: Float64Array;
  /** What implicit steps are solved with. */
  readonly hessian: ShiftedHessian;
  /** Room for one state more. */
  readonly scratch: Float64Array;
  /** The units that this one's columns stand for, if it is one of columns. */
  readonly lumped: Lumped | null;
}

/** Columns and the units behind them. */
export interface Lumped {
  readonly lumps: Lumps;
  /** The stepper of the units: what a step of the columns means for them is written there. */
  readonly units: Stepper;
}

/** Row of the first stage in the arena of a stepper. */
export const FIRST_STAGE = 1;

/** A stepper in `field` that begins at `state`, whose velocity the caller has yet to put into `velocity`. */
export function stepper(field: ModeField, state: Float64Array, lumped: Lumped | null = null): Stepper {
  const size = state.length;
  const [arena, [velocity, ...rest]] = rowsOf(8, size);
  const [denseArena, dense] = rowsOf(DENSE_DEGREE, size);
  return {
    state: state.slice(),
    next: state.slice(),
    arena,
    velocity,
    stages: rest.slice(0, 5),
    nextVelocity: rest[5],
    estimate: rest[6],
    dense,
    denseArena,
    hessian: shiftedHessian(field, (size - 1) / 3),
    scratch: new Float64Array(size),
    lumped,
  };
}

/** A stepper of columns that begins where their lumps do, in the room of `room` if that has as many columns. */
export function columnStepper(field: ModeField, room: Stepper, lumped: Lumped): Stepper {
  const { start } = lumped.lumps;
  if (room.lumped === null || room.state.length !== start.length) return stepper(field, start, lumped);
  room.state.set(start);
  return { ...room, lumped };
}

function rowsOf(count: number, size: number): [Float64Array, Float64Array[]] {
  const arena = new Float64Array(count * size);
  return [arena, Array.from({ length: count }, (_, k) => arena.subarray(k * size, (k + 1) * size))];
}

/** What came out of a step. */
export interface Attempt {
  /** Estimated error of the worst weight, in units of its tolerance; ∞ if the step has left the numbers. */
  readonly error: number;
  /** The loss at the end of the step. */
  readonly loss: number;
  /** Evaluations of the field. */
  readonly evaluations: number;
  /** h times the rate of the fastest direction, as two stages at the same time show it; 0 where that is no matter. */
  readonly stiffness: number;
}

/**
 * The error of a step, of the worst weight of the units in its tolerance. A step of columns is one of their units from
 * here on: where these end is written into their stepper.
 */
export function stepError(step: Stepper, tolerance: Tolerance): number {
  const { state, next, estimate, scratch, lumped } = step;
  if (lumped === null) return errorOf(estimate, state, next, tolerance);
  const { lumps, units } = lumped;
  for (let c = 0; c < next.length; c++) scratch[c] = next[c] - state[c];
  expandInto(units.next, lumps, scratch);
  for (let c = 0; c < units.next.length; c++) units.next[c] += units.state[c];
  expandInto(units.estimate, lumps, estimate);
  return errorOf(units.estimate, units.state, units.next, tolerance);
}

/** The error of the worst weight in units of its tolerance. */
export function errorOf(
  estimate: Float64Array,
  state: Float64Array,
  next: Float64Array,
  { relative, absolute }: Tolerance,
): number {
  let error = 0;
  for (let c = 0; c < state.length; c++) {
    const size = Math.max(Math.abs(state[c]), Math.abs(next[c]));
    const ratio = Math.abs(estimate[c]) / (absolute + relative * size);
    if (ratio <= error) continue;
    if (!(ratio < Infinity)) return Infinity;
    error = ratio;
  }
  return error;
}

/** Makes the end of the last attempt the beginning of the next. */
export function commit(stepper: Stepper): void {
  [stepper.state, stepper.next] = [stepper.next, stepper.state];
  stepper.velocity.set(stepper.nextVelocity);
}

/** Gives the units what else there is to know of a step of their columns: the velocity at its end, the dense output. */
export function expandStep({ nextVelocity, dense, lumped }: Stepper): void {
  if (lumped === null) return;
  const { lumps, units } = lumped;
  expandInto(units.nextVelocity, lumps, nextVelocity);
  dense.forEach((power, m) => {
    expandInto(units.dense[m], lumps, power);
  });
}

/** The dense output of one weight over the last attempt, times `sign`: a polynomial in the part σ of the step. */
export function densePolynomial({ state, dense }: Stepper, component: number, sign: number): number[] {
  return [sign * state[component], ...dense.map((power) => sign * power[component])];
}

/** The dense output of all weights at the part σ of the last attempt, into `out`. */
export function denseStateInto(out: Float64Array, { state, denseArena }: Stepper, sigma: number): void {
  const square = sigma * sigma;
  out.set(state);
  addRows(out, denseArena, 0, [sigma, square, square * sigma, square * square], 1);
}
