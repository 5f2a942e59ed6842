import { evaluate } from '../forms/evaluate.js';
import { checkForm } from '../forms/form.js';
import type { Form } from '../forms/form.js';
import type { NumericArray } from '../numeric/arrays.js';
import { finiteNumber, finiteVector, object, show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { upperBound } from '../numeric/search.js';
import { compensatedSum, NeumaierSum } from '../numeric/sums.js';
import {
  asPiecewisePolynomial,
  checkPiecewisePolynomial,
  evaluatePiecewise,
  isPiecewisePolynomial,
  piecePolynomial,
} from './piecewise-polynomial.js';
import type { PiecewisePolynomial } from './piecewise-polynomial.js';
import { antiderivativeAt, polynomialAt, shifted, signChanges, squareIntegral } from './polynomial.js';

/** Anything that {@link compareFunctions} can compare: a network in any form, a spline, or a function of x. */
export type Comparable = Form | PiecewisePolynomial | ((x: number) => number);

/** Where to compare: at points, each counting alike, or over an interval. */
export type ComparisonRange =
  { readonly points: NumericArray } | { readonly low: number; readonly high: number };

/** How far two functions are apart, in units of y. */
export interface FunctionDistance {
  /** The mean of |f − g| over the points or the interval (MAE). */
  readonly meanAbsolute: number;
  /** The root of the mean of (f − g)² (RMSE). */
  readonly rootMeanSquare: number;
  /** The largest |f − g|, on either side of where they jump. */
  readonly largest: number;
  /** The leftmost x with the largest, of points the first. */
  readonly largestAt: number;
}

/**
 * How far two functions are apart: mean absolute difference, root mean square, and the largest.
 *
 * At points, any two functions. Over an interval two forms or piecewise polynomials, in closed form: piece by piece
 * of both, |f − g| is integrated between the places where f − g changes its sign, (f − g)² as a sum of squares, and
 * the largest is sought at the ends and the turning points. Nothing is sampled, so no spike is missed. What is left
 * between equal functions is the rounding of their values.
 *
 * @throws `TypeError` for what cannot be compared: over an interval a function of x is one, since it is known at
 * points only; `RangeError` for points or ends that are not finite, an empty interval, or a function that is not
 * finite at a point; `ShapeError` for no points.
 * @example
 * ```ts
 * import { dataset, shallowNetwork } from 'relu-splines';
 * import { compareFunctions, linearSpline } from 'relu-splines/splines';
 *
 * const ramp = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [1] });
 * const line = linearSpline(dataset([0, 1], [0, 1]));
 * compareFunctions(ramp, line, { low: -1, high: 1 }); // { meanAbsolute: 0.25, largest: 1, largestAt: -1 }
 * compareFunctions(line, (x) => x * x, { points: [0, 0.5, 1] }).largest; // 0.25
 * ```
 */
export function compareFunctions(f: Comparable, g: Comparable, range: ComparisonRange): FunctionDistance {
  const where = 'compareFunctions';
  object(where, 'range', range);
  if ('points' in range) return atPoints(where, f, g, range.points);
  const low = finiteNumber(where, 'low', range.low);
  const high = finiteNumber(where, 'high', range.high);
  finiteNumber(where, 'the length of the interval', high - low);
  if (!(low < high)) throw new RangeError(`${where}: high must be above low = ${low}, got ${high}`);
  return overInterval(closedForm(where, 'f', f), closedForm(where, 'g', g), low, high);
}

function closedForm(where: string, name: string, f: Comparable): PiecewisePolynomial {
  if (typeof f === 'function') {
    throw new TypeError(
      `${where}: ${name} must be a form or a piecewise polynomial over an interval (give points for a function), got ${show(f)}`,
    );
  }
  return asPiecewisePolynomial(where, name, f);
}

function atPoints(where: string, f: Comparable, g: Comparable, points: NumericArray): FunctionDistance {
  const x = finiteVector(where, 'points', points);
  if (x.length === 0) throw new ShapeError(`${where}: points must have at least one, got none`);
  const other = valuesAt(where, 'g', g, x);
  const distances = valuesAt(where, 'f', f, x).map((value, n) => Math.abs(value - other[n]));
  let at = 0;
  for (let n = 1; n < x.length; n++) if (distances[n] > distances[at]) at = n;
  const largest = distances[at];
  // Squares of what is not above 1: they do not overflow.
  const squares = largest === 0 ? 0 : compensatedSum(distances.map((d) => (d / largest) ** 2));
  return {
    meanAbsolute: compensatedSum(distances) / x.length,
    rootMeanSquare: largest * Math.sqrt(squares / x.length),
    largest,
    largestAt: x[at],
  };
}

function valuesAt(where: string, name: string, f: Comparable, x: Float64Array): Float64Array {
  if (typeof f !== 'function') {
    object(where, name, f);
    if (!isPiecewisePolynomial(f)) {
      checkForm(where, f);
      return evaluate(f, x);
    }
    checkPiecewisePolynomial(where, name, f);
    return evaluatePiecewise(f, x);
  }
  return x.map((point) => finiteNumber(where, `${name}(${point})`, f(point)));
}

function overInterval(
  f: PiecewisePolynomial,
  g: PiecewisePolynomial,
  from: number,
  to: number,
): FunctionDistance {
  const absolute = new NeumaierSum();
  const square = new NeumaierSum();
  let largest = 0;
  let largestAt = from;
  const inside = (t: number): boolean => t > from && t < to;
  const ends = [...f.knots.filter(inside), ...g.knots.filter(inside), to].sort((a, b) => a - b);
  let start = from;
  let pieceOfF = upperBound(f.knots, from);
  let pieceOfG = upperBound(g.knots, from);
  for (const end of ends) {
    if (end > start) {
      const c = difference(piecePolynomial(f, pieceOfF, start), piecePolynomial(g, pieceOfG, start));
      const width = end - start;
      absolute.add(absoluteIntegral(c, width));
      square.add(squareIntegral(c, width));
      for (const u of turningPoints(c, width)) {
        const distance = Math.abs(polynomialAt(c, 0, c.length - 1, u));
        if (distance > largest) [largest, largestAt] = [distance, Math.min(start + u, end)];
      }
      start = end;
    }
    if (f.knots[pieceOfF] <= end) pieceOfF++;
    if (g.knots[pieceOfG] <= end) pieceOfG++;
  }
  const length = to - from;
  return {
    meanAbsolute: absolute.value / length,
    rootMeanSquare: Math.sqrt(square.value / length),
    largest,
    largestAt,
  };
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return Float64Array.from({ length: Math.max(a.length, b.length) }, (_, k) => (a[k] ?? 0) - (b[k] ?? 0));
}

function absoluteIntegral(c: Float64Array, width: number): number {
  let sum = 0;
  let start = 0;
  for (const end of [...signChanges(c, width), width]) {
    sum += Math.abs(antiderivativeAt(shifted(c, 0, c.length - 1, start), end - start));
    start = end;
  }
  return sum;
}

// The ends and where the derivative changes its sign.
function turningPoints(c: Float64Array, width: number): number[] {
  const slope = c.subarray(1).map((coefficient, k) => (k + 1) * coefficient);
  return [0, ...signChanges(slope, width), width];
}
