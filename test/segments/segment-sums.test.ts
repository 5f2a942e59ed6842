import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { SEGMENT_MOMENTS, segmentMomentsInto, segmentSlope, segmentSums } from 'relu-splines/segments';
import type { SegmentSums } from 'relu-splines/segments';
import { datasets } from '../arbitraries/datasets.js';
import { numbers, RUNS } from '../arbitraries/numbers.js';
import { Dyadic, exactError } from '../exact/dyadic.js';
import { expectRefusal } from '../laws/refusal.js';

interface ExactMoments {
  readonly weight: Dyadic;
  /** Weight times mean, measured from the origin. */
  readonly x: Dyadic;
  readonly y: Dyadic;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
  readonly rss: number;
}

/** All sums exactly; only the quotients at the end are rounded. */
function exactMoments(
  { data, weights, xOrigin, yOrigin }: SegmentSums,
  start: number,
  end: number,
): ExactMoments {
  let [weight, x, y, xx, xy, yy] = Array<Dyadic>(6).fill(Dyadic.zero);
  for (let n = start; n < end; n++) {
    const w = Dyadic.of(weights[n]);
    const dx = Dyadic.of(data.x[n]).minus(Dyadic.of(xOrigin));
    const dy = Dyadic.of(data.y[n]).minus(Dyadic.of(yOrigin));
    weight = weight.plus(w);
    x = x.plus(w.times(dx));
    y = y.plus(w.times(dy));
    xx = xx.plus(w.times(dx).times(dx));
    xy = xy.plus(w.times(dx).times(dy));
    yy = yy.plus(w.times(dy).times(dy));
  }
  const xxCentred = weight.times(xx).minus(x.times(x));
  const xyCentred = weight.times(xy).minus(x.times(y));
  const yyCentred = weight.times(yy).minus(y.times(y));
  const total = weight.toNumber();
  const left = xxCentred.times(yyCentred).minus(xyCentred.times(xyCentred));
  const rss = xxCentred.sign() === 0 ? yyCentred.toNumber() : left.toNumber() / xxCentred.toNumber();
  return {
    weight,
    x,
    y,
    xx: xxCentred.toNumber() / total,
    xy: xyCentred.toNumber() / total,
    yy: yyCentred.toNumber() / total,
    rss: rss / total,
  };
}

function momentsOf(sums: SegmentSums, start: number, end: number): Float64Array {
  const out = new Float64Array(SEGMENT_MOMENTS);
  segmentMomentsInto(out, sums, start, end);
  return out;
}

const { EPSILON } = Number;

/** Holds all moments of a run against the exact ones. */
function expectMoments(sums: SegmentSums, start: number, end: number): void {
  const exact = exactMoments(sums, start, end);
  const [weight, xMean, yMean, xx, xy, yy, rss] = momentsOf(sums, start, end);
  const { data, weights, xOrigin, yOrigin } = sums;
  const n = data.x.length;
  const what = `${start} … ${end}`;
  const before = (value: (i: number) => number): number =>
    Array.from({ length: end }, (_, i) => value(i)).reduce((sum, each) => sum + each, 0);
  const largest = (values: Dataset['x'], origin: number): number =>
    Math.max(...Array.from(values.subarray(start, end), (value) => Math.abs(value - origin)));
  // A few roundings a datum, and what the double-double sums of all data before lose.
  const few = 8 * n * EPSILON;
  const lost = 8 * n * EPSILON ** 2;
  expect(exactError(weight, exact.weight), `weight of ${what}`).toBeLessThanOrEqual(
    few * weight + lost * before((i) => weights[i]),
  );
  for (const [mean, sum, values, origin] of [
    [xMean, exact.x, data.x, xOrigin],
    [yMean, exact.y, data.y, yOrigin],
  ] as const) {
    const error = Math.abs(Dyadic.of(mean).times(exact.weight).minus(sum).toNumber());
    const reach = largest(values, origin);
    expect(error, `mean of ${what}`).toBeLessThanOrEqual(
      few * weight * reach + lost * before((i) => weights[i] * (Math.abs(values[i] - origin) + reach)),
    );
  }
  // The accuracy that the docstring states for Sxx; what is taken from the table of y is right to its own sums.
  const accuracy = 8 * 2 ** -44 + 2 * few;
  const noise = lost * before((i) => weights[i]) * Math.max(...Array.from(data.y, (y) => (y - yOrigin) ** 2));
  expect(Math.abs(xx - exact.xx), `Sxx of ${what}`).toBeLessThanOrEqual(accuracy * exact.xx);
  expect(Math.abs(yy - exact.yy), `Syy of ${what}`).toBeLessThanOrEqual(accuracy * exact.yy + noise);
  expect(Math.abs(xy - exact.xy), `Sxy of ${what}`).toBeLessThanOrEqual(
    accuracy * Math.sqrt(exact.xx * exact.yy) + Math.sqrt(accuracy * exact.xx * noise),
  );
  expect(Math.abs(rss - exact.rss), `rss of ${what}`).toBeLessThanOrEqual(sums.rssError);
}

const weightsFor = (data: Dataset): fc.Arbitrary<number[]> =>
  fc.array(
    numbers().map((w) => Math.abs(w) || 1),
    { minLength: data.x.length, maxLength: data.x.length },
  );

it('takes weights in the order in which the data were handed over', () => {
  const [x, y, weights] = [
    [3, 1, 2, 0],
    [1, 5, 2, 7],
    [10, 20, 30, 40],
  ];
  const sorted = [3, 1, 2, 0];
  const pick = (values: readonly number[]): number[] => sorted.map((k) => values[k]);
  const here = segmentSums(dataset(x, y), weights);
  const there = segmentSums(dataset(pick(x), pick(y)), pick(weights));
  expect(here.weights).toEqual(Float64Array.of(40, 20, 30, 10));
  expect(here.table).toEqual(there.table);
});

describe('moments of a run of data', () => {
  it('are right against exact arithmetic on hostile data with hostile weights', () => {
    const cases = datasets({ maxCount: 12 }).chain((data) =>
      weightsFor(data).map((weights) => segmentSums(data, weights)),
    );
    fc.assert(
      fc.property(cases, (sums) => {
        const n = sums.data.x.length;
        for (let start = 0; start < n; start++) {
          for (let end = start + 1; end <= n; end++) expectMoments(sums, start, end);
        }
      }),
      { ...RUNS, numRuns: 60 },
    );
  });

  it.each([
    ['weights of 1', () => 1],
    // Thirds: their sums round.
    ['uneven weights', (n: number) => 0.1 + (n % 7) / 3],
  ])('lose no digits at 1e6 ± 1, for lines that fit to 1e-6 of the height: %s', (_, weight) => {
    const x = Array.from({ length: 200 }, (_, n) => 1e6 + Math.sin(n * n));
    const y = x.map((each, n) => 1e6 + 3 * (each - 1e6) + 1e-6 * Math.sin(7 * n * n));
    const sums = segmentSums(
      dataset(x, y),
      x.map((_, n) => weight(n)),
    );
    for (const [start, end] of [
      [0, 200],
      [0, 7],
      [50, 60],
      [193, 200],
      [120, 200],
    ] as const) {
      const exact = exactMoments(sums, start, end);
      // What the docstring says: EPSILON² a datum of what went into the run; one factor of EPSILON for the last rounding.
      const slope = exact.xy / exact.xx;
      const squares = sums.data.x.reduce(
        (sum, each, n) =>
          sum +
          sums.weights[n] * ((slope * (each - sums.xOrigin)) ** 2 + (sums.data.y[n] - sums.yOrigin) ** 2),
        0,
      );
      expect(exact.rss).toBeLessThan(1e-8 * exact.yy);
      expect(Math.abs(momentsOf(sums, start, end)[6] - exact.rss)).toBeLessThanOrEqual(
        4 * EPSILON * exact.rss + 200 * EPSILON ** 2 * squares,
      );
    }
  });

  it('see a run whose x are lost in those before it', () => {
    const x = [-1e9, ...Array.from({ length: 9 }, (_, n) => n * 1e-9)];
    const sums = segmentSums(
      dataset(
        x,
        x.map((_, n) => (n === 5 ? 1 : 0)),
      ),
    );
    expect(sums.xOrigin).toBe(4e-9);
    const exact = exactMoments(sums, 1, 10);
    const got = momentsOf(sums, 1, 10);
    expect(Math.abs(got[3] - exact.xx)).toBeLessThanOrEqual(16 * EPSILON * exact.xx);
    expect(Math.abs(got[6] - exact.rss)).toBeLessThanOrEqual(16 * EPSILON * exact.yy);
  });

  it('are exactly zero where they are by definition', () => {
    fc.assert(
      fc.property(datasets({ maxCount: 12 }), (data) => {
        const sums = segmentSums(data);
        const { x } = data;
        for (let start = 0; start < x.length; start++) {
          expect(Array.from(momentsOf(sums, start, start + 1).subarray(3))).toEqual([0, 0, 0, 0]);
          if (start + 2 <= x.length && x[start] !== x[start + 1]) {
            expect(momentsOf(sums, start, start + 2)[6]).toBe(0);
          }
          for (let end = start + 1; end <= x.length; end++) {
            const moments = momentsOf(sums, start, end);
            if (x[start] === x[end - 1]) {
              expect([moments[3], moments[4], segmentSlope(moments)]).toEqual([0, 0, 0]);
              expect(moments[6]).toBe(moments[5]);
            } else expect(moments[3]).toBeGreaterThan(0);
            expect(moments[5]).toBeGreaterThanOrEqual(0);
            expect(moments[6]).toBeGreaterThanOrEqual(0);
          }
        }
      }),
      RUNS,
    );
  });

  it('are those of the mean where the squares of x underflow', () => {
    const sums = segmentSums(dataset([0, 1e-200, 2e-200], [0, 3, 0]));
    const moments = momentsOf(sums, 0, 3);
    // About the mean 1: 1 + 4 + 1.
    expect(Array.from(moments.subarray(3))).toEqual([0, 0, 6, 6]);
    expect(segmentSlope(moments)).toBe(0);
  });

  it('count a datum of weight m as m data', () => {
    const [x, y] = [
      [0, 1, 2, 4, 5, 7, 8, 9],
      [1, 0, 3, 2, 2, 5, 1, 0],
    ];
    const counts = [1, 3, 2, 1, 2, 1, 1, 3];
    const repeat = (values: number[]): number[] =>
      values.flatMap((value, n) => Array.from({ length: counts[n] }, () => value));
    const once = momentsOf(segmentSums(dataset(x, y), counts), 0, 8);
    const repeated = momentsOf(segmentSums(dataset(repeat(x), repeat(y))), 0, 14);
    // The origins differ, being the datum in the middle and the plain mean.
    const [weighted, plain] = [
      segmentSums(dataset(x, y), counts),
      segmentSums(dataset(repeat(x), repeat(y))),
    ];
    once[1] += weighted.xOrigin - plain.xOrigin;
    once[2] += weighted.yOrigin - plain.yOrigin;
    once.forEach((value, k) => {
      expect(Math.abs(value - repeated[k])).toBeLessThanOrEqual(32 * EPSILON * (1 + Math.abs(repeated[k])));
    });
  });

  it('refuse weights that are not positive, of another number, and squares that overflow', () => {
    const data = dataset([0, 1], [0, 1]);
    expectRefusal(() => segmentSums(data, 0), 'RangeError', 'segmentSums: weights must be positive, got 0');
    expectRefusal(
      () => segmentSums(data, [1, -2]),
      'RangeError',
      'segmentSums: weights[1] must be positive, got -2',
    );
    expectRefusal(
      () => segmentSums(data, [1, Number.NaN]),
      'RangeError',
      'segmentSums: weights[1] must be finite, got NaN',
    );
    expectRefusal(
      () => segmentSums(data, [1, 1, 1]),
      'ShapeError',
      'segmentSums: weights must have the length of x, 2, got 3',
    );
    expectRefusal(
      () => segmentSums(data, '1' as never),
      'TypeError',
      'segmentSums: weights must be a number or an array of numbers, got "1"',
    );
    const overflows: [number[], number[], number, string][] = [
      [[0, 1], [1.5e308, 1.5e308], 1, 'y'],
      [[0, 1], [0, 1], 1.5e308, 'w'],
      [[0, 1e10], [0, 1], 1e300, 'w·x'],
      [[0, 1], [0, 1e10], 1e300, 'w·y'],
      [[0, 1e200], [0, 1], 1, 'w·x²'],
      [[0, 1e110], [0, 1e200], 1, 'w·x·y'],
      [[0, 1], [0, 1e200], 1, 'w·y²'],
    ];
    for (const [x, y, weight, sum] of overflows) {
      expect(() => segmentSums(dataset(x, y), weight), sum).toThrow(
        new RegExp(`^segmentSums: the sum of ${sum} must be finite, got -?Infinity$`),
      );
    }
  });
});
