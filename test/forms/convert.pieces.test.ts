import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bdso, evaluate, piecewiseLinear, toPiecewiseLinear } from 'relu-splines';
import type { Bdso } from 'relu-splines';
import { networks } from '../arbitraries/networks.js';
import { RUNS } from '../arbitraries/numbers.js';
import { splines } from '../arbitraries/splines.js';
import { Dyadic, exactError } from '../exact/dyadic.js';
import { expectRefusal } from '../laws/refusal.js';
import { probes } from '../laws/same-function.js';

describe('toPiecewiseLinear', () => {
  it('adds up slopes and intercepts with one rounding (theory 1.2, the set form)', () => {
    fc.assert(
      fc.property(splines({ max: 12 }), (spline) => {
        const { breakpoints: beta, deltaSlopes: mu, orientations: s, outputBias } = spline;
        const { knots, slopes, intercepts } = toPiecewiseLinear(spline);
        expect(Array.from(knots)).toEqual([...new Set(beta)].sort((a, b) => a - b));
        for (let p = 0; p <= knots.length; p++) {
          const sum = { slope: Dyadic.zero, intercept: Dyadic.of(outputBias), slopes: 0, intercepts: 0 };
          beta.forEach((place, i) => {
            const behind = p > 0 && place <= knots[p - 1];
            if (behind !== s[i] > 0) return;
            sum.slope = sum.slope.plus(Dyadic.of(mu[i]));
            sum.intercept = sum.intercept.minus(Dyadic.of(mu[i]).times(Dyadic.of(place)));
            sum.slopes += Math.abs(mu[i]);
            sum.intercepts += Math.abs(mu[i] * place);
          });
          // The last rounding, and those of the carried errors: n of them, EPSILON² of the terms each.
          const carried = beta.length * Number.EPSILON ** 2;
          const allowed = (exact: Dyadic, scale: number): number =>
            Number.EPSILON * Math.abs(exact.toNumber()) + carried * scale;
          expect(exactError(slopes[p], sum.slope)).toBeLessThanOrEqual(allowed(sum.slope, sum.slopes));
          expect(exactError(intercepts[p], sum.intercept)).toBeLessThanOrEqual(
            allowed(sum.intercept, sum.intercepts),
          );
        }
      }),
      RUNS,
    );
  });

  it('makes pieces that the constructor accepts', () => {
    fc.assert(
      fc.property(networks(), (network) => {
        const pieces = toPiecewiseLinear(network);
        expect(piecewiseLinear(pieces)).toEqual(pieces);
      }),
      RUNS,
    );
  });

  it('makes pieces that meet between large units that cancel', () => {
    // From 1 to 3 the large units add up to nothing, and two small ones are left.
    const large = 1e9 / 3;
    const spline = bdso({
      breakpoints: [0, 1, 1.5, 2, 3, 4],
      deltaSlopes: [-4 * large, 5 * large, 1e-3, 2e-3, large, -2 * large],
      orientations: [1, 1, 1, 1, -1, -1],
    });
    const pieces = toPiecewiseLinear(spline);
    expect(piecewiseLinear(pieces)).toEqual(pieces);
    expect(pieces.slopes[3] - pieces.slopes[2]).toBeCloseTo(1e-3, 15);
  });

  it('keeps a knot whose jumps cancel', () => {
    const line = bdso({ breakpoints: [1, 1], deltaSlopes: [3, 3], orientations: [1, -1] });
    expect(toPiecewiseLinear(line)).toEqual({
      knots: Float64Array.of(1),
      slopes: Float64Array.of(3, 3),
      intercepts: Float64Array.of(-3, -3),
    });
  });

  it('is one piece without units', () => {
    expect(
      toPiecewiseLinear(bdso({ breakpoints: [], deltaSlopes: [], orientations: [], outputBias: 7 })),
    ).toEqual({
      knots: new Float64Array(),
      slopes: Float64Array.of(0),
      intercepts: Float64Array.of(7),
    });
  });

  it('merges within the tolerance of the leftmost breakpoint, and no chain beyond it', () => {
    const spline = bdso({
      breakpoints: [1.8, 0, 0.9, 1],
      deltaSlopes: [1, 2, 4, 8],
      orientations: [1, 1, 1, 1],
    });
    const { knots, slopes } = toPiecewiseLinear(spline, { tolerance: 1 });
    expect(knots).toEqual(Float64Array.of(0, 1.8));
    expect(slopes).toEqual(Float64Array.of(0, 14, 15));
  });

  it('moves the function by at most Σ |μ|·tolerance', () => {
    fc.assert(
      fc.property(splines({ wild: false }), fc.constantFrom(0.25, 0.5, 3), (spline, tolerance) => {
        const merged = toPiecewiseLinear(spline, { tolerance });
        const gap = (knot: number, p: number): boolean => p === 0 || knot - merged.knots[p - 1] > tolerance;
        expect(merged.knots.every(gap)).toBe(true);
        const total = spline.deltaSlopes.reduce((sum, mu) => sum + Math.abs(mu), 0);
        for (const x of probes(spline)) {
          const change = Math.abs(evaluate(merged, x) - evaluate(spline, x));
          // Besides, the rounding of values up to 12·total + |B₀| on the way.
          const rounding = 30 * Number.EPSILON * (16 * total + Math.abs(spline.outputBias));
          expect(change).toBeLessThanOrEqual(total * tolerance + rounding);
        }
      }),
      RUNS,
    );
  });

  it('refuses tolerances that are none, and pieces that overflow', () => {
    const units = (mu: number): Bdso =>
      bdso({ breakpoints: [1, 2], deltaSlopes: [mu, mu], orientations: [1, 1] });
    expectRefusal(
      () => toPiecewiseLinear(units(1), { tolerance: -1e-9 }),
      'RangeError',
      'toPiecewiseLinear: tolerance must not be negative, got -1e-9',
    );
    expectRefusal(
      () => toPiecewiseLinear(units(1), { tolerance: NaN }),
      'RangeError',
      'toPiecewiseLinear: tolerance must be finite, got NaN',
    );
    expectRefusal(
      () => toPiecewiseLinear(units(1e308)),
      'RangeError',
      'toPiecewiseLinear: slope and intercept of piece 2 must be finite, got NaN and NaN',
    );
    expectRefusal(
      () => toPiecewiseLinear(bdso({ breakpoints: [1e200], deltaSlopes: [1e200], orientations: [1] })),
      'RangeError',
      'toPiecewiseLinear: slope and intercept of piece 1 must be finite, got 1e+200 and NaN',
    );
  });
});
