import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slicePoints } from 'relu-splines/plot';

describe('slicePoints', () => {
  it('takes the knots, the ends of the window and evenly spaced points in between', () => {
    const window = { low: 0, high: 2 };
    expect(Array.from(slicePoints({ knots: [0, 1], breakpoint: 0.5 }, { window, perPiece: 1 }))).toEqual([
      0, 0.5, 1, 1.5, 2,
    ]);
  });

  it('stretches to a breakpoint and a minimum nearby, not to those far away', () => {
    const ends = (breakpoint: number, minimum: number): readonly number[] => {
      const x = slicePoints({ knots: [0, 10], breakpoint, minimum: { breakpoint: minimum } });
      return [x[0], x[x.length - 1]];
    };
    expect(ends(5, 5)).toEqual([-0.4, 10.4]);
    expect(ends(15, 5)).toEqual([-0.6, 15.6]);
    expect(ends(15.1, 5)).toEqual([-0.4, 10.4]);
    expect(ends(5, -5)).toEqual([-5.6, 10.6]);
  });

  it('looks at the breakpoint and the minimum where one knot has no extent', () => {
    const x = slicePoints({ knots: [0], breakpoint: 8, minimum: { breakpoint: -2 } });
    expect([x[0], x[x.length - 1]]).toEqual([-2.4, 8.4]);
    expect(slicePoints({ knots: [5], breakpoint: 5 })).toContain(5);
  });

  it('increases, holds each knot in view, and has at most perPiece points between two of them', () => {
    const knot = fc.oneof(
      fc.constantFrom(0, 5e-324, 1, 1 + Number.EPSILON, 1e6, 1e6 + 1e-10, 1e6 + 1),
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(knot, { minLength: 1, maxLength: 12, comparator: (a, b) => a === b }),
        knot,
        fc.integer({ min: 1, max: 30 }),
        (places, breakpoint, perPiece) => {
          const knots = places.sort((a, b) => a - b);
          const x = slicePoints({ knots, breakpoint }, { perPiece });
          for (let i = 1; i < x.length; i++) expect(x[i]).toBeGreaterThan(x[i - 1]);
          for (const place of knots) expect(x.includes(place === 0 ? 0 : place)).toBe(true);
          expect(x.length).toBeLessThanOrEqual((knots.length + 1) * perPiece + knots.length + 2);
        },
      ),
      { seed: 20222 },
    );
  });

  it('follows a parabola to 1/625 of its sag, as it says', () => {
    const x = slicePoints({ knots: [0, 1], breakpoint: 0 }, { window: { low: 0, high: 1 } });
    const parabola = (t: number): number => t * t;
    // The chord over the piece is t, and the sag below it at most 1/4.
    let worst = 0;
    for (let i = 1; i < x.length; i++) {
      const middle = (x[i] + x[i - 1]) / 2;
      worst = Math.max(worst, (parabola(x[i]) + parabola(x[i - 1])) / 2 - parabola(middle));
    }
    // Rounding of numbers below 1, a few of them.
    expect(worst).toBeLessThanOrEqual(1 / 4 / 625 + 4 * Number.EPSILON);
  });

  it('refuses', () => {
    expect(() => slicePoints({ knots: [], breakpoint: 0 })).toThrow(
      'slicePoints: knots must have at least one entry where no window is given',
    );
    expect(() => slicePoints({ knots: [1, 1], breakpoint: 0 })).toThrow(
      'slicePoints: knots must increase, got 1 and then 1 at 1',
    );
    expect(() => slicePoints({ knots: [1], breakpoint: NaN })).toThrow(
      'slicePoints: breakpoint must be finite, got NaN',
    );
    expect(() => slicePoints({ knots: [1], breakpoint: 1 }, { perPiece: 0 })).toThrow(
      'slicePoints: perPiece must be an integer of at least 1, got 0',
    );
    expect(() => slicePoints({ knots: [-1e308, 1e308], breakpoint: 1 })).toThrow(
      'slicePoints: the x axis must span a finite range, got -Infinity to Infinity',
    );
  });
});
