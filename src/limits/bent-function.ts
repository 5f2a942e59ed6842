import type { NumericArray, ReadonlyFloat64Array } from '../numeric/arrays.js';
import { finiteNumber, finiteVector } from '../numeric/checks.js';
import { upperBound } from '../numeric/search.js';
import type { PiecewisePolynomial } from '../splines/piecewise-polynomial.js';
import { leftKnots } from '../splines/piecewise-polynomial.js';
import type { KernelWeight, LocalMoments } from './density.js';
import { chord } from './hat-system.js';
import type { Bend, HatIntegrals } from './hat-system.js';

/** A function of a number, or of each number of an array. */
export interface Pointwise {
  (x: number): number;
  (x: NumericArray): Float64Array;
}

/** f through given values at the data with f″ = p·g, and its derivatives. Kernels: they trust their argument. */
export interface BentFunction {
  readonly value: (x: number) => number;
  readonly slope: (x: number) => number;
  /** p·g; where p jumps, its own value there. */
  readonly second: (x: number) => number;
  /** g itself. */
  readonly bend: (x: number) => number;
}

/** The function that takes `values` at `x` and bends as `bend` says. */
export function bentFunction(
  x: ReadonlyFloat64Array,
  values: ReadonlyFloat64Array,
  weight: KernelWeight,
  { left, cross, right }: HatIntegrals,
  { bends: g, sum: sigma, torque }: Bend,
): BentFunction {
  const last = x.length - 1;
  // One datum has no chord: the slope of a K(·, x₁) there is a ∫ (x₁ − β) p, that is M₀τ.
  const firstSlope =
    last === 0 ? weight.mass * torque : chord(x, values, 0) - (left[0] * g[0] + cross[0] * g[1]);
  const lastSlope =
    last === 0
      ? firstSlope
      : chord(x, values, last - 1) + (cross[last - 1] * g[last - 1] + right[last - 1] * g[last]);

  /** Beyond an end, at a distance from it: what the line lacks. */
  const beyond = (n: number, outwards: LocalMoments): number =>
    g[n] * outwards.zeroth + (sigma === 0 ? 0 : sigma * outwards.first);

  const value = (at: number): number => {
    const n = upperBound(x, at) - 1;
    if (n >= 0 && at === x[n]) return values[n];
    if (n < 0 || n === last) {
      const end = n < 0 ? 0 : last;
      const from = x[end];
      // ∫ |at − s| p (g + σ|s − from|) over what is between the two.
      const bent =
        g[end] * weight.moments(at, from).first +
        (sigma === 0 ? 0 : sigma * weight.curved(Math.min(at, from), Math.max(at, from)));
      return values[end] + (n < 0 ? firstSlope : lastSlope) * (at - from) + bent;
    }
    const h = x[n + 1] - x[n];
    const before = at - x[n];
    const after = x[n + 1] - at;
    const { fromLeft, fromRight } = pulls(n, at);
    const line = values[n] + (values[n + 1] - values[n]) * (before / h);
    return line - ((after / h) * fromLeft + (before / h) * fromRight);
  };

  const slope = (at: number): number => {
    const n = upperBound(x, at) - 1;
    if (n < 0) return firstSlope - beyond(0, weight.moments(x[0], at));
    if (n === last) return lastSlope + beyond(last, weight.moments(x[last], at));
    const { fromLeft, fromRight } = pulls(n, at);
    return chord(x, values, n) + (fromLeft - fromRight) / (x[n + 1] - x[n]);
  };

  /** ∫ (s − x_n) p g up to `at`, and ∫ (x_{n+1} − s) p g from there. */
  const pulls = (n: number, at: number): { readonly fromLeft: number; readonly fromRight: number } => {
    const rise = chord(x, g, n);
    const near = weight.moments(x[n], at);
    const far = weight.moments(x[n + 1], at);
    return {
      fromLeft: g[n] * near.first + rise * near.second,
      fromRight: g[n + 1] * far.first - rise * far.second,
    };
  };

  const bendAt = (at: number): number => {
    const n = upperBound(x, at) - 1;
    if (n < 0) return g[0] + sigma * (x[0] - at);
    if (n === last) return g[last] + sigma * (at - x[last]);
    return g[n] + chord(x, g, n) * (at - x[n]);
  };

  return { value, slope, bend: bendAt, second: (at) => weight.density(at) * bendAt(at) };
}

/** A kernel as a public function of one argument or many. */
export function pointwise(where: string, f: (x: number) => number): Pointwise {
  function of(x: number): number;
  function of(x: NumericArray): Float64Array;
  function of(x: number | NumericArray): number | Float64Array {
    if (typeof x === 'number') return f(finiteNumber(where, 'x', x));
    return finiteVector(where, 'x', x, 'a number or an array of numbers').map((each) => f(each));
  }
  return of;
}

/**
 * The cubic spline that f is where p is uniform on [a, b]: knots at a, b and the data between them, lines outside.
 */
export function uniformPieces(
  x: ReadonlyFloat64Array,
  { value, slope, bend }: BentFunction,
  a: number,
  b: number,
): PiecewisePolynomial {
  const knots = Float64Array.from([a, ...x.filter((each) => each > a && each < b), b]);
  const p = 1 / (b - a);
  const last = knots.length - 1;
  const coefficients = new Float64Array(4 * (knots.length + 1));
  coefficients.set([value(a), slope(a)]);
  for (let k = 0; k <= last; k++) {
    const from = knots[k];
    const row = 4 * (k + 1);
    coefficients.set([value(from), slope(from)], row);
    if (k === last) continue;
    const start = bend(from);
    const rise = (bend(knots[k + 1]) - start) / (knots[k + 1] - from);
    coefficients[row + 2] = (p * start) / 2;
    coefficients[row + 3] = (p * rise) / 6;
  }
  return { knots, origins: leftKnots(knots), degree: 3, coefficients };
}
