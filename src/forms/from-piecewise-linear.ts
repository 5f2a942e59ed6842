import type { NumericArray } from '../numeric/arrays.js';
import { finiteVector, sameLength, show } from '../numeric/checks.js';
import { NeumaierSum } from '../numeric/sums.js';
import type { Bdso } from './bdso.js';
import type { PiecewiseLinear } from './piecewise-linear.js';

/** Which way the unit at each knot faces: all one way, or one +1 or −1 a knot. */
export type OrientationChoice = 'right' | 'left' | NumericArray;

/**
 * A spline with the given pieces: any continuous piecewise-linear function, its linear part included.
 *
 * Units with breakpoints at P knots and an output bias have P + 1 free numbers, the function has P + 2: with
 * orientations s, its leftmost slope must be −Σ of the slope jumps of the left-facing units (theory 1.3; the
 * condition that the papers leave out, errata 20 and 39). Where it is not, the missing line c(x − t) is added
 * exactly by two units that face away from each other at the first knot t. One of the two merges with the
 * unit already there, so the result has P units, or P + 1; the extra one comes last. A line without knots is
 * a pair at 0, a constant has no units.
 *
 * The condition counts as met when it holds to within EPSILON·(P + 1) times the sum of the slopes added.
 *
 * @throws `RangeError` for an orientation other than ±1, or for delta-slopes that overflow; `ShapeError`
 * unless there is one orientation a knot.
 * @example
 * ```ts
 * import { fromPiecewiseLinear, piecewiseLinear } from 'relu-splines';
 *
 * const tent = piecewiseLinear({ knots: [0], slopes: [1, -1], intercepts: [5, 5] });
 * const spline = fromPiecewiseLinear(tent);
 * spline.breakpoints; // Float64Array [0, 0]
 * spline.deltaSlopes; // Float64Array [-1, 1]
 * spline.outputBias; // 5
 * ```
 */
export function fromPiecewiseLinear(
  pieces: PiecewiseLinear,
  { orientations = 'right' }: { readonly orientations?: OrientationChoice } = {},
): Bdso {
  const where = 'fromPiecewiseLinear';
  const { knots: t, slopes: m, intercepts: k } = pieces;
  const s = facing(where, orientations, t.length);
  if (t.length === 0) return line(m[0], k[0]);

  const beta = Array.from(t);
  const sign = Array.from(s);
  const mu = sign.map((facing, p) => facing * (m[p + 1] - m[p]) + 0);

  // What the left-facing units do not supply of the leftmost slope.
  const missing = new NeumaierSum();
  missing.add(m[0]);
  let scale = Math.abs(m[0]);
  sign.forEach((facing, p) => {
    if (facing > 0) return;
    missing.add(-mu[p]);
    scale += Math.abs(mu[p]);
  });
  const c = missing.value;
  if (Math.abs(c) > Number.EPSILON * (t.length + 1) * scale) {
    mu[0] += c;
    beta.push(t[0]);
    sign.push(-sign[0]);
    mu.push(c);
  }

  // The bias makes the function right at the first knot, where no unit there contributes.
  const bias = new NeumaierSum();
  bias.add(m[0] * t[0]);
  bias.add(k[0]);
  sign.forEach((facing, p) => {
    if (facing < 0) bias.add(-mu[p] * (t[0] - beta[p]));
  });
  const outputBias = bias.value;
  mu.forEach((value, p) => {
    if (!Number.isFinite(value)) {
      throw new RangeError(`${where}: the slope jump at knots[${p}] must be finite, got ${value}`);
    }
  });
  if (!Number.isFinite(outputBias)) {
    throw new RangeError(`${where}: the output bias must be finite, got ${outputBias}`);
  }
  return {
    breakpoints: Float64Array.from(beta),
    deltaSlopes: Float64Array.from(mu),
    orientations: Int8Array.from(sign),
    outputBias,
  };
}

function line(slope: number, intercept: number): Bdso {
  const pair = slope !== 0;
  return {
    breakpoints: new Float64Array(pair ? 2 : 0),
    deltaSlopes: Float64Array.from(pair ? [slope, slope] : []),
    orientations: Int8Array.from(pair ? [1, -1] : []),
    outputBias: intercept,
  };
}

function facing(where: string, choice: unknown, count: number): Int8Array {
  if (choice === 'right') return new Int8Array(count).fill(1);
  if (choice === 'left') return new Int8Array(count).fill(-1);
  if (typeof choice === 'string') {
    throw new RangeError(`${where}: orientations must be 'right', 'left' or an array, got ${show(choice)}`);
  }
  const signs = finiteVector(where, 'orientations', choice);
  sameLength(where, 'orientations', signs, 'knots', count);
  signs.forEach((sign, p) => {
    if (sign !== 1 && sign !== -1) {
      throw new RangeError(`${where}: orientations[${p}] must be 1 or -1, got ${sign}`);
    }
  });
  return Int8Array.from(signs);
}
