import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bdso,
  curvature,
  evaluate,
  fromPiecewiseLinear,
  piecewiseLinear,
  toPiecewiseLinear,
} from 'relu-splines';
import type { OrientationChoice, PiecewiseLinear } from 'relu-splines';
import { RUNS } from '../arbitraries/numbers.js';
import { piecewiseLinears, signs } from '../arbitraries/splines.js';
import { expectPure } from '../laws/purity.js';
import { expectRefusal } from '../laws/refusal.js';
import { expectSameFunction, madeFromPieces, probes } from '../laws/same-function.js';

/** A function with at least one knot, and knots, slopes and intercepts that are small integers: nothing rounds. */
const integerPieces = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 4 }),
    fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 5, maxLength: 5 }),
    fc.integer({ min: -9, max: 9 }),
  )
  .map(([places, allSlopes, first]) => {
    const knots = Float64Array.from(places).sort();
    const slopes = allSlopes.slice(0, knots.length + 1);
    const intercepts = [first];
    knots.forEach((t, p) => intercepts.push(intercepts[p] + (slopes[p] - slopes[p + 1]) * t));
    return piecewiseLinear({ knots, slopes, intercepts });
  });

/** All 2^count ways to face. */
function everyOrientation(count: number): number[][] {
  return Array.from({ length: 2 ** count }, (_, bits) =>
    Array.from({ length: count }, (_, p) => ((bits >> p) & 1) * 2 - 1),
  );
}

/** theory 1.3 (*): is the leftmost slope what the left-facing units alone make of it? */
function linearPartIsFree({ slopes }: PiecewiseLinear, orientations: readonly number[]): boolean {
  const made = orientations.reduce((sum, s, p) => (s < 0 ? sum - (slopes[p + 1] - slopes[p]) : sum), 0);
  return slopes[0] === made;
}

describe('fromPiecewiseLinear', () => {
  it('is exact, knots, slopes and linear part, for every orientation, where nothing rounds', () => {
    fc.assert(
      fc.property(integerPieces, (pieces) => {
        const { knots } = pieces;
        const x = probes(pieces);
        for (const orientations of everyOrientation(knots.length)) {
          const spline = fromPiecewiseLinear(pieces, { orientations });
          expect(toPiecewiseLinear(spline)).toEqual(pieces);
          expect(evaluate(spline, x)).toEqual(evaluate(pieces, x));

          const extra = spline.breakpoints.length - knots.length;
          expect(extra).toBe(linearPartIsFree(pieces, orientations) ? 0 : 1);
          expect(Array.from(spline.breakpoints)).toEqual([...knots, ...knots.slice(0, extra)]);
          expect(Array.from(spline.orientations)).toEqual([
            ...orientations,
            ...orientations.slice(0, extra).map((s) => -s),
          ]);
        }
      }),
      RUNS,
    );
  });

  it('is the same function for any pieces, whichever way the units face', () => {
    fc.assert(
      fc.property(piecewiseLinears(), fc.array(signs(), { minLength: 8, maxLength: 8 }), (pieces, some) => {
        const choices: OrientationChoice[] = ['right', 'left', some.slice(0, pieces.knots.length)];
        for (const orientations of choices) {
          const spline = fromPiecewiseLinear(pieces, { orientations });
          expectSameFunction(pieces, spline, { scaleAt: madeFromPieces(pieces, spline) });
        }
      }),
      RUNS,
    );
  });

  it('brings the outermost slopes back to their rounding, and the others to that of the delta-slopes', () => {
    fc.assert(
      fc.property(
        piecewiseLinears({ min: 1 }),
        fc.array(signs(), { minLength: 8, maxLength: 8 }),
        (pieces, some) => {
          const orientations = some.slice(0, pieces.knots.length);
          const spline = fromPiecewiseLinear(pieces, { orientations });
          const { knots, slopes } = toPiecewiseLinear(spline);
          const { breakpoints: beta, deltaSlopes: mu } = spline;
          expect(knots).toEqual(pieces.knots);
          const last = slopes.length - 1;
          slopes.forEach((slope, p) => {
            const active = (s: number, place: number): boolean =>
              p === 0 ? s < 0 : p === last ? s > 0 : Number.isFinite(place);
            const scale = mu.reduce(
              (sum, m, i) => (active(spline.orientations[i], beta[i]) ? sum + Math.abs(m) : sum),
              Math.abs(pieces.slopes[p]),
            );
            // Each unit's slope is rounded once, and a remainder of as many EPSILON counts as none.
            expect(Math.abs(slope - pieces.slopes[p])).toBeLessThanOrEqual(
              (mu.length + 1) * Number.EPSILON * scale,
            );
          });
        },
      ),
      RUNS,
    );
  });

  it('counts the condition as met when it fails by rounding', () => {
    // The slopes 0.5, 0.6, 0.5, 0.1 jump by 0.1, −0.1, −0.4: in doubles 0.5 − 0.1 − 0.4 is not quite 0.
    const spline = bdso({ breakpoints: [0, 1, 2], deltaSlopes: [0.1, 0.1, 0.4], orientations: [1, -1, -1] });
    const pieces = toPiecewiseLinear(spline);
    const [first, ...rest] = [pieces.slopes[0], ...curvature(pieces).jumps.subarray(1)];
    expect(rest.reduce((sum, jump) => sum + jump, first)).not.toBe(0);
    const back = fromPiecewiseLinear(pieces, { orientations: spline.orientations });
    expect(back.breakpoints).toEqual(spline.breakpoints);
    expectSameFunction(spline, back, { scaleAt: madeFromPieces(pieces, back) });
  });

  it('keeps a small slope beside a large one that cancels', () => {
    const pieces = piecewiseLinear({
      knots: [-0.5, 0, 1],
      slopes: [0, 1, 2 ** 51, 2 ** 51 + 1],
      intercepts: [0, 0.5, 0.5, -0.5],
    });
    const spline = fromPiecewiseLinear(pieces, { orientations: [1, 1, -1] });
    expect(toPiecewiseLinear(spline).slopes[0]).toBe(0);
    expect(evaluate(spline, [-9, -1])).toEqual(Float64Array.of(0, 0));
  });

  it('reads the bias off the side of the first knot with less to cancel', () => {
    // On the left 0.6 − 0.5, on the right 0.1.
    const pieces = piecewiseLinear({ knots: [0.5], slopes: [-1, 0], intercepts: [0.6, 0.1] });
    expect(fromPiecewiseLinear(pieces).outputBias).toBe(0.1);
    const mirrored = piecewiseLinear({ knots: [-0.5], slopes: [0, 1], intercepts: [0.1, 0.6] });
    expect(fromPiecewiseLinear(mirrored).outputBias).toBe(0.1);
    // 0.3 − 0.2 on the left, 0.22 − 0.12 on the right; what counts is the term at the knot, not the slope.
    const shallow = piecewiseLinear({ knots: [4], slopes: [0.075, -0.03], intercepts: [-0.2, 0.22] });
    expect(fromPiecewiseLinear(shallow).outputBias).toBe(0.1);
    // 0.4 − 0.3 on the left, which is more than 0.1: that the two nearly cancel makes neither small.
    const opposed = piecewiseLinear({ knots: [0.5], slopes: [-0.6, 0], intercepts: [0.4, 0.1] });
    expect(fromPiecewiseLinear(opposed).outputBias).toBe(0.1);
  });

  it('gives a delta-slope of zero no sign', () => {
    const pieces = piecewiseLinear({ knots: [0, 1], slopes: [0, 1, 1], intercepts: [0, 0, 0] });
    expect(fromPiecewiseLinear(pieces, { orientations: [1, -1] }).deltaSlopes).toEqual(Float64Array.of(1, 0));
  });

  it('sees a slope that two units must make although the terms add up to more than a double holds', () => {
    const pieces = piecewiseLinear({
      knots: [0, 1],
      slopes: [1.5e308, 0, -1e308],
      intercepts: [0, 0, 1e308],
    });
    const spline = fromPiecewiseLinear(pieces, { orientations: [1, -1] });
    expect(spline.breakpoints).toEqual(Float64Array.of(0, 1, 0));
    expect(toPiecewiseLinear(spline)).toEqual(pieces);
  });

  it('keeps the jumps, zero ones included', () => {
    const pieces = piecewiseLinear({ knots: [0, 1, 2], slopes: [1, 1, 3, 0], intercepts: [0, 0, -2, 4] });
    for (const orientations of everyOrientation(3)) {
      expect(curvature(fromPiecewiseLinear(pieces, { orientations }))).toEqual({
        knots: Float64Array.of(0, 1, 2),
        jumps: Float64Array.of(0, 2, -3),
      });
    }
  });

  it('makes a line of a pair at 0, and a constant of nothing', () => {
    const none: PiecewiseLinear = piecewiseLinear({ knots: [], slopes: [0], intercepts: [-2] });
    expect(fromPiecewiseLinear(none)).toEqual({
      breakpoints: new Float64Array(),
      deltaSlopes: new Float64Array(),
      orientations: new Int8Array(),
      outputBias: -2,
    });
    fc.assert(
      fc.property(piecewiseLinears({ max: 0 }), (line) => {
        const spline = fromPiecewiseLinear(line);
        expect(spline.breakpoints).toHaveLength(line.slopes[0] === 0 ? 0 : 2);
        expectSameFunction(line, spline);
      }),
      RUNS,
    );
  });

  it('writes to no input and shares no memory', () => {
    fc.assert(
      fc.property(piecewiseLinears({ min: 1 }), (pieces) => {
        expectPure(fromPiecewiseLinear, pieces);
        expectPure(fromPiecewiseLinear, pieces, { orientations: pieces.knots.map(() => -1) });
      }),
      { ...RUNS, numRuns: 50 },
    );
  });

  it('refuses orientations that are none', () => {
    const pieces = piecewiseLinear({ knots: [0, 1], slopes: [0, 1, 0], intercepts: [0, 0, 1] });
    const rule = "orientations must be 'right', 'left' or an array of 1 and -1";
    const cases: [unknown, 'TypeError' | 'RangeError' | 'ShapeError', string][] = [
      ['up', 'RangeError', `${rule}, got "up"`],
      [1, 'TypeError', `${rule}, got 1`],
      [[1], 'ShapeError', 'orientations must have the length of knots, 2, got 1'],
      [[1, 0], 'RangeError', 'orientations[1] must be 1 or -1, got 0'],
      [[1, NaN], 'RangeError', 'orientations[1] must be finite, got NaN'],
      [[1, '1'], 'TypeError', 'orientations[1] must be a number, got "1"'],
    ];
    for (const [orientations, kind, message] of cases) {
      expectRefusal(
        () => fromPiecewiseLinear(pieces, { orientations: orientations as OrientationChoice }),
        kind,
        `fromPiecewiseLinear: ${message}`,
      );
    }
  });

  it('refuses what overflows', () => {
    const steep = piecewiseLinear({ knots: [0], slopes: [-1.5e308, 1.5e308], intercepts: [0, 0] });
    expectRefusal(
      () => fromPiecewiseLinear(steep),
      'RangeError',
      'fromPiecewiseLinear: the slope jump at knots[0] = 0 must be finite, got Infinity',
    );
    const steepTwice = piecewiseLinear({
      knots: [0, 1],
      slopes: [1e308, 0, 1e308],
      intercepts: [0, 0, -1e308],
    });
    expectRefusal(
      () => fromPiecewiseLinear(steepTwice, { orientations: [1, -1] }),
      'RangeError',
      'fromPiecewiseLinear: the delta-slope of unit 2 must be finite, got Infinity',
    );
    const wide = piecewiseLinear({
      knots: [-1e308, 1e308],
      slopes: [0, 1, 0],
      intercepts: [-1e308, 0, 1e308],
    });
    expect(evaluate(fromPiecewiseLinear(wide, { orientations: 'right' }), -1e308)).toBe(-1e308);
    expectRefusal(
      () => fromPiecewiseLinear(wide, { orientations: 'left' }),
      'RangeError',
      'fromPiecewiseLinear: the output bias must be finite, got Infinity',
    );
  });
});
