import type { NumericArray } from '../numeric/arrays.js';
import { finiteNumber, finiteVector, knownKeys, show } from '../numeric/checks.js';
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
 * that everything else is held against; convert it with `toPiecewiseLinear` first to evaluate it at many points.
 * So is a spline at one number; for an array its pieces are made first, O(H log H). Pieces look x up among the
 * sorted knots, O(log P) a point. A value beyond the range of doubles comes out as ±Infinity or NaN.
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
/** Its values at each of many points, shape (n): see the form for one. */
export function evaluate(form: Form, x: NumericArray): Float64Array;
export function evaluate(form: Form, x: number | NumericArray): number | Float64Array {
  const where = 'evaluate';
  checkForm(where, form);
  if (typeof x === 'number') return valueAt(form, finiteNumber(where, 'x', x));
  const points = finiteVector(where, 'x', x, NUMBER_OR_ARRAY);
  const fast = forManyPoints(form);
  return points.map((point) => valueAt(fast, point));
}

/** Which one-sided slope to take at a knot. */
export interface SlopeOptions {
  /** Default `'right'`. */
  readonly side?: 'left' | 'right';
}

/**
 * The slope of a function at a number or at each number of an array: at a knot the right slope, or the left
 * one with `{ side: 'left' }`.
 *
 * Which side a unit counts on is told by wx + b as it rounds, for a network, and by comparing x with the
 * breakpoint, for the spline forms. Neither side is what automatic differentiation gives at a knot: with
 * ReLU′(0) = 0 it adds up the units that are active there, which leaves out all that begin at the knot, on
 * whichever side (theory 1.2).
 *
 * @throws As {@link evaluate}; `RangeError` for another side, `TypeError` for an unknown option.
 * @example
 * ```ts
 * import { bdso, slopeAt } from 'relu-splines';
 *
 * const hinge = bdso({ breakpoints: [1], deltaSlopes: [4], orientations: [1] });
 * slopeAt(hinge, 1); // 4
 * slopeAt(hinge, 1, { side: 'left' }); // 0
 * ```
 */
export function slopeAt(form: Form, x: number, options?: SlopeOptions): number;
/** Its slopes at each of many points, shape (n): see the form for one. */
export function slopeAt(form: Form, x: NumericArray, options?: SlopeOptions): Float64Array;
export function slopeAt(
  form: Form,
  x: number | NumericArray,
  options: SlopeOptions = {},
): number | Float64Array {
  const where = 'slopeAt';
  checkForm(where, form);
  knownKeys(where, options, ['side']);
  const { side = 'right' } = options;
  // At its own breakpoint a unit counts on the side that it faces.
  const facing = facingOf(where, side);
  if (typeof x === 'number') return slopeNear(form, finiteNumber(where, 'x', x), facing);
  const points = finiteVector(where, 'x', x, NUMBER_OR_ARRAY);
  const fast = forManyPoints(form);
  return points.map((point) => slopeNear(fast, point, facing));
}

const NUMBER_OR_ARRAY = 'a number or an array of numbers';

function forManyPoints(form: Form): ShallowNetwork | PiecewiseLinear {
  return isBdso(form) ? toPiecewiseLinear(form) : form;
}

function facingOf(where: string, side: unknown): 1 | -1 {
  if (side === 'right') return 1;
  if (side === 'left') return -1;
  throw new RangeError(`${where}: side must be 'left' or 'right', got ${show(side)}`);
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

function slopeNear(form: Form, x: number, facing: 1 | -1): number {
  if (isNetwork(form)) return networkSlope(form, x, facing);
  if (isBdso(form)) return bdsoSlope(form, x, facing);
  return form.slopes[facing > 0 ? upperBound(form.knots, x) : lowerBound(form.knots, x)];
}

function networkSlope(
  { inputWeights: w, inputBiases: b, outputWeights: v }: ShallowNetwork,
  x: number,
  facing: 1 | -1,
): number {
  let slope = 0;
  for (let i = 0; i < w.length; i++) {
    const z = w[i] * x + b[i];
    if (z > 0 || (z === 0 && w[i] * facing > 0)) slope += w[i] * v[i];
  }
  return slope;
}

function bdsoSlope(
  { breakpoints: beta, deltaSlopes: mu, orientations: s }: Bdso,
  x: number,
  facing: 1 | -1,
): number {
  let slope = 0;
  for (let i = 0; i < beta.length; i++) {
    const distance = x - beta[i];
    if (s[i] * distance > 0 || (distance === 0 && s[i] === facing)) slope += mu[i];
  }
  return slope;
}
