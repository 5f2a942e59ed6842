import type { KnotForces } from './knot-forces.js';

/**
 * What a datum is to a breakpoint that comes to it:
 * - `'attractor'`: moves to it from both sides;
 * - `'repeller'`: moves away on both sides;
 * - `'passthrough-left'`, `'passthrough-right'`: moves on in that direction;
 * - `'degenerate'`: on at least one side no force; see {@link Degeneracy}.
 */
export type KnotType = 'attractor' | 'repeller' | 'passthrough-left' | 'passthrough-right' | 'degenerate';

/**
 * Which kind of degenerate knot:
 * - `'flat'`: no force on either side (every knot of a unit with v = 0);
 * - `'plateau'`: no force on the side where the unit does not see the datum, and on the other side the
 *   breakpoint moves towards it: the unit comes to rest there. At the last datum that a unit faces, it dies;
 * - `'one-sided'`: no force on one side, in any other way.
 */
export type Degeneracy = 'plateau' | 'flat' | 'one-sided';

/** Types of all knots for units of one orientation and one sign of the output weight. */
export interface KnotClass {
  /** s: +1 right-facing, −1 left-facing. */
  readonly orientation: 1 | -1;
  /** sgn v = s·sgn μ. */
  readonly outputSign: -1 | 0 | 1;
  /** One a knot, shape (G). */
  readonly types: readonly KnotType[];
  /** Sub-label of each degenerate knot, null for the others, shape (G). */
  readonly degeneracies: readonly (Degeneracy | null)[];
  /**
   * q (`inactive`): the force with the datum unseen, p (`active`): with it seen, and below which size each
   * counts as zero. The pre-activation wx_n + b is driven by vq and vp.
   */
  readonly forces: KnotForces;
}

type Sign = -1 | 0 | 1;

/** Reads the types off the forces. */
export function knotClass(forces: KnotForces, orientation: 1 | -1, outputSign: Sign): KnotClass {
  const types: KnotType[] = [];
  const degeneracies: (Degeneracy | null)[] = [];
  for (let g = 0; g < forces.active.length; g++) {
    const q = inactiveSign(forces, outputSign, g);
    const p = activeSign(forces, outputSign, g);
    types.push(typeOf(q, p, orientation));
    degeneracies.push(degeneracyOf(q, p));
  }
  return { orientation, outputSign, types, degeneracies, forces };
}

/** How often each type occurs. */
export interface KnotTally {
  readonly types: Readonly<Record<KnotType, number>>;
  /** The degenerate ones by kind. */
  readonly degeneracies: Readonly<Record<Degeneracy, number>>;
}

/** A tally that is still being added to. */
export interface OpenTally {
  readonly types: Record<KnotType, number>;
  readonly degeneracies: Record<Degeneracy, number>;
}

/** The tally of no knots. */
export function noKnots(): OpenTally {
  return {
    types: { attractor: 0, repeller: 0, 'passthrough-left': 0, 'passthrough-right': 0, degenerate: 0 },
    degeneracies: { plateau: 0, flat: 0, 'one-sided': 0 },
  };
}

/** Counts the knots of `units` units that feel the same forces. */
export function countKnots(
  tally: OpenTally,
  forces: KnotForces,
  orientation: 1 | -1,
  outputSign: Sign,
  units: number,
): void {
  for (let g = 0; g < forces.active.length; g++) {
    const q = inactiveSign(forces, outputSign, g);
    const p = activeSign(forces, outputSign, g);
    tally.types[typeOf(q, p, orientation)] += units;
    const degeneracy = degeneracyOf(q, p);
    if (degeneracy !== null) tally.degeneracies[degeneracy] += units;
  }
}

/** The rule of theory 5.2, from the signs of vq and vp. */
function typeOf(q: Sign, p: Sign, orientation: 1 | -1): KnotType {
  if (q === 0 || p === 0) return 'degenerate';
  if (q !== p) return q > 0 ? 'attractor' : 'repeller';
  // Both positive: the datum comes into sight, so the breakpoint moves against the facing.
  return q * orientation > 0 ? 'passthrough-left' : 'passthrough-right';
}

function degeneracyOf(q: Sign, p: Sign): Degeneracy | null {
  if (q !== 0 && p !== 0) return null;
  if (q === 0 && p === 0) return 'flat';
  return q === 0 && p < 0 ? 'plateau' : 'one-sided';
}

function inactiveSign(forces: KnotForces, outputSign: Sign, g: number): Sign {
  return times(outputSign, forces.inactive[g], forces.inactiveTolerances[g]);
}

function activeSign(forces: KnotForces, outputSign: Sign, g: number): Sign {
  return times(outputSign, forces.active[g], forces.activeTolerances[g]);
}

/** Sign of v·force. A force that overflowed into NaN tells nothing, and counts as none. */
function times(outputSign: Sign, force: number, tolerance: number): Sign {
  const signed = outputSign * force;
  return signed > tolerance ? 1 : signed < -tolerance ? -1 : 0;
}
