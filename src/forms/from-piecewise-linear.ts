import type { NumericArray } from '../numeric/arrays.js';
import { finiteNumber, finiteVector, knownKeys, sameLength, show } from '../numeric/checks.js';
import { compensatedSum, NeumaierSum } from '../numeric/sums.js';
import { checkedSigns } from './bdso.js';
import type { Bdso } from './bdso.js';
import { checkPiecewiseLinear } from './form.js';
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
 * The condition counts as met when it holds to within the rounding of the delta-slopes added up: one that slopes of
 * another size have blurred costs a unit more, not the function. The outermost slopes come back to their own
 * rounding, and those between to that of the delta-slopes.
 *
 * @throws `RangeError` for an orientation other than ±1, or for delta-slopes that overflow; `ShapeError`
 * unless there is one orientation a knot; `TypeError` for what is not a piecewise-linear function or an unknown
 * option.
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
  options: { readonly orientations?: OrientationChoice } = {},
): Bdso {
  const where = 'fromPiecewiseLinear';
  checkPiecewiseLinear(where, pieces);
  knownKeys(where, options, ['orientations']);
  const { orientations = 'right' } = options;
  const { knots: t, slopes: m, intercepts: k } = pieces;
  const s = chosenSigns(where, orientations, 'knots', t.length);
  if (t.length === 0) return straightLine(m[0], k[0]);

  const jumps = Float64Array.from(t, (knot, p) =>
    finiteNumber(where, `the slope jump at knots[${p}] = ${knot}`, m[p + 1] - m[p]),
  );
  const beta = Array.from(t);
  const sign = Array.from(s);
  const mu = sign.map((facing, p) => facing * jumps[p] + 0);

  // What the other units leave of the outermost slopes is up to two units at the first knot, one facing each way.
  const remainder = (slope: number, facing: 1 | -1): { value: number; negligible: boolean } => {
    const terms = [slope];
    for (let p = 1; p < t.length; p++) if (sign[p] === facing) terms.push(-mu[p]);
    const value = compensatedSum(terms);
    // Each term times EPSILON before they are added up: beyond the range of doubles everything would be negligible.
    const rounding = terms.reduce((sum, term) => sum + Number.EPSILON * Math.abs(term), 0);
    return { value, negligible: Math.abs(value) <= terms.length * rounding };
  };
  const left = remainder(m[0], -1);
  const right = remainder(m[t.length], 1);
  const [own, opposite] = sign[0] < 0 ? [left, right] : [right, left];
  mu[0] = own.value;
  if (!opposite.negligible) {
    beta.push(t[0]);
    sign.push(-sign[0]);
    mu.push(opposite.value);
  }

  // The bias is the value at the first knot, where no unit there contributes, on the line with less to cancel.
  const size = (p: number): number => Math.abs(m[p] * t[0]) + Math.abs(k[p]);
  const line = size(0) <= size(1) ? 0 : 1;
  const bias = new NeumaierSum();
  bias.add(m[line] * t[0]);
  bias.add(k[line]);
  for (let p = 1; p < t.length; p++) {
    if (sign[p] < 0) bias.add(-mu[p] * (t[0] - t[p]));
  }
  mu.forEach((value, i) => finiteNumber(where, `the delta-slope of unit ${i}`, value));
  return {
    breakpoints: Float64Array.from(beta),
    deltaSlopes: Float64Array.from(mu),
    orientations: Int8Array.from(sign),
    outputBias: finiteNumber(where, 'the output bias', bias.value),
  };
}

function straightLine(slope: number, intercept: number): Bdso {
  const pair = slope !== 0;
  return {
    breakpoints: new Float64Array(pair ? 2 : 0),
    deltaSlopes: Float64Array.from(pair ? [slope, slope] : []),
    orientations: Int8Array.from(pair ? [1, -1] : []),
    outputBias: intercept,
  };
}

/**
 * Orientations as chosen: all one way, or one a thing, `things` of which there are `count`.
 *
 * @param rule What the caller may hand over.
 */
export function chosenSigns(
  where: string,
  choice: unknown,
  things: string,
  count: number,
  rule = "'right', 'left' or an array of 1 and -1",
): Int8Array {
  if (choice === 'right') return new Int8Array(count).fill(1);
  if (choice === 'left') return new Int8Array(count).fill(-1);
  if (typeof choice === 'string') {
    throw new RangeError(`${where}: orientations must be ${rule}, got ${show(choice)}`);
  }
  const signs = finiteVector(where, 'orientations', choice, rule);
  sameLength(where, 'orientations', signs, things, count);
  return checkedSigns(where, signs);
}
