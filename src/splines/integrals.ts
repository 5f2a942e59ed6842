import { show } from '../numeric/checks.js';
import { lowerBound, upperBound } from '../numeric/search.js';
import { NeumaierSum } from '../numeric/sums.js';
import { checkPiecewisePolynomial, derivative, piecePolynomial } from './piecewise-polynomial.js';
import type { PiecewisePolynomial } from './piecewise-polynomial.js';
import { antiderivativeAt, squareIntegral } from './polynomial.js';

/**
 * ∫ f(x) dx from `from` to `to`, exactly but for rounding; its negative if `to` is below `from`.
 *
 * Either end may be infinite. Then the integral is finite only if f is zero there; else it is ±Infinity, or NaN
 * where both ends disagree.
 *
 * @throws `TypeError` for what is not a piecewise polynomial or not a number, `RangeError` for NaN.
 * @example
 * ```ts
 * import { integral, piecewisePolynomial } from 'relu-splines/splines';
 *
 * const bump = piecewisePolynomial({ knots: [0, 1], pieces: [[0], [0, 6, -6], [0]] }); // 6x(1 − x) on [0, 1]
 * integral(bump, -Infinity, Infinity); // 1
 * integral(bump, 0, 0.5); // 0.5
 * ```
 */
export function integral(f: PiecewisePolynomial, from: number, to: number): number {
  const where = 'integral';
  checkPiecewisePolynomial(where, 'f', f);
  const [low, high] = ends(where, from, to);
  const sum = new NeumaierSum();
  forEachStretch(f, low, high, (piece, start, end) => {
    sum.add(stretchIntegral(f, piece, start, end));
  });
  return from <= to ? sum.value : -sum.value;
}

/**
 * ∫ f(x)² dx from `from` to `to`, exactly but for rounding; its negative if `to` is below `from`. Either end may be
 * infinite: the integral is Infinity unless f is zero there. A sum of positive terms, so that no digits cancel.
 *
 * @throws As {@link integral}.
 * @example
 * ```ts
 * import { integralOfSquare, piecewisePolynomial } from 'relu-splines/splines';
 *
 * const ramp = piecewisePolynomial({ knots: [0, 1], pieces: [[0], [0, 1], [0]] }); // x on [0, 1]
 * integralOfSquare(ramp, -Infinity, Infinity); // 0.333…
 * ```
 */
export function integralOfSquare(f: PiecewisePolynomial, from: number, to: number): number {
  const where = 'integralOfSquare';
  checkPiecewisePolynomial(where, 'f', f);
  const [low, high] = ends(where, from, to);
  const sum = new NeumaierSum();
  forEachStretch(f, low, high, (piece, start, end) => {
    sum.add(stretchSquare(f, piece, start, end));
  });
  return from <= to ? sum.value : -sum.value;
}

/**
 * ∫ f″(x)² dx over the line, or from `from` to `to`: what a spline that smooths keeps small, in units of y² per x³.
 *
 * That of the pieces. Where f or f′ jumps (a piecewise-linear function at its knots) the true one is infinite; see
 * {@link jumps}. The library's `roughness` of a network, Σ μ², is another thing.
 *
 * @throws As {@link integral}.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { naturalCubicSpline, roughnessIntegral } from 'relu-splines/splines';
 *
 * roughnessIntegral(naturalCubicSpline(dataset([0, 1, 2], [0, 1, 0]))); // 6
 * ```
 */
export function roughnessIntegral(f: PiecewisePolynomial, from = -Infinity, to = Infinity): number {
  checkPiecewisePolynomial('roughnessIntegral', 'f', f);
  const [low, high] = ends('roughnessIntegral', from, to);
  const value = integralOfSquare(derivative(f, 2), low, high);
  return from <= to ? value : -value;
}

/** Calls `visit` for the part of each piece that is in [low, high], from left to right, if it has a width. */
function forEachStretch(
  { knots }: PiecewisePolynomial,
  low: number,
  high: number,
  visit: (piece: number, start: number, end: number) => void,
): void {
  if (!(low < high)) return;
  const last = lowerBound(knots, high);
  for (let piece = upperBound(knots, low); piece <= last; piece++) {
    const start = piece === 0 ? low : Math.max(low, knots[piece - 1]);
    const end = piece === knots.length ? high : Math.min(high, knots[piece]);
    visit(piece, start, end);
  }
}

function ends(where: string, from: unknown, to: unknown): [number, number] {
  for (const [name, end] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (typeof end !== 'number') throw new TypeError(`${where}: ${name} must be a number, got ${show(end)}`);
    if (Number.isNaN(end)) throw new RangeError(`${where}: ${name} must not be NaN, got NaN`);
  }
  return (from as number) <= (to as number) ? [from as number, to as number] : [to as number, from as number];
}

// Counted from one end of the stretch: powers of its width only, and no difference of powers of both ends.
function stretchIntegral(f: PiecewisePolynomial, piece: number, start: number, end: number): number {
  const near = Number.isFinite(start) ? start : Number.isFinite(end) ? end : f.origins[piece];
  const c = piecePolynomial(f, piece, near);
  return antiderivativeAt(c, end - near) - antiderivativeAt(c, start - near);
}

function stretchSquare(f: PiecewisePolynomial, piece: number, start: number, end: number): number {
  if (Number.isFinite(end - start)) return squareIntegral(piecePolynomial(f, piece, start), end - start);
  return piecePolynomial(f, piece, f.origins[piece]).every((c) => c === 0) ? 0 : Infinity;
}
