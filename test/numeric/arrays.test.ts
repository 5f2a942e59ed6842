import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gather, largestMagnitude, sortOrder } from '../../src/numeric/arrays.js';
import { places, RUNS } from '../arbitraries/numbers.js';

describe('sortOrder', () => {
  it('sorts upwards and keeps equal values, 0 and −0 among them, in their order', () => {
    const values = fc.array(fc.oneof(places(), fc.constantFrom(0, -0, Infinity, -Infinity)), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(values, (list) => {
        const order = sortOrder(list);
        expect([...order].sort((i, j) => i - j)).toEqual(list.map((_, i) => i));
        for (let k = 1; k < order.length; k++) {
          const [i, j] = [order[k - 1], order[k]];
          expect(list[i] < list[j] || (list[i] === list[j] && i < j)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('takes any array-like and leaves it alone', () => {
    const values = Float64Array.of(3, 1, 2);
    expect(sortOrder(values)).toEqual(Int32Array.of(1, 2, 0));
    expect(values).toEqual(Float64Array.of(3, 1, 2));
    expect(sortOrder({ length: 2, 0: 5, 1: 4 })).toEqual(Int32Array.of(1, 0));
    expect(sortOrder([])).toEqual(new Int32Array());
  });
});

describe('gather', () => {
  it('takes values in the given order, as often as named', () => {
    expect(gather([10, 20, 30], Int32Array.of(2, 0, 2))).toEqual(Float64Array.of(30, 10, 30));
    expect(gather([], new Int32Array())).toEqual(new Float64Array());
  });
});

describe('largestMagnitude', () => {
  it('is of either sign, 0 of none, and NaN where one of them is', () => {
    expect(largestMagnitude(Float64Array.of(1, -3, 2))).toBe(3);
    expect(largestMagnitude([-0])).toBe(0);
    expect(largestMagnitude([])).toBe(0);
    expect(largestMagnitude([2, NaN, 3])).toBeNaN();
  });
});
