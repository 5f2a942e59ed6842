import { constrainedFit } from './slope-constraint.js';
import type { ConstrainedFit, ConstraintWorkspace, Facing } from './slope-constraint.js';

/** Orientations for the knots of a chain, with the fit they allow. */
export interface FacedFit {
  readonly facing: Facing;
  readonly fit: ConstrainedFit;
}

/** All orientations of so many knots are gone through; those of the other knots are chosen one by one before. */
const ENUMERATED = 12;

/** How many of the enumerated, those nearest to the constraint, are solved for. */
const SOLVED = 128;

/**
 * Orientations that cost least to satisfy the slope constraint, best first: at most `most`.
 *
 * The constraint is a subset sum over slope jumps. The largest jumps are assigned greedily, the twelve smallest in all
 * ways: with more than a dozen units some subset is as good as exact.
 */
export function bestFacings(work: ConstraintWorkspace, most: number): FacedFit[] {
  const { slopes } = work;
  const count = slopes.length - 1;
  const jumps = Float64Array.from({ length: count }, (_, p) => slopes[p + 1] - slopes[p]);
  const order = Array.from(jumps.keys()).sort((p, q) => Math.abs(jumps[q]) - Math.abs(jumps[p]));
  const facing: Facing = new Uint8Array(count);
  let sum = slopes[0];
  const free = order.splice(Math.max(0, count - ENUMERATED));
  for (const p of order) {
    if (Math.abs(sum + jumps[p]) < Math.abs(sum)) {
      facing[p] = 1;
      sum += jumps[p];
    }
  }
  const subsets = 2 ** free.length;
  const excess = new Float64Array(subsets);
  excess[0] = sum;
  free.forEach((p, bit) => {
    const size = 2 ** bit;
    for (let s = 0; s < size; s++) excess[s + size] = excess[s] + jumps[p];
  });
  return Array.from(excess.keys())
    .sort((s, t) => Math.abs(excess[s]) - Math.abs(excess[t]))
    .slice(0, SOLVED)
    .map((subset) => {
      const chosen = facing.slice();
      free.forEach((p, bit) => {
        chosen[p] = (subset >> bit) & 1;
      });
      return { facing: chosen, fit: constrainedFit(work, chosen) };
    })
    .sort((one, other) => one.fit.rss - other.fit.rss)
    .slice(0, most);
}
