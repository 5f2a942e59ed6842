import type { NumericArray, ReadonlyFloat64Array } from '../numeric/arrays.js';
import { finiteNumber, finiteVector } from '../numeric/checks.js';
import { lowerBound, upperBound } from '../numeric/search.js';
import type { Bdso } from './bdso.js';
import { toPiecewiseLinear } from './convert.js';
import { checkForm, isBdso, isNetwork } from './form.js';
import type { Form } from './form.js';
import type { ShallowNetwork } from './network.js';
import type { PiecewiseLinear } from './piecewise-linear.js';

/**
 * The value of a function, in any of its forms, at a number or at each number of an array.
 *
 * A network is evaluated as it is written, b₀ + Σ vᵢ(wᵢx + bᵢ)₊ unit by unit, O(H) a point: the definition
 * that everything else is held against. The spline forms look x up among the sorted knots, O(log P) a point
 * after O(H log H) once; convert a network with `toPiecewiseLinear` first to evaluate it at many points.
 *
 * @throws `TypeError` for what is not a form or not a number, `RangeError` for NaN or Infinity.
 * @example
 * ```ts
 * import { evaluate, piecewiseLinear } from 'relu-splines';
 *
 * const absolute = piecewiseLinear({ knots: [0], slopes: [-1, 1], intercepts: [0, 0] });
 * evaluate(absolute, -2); // 2
 * evaluate(absolute, [-2, 0, 3]); // Float64Array [2, 0, 3]
 * ```
 */
export function evaluate(form: Form, x: number): number;
export function evaluate(form: Form, x: NumericArray): Float64Array;
export function evaluate(form: Form, x: number | NumericArray): number | Float64Array {
  const where = 'evaluate';
  checkForm(where, form);
  if (typeof x === 'number') return valueAt(form, finiteNumber(where, 'x', x));
  const points = finiteVector(where, 'x', x);
  const pieces = isNetwork(form) ? form : isBdso(form) ? toPiecewiseLinear(form) : form;
  return points.map((point) => valueAt(pieces, point));
}

/**
 * The slope of a function at a number or at each number of an array: at a knot the right slope, or the left
 * one with `{ side: 'left' }`.
 *
 * Which side a unit counts on is told by wx + b as it rounds, for a network, and by comparing x with the
 * breakpoint, for the spline forms.
 *
 * @throws As {@link evaluate}.
 * @example
 * ```ts
 * import { bdso, slopeAt } from 'relu-splines';
 *
 * const hinge = bdso({ breakpoints: [1], deltaSlopes: [4], orientations: [1] });
 * slopeAt(hinge, 1); // 4
 * slopeAt(hinge, 1, { side: 'left' }); // 0
 * ```
 */
export function slopeAt(form: Form, x: number, options?: { readonly side?: 'left' | 'right' }): number;
export function slopeAt(
  form: Form,
  x: NumericArray,
  options?: { readonly side?: 'left' | 'right' },
): Float64Array;
export function slopeAt(
  form: Form,
  x: number | NumericArray,
  { side = 'right' }: { readonly side?: 'left' | 'right' } = {},
): number | Float64Array {
  const where = 'slopeAt';
  checkForm(where, form);
  if (typeof x === 'number') return slopeOf(form, finiteNumber(where, 'x', x), side);
  const points = finiteVector(where, 'x', x);
  const pieces = isNetwork(form) ? form : isBdso(form) ? toPiecewiseLinear(form) : form;
  return points.map((point) => slopeOf(pieces, point, side));
}

function valueAt(form: Form, x: number): number {
  if (isNetwork(form)) return networkValue(form, x);
  if (isBdso(form)) return bdsoValue(form, x);
  const piece = upperBound(form.knots, x);
  return form.slopes[piece] * x + form.intercepts[piece];
}

function networkValue(
  { inputWeights: w, inputBiases: b, outputWeights: v, outputBias }: ShallowNetwork,
  x: number,
): number {
  let f = outputBias;
  for (let i = 0; i < w.length; i++) {
    const z = w[i] * x + b[i];
    if (z > 0) f += v[i] * z;
  }
  return f;
}

function bdsoValue(
  { breakpoints: beta, deltaSlopes: mu, orientations: s, outputBias }: Bdso,
  x: number,
): number {
  let f = outputBias;
  for (let i = 0; i < beta.length; i++) {
    const distance = x - beta[i];
    if (s[i] * distance > 0) f += mu[i] * distance;
  }
  return f;
}

function slopeOf(form: Form, x: number, side: 'left' | 'right'): number {
  // At its own breakpoint a unit counts on the side that it faces.
  const there = side === 'right' ? 1 : -1;
  if (isNetwork(form)) {
    const { inputWeights: w, inputBiases: b, outputWeights: v } = form;
    return sumWhere(w, (i) => {
      const z = w[i] * x + b[i];
      return z > 0 || (z === 0 && w[i] * there > 0) ? w[i] * v[i] : 0;
    });
  }
  if (isBdso(form)) {
    const { breakpoints: beta, deltaSlopes: mu, orientations: s } = form;
    return sumWhere(beta, (i) => {
      const distance = x - beta[i];
      return s[i] * distance > 0 || (distance === 0 && s[i] === there) ? mu[i] : 0;
    });
  }
  return pieceSlope(form, x, side);
}

function pieceSlope({ knots, slopes }: PiecewiseLinear, x: number, side: 'left' | 'right'): number {
  return slopes[side === 'right' ? upperBound(knots, x) : lowerBound(knots, x)];
}

function sumWhere(units: ReadonlyFloat64Array, term: (unit: number) => number): number {
  let sum = 0;
  for (let i = 0; i < units.length; i++) sum += term(i);
  return sum;
}
