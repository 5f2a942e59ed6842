import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compensatedSum, NeumaierSum } from '../../src/numeric/sums.js';
import { numbers, RUNS } from '../arbitraries/numbers.js';
import { Dyadic, exactError } from '../exact/dyadic.js';

/** Terms of very different sizes that largely cancel: each with its opposite somewhere, and a few more. */
const cancelling = fc
  .tuple(fc.array(numbers(), { maxLength: 20 }), fc.array(numbers(), { maxLength: 4 }))
  .map(([pairs, rest]) => [...pairs, ...pairs.map((term) => -term), ...rest])
  .chain((terms) => fc.shuffledSubarray(terms, { minLength: terms.length }));

describe('compensatedSum', () => {
  it('is the exact sum rounded once, but for (n·EPSILON)² of the absolute terms', () => {
    fc.assert(
      fc.property(cancelling, (terms) => {
        const exact = terms.reduce((sum, term) => sum.plus(Dyadic.of(term)), Dyadic.zero);
        const absolute = terms.reduce((sum, term) => sum + Math.abs(term), 0);
        const allowed =
          Number.EPSILON * Math.abs(exact.toNumber()) + (terms.length * Number.EPSILON) ** 2 * absolute;
        expect(exactError(compensatedSum(terms), exact)).toBeLessThanOrEqual(allowed);
      }),
      RUNS,
    );
  });

  it('finds what a plain sum loses', () => {
    const terms = [1, 1e100, 1, -1e100];
    expect(terms.reduce((sum, term) => sum + term, 0)).toBe(0);
    expect(compensatedSum(terms)).toBe(2);
  });

  it('is 0 for no terms, and infinite once it has overflowed', () => {
    expect(compensatedSum([])).toBe(0);
    expect(compensatedSum([1e308, 1e308, 1])).toBe(Infinity);
    expect(compensatedSum([-1e308, -1e308, 1])).toBe(-Infinity);
  });

  it('may be read at any time', () => {
    const sum = new NeumaierSum();
    const seen = [1, 1e100, 1, -1e100].map((term) => {
      sum.add(term);
      return sum.value;
    });
    expect(seen).toEqual([1, 1e100, 1e100, 2]);
  });
});
