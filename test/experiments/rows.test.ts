import { describe, expect, it } from 'vitest';
import { compareRows, standardScore, summarise } from 'relu-splines/experiments';
import type { RowEntry } from 'relu-splines/experiments';

const entry = (values: readonly number[], printed?: RowEntry['printed'], ordering?: string): RowEntry => ({
  condition: 'c',
  quantity: 'q',
  values,
  ...(printed === undefined ? {} : { printed }),
  ...(ordering === undefined ? {} : { ordering }),
});

describe('summarise', () => {
  it('gives mean, spread with n − 1, median and range', () => {
    expect(summarise([4, 1, 1, 2])).toEqual({
      count: 4,
      missing: 0,
      mean: 2,
      spread: Math.sqrt(2),
      median: 1.5,
      least: 1,
      most: 4,
    });
  });

  it('counts what is no number as missing', () => {
    expect(summarise([NaN, 3, Infinity])).toMatchObject({
      count: 1,
      missing: 2,
      mean: 3,
      spread: NaN,
      median: 3,
    });
    expect(summarise([])).toEqual({
      count: 0,
      missing: 0,
      mean: NaN,
      spread: NaN,
      median: NaN,
      least: NaN,
      most: NaN,
    });
  });
});

describe('standardScore', () => {
  it('is the difference over the standard error of both', () => {
    // Ours: mean 2, variance 2 of 4 values; print: mean 1, spread 3 of 9 runs: √(2/4 + 9/9).
    expect(standardScore(summarise([4, 1, 1, 2]), { mean: 1, spread: 3, count: 9 })).toBeCloseTo(
      1 / Math.sqrt(1.5),
      14,
    );
  });

  it('takes five runs, and our spread where print has none', () => {
    expect(standardScore(summarise([4, 1, 1, 2]), { mean: 1 })).toBeCloseTo(1 / Math.sqrt(2 / 4 + 2 / 5), 14);
  });
});

describe('standardScore of one run', () => {
  it('takes the spread of print for ours', () => {
    // 3 − 1 over √(2²/1 + 2²/4).
    expect(standardScore(summarise([3]), { mean: 1, spread: 2, count: 4 })).toBeCloseTo(2 / Math.sqrt(5), 14);
    expect(standardScore(summarise([3]), { mean: 1 })).toBeNaN();
  });
});

describe('compareRows', () => {
  it('judges each row by its z, its place in the ordering, and what is known of print', () => {
    const values = [0.9, 1, 1.1];
    const rows = compareRows([
      entry(values, { mean: 1, spread: 0.1 }),
      // Far from print; above the row before in both.
      entry([9, 10, 11], { mean: 3, spread: 0.1 }, 'o'),
      entry(values, { mean: 1, spread: 0.1 }, 'o'),
      // Print has it above the other row of its ordering, here it is below.
      entry([0, 0.1, 0.2], { mean: 3, spread: 0.1 }, 'p'),
      entry(values, { mean: 1, spread: 0.1 }, 'p'),
      entry([9, 10, 11], { mean: 3, spread: 0.1 }),
      entry([9, 10, 11], { mean: 3, spread: 0.1, impossible: 'no such numbers' }, 'o'),
      entry(values),
      entry([NaN], { mean: 1 }),
    ]);
    expect(rows.map(({ verdict }) => verdict)).toEqual([
      'agrees',
      'same ordering',
      'agrees',
      'differs',
      'agrees',
      'differs',
      'print impossible',
      'not in print',
      'differs',
    ]);
    expect(rows[0].z).toBeCloseTo(0, 12);
    expect(rows[7].z).toBeNaN();
  });
});
