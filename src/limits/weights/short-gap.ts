import { GAUSS_WEIGHTS, KRONROD_WEIGHTS, NODES } from '../../numeric/gauss-kronrod.js';
import type { NumericArray } from '../../numeric/arrays.js';

/** ∫ p (1 − θ)², ∫ p θ(1 − θ) and ∫ p θ² over a gap, θ from 0 at its left end to 1 at its right end. */
export interface GapIntegrals {
  readonly left: number;
  readonly cross: number;
  readonly right: number;
}

/**
 * How far the rules of 10 and 21 points may be apart, relative. The larger one is then better by far: its error is
 * about the 1.5th power of 200 times that (QUADPACK), below 1e-15.
 */
const APART = 4e-13;

/**
 * The integrals over a gap in which p is so smooth that one rule has all of them, from 21 values of p; null where it
 * is not.
 */
export function shortGap(
  density: (beta: number) => number,
  special: NumericArray,
  from: number,
  to: number,
): GapIntegrals | null {
  for (let k = 0; k < special.length; k++) if (special[k] > from && special[k] < to) return null;
  const half = (to - from) / 2;
  const middle = NODES.length - 1;
  let left = 0;
  let cross = 0;
  let right = 0;
  let gaussLeft = 0;
  let gaussRight = 0;
  for (let k = 0; k < middle; k++) {
    // Each end's distance from its own end: 1 − node is exact enough, no node is nearer to 1 than 0.004.
    const near = (1 - NODES[k]) / 2;
    const far = (1 + NODES[k]) / 2;
    const atLeft = density(from + 2 * half * near);
    const atRight = density(to - 2 * half * near);
    const w = KRONROD_WEIGHTS[k];
    const leftTerm = atLeft * far * far + atRight * near * near;
    const rightTerm = atLeft * near * near + atRight * far * far;
    left += w * leftTerm;
    right += w * rightTerm;
    cross += w * (atLeft + atRight) * near * far;
    if (k % 2 === 1) {
      gaussLeft += GAUSS_WEIGHTS[(k - 1) / 2] * leftTerm;
      gaussRight += GAUSS_WEIGHTS[(k - 1) / 2] * rightTerm;
    }
  }
  const centre = (KRONROD_WEIGHTS[middle] * density(from + half)) / 4;
  left += centre;
  right += centre;
  cross += centre;
  const smooth = Math.abs(left - gaussLeft) <= APART * left && Math.abs(right - gaussRight) <= APART * right;
  return smooth ? { left: half * left, cross: half * cross, right: half * right } : null;
}
