import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prefixProductSums, prefixSums, rangeSum, sumOfEntries } from '../../src/numeric/prefix-sums.js';
import { numbers, RUNS } from '../arbitraries/numbers.js';
import { Dyadic, exactError } from '../exact/dyadic.js';

const total = (terms: readonly Dyadic[]): Dyadic => terms.reduce((sum, term) => sum.plus(term), Dyadic.zero);
const absolute = (terms: readonly Dyadic[]): number =>
  terms.reduce((sum, term) => sum + Math.abs(term.toNumber()), 0);

/** One rounding of the sum, and one in double-double, of up to 2·EPSILON², for each term before its end. */
function allowed(exact: Dyadic, before: readonly Dyadic[]): number {
  return (
    Number.EPSILON * Math.abs(exact.toNumber()) + 2 * before.length * Number.EPSILON ** 2 * absolute(before)
  );
}

describe('prefixSums and prefixProductSums', () => {
  it('give any range to its own rounding', () => {
    const pairs = fc.array(fc.tuple(numbers(), numbers()), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(pairs, (terms) => {
        const a = terms.map(([first]) => first);
        const b = terms.map(([, second]) => second);
        const exactA = a.map((value) => Dyadic.of(value));
        const products = exactA.map((value, i) => value.times(Dyadic.of(b[i])));
        for (const [sums, exactTerms] of [
          [prefixSums(a), exactA],
          [prefixProductSums(a, b), products],
        ] as const) {
          for (let end = 0; end <= terms.length; end++) {
            for (let first = 0; first <= end; first++) {
              const exact = total(exactTerms.slice(first, end));
              expect(exactError(rangeSum(sums, first, end), exact)).toBeLessThanOrEqual(
                allowed(exact, exactTerms.slice(0, end)),
              );
            }
          }
        }
      }),
      { ...RUNS, numRuns: 100 },
    );
  });

  it('give a short range far from a large start, which plain prefix sums lose', () => {
    const values = [1e17, 1, 2, 3];
    expect(1e17 + 1 + 2 + 3 - (1e17 + 1 + 2)).not.toBe(3);
    expect(rangeSum(prefixSums(values), 3, 4)).toBe(3);
    expect(rangeSum(prefixSums(values), 1, 3)).toBe(3);
  });

  it('are empty sums at the start', () => {
    expect(prefixSums([])).toEqual({ high: Float64Array.of(0), low: Float64Array.of(0) });
    expect(rangeSum(prefixSums([5]), 0, 0)).toBe(0);
  });
});

describe('sumOfEntries', () => {
  it('adds entries of two tables and one number with one rounding', () => {
    const terms = fc.array(numbers(), { maxLength: 10 });
    fc.assert(
      fc.property(terms, terms, numbers(), (a, b, rest) => {
        const exactTerms = [...a, ...b, rest].map((value) => Dyadic.of(value));
        const exact = total(exactTerms);
        const sum = sumOfEntries(prefixSums(a), a.length, prefixSums(b), b.length, rest);
        expect(exactError(sum, exact)).toBeLessThanOrEqual(
          // Five terms are left to add, with (n·EPSILON)² of them.
          allowed(exact, exactTerms) + (5 * Number.EPSILON) ** 2 * absolute(exactTerms),
        );
      }),
      RUNS,
    );
  });
});
