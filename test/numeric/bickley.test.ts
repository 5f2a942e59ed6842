import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { besselK0Integral, bickleyKi1, bickleyKi1Scaled, logBickleyKi1 } from '../../src/numeric/bickley.js';
import { expectRelativeError, specialValues } from './special-functions.js';

/** Theory 3.1: the trapezoid rule on the scaled integrand, relative error ≤ 2e-16 plus rounding. */
function byTrapezoidRule(z: number): number {
  const h = Math.min(0.05, 0.25 / Math.sqrt(z));
  let sum = 0.5;
  for (let k = 1; k * h < 40; k++) sum += Math.exp(-2 * z * Math.sinh((k * h) / 2) ** 2) / Math.cosh(k * h);
  return h * sum;
}

describe('the documented relative errors hold against 50-digit values on the whole double range', () => {
  test('Ki1', () => {
    expectRelativeError(bickleyKi1, specialValues('Ki1'), 2e-15);
  });
  test('scaled', () => {
    expectRelativeError(bickleyKi1Scaled, specialValues('Ki1', 'scaled'), 2e-15);
  });
  test('logarithm', () => {
    expectRelativeError(logBickleyKi1, specialValues('Ki1', 'log'), 2e-15, 'log');
  });
  test('integral of K0', () => {
    expectRelativeError(besselK0Integral, specialValues('integral of K0 from 0 to z'), 5e-16);
  });
});

test('golden values of theory 18', () => {
  // Given to 15 digits: half a unit of the last is 5e-16 / 1.7 relative at most, plus the function's 2e-15.
  expect(Math.abs(bickleyKi1(1) / 0.328286478171118 - 1)).toBeLessThan(5e-15);
  expect(Math.abs(bickleyKi1(10) / 1.70151789177594e-5 - 1)).toBeLessThan(5e-15);
});

test('the defining integral, by the trapezoid rule of theory 3.1', () => {
  fc.assert(
    fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (exponent) => {
      const z = 10 ** exponent;
      const expected = byTrapezoidRule(z);
      // The rule adds up to 800 positive terms, each with a few roundings; the sum's own are √800 of one at most.
      expect(Math.abs(bickleyKi1Scaled(z) / expected - 1)).toBeLessThan(2e-15 + 32 * Number.EPSILON);
    }),
    { seed: 302, numRuns: 200 },
  );
});

test('the two parts make the whole, π/2', () => {
  for (const z of [0, 1e-300, 1e-3, 0.5, 1, 1 + 2 ** -52, 3, 50, 1e300]) {
    expect(Math.abs(bickleyKi1(z) + besselK0Integral(z) - Math.PI / 2)).toBeLessThanOrEqual(
      2 * Number.EPSILON,
    );
  }
});

describe('at the ends of the range', () => {
  test('zero of either sign', () => {
    for (const zero of [0, -0]) {
      expect(bickleyKi1(zero)).toBe(Math.PI / 2);
      expect(bickleyKi1Scaled(zero)).toBe(Math.PI / 2);
      expect(logBickleyKi1(zero)).toBe(Math.log(Math.PI / 2));
      expect(besselK0Integral(zero)).toBe(0);
    }
  });

  test('infinity', () => {
    expect(bickleyKi1(Infinity)).toBe(0);
    expect(bickleyKi1Scaled(Infinity)).toBe(0);
    expect(logBickleyKi1(Infinity)).toBe(-Infinity);
    expect(besselK0Integral(Infinity)).toBe(Math.PI / 2);
  });

  test('negative arguments and NaN give NaN', () => {
    for (const f of [bickleyKi1, bickleyKi1Scaled, logBickleyKi1, besselK0Integral]) {
      for (const z of [-5e-324, -1e-200, -1, -1e3, -1e200, -Infinity, NaN]) {
        expect(f(z), `${f.name}(${z})`).toBeNaN();
      }
    }
  });
});
