import { explicitStep } from './explicit-step.js';
import { implicitStep } from './implicit-step.js';
import type { ColumnModes } from './lumps.js';
import type { ModeField } from './mode-field.js';
import type { Attempt, Stepper, Tolerance } from './stepper.js';

/** A way to take a step. */
export interface Method {
  readonly name: 'explicit' | 'implicit';
  readonly step: (
    stepper: Stepper,
    field: ModeField,
    modes: ColumnModes,
    h: number,
    tolerance: Tolerance,
  ) => Attempt;
  /** The error of a step falls like h to this power. */
  readonly errorOrder: number;
}

/** Dormand–Prince 5(4). */
export const EXPLICIT: Method = { name: 'explicit', step: explicitStep, errorOrder: 5 };

/** Rodas4. */
export const IMPLICIT: Method = { name: 'implicit', step: implicitStep, errorOrder: 4 };

/**
 * The step that an error asks for: with a margin, and neither much longer nor much shorter than the last. In single
 * precision, since engines differ in the last digit of a power and would take other steps from then on.
 */
export function nextStep({ errorOrder }: Method, h: number, error: number): number {
  return h * Math.min(5, Math.max(0.1, 0.9 * Math.fround(error ** (-1 / errorOrder))));
}

/**
 * Above this h·rate the explicit method is at the edge of its stability: steps are short because of it and not for
 * accuracy (Hairer & Wanner II, IV.2).
 */
const STABILITY_EDGE = 3.25;

/** So many steps at the edge in all, and the flow is stiff. */
const PATIENCE = 15;

/** Counts steps at the edge of stability, forgetting them slowly; the flow is stiff when the count is full. */
export function stiffCount(count: number, { stiffness }: Attempt): number {
  return stiffness > STABILITY_EDGE ? count + 1 : Math.max(0, count - 1 / 6);
}

/** Has {@link stiffCount} seen enough? */
export function isStiff(count: number): boolean {
  return count >= PATIENCE;
}
