import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, piecewiseLinear } from 'relu-splines';
import type { PiecewiseLinear, ReadonlyFloat64Array } from 'relu-splines';
import { RUNS } from '../arbitraries/numbers.js';
import { piecewiseLinears } from '../arbitraries/splines.js';
import { expectRefusal } from '../laws/refusal.js';

describe('piecewiseLinear', () => {
  it('copies any array-likes', () => {
    const knots = [0, 1];
    const ramp = piecewiseLinear({
      knots,
      slopes: { length: 3, 0: 0, 1: 1, 2: 0 },
      intercepts: Float32Array.of(0, 0, 1),
    });
    knots[0] = 99;
    expect(ramp).toEqual({
      knots: Float64Array.of(0, 1),
      slopes: Float64Array.of(0, 1, 0),
      intercepts: Float64Array.of(0, 0, 1),
    });
  });

  it('gives a knot at the origin no sign', () => {
    const { knots } = piecewiseLinear({ knots: [-0], slopes: [0, 1], intercepts: [0, 0] });
    expect(knots).toEqual(Float64Array.of(0));
  });

  it('takes a line without knots', () => {
    expect(evaluate(piecewiseLinear({ knots: [], slopes: [2], intercepts: [1] }), [-1, 3])).toEqual(
      Float64Array.of(-1, 7),
    );
  });

  it('accepts continuous pieces in any units, and refuses a gap in any units', () => {
    fc.assert(
      fc.property(
        piecewiseLinears({ min: 1 }),
        fc.constantFrom(1e-9, 1, 1e9),
        fc.constantFrom(1e-9, 1, 1e9),
        (pieces, xUnit, yUnit) => {
          const scaled = (gap: number): PiecewiseLinear => ({
            knots: pieces.knots.map((t) => t * xUnit),
            slopes: pieces.slopes.map((m) => (m * yUnit) / xUnit),
            intercepts: pieces.intercepts.map((k, p) => (k + (p > 0 ? gap : 0)) * yUnit),
          });
          expect(() => piecewiseLinear(scaled(0))).not.toThrow();
          const t = pieces.knots[0];
          const size = Math.max(
            ...[0, 1].map((p) => Math.abs(pieces.slopes[p] * t) + Math.abs(pieces.intercepts[p])),
          );
          const gap = 1e-12 * (size === 0 ? 1 : size);
          expect(() => piecewiseLinear(scaled(gap))).toThrow(/pieces 0 and 1 must meet at knots\[0\]/);
        },
      ),
      RUNS,
    );
  });

  it('accepts pieces that were written with 15 significant digits', () => {
    const written = (values: ReadonlyFloat64Array): number[] =>
      Array.from(values, (value) => Number(value.toPrecision(15)));
    fc.assert(
      fc.property(piecewiseLinears(), ({ knots, slopes, intercepts }) => {
        const texts = { knots: written(knots), slopes: written(slopes), intercepts: written(intercepts) };
        // Knots an EPSILON apart may be written alike.
        fc.pre(new Set(texts.knots).size === knots.length);
        expect(() => piecewiseLinear(texts)).not.toThrow();
      }),
      RUNS,
    );
  });

  it('refuses wrong lengths, knots that do not increase, gaps and what is not a number', () => {
    const cases: [
      Partial<Record<keyof PiecewiseLinear, unknown>>,
      'TypeError' | 'RangeError' | 'ShapeError',
      string,
    ][] = [
      [{ knots: undefined }, 'TypeError', 'knots must be an array of numbers, got undefined'],
      [{ slopes: [0, '1'] }, 'TypeError', 'slopes[1] must be a number, got "1"'],
      [{ intercepts: [0, NaN] }, 'RangeError', 'intercepts[1] must be finite, got NaN'],
      [{ slopes: [0] }, 'ShapeError', 'slopes must have one entry more than knots, 2, got 1'],
      [{ intercepts: [0, 0, 0] }, 'ShapeError', 'intercepts must have one entry more than knots, 2, got 3'],
      [
        { knots: [1, 1], slopes: [0, 0, 0], intercepts: [0, 0, 0] },
        'RangeError',
        'knots must increase, got knots[0] = 1 and knots[1] = 1',
      ],
      [
        { knots: [1, 0], slopes: [0, 0, 0], intercepts: [0, 0, 0] },
        'RangeError',
        'knots must increase, got knots[0] = 1 and knots[1] = 0',
      ],
      [{ knots: [2], slopes: [1, 3] }, 'RangeError', 'pieces 0 and 1 must meet at knots[0] = 2, got 2 and 6'],
      [
        { knots: [1e200], slopes: [1e200, 1e200] },
        'RangeError',
        'pieces 0 and 1 must meet at knots[0] = 1e+200, got Infinity and Infinity',
      ],
    ];
    for (const [wrong, kind, message] of cases) {
      expectRefusal(
        () =>
          piecewiseLinear({ knots: [0], slopes: [1, 1], intercepts: [0, 0], ...wrong } as PiecewiseLinear),
        kind,
        `piecewiseLinear: ${message}`,
      );
    }
    expectRefusal(
      () => piecewiseLinear(null as unknown as PiecewiseLinear),
      'TypeError',
      'piecewiseLinear: pieces must be an object, got null',
    );
  });
});
