import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bdso, dataset, evaluate, piecewiseLinear, shallowNetwork } from 'relu-splines';
import {
  compareFunctions,
  evaluatePiecewise,
  integral,
  linearSpline,
  naturalCubicSpline,
  piecewisePolynomial,
  smoothingSpline,
} from 'relu-splines/splines';
import type { Comparable } from 'relu-splines/splines';
import { RUNS, tameNumbers } from '../arbitraries/numbers.js';
import { piecewiseLinears } from '../arbitraries/splines.js';

const zero = piecewisePolynomial({ knots: [], pieces: [[0]] });

describe('compareFunctions over an interval', () => {
  it.each([
    ['a line with a zero', [[1, -2]], [], 0, 1, 1 / 2, Math.sqrt(1 / 3), 1, 0],
    ['a parabola with two', [[3, -16, 16]], [], 0, 1, 1, Math.sqrt(23 / 15), 3, 0],
    // v(v − ½)(v − 1): antisymmetric about ½, each half 1/64.
    [
      'a cubic with three',
      [[0, 0.5, -1.5, 1]],
      [],
      0,
      1,
      1 / 32,
      Math.sqrt(1 / 840),
      Math.sqrt(3) / 36,
      0.5 - Math.sqrt(1 / 12),
    ],
    ['a parabola that touches', [[1, -4, 4]], [], 0, 1, 1 / 3, Math.sqrt(1 / 5), 1, 0],
    ['a jump', [[1], [-2]], [0], -1, 1, 3 / 2, Math.sqrt(5 / 2), 2, 0],
    ['one that ends at a jump', [[1], [-2]], [0], -1, 0, 1, 1, 1, -1],
  ] as const)('is exact for %s', (_, pieces, knots, low, high, mean, root, largest, at) => {
    const f = piecewisePolynomial({ knots, pieces });
    for (const distance of [
      compareFunctions(f, zero, { low, high }),
      compareFunctions(zero, f, { low, high }),
    ]) {
      // Some tens of roundings of numbers up to 16.
      const bound = 100 * Number.EPSILON * 16;
      expect(Math.abs(distance.meanAbsolute - mean)).toBeLessThan(bound);
      expect(Math.abs(distance.rootMeanSquare - root)).toBeLessThan(bound);
      expect(Math.abs(distance.largest - largest)).toBeLessThan(bound);
      expect(Math.abs(distance.largestAt - at)).toBeLessThan(bound);
    }
  });

  it('is what many points find, never less, for splines with different knots', () => {
    const curves = fc.record({
      y: fc.array(tameNumbers(), { minLength: 6, maxLength: 6 }),
      form: piecewiseLinears({ wild: false }),
    });
    const count = 4000;
    fc.assert(
      fc.property(curves, ({ y, form }) => {
        const spline = naturalCubicSpline(dataset([-3, -2, -0.5, 0, 1, 3], y));
        const exact = compareFunctions(spline, form, { low: -4, high: 4 });
        const points = Float64Array.from({ length: count }, (_, k) => -4 + (8 * (k + 0.5)) / count);
        const sampled = compareFunctions(spline, form, { points });
        // The midpoint rule, second order at kinks too: slopes below 1000 vary over 1/500 by a half step.
        const slope = 1000 * (8 / count);
        expect(Math.abs(exact.meanAbsolute - sampled.meanAbsolute)).toBeLessThan(slope / 10);
        expect(Math.abs(exact.rootMeanSquare - sampled.rootMeanSquare)).toBeLessThan(slope / 10);
        expect(sampled.largest).toBeLessThanOrEqual(exact.largest * (1 + 1e-12) + 1e-12);
        expect(exact.largest - sampled.largest).toBeLessThan(slope);
        const at = Math.abs(evaluatePiecewise(spline, exact.largestAt) - evaluate(form, exact.largestAt));
        expect(Math.abs(at - exact.largest)).toBeLessThanOrEqual(1e-12 * (1 + exact.largest));
      }),
      { ...RUNS, numRuns: 60 },
    );
  });

  it('orders the three: mean ≤ root of mean square ≤ largest, and bounds the integral', () => {
    fc.assert(
      fc.property(fc.array(tameNumbers(), { minLength: 4, maxLength: 4 }), tameNumbers(), (c, at) => {
        const f = piecewisePolynomial({ knots: [], pieces: [c], origins: [at] });
        const { meanAbsolute, rootMeanSquare, largest } = compareFunctions(f, zero, { low: -1, high: 2 });
        const slack = 1 + 100 * Number.EPSILON;
        // Coefficients up to 4, no farther than 6: what cancels is rounding of 4·216.
        const rounding = 100 * Number.EPSILON * 4 * 216;
        expect(meanAbsolute).toBeLessThanOrEqual(rootMeanSquare * slack + rounding);
        expect(rootMeanSquare).toBeLessThanOrEqual(largest * slack + rounding);
        expect(Math.abs(integral(f, -1, 2)) / 3).toBeLessThanOrEqual(meanAbsolute * slack + rounding);
      }),
      RUNS,
    );
  });

  it('finds nothing between the three forms of one function', () => {
    const network = shallowNetwork({ inputWeights: [1, -2], inputBiases: [0, 1], outputWeights: [3, 1] });
    const spline = bdso({ breakpoints: [0, 0.5], deltaSlopes: [3, -2], orientations: [1, -1] });
    const distance = compareFunctions(network, spline, { low: -3, high: 3 });
    expect(distance).toEqual({ meanAbsolute: 0, rootMeanSquare: 0, largest: 0, largestAt: -3 });
  });

  it('keeps its digits at 1e6 ± 1', () => {
    const x = [-1, -0.25, 0.5, 1];
    const y = [1, 3, 2, 4];
    const at = (shift: number): ReturnType<typeof compareFunctions> => {
      const data = dataset(
        x.map((v) => v + shift),
        y,
      );
      return compareFunctions(naturalCubicSpline(data), linearSpline(data), {
        low: shift - 1,
        high: shift + 1,
      });
    };
    const { largestAt, ...far } = at(1e6);
    const { largestAt: wanted, ...near } = at(0);
    expect(far).toEqual(near);
    expect(Math.abs(largestAt - 1e6 - wanted)).toBeLessThan(1e6 * Number.EPSILON);
  });

  it('scales with y and not with x', () => {
    const far = (unit: number): number => {
      const data = dataset(
        [0, 1, 2, 3].map((x) => x * unit),
        [0, 2, 1, 1].map((y) => y / unit),
      );
      const smooth = smoothingSpline(data, { lambda: 0.1 * unit ** 3 });
      return compareFunctions(smooth, linearSpline(data), { low: 0, high: 3 * unit }).meanAbsolute * unit;
    };
    // A hundred roundings or so.
    for (const unit of [1e-9, 1e9])
      expect(Math.abs(far(unit) / far(1) - 1)).toBeLessThan(100 * Number.EPSILON);
  });
});

describe('compareFunctions at points', () => {
  it('takes any two functions', () => {
    const form = piecewiseLinear({ knots: [0], slopes: [-1, 1], intercepts: [0, 0] });
    expect(compareFunctions(form, (x) => x, { points: [-2, -1, 3] })).toEqual({
      meanAbsolute: 2,
      rootMeanSquare: Math.sqrt(20 / 3),
      largest: 4,
      largestAt: -2,
    });
    const other = linearSpline(dataset([0, 1], [0, 3]));
    expect(compareFunctions(other, form, { points: [1, -1] }).largestAt).toBe(-1);
  });

  it('finds nothing between a function and itself', () => {
    const points = [3, 1, 2];
    expect(compareFunctions(Math.exp, Math.exp, { points })).toEqual({
      meanAbsolute: 0,
      rootMeanSquare: 0,
      largest: 0,
      largestAt: 3,
    });
  });

  it('does not overflow in squares', () => {
    const { rootMeanSquare } = compareFunctions(
      () => 3e200,
      () => 0,
      { points: [0, 1] },
    );
    expect(rootMeanSquare).toBe(3e200);
  });
});

describe('what cannot be compared', () => {
  const square = (x: number): number => x * x;
  it.each([
    [
      () => compareFunctions(square, zero, { low: 0, high: 1 }),
      'f must be a form or a piecewise polynomial over an interval',
    ],
    [
      () => compareFunctions(zero, square, { low: 0, high: 1 }),
      'g must be a form or a piecewise polynomial over an interval',
    ],
    [() => compareFunctions(zero, zero, { low: 1, high: 1 }), 'high must be above low = 1, got 1'],
    [() => compareFunctions(zero, zero, { low: -Infinity, high: 1 }), 'low must be finite, got -Infinity'],
    [() => compareFunctions(zero, zero, { points: [] }), 'points must have at least one, got none'],
    [() => compareFunctions(zero, zero, { points: [0, NaN] }), 'points[1] must be finite, got NaN'],
    [() => compareFunctions(zero, (x) => 1 / x, { points: [1, 0] }), 'g(0) must be finite, got Infinity'],
    [() => compareFunctions({} as Comparable, zero, { points: [1] }), 'form must be a ShallowNetwork'],
    [
      () => compareFunctions(zero, null as unknown as Comparable, { points: [1] }),
      'g must be an object, got null',
    ],
    [
      () => compareFunctions(zero, null as unknown as Comparable, { low: 0, high: 1 }),
      'compareFunctions: g must be an object, got null',
    ],
    [() => compareFunctions(zero, zero, null as never), 'range must be an object, got null'],
  ])('is refused (%#)', (call, message) => {
    expect(call).toThrow(message);
  });
});
