import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  differenceError,
  leadingHalf,
  pairDifferences,
  pairProducts,
  productError,
} from '../../src/numeric/double-double.js';
import type { Pairs } from '../../src/numeric/double-double.js';
import { prefixPairSums } from '../../src/numeric/prefix-sums.js';
import { numbers, RUNS } from '../arbitraries/numbers.js';
import { Dyadic, exactError } from '../exact/dyadic.js';

const exactly = ({ high, low }: Pairs, i: number): Dyadic => Dyadic.of(high[i]).plus(Dyadic.of(low[i]));
const distance = (a: Dyadic, b: Dyadic): number => Math.abs(a.minus(b).toNumber());
const { EPSILON } = Number;

describe('numbers of twice the precision', () => {
  it('hold differences exactly', () => {
    fc.assert(
      fc.property(fc.array(numbers(), { maxLength: 8 }), numbers(), (values, shift) => {
        const differences = pairDifferences(values, shift);
        values.forEach((value, i) => {
          const exact = Dyadic.of(value).minus(Dyadic.of(shift));
          expect(distance(exactly(differences, i), exact)).toBe(0);
          expect(differenceError(value, shift, value - shift)).toBe(differences.low[i]);
        });
      }),
      RUNS,
    );
  });

  it('multiply, and add up, to a few EPSILON²', () => {
    const places = fc.array(fc.tuple(numbers(), numbers()), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(places, numbers(), (terms, shift) => {
        const a = pairDifferences(
          terms.map(([first]) => first),
          shift,
        );
        const b = pairDifferences(
          terms.map(([, second]) => second),
          -shift,
        );
        const products = pairProducts(a, b);
        const sums = prefixPairSums(products);
        let total = Dyadic.zero;
        let absolute = 0;
        terms.forEach((_, i) => {
          const exact = exactly(a, i).times(exactly(b, i));
          const size = Math.abs(exact.toNumber());
          // Left out: the product of the low parts, and the roundings of what is added to the error.
          expect(distance(exactly(products, i), exact)).toBeLessThanOrEqual(4 * EPSILON ** 2 * size);
          total = total.plus(exact);
          absolute += size;
          expect(distance(exactly(sums, i + 1), total)).toBeLessThanOrEqual(
            (4 + 2 * (i + 1)) * EPSILON ** 2 * absolute,
          );
        });
      }),
      RUNS,
    );
  });
});

describe('productError', () => {
  it('is exactly what the rounded product lacks', () => {
    const anySize = fc
      .tuple(fc.integer({ min: -(2 ** 53), max: 2 ** 53 }), fc.integer({ min: -450, max: 400 }))
      .map(([mantissa, exponent]) => mantissa * 2 ** exponent);
    fc.assert(
      fc.property(anySize, anySize, (a, b) => {
        const product = a * b;
        if (Math.abs(product) < 2 ** -968 && product !== 0) return;
        const exact = Dyadic.of(a).times(Dyadic.of(b)).minus(Dyadic.of(product));
        expect(exactError(productError(a, b, product), exact)).toBe(0);
      }),
      { ...RUNS, numRuns: 1000 },
    );
  });

  it('is 0, and never NaN, where a factor is too large to be split or the product overflows', () => {
    expect(productError(2 ** 1000 / 3, 1 / 3, (2 ** 1000 / 3) * (1 / 3))).toBe(0);
    expect(productError(1e200, 1e200, Infinity)).toBe(0);
  });
});

describe('leadingHalf', () => {
  it('leaves a rest of at most 26 bits, so that products of halves are exact', () => {
    fc.assert(
      fc.property(numbers(), numbers(), (a, b) => {
        const [high, other] = [leadingHalf(a), leadingHalf(b)];
        expect(Math.abs(a - high)).toBeLessThanOrEqual(2 ** -26 * Math.abs(a));
        const exact = Dyadic.of(high).times(Dyadic.of(other));
        expect(exactError(high * other, exact)).toBe(0);
      }),
      RUNS,
    );
  });
});
