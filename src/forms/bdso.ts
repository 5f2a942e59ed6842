import type { NumericArray, ReadonlyFloat64Array, ReadonlyInt8Array } from '../numeric/arrays.js';
import { finiteNumber, finiteVector, object, sameLength, show } from '../numeric/checks.js';

/**
 * The same function in breakpoint, delta-slope, orientation (BDSO) form:
 * f(x) = B₀ + Σᵢ μᵢ (x − βᵢ)_sᵢ, where (x − β)_s is x − β on the side that s faces and 0 elsewhere.
 *
 * A left-facing hinge is therefore ≤ 0, and the slope of f jumps by sᵢμᵢ at βᵢ, not by μᵢ (erratum 10).
 */
export interface Bdso {
  /** Breakpoints β_i = −b_i / w_i, shape (H), in units of x. */
  readonly breakpoints: ReadonlyFloat64Array;
  /** Delta-slopes μ_i = w_i v_i, shape (H), in units of y per x. */
  readonly deltaSlopes: ReadonlyFloat64Array;
  /** Orientations s_i = sgn w_i: +1 active to the right of β_i, −1 to the left; shape (H). */
  readonly orientations: ReadonlyInt8Array;
  /** Output bias B_0, in units of y. */
  readonly outputBias: number;
}

/** What {@link bdso} takes: any array-likes of numbers. */
export interface BdsoInit {
  readonly breakpoints: NumericArray;
  readonly deltaSlopes: NumericArray;
  /** Each +1 or −1. */
  readonly orientations: NumericArray;
  /** Default 0. */
  readonly outputBias?: number;
}

/**
 * Checks and copies breakpoints, delta-slopes and orientations. Any order, coincident breakpoints and no
 * units at all are allowed.
 *
 * @throws `TypeError` for what is not a number, `RangeError` for NaN, Infinity or an orientation other than
 * ±1, `ShapeError` for arrays of different lengths.
 * @example
 * ```ts
 * import { bdso, evaluate } from 'relu-splines';
 *
 * // |x|, from two units that face away from each other
 * const absolute = bdso({ breakpoints: [0, 0], deltaSlopes: [1, -1], orientations: [1, -1] });
 * evaluate(absolute, -3); // 3
 * ```
 */
export function bdso(units: BdsoInit): Bdso {
  const where = 'bdso';
  object(where, 'units', units);
  // −0 + 0 is 0: a breakpoint at the origin has no sign.
  const breakpoints = finiteVector(where, 'breakpoints', units.breakpoints).map((beta) => beta + 0);
  const deltaSlopes = finiteVector(where, 'deltaSlopes', units.deltaSlopes);
  const signs = finiteVector(where, 'orientations', units.orientations);
  const { outputBias = 0 } = units;
  finiteNumber(where, 'outputBias', outputBias);
  sameLength(where, 'deltaSlopes', deltaSlopes, 'breakpoints', breakpoints.length);
  sameLength(where, 'orientations', signs, 'breakpoints', breakpoints.length);
  return { breakpoints, deltaSlopes, orientations: checkedSigns(where, signs), outputBias };
}

/** Orientations as small integers, after checking that each is +1 or −1. */
export function checkedSigns(where: string, signs: Float64Array): Int8Array {
  signs.forEach((sign, i) => {
    if (sign !== 1 && sign !== -1) {
      throw new RangeError(`${where}: orientations[${i}] must be 1 or -1, got ${show(sign)}`);
    }
  });
  return Int8Array.from(signs);
}
