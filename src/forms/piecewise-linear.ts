import type { NumericArray, ReadonlyFloat64Array } from '../numeric/arrays.js';
import { finiteVector, object } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';

/**
 * A continuous piecewise-linear function: f(x) = slopes[p]·x + intercepts[p] on piece p, the interval from
 * knots[p − 1] to knots[p] (the first and last pieces are unbounded).
 *
 * Knots are strictly increasing. A knot may have slope jump zero: one where the units' jumps cancel is kept.
 */
export interface PiecewiseLinear {
  /** Knots t, strictly increasing, shape (P), in units of x. */
  readonly knots: ReadonlyFloat64Array;
  /** Slopes m of the pieces from left to right, shape (P + 1), in units of y per x. */
  readonly slopes: ReadonlyFloat64Array;
  /** Intercepts of the pieces, output bias included, shape (P + 1), in units of y. */
  readonly intercepts: ReadonlyFloat64Array;
}

/** What {@link piecewiseLinear} takes: any array-likes of numbers. */
export interface PiecewiseLinearInit {
  readonly knots: NumericArray;
  readonly slopes: NumericArray;
  readonly intercepts: NumericArray;
}

/**
 * Two lines meet at their knot up to this many EPSILON of the terms that are added: enough for numbers that were
 * written with 15 significant digits, which are off by up to 22.5 EPSILON, where both slope and knot are.
 */
const CONTINUITY_ULPS = 64;

/**
 * Checks and copies a continuous piecewise-linear function.
 *
 * Neighbouring pieces must agree at their knot to within 64 EPSILON·(|m·t| + |k|), summed over both: numbers
 * written with 15 significant digits do. What is left of the difference is kept as it is.
 *
 * @throws `RangeError` for NaN, Infinity, knots that do not increase or pieces that do not meet, `ShapeError`
 * unless there is one slope and one intercept more than there are knots.
 * @example
 * ```ts
 * import { piecewiseLinear, evaluate } from 'relu-splines';
 *
 * const ramp = piecewiseLinear({ knots: [0, 1], slopes: [0, 1, 0], intercepts: [0, 0, 1] });
 * evaluate(ramp, [-1, 0.25, 3]); // Float64Array [0, 0.25, 1]
 * ```
 */
export function piecewiseLinear(pieces: PiecewiseLinearInit): PiecewiseLinear {
  const where = 'piecewiseLinear';
  object(where, 'pieces', pieces);
  // −0 + 0 is 0: a knot at the origin has no sign.
  const knots = finiteVector(where, 'knots', pieces.knots).map((t) => t + 0);
  const slopes = finiteVector(where, 'slopes', pieces.slopes);
  const intercepts = finiteVector(where, 'intercepts', pieces.intercepts);
  onePerPiece(where, 'slopes', slopes, knots);
  onePerPiece(where, 'intercepts', intercepts, knots);
  for (let p = 0; p < knots.length; p++) {
    const t = knots[p];
    if (p > 0 && t <= knots[p - 1]) {
      throw new RangeError(
        `${where}: knots must increase, got knots[${p - 1}] = ${knots[p - 1]} and knots[${p}] = ${t}`,
      );
    }
    const left = slopes[p] * t + intercepts[p];
    const right = slopes[p + 1] * t + intercepts[p + 1];
    const scale =
      Math.abs(slopes[p] * t) +
      Math.abs(intercepts[p]) +
      Math.abs(slopes[p + 1] * t) +
      Math.abs(intercepts[p + 1]);
    if (!(Math.abs(left - right) <= CONTINUITY_ULPS * Number.EPSILON * scale)) {
      throw new RangeError(
        `${where}: pieces ${p} and ${p + 1} must meet at knots[${p}] = ${t}, got ${left} and ${right}`,
      );
    }
  }
  return { knots, slopes, intercepts };
}

/** Checks that there is one more of `values` than there are knots. */
export function onePerPiece(where: string, name: string, values: NumericArray, knots: NumericArray): void {
  if (values.length !== knots.length + 1) {
    throw new ShapeError(
      `${where}: ${name} must have one entry more than knots, ${knots.length + 1}, got ${values.length}`,
    );
  }
}
