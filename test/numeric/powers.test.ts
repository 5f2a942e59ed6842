import { describe, expect, it } from 'vitest';
import { integerPower } from '../../src/numeric/powers.js';

describe('integerPower', () => {
  it('is exact where the products are', () => {
    expect([0, 1, 2, 3, 13].map((n) => integerPower(-3, n))).toEqual([1, -3, 9, -27, -1594323]);
    expect(integerPower(2, 1000)).toBe(2 ** 1000);
    expect(integerPower(0, 0)).toBe(1);
    expect(integerPower(0, 5)).toBe(0);
  });

  it('is as near as so many roundings allow', () => {
    for (const base of [0.9, 0.999, 1.001]) {
      for (const exponent of [7, 100, 999, 12345]) {
        const wanted = base ** exponent;
        // One rounding a factor, and those of the engine.
        const allowed = (exponent + 2) * Number.EPSILON * wanted;
        expect(Math.abs(integerPower(base, exponent) - wanted)).toBeLessThanOrEqual(allowed);
      }
    }
  });

  it('goes below every number and above', () => {
    expect(integerPower(0.5, 2000)).toBe(0);
    expect(integerPower(10, 400)).toBe(Infinity);
  });
});
