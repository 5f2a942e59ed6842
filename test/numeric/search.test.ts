import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerBound, upperBound } from '../../src/numeric/search.js';
import { places, RUNS } from '../arbitraries/numbers.js';

describe('lowerBound and upperBound', () => {
  it('count the entries below x, and those not above it', () => {
    const cases = fc.array(places(), { maxLength: 30 }).chain((unsorted) => {
      const sorted = Float64Array.from(unsorted).sort();
      const ends = [-Infinity, Infinity, 0, -0];
      return fc.tuple(fc.constant(sorted), fc.oneof(places(), fc.constantFrom(...unsorted, ...ends)));
    });
    fc.assert(
      fc.property(cases, ([sorted, x]) => {
        expect(lowerBound(sorted, x)).toBe(sorted.filter((value) => value < x).length);
        expect(upperBound(sorted, x)).toBe(sorted.filter((value) => value <= x).length);
      }),
      RUNS,
    );
  });
});
