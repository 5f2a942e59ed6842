import type { Measured } from './record.js';

/** What the library is meant to reach: every row is in the goals of some suite. */
export const AIMS = {
  'gradient-23-1000': 'loss + gradient, (N, H) = (23, 1000)',
  'gradient-1000-1000': 'loss + gradient, (1000, 1000)',
  'many-data': 'N ≫ H: (10⁶, 21)',
  c: 'against the same algorithm in C',
  growth: 'growth of loss + gradient',
  adam: 'Adam at (23, 1000)',
  'free-knots': 'free knots',
  hessian: 'Hessian',
  'flow-steps': 'flow to loss 1e-10',
  'flow-accuracy': 'accuracy of the flow',
  segments: 'optimal segmentation, all k = 1 … K',
  deep: 'deep networks',
  install: 'install',
} as const;

/** A row of {@link AIMS}. */
export type Aim = keyof typeof AIMS;

/** One bound of an aim, and what this run has to say about it. */
export interface Goal {
  readonly aim: Aim;
  /** What was measured, and on what. */
  readonly what: string;
  /** The bound in words. */
  readonly goal: string;
  /** Null where it was not measured: a peer that is not there, or a run too short for it. */
  readonly measured: Measured | null;
  /** Whether the bound holds, by medians; null where it was not measured. */
  readonly isMet: boolean | null;
}

/** A {@link Goal} before it is decided. */
export interface GoalInput {
  readonly aim: Aim;
  readonly what: string;
  readonly goal: string;
  readonly measured: Measured | null;
  /** Bounds on the median of a timing (in microseconds) or ratio, or the value of anything else; one or both. */
  readonly atMost?: number;
  readonly atLeast?: number;
}

/**
 * Holds a figure against its goal.
 *
 * @throws `RangeError` where there is no bound.
 */
export function goal({ aim, what, goal, measured, atMost, atLeast }: GoalInput): Goal {
  if (atMost === undefined && atLeast === undefined) {
    throw new RangeError(`goal: ${what} must have a bound, got none`);
  }
  if (measured === null) return { aim, what, goal, measured, isMet: null };
  const value = 'median' in measured ? measured.median : measured.value;
  return {
    aim,
    what,
    goal,
    measured,
    isMet: value >= (atLeast ?? -Infinity) && value <= (atMost ?? Infinity),
  };
}
