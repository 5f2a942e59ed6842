import { hingeAt } from '../../loss/hinge.js';
import { firstDescent } from './first-descent.js';
import type { ModeField } from '../steps/mode-field.js';
import { NONE, facing } from '../steps/modes.js';
import type { Modes } from '../steps/modes.js';
import { DENSE_DEGREE, densePolynomial } from '../steps/stepper.js';
import type { Stepper } from '../steps/stepper.js';

/** Something that one unit meets within a step. */
export interface Crossing {
  /** Which part of the step has gone by. */
  readonly sigma: number;
  readonly unit: number;
  /** The datum that the breakpoint meets, or that it slides on. */
  readonly datum: number;
  /**
   * `activating` or `deactivating`: a free unit meets a datum that it does not see yet, or does. While sliding:
   * `output-zero` where v, `input-zero` where (w, b) reaches zero.
   */
  readonly kind: 'activating' | 'deactivating' | 'output-zero' | 'input-zero';
}

/** The first thing that any unit meets in the last attempt, or null. Of equal times, either. */
export function firstCrossing(field: ModeField, stepper: Stepper, modes: Modes): Crossing | null {
  let first: Crossing | null = null;
  for (let unit = 0; unit < modes.bins.length; unit++) {
    const meet = modes.slidingOn[unit] === NONE ? meetData : meetZeros;
    first = meet(field, stepper, modes, unit, first);
  }
  return first;
}

/** What a unit meets if that is before `first`, else `first`: whatever is later need not be found. */
function meetData(
  { merged, sweep, watches }: ModeField,
  { state, dense }: Stepper,
  modes: Modes,
  unit: number,
  first: Crossing | null,
): Crossing | null {
  const { x } = merged.data;
  const width = modes.bins.length;
  for (const { datum, inside } of watches[modes.bins[unit]]) {
    // Clearance: above zero while the unit keeps its side of the datum.
    const here = x[datum];
    const start = inside * hingeAt(state[unit], state[width + unit], here, sweep.centre);
    const leaving = modes.leaving[unit] === datum;
    // Most units are nowhere near: Σ min(0, power) is the furthest that the polynomial can fall.
    let least = start;
    for (let m = 0; m < DENSE_DEGREE; m++) {
      least += Math.min(0, inside * (dense[m][unit] * here + dense[m][width + unit]));
    }
    if (least > 0 && !leaving) continue;
    const clearance = [start, ...dense.map((power) => inside * (power[unit] * here + power[width + unit]))];
    const end = first?.sigma ?? 1;
    const sigma = leaving ? returnToSurface(clearance, end) : descentFrom(clearance, end);
    const kind = inside > 0 ? 'deactivating' : 'activating';
    if (sigma < (first?.sigma ?? Infinity)) first = { sigma, unit, datum, kind };
  }
  return first;
}

/** As {@link meetData}, for a sliding unit. */
function meetZeros(
  { merged }: ModeField,
  stepper: Stepper,
  modes: Modes,
  unit: number,
  first: Crossing | null,
): Crossing | null {
  const width = modes.bins.length;
  const datum = modes.slidingOn[unit];
  const orientation = facing(modes.bins[unit], merged.data.x.length);
  const atOutput = zeroOf(stepper, 2 * width + unit, modes.signs[unit], first?.sigma ?? 1);
  if (atOutput < (first?.sigma ?? Infinity)) first = { sigma: atOutput, unit, datum, kind: 'output-zero' };
  const atInput = zeroOf(stepper, unit, orientation, first?.sigma ?? 1);
  if (atInput < (first?.sigma ?? Infinity)) first = { sigma: atInput, unit, datum, kind: 'input-zero' };
  return first;
}

/** Where one weight, of the sign given, goes through zero, up to σ = end. */
function zeroOf(stepper: Stepper, component: number, sign: number, end: number): number {
  let least = sign * stepper.state[component];
  for (const power of stepper.dense) least += Math.min(0, sign * power[component]);
  if (least > 0) return Infinity;
  const polynomial = densePolynomial(stepper, component, sign);
  return startsInNoise(polynomial) ? Infinity : descentFrom(polynomial, end);
}

/** Where a weight starts in no more than the rounding of its way, its first moment says nothing; where it ends up does. */
const NOISE = 2 ** -40;

function startsInNoise([start, ...powers]: readonly number[]): boolean {
  const way = powers.reduce((most, power) => Math.max(most, Math.abs(power)), 0);
  return start >= 0 && start <= NOISE * way && powers.reduce((sum, power) => sum + power, start) >= 0;
}

/** Where a clearance goes below zero. One that begins there (by rounding) counts only if it is pushed further out. */
function descentFrom(clearance: readonly number[], end: number): number {
  return clearance[0] > 0 ? firstDescent(clearance, end) : firstDescent(clearance.slice(1), end);
}

/**
 * Where a unit that has just left a datum is back at it. The polynomial is divided by σ, so that the start does not
 * count; a first moment in the wrong direction is rounding, since the forces decided where it leaves to.
 */
function returnToSurface([, ...quotient]: readonly number[], end: number): number {
  const after = quotient.reduce((sum, power) => sum + power, 0);
  return quotient[0] < 0 && after >= 0 ? Infinity : firstDescent(quotient, end);
}

/**
 * Lets units that have left their datum for good be watched as any other: those that are clear of it by more than
 * rounding, or move away.
 */
export function forgetDepartures(
  { merged, sweep, watches }: ModeField,
  { velocity, state }: Stepper,
  modes: Modes,
): void {
  const { x } = merged.data;
  const width = modes.bins.length;
  for (let unit = 0; unit < width; unit++) {
    const datum = modes.leaving[unit];
    if (datum === NONE) continue;
    const watch = watches[modes.bins[unit]].find((edge) => edge.datum === datum);
    if (watch === undefined) {
      modes.leaving[unit] = NONE;
      continue;
    }
    const w = state[unit];
    const b = state[width + unit];
    const clearance = watch.inside * hingeAt(w, b, x[datum], sweep.centre);
    const speed = watch.inside * (velocity[unit] * x[datum] + velocity[width + unit]);
    const rounding = 64 * Number.EPSILON * (Math.abs(w * x[datum]) + Math.abs(b));
    if (clearance > rounding || (clearance > 0 && speed > 0)) modes.leaving[unit] = NONE;
  }
}
