import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { evaluateSegments, optimalSegments, segmentSums } from 'relu-splines/segments';
import type { OptimalSegmentation } from 'relu-splines/segments';
import { randomStream } from '../../src/numeric/streams.js';
import { datasets } from '../arbitraries/datasets.js';
import { RUNS } from '../arbitraries/numbers.js';
import { expectRefusal } from '../laws/refusal.js';
import { asHandedOver, bestByTrial, lineRss } from './brute-force.js';

const { EPSILON } = Number;

/** The fit that there must be. */
function fit(path: readonly (OptimalSegmentation | null)[], pieces: number): OptimalSegmentation {
  const found = path[pieces - 1];
  if (found === null) throw new Error(`no segmentation with ${pieces} pieces`);
  return found;
}

/** 30 data on four lines that do not meet, with noise of 0.2. */
function fourPieces(seed: number): Dataset {
  const stream = randomStream(seed, 5);
  const x = Array.from({ length: 30 }, (_, n) => n / 30);
  const y = x.map((place) => {
    const piece = Math.floor(4 * place);
    return [0, 3, -1, 2][piece] + [2, -4, 6, 1][piece] * place + 0.2 * stream.normal();
  });
  return dataset(x, y);
}

/** Small data with ties, and everything that may be asked of them. */
const questions = datasets({ minCount: 2, maxCount: 8, wild: false }).chain((data) =>
  fc.record({
    data: fc.constant(data),
    weights: fc.array(
      fc.integer({ min: 1, max: 64 }).map((w) => w / 8),
      {
        minLength: data.x.length,
        maxLength: data.x.length,
      },
    ),
    minimumLength: fc.integer({ min: 1, max: Math.min(3, data.x.length) }),
    ties: fc.constantFrom('split' as const, 'together' as const),
  }),
);

/** The total sum of squares: what every sum of squares is rounded against. */
const totalOf = ({ y }: Dataset, weights: ArrayLike<number>): number => {
  let [sum, weight] = [0, 0];
  y.forEach((each, n) => {
    sum += weights[n] * each;
    weight += weights[n];
  });
  return y.reduce((squares, each, n) => squares + weights[n] * (each - sum / weight) ** 2, 0);
};

describe('optimal segments', () => {
  it('are the best of all segmentations, with ties, weights and a minimum length', () => {
    fc.assert(
      fc.property(questions, ({ data, weights, minimumLength, ties }) => {
        const n = data.x.length;
        const pieces = Math.floor(n / minimumLength);
        const handed = asHandedOver(weights, data);
        const path = optimalSegments(data, { pieces, minimumLength, weights: handed, ties });
        expect(path).toHaveLength(pieces);
        // Both sides have up to n terms a sum, each rounded against the total.
        const rounding = 64 * n * EPSILON * totalOf(data, weights);
        path.forEach((got, row) => {
          const allowed = (first: number): boolean => ties === 'split' || data.x[first] !== data.x[first - 1];
          const tried = bestByTrial(data, weights, { pieces: row + 1, minimumLength, allowed });
          if (got === null) {
            expect(tried).toEqual([]);
            return;
          }
          expect(Math.abs(got.rss - tried[0].rss)).toBeLessThanOrEqual(rounding);
          if (tried.length === 1) expect(got.gap).toBe(Infinity);
          else expect(Math.abs(got.gap - (tried[1].rss - tried[0].rss))).toBeLessThanOrEqual(2 * rounding);
          if (got.unique) expect(Array.from(got.breaks)).toEqual(tried[0].breaks);
          // The breaks are as good as they say.
          const edges = [0, ...got.breaks, n];
          let own = 0;
          for (let p = 0; p + 1 < edges.length; p++) {
            expect(edges[p + 1] - edges[p]).toBeGreaterThanOrEqual(minimumLength);
            if (p > 0) expect(allowed(edges[p])).toBe(true);
            own += lineRss(data, weights, edges[p], edges[p + 1]);
          }
          expect(Math.abs(own - got.rss)).toBeLessThanOrEqual(rounding);
        });
      }),
      { ...RUNS, numRuns: 150 },
    );
  });

  it('never fit worse with more pieces, and perfectly with half as many as there are data', () => {
    fc.assert(
      fc.property(datasets({ maxCount: 40 }), (data) => {
        const n = data.x.length;
        const path = optimalSegments(data, { pieces: n });
        const { rssError } = segmentSums(data);
        for (let k = 2; k <= n; k++) {
          // Two sums of up to n costs, each off by at most rssError.
          expect(fit(path, k).rss).toBeLessThanOrEqual(fit(path, k - 1).rss + 2 * n * rssError);
        }
        expect(fit(path, n).rss).toBe(0);
        if (data.groupStarts.length - 1 === n) {
          // Any two data with different x are on a line.
          expect(fit(path, Math.ceil(n / 2)).rss).toBe(0);
        }
      }),
      { ...RUNS, numRuns: 60 },
    );
  });

  it.each([1, 1e-9, 1e9])('know a tie by the scale of the data, here %d', (scale) => {
    // The same from both ends: a break before the third datum is as good as one after the sixth, but for rounding.
    const y = [0.1, 0.2, 0.9, 0.7, 0.7, 0.9, 0.2, 0.1];
    const path = optimalSegments(
      dataset(
        y.map((_, n) => n / 10),
        y.map((value) => value * scale),
      ),
      { pieces: 3 },
    );
    expect(path.map((each) => each?.unique)).toEqual([true, false, true]);
  });

  it('find the pieces that the data were made of', () => {
    const x = Array.from({ length: 90 }, (_, n) => n / 10);
    const line = (n: number): number => (n < 31 ? 2 * x[n] : n < 60 ? 7 - x[n] : -4);
    const path = optimalSegments(
      dataset(
        x,
        x.map((_, n) => line(n)),
      ),
      { pieces: 3 },
    );
    const three = fit(path, 3);
    expect(Array.from(three.breaks)).toEqual([31, 60]);
    expect(three.unique).toBe(true);
    // 90 data, values up to 7, a handful of roundings each.
    const near = 90 * 8 * EPSILON;
    [2, -1, 0].forEach((slope, p) => {
      expect(Math.abs(three.slopes[p] - slope)).toBeLessThan(near);
    });
    [0, 7, -4].forEach((intercept, p) => {
      expect(Math.abs(three.intercepts[p] - intercept)).toBeLessThan(8 * near);
    });
    expect(three.rss).toBeLessThan(90 * (8 * EPSILON) ** 2 * 49);
    expect(fit(path, 2).rss).toBeGreaterThan(1);
  });
});

describe('optimal segments of moved and scaled data', () => {
  const x = Array.from({ length: 120 }, (_, n) => n / 60 - 1 + 0.004 * Math.sin(n * n));
  const y = x.map((each, n) => Math.abs(each - 0.25) + (each < -0.5 ? 1 : 0) + 0.05 * Math.sin(5 * n * n));
  const here = fit(optimalSegments(dataset(x, y), { pieces: 3 }), 3);

  it.each([
    [2 ** 30, 1],
    [1, 2 ** -30],
    [2 ** -33, 2 ** 31],
  ])('scale exactly with powers of two: x by %d, y by %d', (xScale, yScale) => {
    const data = dataset(
      x.map((each) => each * xScale),
      y.map((each) => each * yScale),
    );
    const there = fit(optimalSegments(data, { pieces: 3 }), 3);
    expect(there.breaks).toEqual(here.breaks);
    expect(there.rss).toBe(here.rss * yScale ** 2);
    expect(there.slopes).toEqual(here.slopes.map((slope) => (slope * yScale) / xScale));
  });

  it.each([
    [1e9, 1e-9],
    [1e-9, 1e9],
  ])('scale with others to their rounding: x by %d, y by %d', (xScale, yScale) => {
    const data = dataset(
      x.map((each) => each * xScale),
      y.map((each) => each * yScale),
    );
    const there = fit(optimalSegments(data, { pieces: 3 }), 3);
    expect(there.breaks).toEqual(here.breaks);
    // The data are rounded once; the sum of squares follows 2·√(rss·n)·EPSILON at most.
    expect(Math.abs(there.rss / yScale ** 2 - here.rss)).toBeLessThan(
      120 * 4 * EPSILON * here.rss + 120 * EPSILON,
    );
  });

  it('stand at 1e6 ± 1 as at 0 ± 1', () => {
    const far = x.map((each) => 1e6 + each);
    const back = far.map((each) => each - 1e6);
    const [there, same] = [dataset(far, y), dataset(back, y)].map((data) =>
      fit(optimalSegments(data, { pieces: 3 }), 3),
    );
    expect(there.breaks).toEqual(same.breaks);
    // The same data but for the origin, which both take away exactly.
    expect(Math.abs(there.rss - same.rss)).toBeLessThan(8 * EPSILON * same.rss);
    there.slopes.forEach((slope, p) => {
      expect(Math.abs(slope - same.slopes[p])).toBeLessThan(8 * EPSILON * Math.abs(same.slopes[p]) + EPSILON);
    });
    const values = evaluateSegments(there, far);
    evaluateSegments(same, back).forEach((value, n) => {
      // Means at 1e6 are rounded to 1e-10, and the slopes are below 3.
      expect(Math.abs(values[n] - value)).toBeLessThan(4 * 1e6 * EPSILON);
    });
  });

  it('are those of the data seen in a mirror', () => {
    const mirrored = dataset(
      x.map((each) => -each),
      y,
    );
    const there = fit(optimalSegments(mirrored, { pieces: 3 }), 3);
    expect(Array.from(there.breaks)).toEqual(Array.from(here.breaks, (first) => 120 - first).reverse());
  });
});

describe('the record of a segmentation', () => {
  const data = dataset([0, 1, 2, 10, 11, 12], [0, 3, 0, 5, 5, 6]);

  it('has the BIC that one works out by hand', () => {
    const { bic, rss } = fit(optimalSegments(data, { pieces: 2, minimumLength: 3 }), 2);
    // About the lines 1 and 16/3 + (x − 11)/2: 1 + 4 + 1, and (1/6)² + (1/3)² + (1/6)².
    expect(rss).toBeCloseTo(6 + 1 / 6, 14);
    // −2 ln L = 6 (ln(2π · 37/36) + 1), and 2·2 coefficients, one break, one variance.
    expect(bic).toBeCloseTo(6 * (Math.log((2 * Math.PI * 37) / 36) + 1) + 6 * Math.log(6), 12);
  });

  it('counts weights in the BIC as variances σ²/w: a common factor changes nothing', () => {
    const { bic } = fit(optimalSegments(data, { pieces: 1 }), 1);
    const { bic: heavy } = fit(optimalSegments(data, { pieces: 1, weights: 7 }), 1);
    expect(heavy).toBeCloseTo(bic, 12);
  });

  it('chooses pieces of few data by the BIC where those are allowed, and the right number with longer ones', () => {
    const right = [1, 2, 3, 4].map((minimumLength) => {
      const chosen = Array.from({ length: 40 }, (_, seed) => {
        const found = optimalSegments(fourPieces(seed), {
          pieces: Math.min(8, 28 / minimumLength),
          minimumLength,
        });
        const fits = found.flatMap((each) => (each === null ? [] : [each]));
        return fits.reduce((least, each) => (each.bic < least.bic ? each : least)).pieces;
      });
      return chosen.filter((pieces) => pieces === 4).length;
    });
    expect(right).toEqual([17, 17, 28, 35]);
  });

  it('is −∞ in the BIC where nothing is left', () => {
    expect(fit(optimalSegments(data, { pieces: 3, minimumLength: 2 }), 3)).toMatchObject({
      rss: 0,
      bic: -Infinity,
    });
  });

  it('cuts halfway between data, and each datum is on its own line', () => {
    const two = fit(optimalSegments(data, { pieces: 2, minimumLength: 3 }), 2);
    expect(Array.from(two.cuts)).toEqual([6]);
    expect(evaluateSegments(two, [-1, 0, 5.999, 6, 12])).toEqual(
      Float64Array.from(
        [-1, 0, 5.999, 6, 12],
        (x, n) => two.yMeans[n < 3 ? 0 : 1] + (n < 3 ? 0 : 0.5 * (x - 11)),
      ),
    );
    expect(evaluateSegments(two, 6)).toBe(two.yMeans[1] - 2.5);
  });

  it('gives neighbouring doubles to their own pieces, and equal x to the last', () => {
    const next = 1 + EPSILON;
    const near = fit(
      optimalSegments(dataset([0, 1, next, 3], [0, 0, 5, 5]), { pieces: 2, minimumLength: 2 }),
      2,
    );
    expect(Array.from(near.breaks)).toEqual([2]);
    expect(evaluateSegments(near, [1, next])).toEqual(Float64Array.of(0, 5));
    const tied = fit(
      optimalSegments(dataset([0, 1, 1, 3], [0, 0, 5, 5]), { pieces: 2, minimumLength: 2 }),
      2,
    );
    expect(Array.from(tied.cuts)).toEqual([1]);
    expect(evaluateSegments(tied, [0.999, 1])).toEqual(Float64Array.of(0, 5));
  });

  it('has its lines go through data squeezed together far from the middle of all', () => {
    const near = Array.from({ length: 8 }, (_, n) => n * 2 ** -40);
    const far = Array.from({ length: 10 }, (_, n) => n + 1);
    const data = dataset([...near, ...far], [...near.map((_, n) => 3 * n), ...far.map((x) => 50 - x)]);
    const two = fit(optimalSegments(data, { pieces: 2 }), 2);
    expect(two.breaks).toEqual(Int32Array.of(8));
    expect(two.xMeans[0]).toBe(3.5 * 2 ** -40);
    // Some roundings of y, at most 50.
    evaluateSegments(two, data.x).forEach((value, n) => {
      expect(Math.abs(value - data.y[n])).toBeLessThanOrEqual(4 * 50 * EPSILON);
    });
  });

  it('is null where ties that stay together leave no way', () => {
    const tied = dataset([0, 0, 0, 1], [1, 2, 3, 4]);
    const path = optimalSegments(tied, { pieces: 4, ties: 'together' });
    expect(path.map((each) => each?.rss ?? null)).toEqual([2, 2, null, null]);
    expect(path[1]).toMatchObject({ breaks: Int32Array.of(3), slopes: Float64Array.of(0, 0), gap: Infinity });
  });
});

describe('bad questions', () => {
  const data = dataset([0, 1, 2], [0, 1, 0]);
  it.each([
    [{ pieces: 4 }, 'pieces × minimumLength must be at most the number of data, 3, got 4 × 1'],
    [
      { pieces: 2, minimumLength: 2 },
      'pieces × minimumLength must be at most the number of data, 3, got 2 × 2',
    ],
    [{ pieces: 0 }, 'pieces must be an integer of at least 1, got 0'],
    [{ pieces: 1.5 }, 'pieces must be an integer of at least 1, got 1.5'],
    [{ pieces: 1, minimumLength: 0 }, 'minimumLength must be an integer of at least 1, got 0'],
    [{ pieces: 1, weights: [1, 0, 1] }, 'weights[1] must be positive, got 0'],
    [{ pieces: 1, weights: [1, Infinity, 1] }, 'weights[1] must be finite, got Infinity'],
    [{ pieces: 1, ties: 'merged' as 'split' }, `ties must be 'split' or 'together', got "merged"`],
  ])('%o', (options, message) => {
    expectRefusal(() => optimalSegments(data, options), 'RangeError', `optimalSegments: ${message}`);
  });

  it('weights of another number, no options, and places that are not finite', () => {
    expectRefusal(
      () => optimalSegments(data, { pieces: 1, weights: [1, 2] }),
      'ShapeError',
      'optimalSegments: weights must have the length of x, 3, got 2',
    );
    expectRefusal(
      () => optimalSegments(data, undefined as unknown as { pieces: number }),
      'TypeError',
      'optimalSegments: options must be an object, got undefined',
    );
    expectRefusal(
      () => optimalSegments(null as never, { pieces: 1 }),
      'TypeError',
      'optimalSegments: data must be an object, got null',
    );
    expectRefusal(
      () => optimalSegments(data, { pieces: 1, minimumLength: null as never }),
      'TypeError',
      'optimalSegments: minimumLength must be a number, got null',
    );
    expectRefusal(
      () => evaluateSegments(null as never, 0),
      'TypeError',
      'evaluateSegments: segmentation must be an object, got null',
    );
    const one = fit(optimalSegments(data, { pieces: 1 }), 1);
    expectRefusal(
      () => evaluateSegments(one, [0, Number.NaN]),
      'RangeError',
      'evaluateSegments: x[1] must be finite, got NaN',
    );
    expectRefusal(
      () => evaluateSegments(one, Infinity),
      'RangeError',
      'evaluateSegments: x must be finite, got Infinity',
    );
    expectRefusal(
      () => evaluateSegments(one, '0' as never),
      'TypeError',
      'evaluateSegments: x must be a number or an array of numbers, got "0"',
    );
    expectRefusal(
      () => evaluateSegments({ cuts: [], slopes: [1] } as never, 0),
      'TypeError',
      'evaluateSegments: segmentation must be one of those of optimalSegments, or that of greedyMerge, got an object',
    );
  });
});
