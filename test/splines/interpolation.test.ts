import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, evaluate, fromPiecewiseLinear, piecewiseLinear } from 'relu-splines';
import {
  derivative,
  evaluatePiecewise,
  integralOfSquare,
  jumps,
  linearSpline,
  naturalCubicSpline,
  roughnessIntegral,
} from 'relu-splines/splines';
import { RUNS, tameNumbers } from '../arbitraries/numbers.js';

/** Data at distinct quarters in [−4, 4], so that gaps are from 1/4 to 8. */
const distinct = (least: number, most: number): fc.Arbitrary<{ x: number[]; y: number[] }> =>
  fc.uniqueArray(fc.integer({ min: -16, max: 16 }), { minLength: least, maxLength: most }).chain((quarters) =>
    fc.record({
      x: fc.constant(quarters.map((k) => k / 4)),
      y: fc.array(tameNumbers(), { minLength: quarters.length, maxLength: quarters.length }),
    }),
  );

// f″ is at most 12 times the largest second difference quotient, y ≤ 4, gaps ≥ 1/4: 12·16·16, and each number comes
// out of some 30 roundings in all.
const SECOND = 12 * 16 * 16;
const ROUNDING = 30 * Number.EPSILON;

describe('naturalCubicSpline', () => {
  it('is the cubic B-spline through its own values', () => {
    const spline = naturalCubicSpline(dataset([-3, 0, 1, 2, 3, 4, 7], [0, 0, 1, 4, 1, 0, 0]));
    const basis = (x: number): number =>
      [1, -4, 6, -4, 1].reduce((sum, c, k) => sum + c * Math.max(x - k, 0) ** 3, 0);
    for (const x of [-9, -1, 0.25, 1.5, 2, 2.75, 3.5]) {
      expect(Math.abs(evaluatePiecewise(spline, x) - basis(x))).toBeLessThan(ROUNDING * 100);
    }
    expect(spline.roughness).toBeCloseTo(96, 11);
  });

  it('interpolates with continuous f, f′ and f″, and is a line outside', () => {
    fc.assert(
      fc.property(distinct(2, 12), ({ x, y }) => {
        const spline = naturalCubicSpline(dataset(x, y));
        x.forEach((place, n) => {
          expect(Math.abs(evaluatePiecewise(spline, place) - y[n])).toBe(0);
        });
        for (const [order, size] of [8 * 8 * SECOND, 8 * SECOND, SECOND].entries()) {
          for (const jump of jumps(spline, order)) {
            expect(Math.abs(jump)).toBeLessThanOrEqual(ROUNDING * size);
          }
        }
        expect(Array.from(evaluatePiecewise(spline, [-9, 9], { derivative: 2 }))).toEqual([0, 0]);
        expect(Math.abs(roughnessIntegral(spline) - spline.roughness)).toBeLessThanOrEqual(
          ROUNDING * spline.roughness,
        );
      }),
      RUNS,
    );
  });

  it('is the smoothest function through the data: others have its energy and that of the difference', () => {
    fc.assert(
      fc.property(distinct(2, 6), distinct(1, 6), (data, extra) => {
        const spline = naturalCubicSpline(dataset(data.x, data.y));
        const added = extra.x.flatMap((x, k) => (data.x.includes(x) ? [] : [[x, extra.y[k]]]));
        const other = naturalCubicSpline(
          dataset([...data.x, ...added.map(([x]) => x)], [...data.y, ...added.map(([, y]) => y)]),
        );
        // On the knots of the other one, both f″ are linear between.
        const second = evaluatePiecewise(spline, other.knots, { derivative: 2 });
        let apart = 0;
        for (let n = 0; n + 1 < other.knots.length; n++) {
          const a = other.secondDerivatives[n] - second[n];
          const b = other.secondDerivatives[n + 1] - second[n + 1];
          apart += ((other.knots[n + 1] - other.knots[n]) * (a * a + a * b + b * b)) / 3;
        }
        const error = Math.abs(other.roughness - spline.roughness - apart);
        expect(error).toBeLessThanOrEqual(ROUNDING * 8 * SECOND * SECOND);
        expect(other.roughness - spline.roughness).toBeGreaterThanOrEqual(-ROUNDING * 8 * SECOND * SECOND);
      }),
      RUNS,
    );
  });

  it('does not care where the data lie, nor for units that are powers of two', () => {
    fc.assert(
      fc.property(distinct(2, 8), fc.constantFrom(2 ** 30, 2 ** -30), (data, unit) => {
        const near = naturalCubicSpline(dataset(data.x, data.y));
        const far = naturalCubicSpline(
          dataset(
            data.x.map((x) => x + 1e6),
            data.y,
          ),
        );
        expect(far.coefficients).toEqual(near.coefficients);
        expect(far.roughness).toBe(near.roughness);
        const scaled = naturalCubicSpline(
          dataset(
            data.x.map((x) => x * unit),
            data.y.map((y) => y / unit),
          ),
        );
        expect(scaled.secondDerivatives).toEqual(near.secondDerivatives.map((m) => m / unit ** 3));
        expect(scaled.roughness).toBe(near.roughness / unit ** 5);
      }),
      RUNS,
    );
  });

  it('is the same in units of 1e±9, to rounding', () => {
    const x = [0, 0.3, 1, 1.1, 2.5];
    const y = [1, -1, 2, 0.5, 0];
    const plain = naturalCubicSpline(dataset(x, y));
    for (const unit of [1e-9, 1e9]) {
      const scaled = naturalCubicSpline(
        dataset(
          x.map((v) => v * unit),
          y,
        ),
      );
      expect(Math.abs((scaled.roughness * unit ** 3) / plain.roughness - 1)).toBeLessThan(10 * ROUNDING);
    }
  });
});

describe('linearSpline', () => {
  it('is one function in both of its readings, and a network', () => {
    fc.assert(
      fc.property(distinct(2, 10), fc.double({ min: -6, max: 6, noNaN: true }), ({ x, y }, at) => {
        const spline = linearSpline(dataset(x, y));
        // |slope| ≤ 32, over at most 10 from a datum.
        const bound = ROUNDING * 320;
        const value = evaluatePiecewise(spline, at);
        expect(Math.abs(value - evaluate(spline, at))).toBeLessThanOrEqual(bound);
        expect(Math.abs(evaluate(fromPiecewiseLinear(spline), at) - value)).toBeLessThanOrEqual(10 * bound);
        x.forEach((place, n) => {
          expect(Math.abs(evaluatePiecewise(spline, place) - y[n])).toBeLessThanOrEqual(bound);
        });
        expect(() => piecewiseLinear(spline)).not.toThrow();
        expect(integralOfSquare(derivative(spline, 2), -Infinity, Infinity)).toBe(0);
      }),
      RUNS,
    );
  });

  it('keeps its digits at 1e6 ± 1 as a piecewise polynomial', () => {
    const near = linearSpline(dataset([-1, 0.25, 1], [0.1, 0.7, 0.3]));
    const far = linearSpline(dataset([1e6 - 1, 1e6 + 0.25, 1e6 + 1], [0.1, 0.7, 0.3]));
    expect(far.coefficients).toEqual(near.coefficients);
    expect(evaluatePiecewise(far, 1e6 + 0.125)).toBe(evaluatePiecewise(near, 0.125));
  });
});

describe.each([
  ['linearSpline', linearSpline, ''],
  ['naturalCubicSpline', naturalCubicSpline, '; smoothingSpline with lambda: 0 takes the mean of their y'],
] as const)('%s', (name, spline, wayOut) => {
  it('says which data share an x, as the caller numbered them', () => {
    expect(() => spline(dataset([5, 2.5, 7, 2.5], [0, 1, 2, 3]))).toThrow(
      new RangeError(`${name}: x must be distinct, got x[1] and x[3] both 2.5${wayOut}`),
    );
  });

  it('needs two data', () => {
    expect(() => spline(dataset([1], [1]))).toThrow(`${name}: data must have at least two x, got 1`);
    expect(() => spline(undefined as never)).toThrow(`${name}: data must be an object, got undefined`);
  });

  it('is a line through two', () => {
    const line = spline(dataset([3, 1], [0, 4]));
    expect(Array.from(evaluatePiecewise(line, [0, 1, 2, 3, 4]))).toEqual([6, 4, 2, 0, -2]);
  });
});
