import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dyadic, exactError } from './dyadic.js';

// One operation of IEEE arithmetic is the exact one, rounded: the oracle must agree with the processor.
const anyDouble = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('Dyadic', () => {
  it('holds every double exactly', () => {
    fc.assert(
      fc.property(anyDouble, (value) => {
        expect(Dyadic.of(value).toNumber()).toBe(value + 0);
      }),
      { seed: 1, numRuns: 1000 },
    );
    for (const value of [5e-324, 2 ** -1022 - 2 ** -1074, 2 ** -1022, Number.MAX_VALUE, -(2 ** 53 + 2)]) {
      expect(Dyadic.of(value).toNumber()).toBe(value);
    }
  });

  it('rounds sums, differences and products as the processor does', () => {
    fc.assert(
      fc.property(anyDouble, anyDouble, (a, b) => {
        expect(Dyadic.of(a).plus(Dyadic.of(b)).toNumber()).toBe(a + b + 0);
        expect(Dyadic.of(a).minus(Dyadic.of(b)).toNumber()).toBe(a - b + 0);
        // Adding 0 turns −0 into 0, which is the only zero that Dyadic has.
        expect(Dyadic.of(a).times(Dyadic.of(b)).toNumber() + 0).toBe(a * b + 0);
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  it('rounds ties to even', () => {
    const half = Dyadic.of(2 ** -53);
    expect(Dyadic.of(1).plus(half).toNumber()).toBe(1);
    expect(
      Dyadic.of(1 + 2 ** -52)
        .plus(half)
        .toNumber(),
    ).toBe(1 + 2 ** -51);
  });

  it('sees what doubles lose', () => {
    const sum = Dyadic.of(1e16).plus(Dyadic.of(1));
    expect(exactError(1e16 + 1, sum)).toBe(1);
    expect(sum.minus(Dyadic.of(1e16)).half().toNumber()).toBe(0.5);
    expect(sum.negated().sign()).toBe(-1);
    expect(exactError(NaN, sum)).toBe(Infinity);
  });

  it('refuses what is no number', () => {
    expect(() => Dyadic.of(NaN)).toThrow('Dyadic.of: value must be finite, got NaN');
  });
});
