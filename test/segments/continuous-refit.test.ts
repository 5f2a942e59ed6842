import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, evaluate, functionRoughness, piecewiseLinear } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { continuousRefit, optimalSegments } from 'relu-splines/segments';
import { OrthonormalBasis, dot, rightSingular } from '../../src/numeric/linear-algebra.js';
import { datasets } from '../arbitraries/datasets.js';
import { RUNS } from '../arbitraries/numbers.js';
import { expectRefusal } from '../laws/refusal.js';
import { asHandedOver } from './brute-force.js';

const { EPSILON } = Number;

/** The functions 1, x − centre and (x − t)₊ at the data: columns that span what a refit may choose from. */
function columnsOf({ x }: Dataset, knots: ArrayLike<number>): Float64Array[] {
  const centre = x[x.length >> 1];
  return [
    Float64Array.from(x, () => 1),
    Float64Array.from(x, (each) => each - centre),
    ...Array.from(knots, (t) => Float64Array.from(x, (each) => Math.max(0, each - t))),
  ];
}

/** √w times values, and its projection off the span of the columns: what no refit can fit. */
function unfittable(data: Dataset, knots: ArrayLike<number>, weights: ArrayLike<number>): number {
  const weighted = (values: ArrayLike<number>): Float64Array =>
    Float64Array.from(values, (value, n) => Math.sqrt(weights[n]) * value);
  const basis = new OrthonormalBasis(data.x.length);
  for (const column of columnsOf(data, knots)) basis.insert(weighted(column));
  const rest = weighted(data.y);
  for (let pass = 0; pass < 2; pass++) {
    for (const vector of basis.vectors) {
      const share = dot(vector, rest);
      vector.forEach((entry, n) => {
        rest[n] -= share * entry;
      });
    }
  }
  return dot(rest, rest);
}

/** Knots on the grid that the data like, so that they meet data, share gaps and lie outside. */
const questions = datasets({ maxCount: 14, wild: false }).chain((data) =>
  fc.record({
    data: fc.constant(data),
    knots: fc
      .uniqueArray(
        fc.integer({ min: -20, max: 20 }).map((n) => n / 4),
        { maxLength: 8 },
      )
      .map((places) => places.sort((a, b) => a - b)),
    weights: fc.array(
      fc.integer({ min: 1, max: 32 }).map((w) => w / 8),
      {
        minLength: data.x.length,
        maxLength: data.x.length,
      },
    ),
  }),
);

describe('the continuous refit', () => {
  it('leaves what a dense least-squares solve leaves, and its residual is orthogonal to all hats', () => {
    fc.assert(
      fc.property(questions, ({ data, knots, weights }) => {
        const { spline, rss } = continuousRefit(data, knots, { weights: asHandedOver(weights, data) });
        const squares = data.y.reduce((sum, y, n) => sum + weights[n] * y * y, 0);
        expect(Array.from(piecewiseLinear(spline).knots)).toEqual(knots.map((t) => t + 0));
        // The terms of f at a datum; tame data that lie next to a knot make it steep on the far side.
        const steep = spline.slopes.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
        const height = Math.sqrt(squares) + 10 * steep;
        const n = data.x.length + knots.length;
        const rounding = 64 * n * EPSILON * height;
        expect(Math.abs(rss - unfittable(data, knots, weights))).toBeLessThanOrEqual(
          rounding * (Math.sqrt(squares) + rounding),
        );
        const values = evaluate(spline, data.x);
        const residuals = Float64Array.from(data.y, (y, i) => weights[i] * (y - values[i]));
        expect(
          Math.abs(residuals.reduce((sum, r, i) => sum + r ** 2 / weights[i], 0) - rss),
        ).toBeLessThanOrEqual(rounding * (Math.sqrt(squares) + rounding));
        for (const column of columnsOf(data, knots)) {
          const size = column.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
          expect(Math.abs(dot(column, residuals))).toBeLessThanOrEqual(16 * size * rounding);
        }
      }),
      RUNS,
    );
  });

  it('is the least rough of those that fit as well, and counts what the data leave open', () => {
    fc.assert(
      fc.property(questions, ({ data, knots, weights }) => {
        const { spline, undetermined } = continuousRefit(data, knots, {
          weights: asHandedOver(weights, data),
        });
        const columns = columnsOf(data, knots);
        const [rows, size] = [data.x.length, columns.length];
        const matrix = new Float64Array(rows * size);
        columns.forEach((column, k) => {
          column.forEach((entry, n) => {
            matrix[n * size + k] = entry;
          });
        });
        // Grid and 53-bit fractions in [−4, 4]: singular values are above 1e-9 or zero but for rounding.
        const { values, vectors } = rightSingular(matrix, rows, size);
        const rank = values.filter((value) => value > 1e-9 * values[0]).length;
        fc.pre(!values.some((value) => value > 1e-12 * values[0] && value < 1e-6 * values[0]));
        expect(undetermined).toBe(size - rank);
        if (data.x[0] === data.x[rows - 1]) {
          expect(functionRoughness(spline)).toBe(0);
          expect(spline.slopes.every((slope) => slope === 0)).toBe(true);
          return;
        }
        // Σ J² is least iff J is orthogonal to the jumps of all functions that vanish on the data; those are what the
        // rows of the matrix do not span.
        const jumps = Float64Array.from(knots, (_, p) => spline.slopes[p + 1] - spline.slopes[p]);
        const seen = new OrthonormalBasis(size, 1e-9);
        for (let k = 0; k < rank; k++) seen.insert(vectors.subarray(k * size, (k + 1) * size));
        const length = Math.sqrt(dot(jumps, jumps));
        for (let k = 0; k < size; k++) {
          const unit = new Float64Array(size);
          unit[k] = 1;
          for (let pass = 0; pass < 2; pass++) {
            for (const vector of seen.vectors) {
              const share = dot(vector, unit);
              vector.forEach((entry, c) => {
                unit[c] -= share * entry;
              });
            }
          }
          // Condition up to 1e6 (see above), a few dozen roundings.
          expect(Math.abs(dot(unit.subarray(2), jumps))).toBeLessThanOrEqual(
            1e6 * 64 * EPSILON * (1 + length),
          );
        }
      }),
      RUNS,
    );
  });

  it('is the line without knots, the interpolant with knots at the data', () => {
    const data = dataset([0, 1, 2, 4], [1, 0, 3, 2]);
    const line = continuousRefit(data, []);
    const best = optimalSegments(data, { pieces: 1 })[0];
    expect(line.rss).toBeCloseTo(best?.rss ?? Number.NaN, 14);
    expect(line.spline.slopes[0]).toBeCloseTo(best?.slopes[0] ?? Number.NaN, 14);
    const all = continuousRefit(data, [0, 1, 2, 4]);
    expect(all.rss).toBeLessThan(EPSILON ** 2 * 100);
    evaluate(all.spline, data.x).forEach((value, n) => {
      expect(value).toBeCloseTo(data.y[n], 14);
    });
    // No jump at the ends of the data: the outermost lines go on.
    expect(all.spline.slopes[0]).toBe(all.spline.slopes[1]);
    expect(all.spline.slopes[4]).toBe(all.spline.slopes[3]);
    expect(all.undetermined).toBe(2);
  });

  it('gives a knot at −0 as 0, which has no sign', () => {
    const { spline } = continuousRefit(dataset([-2, -1, 1, 2], [1, 0, 0, 1]), [-0]);
    expect(Object.is(spline.knots[0], 0)).toBe(true);
  });

  it('spreads a bend over the knots of a gap', () => {
    const data = dataset([0, 1, 2, 7, 8, 9], [0, 1, 2, 2, 1, 0]);
    const { spline, undetermined, rss } = continuousRefit(data, [4, 5]);
    // Slopes 1 and −1 meet beyond both knots, at 4.5: by symmetry jumps of −1 at each.
    expect(undetermined).toBe(0);
    expect(rss).toBeLessThan(1e-28);
    expect(Array.from(spline.slopes, (slope) => Math.round(slope * 1e12) / 1e12 + 0)).toEqual([1, 0, -1]);
    const three = continuousRefit(data, [3.5, 4.5, 5.5]);
    expect(three.undetermined).toBe(1);
    // Two conditions, ΣJ = −2 and Σ J(t − 4.5) = 0: equal jumps are shortest.
    for (let p = 0; p < 3; p++) {
      expect(three.spline.slopes[p + 1] - three.spline.slopes[p]).toBeCloseTo(-2 / 3, 12);
    }
  });

  it('has no jump where there are no data', () => {
    const data = dataset([0, 1, 2], [0, 1, 5]);
    const { spline, undetermined, rss } = continuousRefit(data, [-3, -1, 1, 2, 8]);
    expect(Array.from(spline.slopes, (slope) => Math.round(slope * 1e12) / 1e12)).toEqual([1, 1, 1, 4, 4, 4]);
    expect(undetermined).toBe(4);
    expect(rss).toBeLessThan(1e-28);
    const outside = continuousRefit(data, [5]);
    expect(outside.spline.slopes[0]).toBe(outside.spline.slopes[1]);
    expect(outside.rss).toBe(continuousRefit(data, []).rss);
  });

  it('is a constant where all x are equal', () => {
    const { spline, rss, undetermined } = continuousRefit(dataset([3, 3], [1, 2]), [2, 3, 4]);
    expect(evaluate(spline, [0, 3, 9])).toEqual(Float64Array.of(1.5, 1.5, 1.5));
    expect([rss, undetermined]).toEqual([0.5, 4]);
  });

  it('stands at 1e6 ± 1 as at 0 ± 1, and scales with 1e±9', () => {
    const x = Array.from({ length: 200 }, (_, n) => 1e6 + Math.sin(n));
    const near = x.map((each) => each - 1e6);
    const y = near.map((each, n) => Math.abs(each) + 0.1 * Math.sin(n * n));
    const knots = [-0.5, 0.0078125, 0.25];
    const here = continuousRefit(dataset(near, y), knots);
    const far = continuousRefit(
      dataset(x, y),
      knots.map((t) => 1e6 + t),
    );
    expect(Math.abs(far.rss - here.rss)).toBeLessThan(64 * EPSILON * here.rss);
    far.spline.slopes.forEach((slope, p) => {
      // 200 data, slopes of size 1, pieces of width 0.25.
      expect(Math.abs(slope - here.spline.slopes[p])).toBeLessThan(200 * 4 * EPSILON);
    });
    for (const scale of [1e9, 1e-9]) {
      const scaled = continuousRefit(
        dataset(
          near.map((each) => each * scale),
          y.map((each) => each / scale),
        ),
        knots.map((t) => t * scale),
      );
      expect(Math.abs(scaled.rss * scale ** 2 - here.rss)).toBeLessThan(200 * 4 * EPSILON * here.rss);
    }
  });

  it('is never below the best segments with as many pieces', () => {
    const x = Array.from({ length: 60 }, (_, n) => n / 10);
    const data = dataset(
      x,
      x.map((each) => Math.sin(each)),
    );
    const path = optimalSegments(data, { pieces: 5 });
    path.forEach((best, row) => {
      if (best === null) throw new Error('there are 60 data');
      const { rss } = continuousRefit(data, best.cuts);
      expect(rss).toBeGreaterThanOrEqual(best.rss * (1 - 64 * EPSILON));
      if (row > 0) expect(rss).toBeLessThan(path[row - 1]?.rss ?? 0);
    });
  });

  it.each([20, 30, 40, 50])(
    'keeps the digits of pieces squeezed by 2^%i, far from the middle of the data',
    (power) => {
      // The data lie on f: every digit of the shares that the data have in the knots shows in its slopes.
      const squeeze = 2 ** -power;
      const f = (u: number): number => 4 * u - 6 * Math.max(0, u - 0.3) + 2 * Math.max(0, u - 0.7);
      const near = Array.from({ length: 9 }, (_, n) => n / 8);
      const far = Array.from({ length: 20 }, (_, n) => n + 1);
      const data = dataset(
        [...near.map((u) => u * squeeze), ...far],
        [...near.map(f), ...far.map(() => f(1))],
      );
      const { spline, rss } = continuousRefit(data, [0.3 * squeeze, 0.7 * squeeze]);
      [4, -2, 0].forEach((slope, p) => {
        expect(Math.abs(spline.slopes[p] * squeeze - slope)).toBeLessThanOrEqual(64 * EPSILON);
      });
      expect(rss).toBeLessThanOrEqual((64 * EPSILON) ** 2 * data.x.length);
    },
  );

  it('has a residual sum also where knots are so close that slopes have no squares', () => {
    // The datum at 0 is met by a line of slope −1e200, the others leave the residuals of their own line, 3/2.
    const { rss } = continuousRefit(dataset([0, 1, 2, 3], [1, 0, 1.5, 0]), [1e-200, 2e-200]);
    expect(Math.abs(rss - 1.5)).toBeLessThanOrEqual(16 * EPSILON);
  });

  const data = dataset([0, 1], [0, 1]);
  it.each([
    [[1, 1], 'knots must increase, got knots[0] = 1 and knots[1] = 1'],
    [[0, -0], 'knots must increase, got knots[0] = 0 and knots[1] = 0'],
    [[0, 2, 1], 'knots must increase, got knots[1] = 2 and knots[2] = 1'],
    [[Number.NaN], 'knots[0] must be finite, got NaN'],
    [[0, Infinity], 'knots[1] must be finite, got Infinity'],
  ])('refuses the knots %o', (knots, message) => {
    expectRefusal(() => continuousRefit(data, knots), 'RangeError', `continuousRefit: ${message}`);
  });

  it('refuses no data', () => {
    expectRefusal(
      () => continuousRefit(undefined as never, [0]),
      'TypeError',
      'continuousRefit: data must be an object, got undefined',
    );
  });

  it('refuses bad weights', () => {
    expectRefusal(
      () => continuousRefit(data, [], { weights: [1, 0] }),
      'RangeError',
      'continuousRefit: weights[1] must be positive, got 0',
    );
    expectRefusal(
      () => continuousRefit(data, [], { weights: [1] }),
      'ShapeError',
      'continuousRefit: weights must have the length of x, 2, got 1',
    );
  });
});
