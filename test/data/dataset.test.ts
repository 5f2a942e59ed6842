import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, ShapeError, standardise } from 'relu-splines';
import { checkDataset } from '../../src/data/dataset.js';

describe('dataset', () => {
  it('sorts, keeps ties in the order of the caller, and remembers where each datum came from', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer()), { minLength: 1 }),
        (pairs) => {
          const x = pairs.map(([input]) => input / 4);
          const y = pairs.map(([, target]) => target);
          const data = dataset(x, y);
          const sorted = pairs.map((_, i) => i).sort((i, j) => x[i] - x[j] || i - j);
          expect(Array.from(data.order)).toEqual(sorted);
          expect(Array.from(data.x)).toEqual(sorted.map((i) => x[i]));
          expect(Array.from(data.y)).toEqual(sorted.map((i) => y[i]));
          const distinct = [...new Set(data.x)];
          expect(Array.from(data.groupStarts.subarray(0, distinct.length), (n) => data.x[n])).toEqual(
            distinct,
          );
          expect(data.groupStarts[distinct.length]).toBe(x.length);
        },
      ),
      { seed: 11 },
    );
  });

  it('copies: the arrays handed in stay as they are and later changes to them do not show', () => {
    const x = Float64Array.of(2, 1);
    const data = dataset(x, [20, 10]);
    expect(Array.from(x)).toEqual([2, 1]);
    x[0] = 99;
    expect(Array.from(data.x)).toEqual([1, 2]);
  });

  it.each([
    [[], [], ShapeError, 'dataset: x must have at least one datum, got none'],
    [[1, 2], [1], ShapeError, 'dataset: y must have the length of x, 2, got 1'],
    [[1, NaN], [1, 2], RangeError, 'dataset: x[1] must be finite, got NaN'],
    [[1, 2], [1, -Infinity], RangeError, 'dataset: y[1] must be finite, got -Infinity'],
    [
      [1e308, 0, -1e308],
      [1, 2, 3],
      RangeError,
      'dataset: x must have a range that does not overflow, got -1e+308 to 1e+308',
    ],
  ])('refuses %j, %j', (x, y, kind, message) => {
    expect(() => dataset(x, y)).toThrow(kind);
    expect(() => dataset(x, y)).toThrow(message);
  });

  it('refuses what is not an array of numbers', () => {
    const untyped = dataset as unknown as (x: unknown, y: unknown) => unknown;
    expect(() => untyped('12', [1, 2])).toThrow(
      new TypeError('dataset: x must be an array of numbers, got "12"'),
    );
    expect(() => untyped([1, '2'], [1, 2])).toThrow(new TypeError('dataset: x[1] must be a number, got "2"'));
    expect(() => untyped([1, null], [1, 2])).toThrow(
      new TypeError('dataset: x[1] must be a number, got null'),
    );
  });
});

it('takes any y, and x as far apart as a difference can tell', () => {
  const half = Number.MAX_VALUE / 2;
  expect(dataset([half, -half], [0, 0]).x).toEqual(Float64Array.of(-half, half));
  // Their loss overflows, which is an outcome.
  expect(dataset([0, 1], [-1e308, 1e308]).y).toEqual(Float64Array.of(-1e308, 1e308));
});

describe('what takes data', () => {
  it.each([
    [null, 'data must be an object, got null'],
    [{}, 'data must be made by dataset(x, y), got an object'],
    [{ ...dataset([1, 2], [1, 2]), y: [1, 2] }, 'data must be made by dataset(x, y), got an object'],
    [
      { ...dataset([1, 2], [1, 2]), y: Float64Array.of(1) },
      'data must be made by dataset(x, y), got an object',
    ],
  ])('refuses what is no data set: %o', (data, message) => {
    expect(() => {
      checkDataset('fit', data);
    }).toThrow(new TypeError(`fit: ${message}`));
  });

  it('takes data sets', () => {
    expect(() => {
      checkDataset('fit', standardise(dataset([3, 1], [1, 2]), { xMean: 1, xScale: 2, yMean: 0, yScale: 1 }));
    }).not.toThrow();
  });
});

describe('standardise', () => {
  it('shifts and scales, and keeps the order of the original arrays', () => {
    const data = dataset([12, 8, 10], [200, 100, 150]);
    const scaled = standardise(data, { xMean: 10, xScale: 2, yMean: 150, yScale: 50 });
    expect(Array.from(scaled.x)).toEqual([-1, 0, 1]);
    expect(Array.from(scaled.y)).toEqual([-1, 0, 1]);
    expect(Array.from(scaled.order)).toEqual([1, 2, 0]);
  });

  it('refuses a scale that is not positive', () => {
    const data = dataset([1], [1]);
    expect(() => standardise(data, { xMean: 0, xScale: 0, yMean: 0, yScale: 1 })).toThrow(
      new RangeError('standardise: xScale must be positive, got 0'),
    );
  });
});
