import fc from 'fast-check';
import { bdso, piecewiseLinear } from 'relu-splines';
import type { Bdso, PiecewiseLinear } from 'relu-splines';
import { numbers, places } from './numbers.js';
import type { Wildness } from './numbers.js';

/** How many units or knots to generate, and how wild. */
export interface SplineOptions extends Wildness {
  /** Default 0. */
  readonly min?: number;
  /** Default 10. */
  readonly max?: number;
}

/** +1 or −1. */
export function signs(): fc.Arbitrary<1 | -1> {
  return fc.constantFrom(1, -1);
}

/** Splines in any order, with coincident breakpoints, delta-slopes of zero and pairs that cancel. */
export function splines({ min = 0, max = 10, ...wildness }: SplineOptions = {}): fc.Arbitrary<Bdso> {
  const unit = fc.record({ beta: places(wildness), mu: numbers(wildness), s: signs() });
  return fc
    .tuple(fc.array(unit, { minLength: min, maxLength: max }), numbers(wildness))
    .map(([units, outputBias]) =>
      bdso({
        breakpoints: units.map(({ beta }) => beta),
        deltaSlopes: units.map(({ mu }) => mu),
        orientations: units.map(({ s }) => s),
        outputBias,
      }),
    );
}

/** Continuous piecewise-linear functions: a first piece and what is added at each knot, zero jumps included. */
export function piecewiseLinears({
  min = 0,
  max = 8,
  ...wildness
}: SplineOptions = {}): fc.Arbitrary<PiecewiseLinear> {
  return fc
    .tuple(
      fc.uniqueArray(places(wildness), { minLength: min, maxLength: max, comparator: (a, b) => a === b }),
      fc.array(numbers(wildness), { minLength: max + 1, maxLength: max + 1 }),
      numbers(wildness),
      fc.constantFrom('free', 'flat at the left', 'flat at the right'),
    )
    .map(([unsorted, allSlopes, firstIntercept, end]) => {
      const knots = Float64Array.from(unsorted).sort();
      const slopes = Array.from(allSlopes.slice(0, knots.length + 1));
      if (end === 'flat at the left') slopes[0] = 0;
      if (end === 'flat at the right') slopes[knots.length] = 0;
      const intercepts = [firstIntercept];
      knots.forEach((t, p) => intercepts.push(intercepts[p] + (slopes[p] - slopes[p + 1]) * t));
      return piecewiseLinear({ knots, slopes, intercepts });
    });
}
