import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lambertWm1, onePlusLambertWm1 } from '../../src/numeric/lambert-w.js';
import { expectRelativeError, specialValues } from './special-functions.js';

const INVERSE_E = 0.36787944117144233;

describe('the documented relative errors hold against 50-digit values', () => {
  test('from the branch point to the smallest double', () => {
    expectRelativeError(lambertWm1, specialValues('W_-1'), 3e-16);
  });
  test('one plus it, from the branch point', () => {
    expectRelativeError(onePlusLambertWm1, specialValues('1 + W_-1 from the branch'), 1e-15);
  });
});

test('w e^w = x', () => {
  fc.assert(
    fc.property(fc.double({ min: -INVERSE_E, max: -1e-300, noNaN: true }), (x) => {
      const w = lambertWm1(x);
      // A relative error r of w makes one of (1 + w) r in w e^w; r is 3e-16, and exp and the product round.
      const bound = 2 * (Math.abs(w) + 2) * Number.EPSILON;
      expect(Math.abs((w * Math.exp(w)) / x - 1)).toBeLessThanOrEqual(bound);
      expect(w).toBeLessThanOrEqual(-1);
    }),
    { seed: 303, numRuns: 1000 },
  );
});

test('falls from −1 at the branch point to −∞ at 0', () => {
  const x = fc.double({ min: -INVERSE_E, max: -5e-324, noNaN: true });
  fc.assert(
    fc.property(x, x, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      // Neighbours may change places by their errors, 3e-16 of each.
      expect(lambertWm1(high)).toBeLessThanOrEqual(lambertWm1(low) * (1 - 6e-16));
    }),
    { seed: 304, numRuns: 1000 },
  );
  expect(lambertWm1(-INVERSE_E)).toBe(-1);
  expect(lambertWm1(0)).toBe(-Infinity);
  expect(lambertWm1(-0)).toBe(-Infinity);
});

test('exp(1 + W) solves t(1 − ln t) = 1 − δ, the quantile equation of theory 3.2', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (delta) => {
      const logT = onePlusLambertWm1(delta);
      // With t = e^s the equation reads 1 − (1 − s)e^s = δ; expm1 keeps the digits of a small s.
      const got = -Math.expm1(logT) + logT * Math.exp(logT);
      // Left are the roundings of two terms of the size of min(1, |s|).
      expect(Math.abs(got - delta)).toBeLessThanOrEqual(4 * Number.EPSILON * Math.min(1, Math.abs(logT)));
    }),
    { seed: 305, numRuns: 1000 },
  );
});

test('both forms agree where both are good', () => {
  for (const delta of [0.01, 0.3, 0.5, 0.9, 0.999]) {
    // The argument −(1 − δ)/e carries three roundings, which W passes on as EPSILON·W/(1 + W) or less.
    const shifted = onePlusLambertWm1(delta);
    const direct = 1 + lambertWm1(-(1 - delta) * INVERSE_E);
    const passedOn = (1 - shifted) / Math.abs(shifted);
    expect(Math.abs(direct - shifted)).toBeLessThanOrEqual(4 * Number.EPSILON * (passedOn + 1 - shifted));
  }
});

test('the branch point and beyond', () => {
  expect(onePlusLambertWm1(0)).toBe(0);
  expect(onePlusLambertWm1(1)).toBe(-Infinity);
  for (const x of [-0.3678794411714424, -1, 5e-324, 1, Infinity, -Infinity, NaN]) {
    expect(lambertWm1(x), String(x)).toBeNaN();
  }
  for (const delta of [-5e-324, 1 + 2 ** -52, Infinity, NaN]) {
    expect(onePlusLambertWm1(delta), String(delta)).toBeNaN();
  }
});
