import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import { compensatedSum } from '../numeric/sums.js';
import type { PiecewisePolynomial } from './piecewise-polynomial.js';
import { leftKnots } from './piecewise-polynomial.js';

/**
 * A natural cubic spline: a cubic between neighbouring knots, a line outside them, with continuous f, f′ and f″. Of
 * all functions with these values at the knots, the one with the smallest ∫ f″².
 */
export interface NaturalSpline extends PiecewisePolynomial {
  /** f at the knots, shape (P), in units of y. */
  readonly values: ReadonlyFloat64Array;
  /** f′ at the knots, shape (P), in units of y per x. */
  readonly slopes: ReadonlyFloat64Array;
  /** f″ at the knots, shape (P), in units of y per x²; 0 at the first and the last. */
  readonly secondDerivatives: ReadonlyFloat64Array;
  /** ∫ f″², in units of y² per x³. */
  readonly roughness: number;
}

/** The spline with these values and derivatives at its knots, two at least, which must belong together. */
export function naturalSpline(
  t: ReadonlyFloat64Array,
  values: ReadonlyFloat64Array,
  slopes: ReadonlyFloat64Array,
  secondDerivatives: ReadonlyFloat64Array,
): NaturalSpline {
  const last = t.length - 1;
  const c = new Float64Array(4 * (t.length + 1));
  const energies = new Float64Array(last);
  c[0] = values[0];
  c[1] = slopes[0];
  for (let n = 0; n < last; n++) {
    const h = t[n + 1] - t[n];
    const left = secondDerivatives[n];
    const right = secondDerivatives[n + 1];
    const first = 4 * (n + 1);
    c[first] = values[n];
    c[first + 1] = slopes[n];
    c[first + 2] = left / 2;
    c[first + 3] = (right - left) / h / 6;
    // h(l² + lr + r²)/3 as squares: of the mean and of half the difference.
    const mean = (left + right) / 2;
    const half = (right - left) / 2;
    energies[n] = h * (mean * mean + (half * half) / 3);
  }
  c[4 * last + 4] = values[last];
  c[4 * last + 5] = slopes[last];
  return {
    knots: t,
    origins: leftKnots(t),
    degree: 3,
    coefficients: c,
    values,
    slopes,
    secondDerivatives,
    roughness: compensatedSum(energies),
  };
}
