import { describe, expect, it } from 'vitest';
import { fitExponent } from '../../bench/exponent.js';
import { timing } from './synthetic.js';

describe('fitExponent', () => {
  it('finds the exponent of a power, with no error', () => {
    const costs = [10, 100, 1000, 10_000].map((size) => ({ size, time: timing(3 * size ** 1.5) }));
    const { value, standardError, from, to } = fitExponent('library', 'N', costs);
    // Sums of four logarithms below 30 round to about 4 × 30 × 2⁻⁵³, over a spread of log size above 10.
    expect(value).toBeCloseTo(1.5, 13);
    expect(standardError).toBeLessThan(1e-13);
    expect([from, to]).toEqual([10, 10_000]);
  });

  it('gives the standard error of a line through three points', () => {
    // log size −1, 0, 1 and log time −1, 1, 1 about their means: slope 1, residuals −1/3, 2/3, −1/3.
    const time = [-1, 1, 1];
    const costs = time.map((y, k) => ({ size: Math.exp(k - 1), time: timing(Math.exp(y)) }));
    const { value, standardError } = fitExponent('library', 'N', costs);
    expect(value).toBeCloseTo(1, 14);
    expect(standardError).toBeCloseTo(Math.sqrt(6 / 9 / 1 / 2), 14);
  });

  it('has no standard error for two sizes, whatever their order', () => {
    const costs = [1000, 10].map((size) => ({ size, time: timing(size ** 2) }));
    expect(fitExponent('library', 'N', costs)).toMatchObject({ standardError: null, from: 10, to: 1000 });
  });

  it.each([[[]], [[10]], [[10, 10]], [[0, 10]], [[10, NaN]]])('refuses the sizes %j', (sizes) => {
    const costs = sizes.map((size) => ({ size, time: timing(1) }));
    expect(() => fitExponent('library', 'N', costs)).toThrow(
      `fitExponent: sizes must be two or more positive numbers, got ${sizes.join(', ')}`,
    );
  });
});
