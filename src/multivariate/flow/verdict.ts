import { dot } from '../../numeric/linear-algebra.js';
import { boxProjection } from './box-projection.js';

/** On which side of a point a unit is: it does not see it, sees it, or is held between the two. */
export type Side = 'unseen' | 'seen' | 'held';

/** A point on a plane, and the forces there. */
export interface Touch {
  /** a = (x, 1). */
  readonly lifted: Float64Array;
  /** ε, of all data at the point together. */
  readonly residual: number;
  /** Where the unit goes if either side is as good. */
  readonly side: Side;
}

/** The share of a point on either side; null where it is to be found. */
const STARTS = { unseen: 0, seen: 1, held: null } as const;

/**
 * What becomes of a plane with points on it, by the forces on it: the side of each point.
 *
 * While the unit sees a part α_n of each point its weights move with (ẇ, ḃ) = v·r, r = g + Σ α_n ε_n a_n. There are two
 * kinds of points. Where v·ε < 0 seeing a point pushes the plane back over it: of all those together r is the shortest
 * vector with α_n in [0, 1], and what is then neither 0 nor 1 holds the plane. Where v·ε > 0 seeing it pushes the plane on:
 * α is 0 or 1, whichever agrees with the motion v·a_n·r that it makes. With both kinds, changing one α of the second
 * kind that does not agree makes r longer, so that this comes to an end. A single point gives theory 5.2.
 *
 * @param g (T, S) over what the unit sees of the other data.
 * @param sign That of v.
 * @param noise What an inner product of g with a vector of length one may be off by.
 */
export function verdictOn(
  g: Float64Array,
  touches: readonly Touch[],
  sign: number,
  noise: number,
): readonly Side[] {
  const pulls = touches.map(({ lifted, residual }) => lifted.map((entry) => residual * entry));
  const isDivided = touches.map(({ residual }) => sign * residual > 0);
  const seen = touches.map(({ side }) => side === 'seen');
  const drawn = [...touches.keys()].filter((n) => !isDivided[n]);
  let sides: Side[] = [];
  for (let round = 0; round <= 2 ** Math.min(touches.length, 10); round++) {
    const base = g.slice();
    pulls.forEach((pull, n) => {
      if (isDivided[n] && seen[n]) for (let k = 0; k < base.length; k++) base[k] += pull[k];
    });
    const { shortest, shares } = boxProjection(
      base,
      drawn.map((n) => pulls[n]),
      drawn.map((n) => STARTS[touches[n].side]),
      noise,
    );
    const speed = (n: number): number => sign * dot(touches[n].lifted, shortest);
    const least = (n: number): number => noise * Math.sqrt(dot(touches[n].lifted, touches[n].lifted));
    sides = touches.map((_, n) => (seen[n] ? 'seen' : 'unseen'));
    drawn.forEach((n, k) => {
      // A point without a residual pulls at nothing: the plane goes where it goes.
      const share = touches[n].residual === 0 ? Number(speed(n) > least(n)) : shares[k];
      sides[n] = share === 1 ? 'seen' : share === 0 ? 'unseen' : 'held';
    });
    const wrong = touches.findIndex((_, n) => isDivided[n] && (seen[n] ? -speed(n) : speed(n)) > least(n));
    if (wrong < 0) break;
    seen[wrong] = !seen[wrong];
  }
  return sides;
}
