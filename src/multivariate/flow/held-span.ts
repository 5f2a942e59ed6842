import { OrthonormalBasis, dot } from '../../numeric/linear-algebra.js';
import type { ReadonlyFloat64Array } from '../../numeric/arrays.js';

/**
 * Lifted points a_n = (x_n, 1) that a plane is held on, linearly independent. The plane may still move in the
 * directions of (w, b) that are orthogonal to all of them.
 */
export interface HeldSpan {
  /** Which points, in increasing order. */
  readonly points: readonly number[];
  /** An orthonormal basis of the span. */
  readonly basis: readonly ReadonlyFloat64Array[];
  /** d_n: what of a_n is orthogonal to the other points, the way out of each that keeps the plane on the others. */
  readonly exits: readonly Float64Array[];
  /** ‖d_n‖² = a_n·d_n. With one point it is 1 + ‖x‖². */
  readonly stretches: readonly number[];
}

/** The span of no point. */
export const FREE: HeldSpan = { points: [], basis: [], exits: [], stretches: [] };

/** Below this part of its length outside of a span a point counts as within it. */
const DEPENDENT = 1e-10;

/** The span of the points given; one that depends on those before it is left out. */
export function heldSpan(lifted: readonly Float64Array[], points: readonly number[]): HeldSpan {
  const kept: number[] = [];
  const whole = new OrthonormalBasis(lifted[0]?.length ?? 0, DEPENDENT);
  for (const n of [...points].sort((a, b) => a - b)) if (whole.insert(lifted[n])) kept.push(n);
  const exits = kept.map((n) => {
    const others = new OrthonormalBasis(whole.dimension, DEPENDENT);
    for (const m of kept) if (m !== n) others.insert(lifted[m]);
    return takeOut(lifted[n].slice(), others.vectors);
  });
  return { points: kept, basis: whole.vectors, exits, stretches: exits.map((exit) => dot(exit, exit)) };
}

/** Is a vector within the span? */
export function isWithin(vector: ReadonlyFloat64Array, { basis }: HeldSpan): boolean {
  if (basis.length === 0) return false;
  const rest = takeOut(Float64Array.from(vector), basis);
  return dot(rest, rest) <= DEPENDENT ** 2 * dot(vector, vector);
}

/** Takes the span of an orthonormal basis out of a vector, in place. */
export function takeOut(vector: Float64Array, basis: readonly ReadonlyFloat64Array[]): Float64Array {
  // Twice: the second pass takes out what the rounding of the first has left.
  for (let pass = 0; pass < 2; pass++) {
    for (const row of basis) {
      const share = dot(row, vector);
      for (let k = 0; k < vector.length; k++) vector[k] -= share * row[k];
    }
  }
  return vector;
}
