import { toPiecewiseLinear } from '../forms/convert.js';
import type { Bdso } from '../forms/bdso.js';
import { lowerBound } from '../numeric/search.js';

/** Where the function turns, as the eye sees it: breakpoints within a small distance are one kink. */
export interface Kink {
  /** Its leftmost breakpoint, in units of x. */
  readonly x: number;
  /** How many of the breakpoints belong to units that face right, and left. */
  readonly rightFacing: number;
  readonly leftFacing: number;
  /** Slope left of it and right of it, in units of y per x. */
  readonly slopeBefore: number;
  readonly slopeAfter: number;
}

/** The kinks with low ≤ x ≤ high, from left to right; breakpoints within `reach` of a kink's first belong to it. */
export function kinksWithin(units: Bdso, low: number, high: number, reach: number): Kink[] {
  const { knots, slopes } = toPiecewiseLinear(units, { tolerance: reach });
  const facing = (s: number): Float64Array =>
    Float64Array.from(units.breakpoints.filter((_, i) => units.orientations[i] === s)).sort();
  const right = facing(1);
  const left = facing(-1);
  const count = (sorted: Float64Array, p: number): number =>
    lowerBound(sorted, p + 1 < knots.length ? knots[p + 1] : Infinity) - lowerBound(sorted, knots[p]);
  return Array.from(knots, (x, p) => ({
    x,
    rightFacing: count(right, p),
    leftFacing: count(left, p),
    slopeBefore: slopes[p],
    slopeAfter: slopes[p + 1],
  })).filter(({ x }) => x >= low && x <= high);
}
