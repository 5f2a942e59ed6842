import type { MultivariateDataset } from '../dataset.js';
import { FREE } from './held-span.js';
import type { HeldSpan } from './held-span.js';

/**
 * The discrete state of a flow: what each unit sees and what its plane is held on. It decides, never the sign of
 * w·x + b: a unit that has passed a point is past it, wherever rounding has left its plane. Arrays have shape (H).
 */
export interface PlaneModes {
  /** What each unit strictly sees, 1 or 0, shape (H × N); not what it is held on. */
  readonly active: Uint8Array;
  /** The points that each plane is held on. */
  readonly held: HeldSpan[];
  /** Sign of the output weight of a held unit since it was caught: what it is let go by; 0 for others. */
  readonly signs: Int8Array;
  /** Points that a plane is on its way from and still next to. */
  readonly leaving: readonly Set<number>[];
  /**
   * Points on a held plane that depend on those it is held on, such as a third one on a line: the plane cannot leave
   * them, and the unit sees them or not as it did. Only degenerate data have any.
   */
  readonly resting: (readonly number[])[];
}

/** Modes in which nothing is seen and nothing held. */
export function blankModes(width: number, { y }: MultivariateDataset): PlaneModes {
  return {
    active: new Uint8Array(width * y.length),
    held: Array.from({ length: width }, () => FREE),
    signs: new Int8Array(width),
    leaving: Array.from({ length: width }, () => new Set<number>()),
    resting: Array.from({ length: width }, () => []),
  };
}
