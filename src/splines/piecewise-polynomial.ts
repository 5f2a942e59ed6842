import { toPiecewiseLinear } from '../forms/convert.js';
import { checkForm, isBdso, isNetwork, madeBy } from '../forms/form.js';
import type { Form } from '../forms/form.js';
import { onePerPiece } from '../forms/piecewise-linear.js';
import type { NumericArray, ReadonlyFloat64Array } from '../numeric/arrays.js';
import {
  finiteNumber,
  finiteVector,
  integerIn,
  knownKeys,
  object,
  sameLength,
  show,
} from '../numeric/checks.js';
import { productError } from '../numeric/double-double.js';
import { lowerBound, upperBound } from '../numeric/search.js';
import { compensatedSum } from '../numeric/sums.js';
import { polynomialAt, shifted } from './polynomial.js';

/**
 * A function on the whole line that is a polynomial on each piece: on piece p, from knots[p − 1] to knots[p] (the
 * first and last pieces are unbounded), with d = degree and c = coefficients,
 *
 *     f(x) = Σ_k c[p·(d + 1) + k] · (x − origins[p])^k,  k = 0 … d.
 *
 * Each piece counts from a place of its own, by habit its left knot (the first piece from the first knot), so that
 * data at 1e6 ± 1 lose no digits. Nothing is said about how pieces meet: f and its derivatives may jump at a knot,
 * and the value there is that of the piece to its right.
 */
export interface PiecewisePolynomial {
  /** Knots t, strictly increasing, shape (P), in units of x. */
  readonly knots: ReadonlyFloat64Array;
  /** Where each piece counts from, shape (P + 1), in units of x. */
  readonly origins: ReadonlyFloat64Array;
  /** The highest power d that is stored for each piece. */
  readonly degree: number;
  /** Coefficients, row p for piece p, lowest power first, shape ((P + 1) × (d + 1)). */
  readonly coefficients: ReadonlyFloat64Array;
}

/** What {@link piecewisePolynomial} takes: any array-likes of numbers. */
export interface PiecewisePolynomialInit {
  readonly knots: NumericArray;
  /** Coefficients of each piece from left to right, lowest power first; as many as each needs, at least one. */
  readonly pieces: ArrayLike<NumericArray>;
  /** Where each piece counts from. Default: its left knot, the first piece its right one, without knots 0. */
  readonly origins?: NumericArray;
}

/**
 * Checks and copies a piecewise polynomial.
 *
 * @throws `RangeError` for NaN, Infinity or knots that do not increase, `ShapeError` unless there is one piece and
 * one origin more than there are knots, and a coefficient in each.
 * @example
 * ```ts
 * import { evaluatePiecewise, piecewisePolynomial } from 'relu-splines/splines';
 *
 * const bump = piecewisePolynomial({ knots: [0, 1], pieces: [[0], [0, 4, -4], [0]] }); // 4x(1 − x) on [0, 1]
 * evaluatePiecewise(bump, [-1, 0.5, 3]); // Float64Array [0, 1, 0]
 * ```
 */
export function piecewisePolynomial(init: PiecewisePolynomialInit): PiecewisePolynomial {
  const where = 'piecewisePolynomial';
  object(where, 'init', init);
  const knots = finiteVector(where, 'knots', init.knots);
  for (let p = 1; p < knots.length; p++) {
    if (!(knots[p - 1] < knots[p])) {
      throw new RangeError(
        `${where}: knots must increase, got knots[${p - 1}] = ${knots[p - 1]} and knots[${p}] = ${knots[p]}`,
      );
    }
  }
  object(where, 'pieces', init.pieces);
  const pieces = Array.from(init.pieces, (piece, p) => finiteVector(where, `pieces[${p}]`, piece));
  const lengths = Float64Array.from(pieces, (piece) => piece.length);
  onePerPiece(where, 'pieces', lengths, knots);
  lengths.forEach((length, p) => {
    if (length === 0) throw new RangeError(`${where}: pieces[${p}] must have a coefficient, got none`);
  });
  const degree = lengths.reduce((most, length) => Math.max(most, length), 1) - 1;
  const coefficients = new Float64Array(pieces.length * (degree + 1));
  for (const [p, piece] of pieces.entries()) coefficients.set(piece, p * (degree + 1));
  const origins =
    init.origins === undefined ? leftKnots(knots) : finiteVector(where, 'origins', init.origins);
  onePerPiece(where, 'origins', origins, knots);
  return { knots, origins, degree, coefficients };
}

/** Where the pieces count from by habit: the left knot, for the first piece its right one, without knots 0. */
export function leftKnots(knots: ReadonlyFloat64Array): Float64Array {
  return Float64Array.from({ length: knots.length + 1 }, (_, p) =>
    knots.length === 0 ? 0 : knots[Math.max(p - 1, 0)],
  );
}

/** Is it a {@link PiecewisePolynomial}? Told by its properties. */
export function isPiecewisePolynomial(f: Form | PiecewisePolynomial): f is PiecewisePolynomial {
  return 'coefficients' in f;
}

/** Refuses what is not a piecewise polynomial, in O(1): the kinds and lengths of its arrays. */
export function checkPiecewisePolynomial(where: string, name: string, f: PiecewisePolynomial): void {
  object(where, name, f);
  if (!isPiecewisePolynomial(f)) {
    throw new TypeError(`${where}: ${name} must be a PiecewisePolynomial, got ${show(f)}`);
  }
  for (const array of ['knots', 'origins', 'coefficients'] as const) {
    madeBy('piecewisePolynomial', where, `${name}.${array}`, f[array]);
  }
  integerIn(where, `${name}.degree`, f.degree, 0);
  onePerPiece(where, `${name}.origins`, f.origins, f.knots);
  const expected = f.origins.length * (f.degree + 1);
  sameLength(where, `${name}.coefficients`, f.coefficients, 'pieces × (degree + 1)', expected);
}

/**
 * A form of a network as a piecewise polynomial of degree 1, which a piecewise polynomial already is.
 *
 * The value at a knot is that of its right piece in twice the precision. Intercepts are values at x = 0, so a form
 * whose knots are at 1e6 ± 1 has lost digits there before it comes here; a piecewise polynomial has not.
 *
 * @throws `TypeError` for anything else; as `toPiecewiseLinear`.
 * @example
 * ```ts
 * import { bdso } from 'relu-splines';
 * import { toPiecewisePolynomial } from 'relu-splines/splines';
 *
 * const hinge = bdso({ breakpoints: [1], deltaSlopes: [4], orientations: [1] });
 * toPiecewisePolynomial(hinge).coefficients; // Float64Array [0, 0, 0, 4]
 * ```
 */
export function toPiecewisePolynomial(f: Form | PiecewisePolynomial): PiecewisePolynomial {
  return asPiecewisePolynomial('toPiecewisePolynomial', 'f', f);
}

/** {@link toPiecewisePolynomial} of an argument of another function, for its errors. */
export function asPiecewisePolynomial(
  where: string,
  name: string,
  f: Form | PiecewisePolynomial,
): PiecewisePolynomial {
  object(where, name, f);
  if (isPiecewisePolynomial(f)) {
    checkPiecewisePolynomial(where, name, f);
    return f;
  }
  checkForm(where, f);
  const { knots, slopes, intercepts } = isNetwork(f) || isBdso(f) ? toPiecewiseLinear(f) : f;
  const origins = leftKnots(knots);
  const coefficients = new Float64Array(2 * slopes.length);
  for (let p = 0; p < slopes.length; p++) {
    const rise = slopes[p] * origins[p];
    coefficients[2 * p] = compensatedSum([intercepts[p], rise, productError(slopes[p], origins[p], rise)]);
    coefficients[2 * p + 1] = slopes[p];
  }
  return { knots: Float64Array.from(knots), origins, degree: 1, coefficients };
}

/** Which derivative to take, and which of two at a knot. */
export interface PiecewiseEvaluation {
  /** Order of the derivative. Default 0, the function itself. */
  readonly derivative?: number;
  /** At a knot, the piece to its right or to its left. Default `'right'`. */
  readonly side?: 'left' | 'right';
}

/**
 * The value of a piecewise polynomial, or of a derivative of any order, at a number or at each number of an array,
 * O(log P) a point. Derivatives are those of the pieces: jumps at the knots do not show (see {@link jumps}).
 *
 * @throws `TypeError` for what is not a piecewise polynomial or not a number, `RangeError` for NaN, Infinity, an
 * order that is not an integer of at least 0, or another side.
 * @example
 * ```ts
 * import { evaluatePiecewise, piecewisePolynomial } from 'relu-splines/splines';
 *
 * const cube = piecewisePolynomial({ knots: [0], pieces: [[0], [0, 0, 0, 1]] }); // (x₊)³
 * evaluatePiecewise(cube, 2); // 8
 * evaluatePiecewise(cube, [-2, 2], { derivative: 2 }); // Float64Array [0, 12]
 * evaluatePiecewise(cube, 0, { derivative: 3, side: 'left' }); // 0
 * ```
 */
export function evaluatePiecewise(f: PiecewisePolynomial, x: number, options?: PiecewiseEvaluation): number;
export function evaluatePiecewise(
  f: PiecewisePolynomial,
  x: NumericArray,
  options?: PiecewiseEvaluation,
): Float64Array;
export function evaluatePiecewise(
  f: PiecewisePolynomial,
  x: number | NumericArray,
  options: PiecewiseEvaluation = {},
): number | Float64Array {
  const where = 'evaluatePiecewise';
  checkPiecewisePolynomial(where, 'f', f);
  knownKeys(where, options, ['derivative', 'side']);
  const { derivative = 0, side = 'right' } = options;
  const order = integerIn(where, 'derivative', derivative, 0);
  if (!['left', 'right'].includes(side)) {
    throw new RangeError(`${where}: side must be 'left' or 'right', got ${show(side)}`);
  }
  const pieceAt = side === 'right' ? upperBound : lowerBound;
  const valueAt = (point: number): number => pieceValue(f, pieceAt(f.knots, point), point, order);
  if (typeof x === 'number') return valueAt(finiteNumber(where, 'x', x));
  return finiteVector(where, 'x', x, 'a number or an array of numbers').map(valueAt);
}

/** The value at x of the polynomial of one piece, or of one of its derivatives, wherever x is. */
export function pieceValue(f: PiecewisePolynomial, piece: number, x: number, order = 0): number {
  const { coefficients, origins, degree } = f;
  return polynomialAt(coefficients, piece * (degree + 1), degree, x - origins[piece], order);
}

/** The coefficients of the polynomial of one piece, counted from `from`. */
export function piecePolynomial(f: PiecewisePolynomial, piece: number, from: number): Float64Array {
  return shifted(f.coefficients, piece * (f.degree + 1), f.degree, from - f.origins[piece]);
}

/**
 * The derivative of a piecewise polynomial, piece by piece; what jumps at a knot is left out (see {@link jumps}).
 *
 * @throws `TypeError` for what is not a piecewise polynomial, `RangeError` for an order that is not an integer of
 * at least 0.
 * @example
 * ```ts
 * import { derivative, piecewisePolynomial } from 'relu-splines/splines';
 *
 * derivative(piecewisePolynomial({ knots: [], pieces: [[1, 2, 3]] })).coefficients; // Float64Array [2, 6]
 * ```
 */
export function derivative(f: PiecewisePolynomial, order = 1): PiecewisePolynomial {
  const where = 'derivative';
  checkPiecewisePolynomial(where, 'f', f);
  const times = integerIn(where, 'order', order, 0);
  const degree = Math.max(f.degree - times, 0);
  const coefficients = new Float64Array(f.origins.length * (degree + 1));
  for (let p = 0; p < f.origins.length; p++) {
    for (let k = 0; k + times <= f.degree; k++) {
      let c = f.coefficients[p * (f.degree + 1) + k + times];
      for (let j = 1; j <= times; j++) c *= k + j;
      coefficients[p * (degree + 1) + k] = c;
    }
  }
  return { knots: f.knots, origins: f.origins, degree, coefficients };
}

/**
 * By how much a piecewise polynomial, or a derivative of it, jumps at each knot: right minus left, shape (P).
 * Where the pieces were made to meet, what is left is rounding.
 *
 * @throws As {@link derivative}.
 * @example
 * ```ts
 * import { jumps, piecewisePolynomial } from 'relu-splines/splines';
 *
 * const cube = piecewisePolynomial({ knots: [0], pieces: [[0], [0, 0, 0, 1]] }); // (x₊)³
 * jumps(cube, 3); // Float64Array [6]
 * ```
 */
export function jumps(f: PiecewisePolynomial, order = 0): Float64Array {
  const where = 'jumps';
  checkPiecewisePolynomial(where, 'f', f);
  const times = integerIn(where, 'order', order, 0);
  return Float64Array.from(f.knots, (t, p) => pieceValue(f, p + 1, t, times) - pieceValue(f, p, t, times));
}
