import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { besselK0, besselK0Scaled, logBesselK0 } from '../../src/numeric/bessel-k0.js';
import { besselK1, logBesselK1 } from '../../src/numeric/bessel-k1.js';
import { expectWithin, referenceCases } from '../reference/load.js';
import { expectRelativeError, specialValues } from './special-functions.js';

interface BesselReference {
  readonly K0: number[];
  readonly K1: number[];
  readonly K0_times_exp_x: number[];
}

describe('the documented relative errors hold against 50-digit values on the whole double range', () => {
  test.each([
    ['K0', 'value', besselK0, 6e-16],
    ['K0', 'scaled', besselK0Scaled, 6e-16],
    ['K1', 'value', besselK1, 5e-16],
  ] as const)('%s, %s', (name, field, f, documented) => {
    expectRelativeError(f, specialValues(name, field), documented);
  });

  test.each([
    ['K0', logBesselK0, 5e-16],
    ['K1', logBesselK1, 3e-16],
  ] as const)('log %s', (name, f, documented) => {
    expectRelativeError(f, specialValues(name, 'log'), documented, 'log');
  });
});

test('agree with the table of densities.json', () => {
  const table = referenceCases<{ readonly kind: string; readonly x: number[] }, BesselReference>(
    'densities',
  ).find(({ input }) => input.kind === 'bessel');
  expect(table).toBeDefined();
  if (table === undefined) return;
  const { input, expected, tolerance } = table;
  expectWithin(input.x.map(besselK0), expected.K0, tolerance.K0, 'K0');
  expectWithin(input.x.map(besselK1), expected.K1, tolerance.K1, 'K1');
  expectWithin(input.x.map(besselK0Scaled), expected.K0_times_exp_x, tolerance.K0_times_exp_x, 'e^x K0');
});

describe('at the ends of the range', () => {
  test('zero of either sign is a pole', () => {
    for (const f of [besselK0, besselK0Scaled, logBesselK0, besselK1, logBesselK1]) {
      expect(f(0), f.name).toBe(Infinity);
      expect(f(-0), f.name).toBe(Infinity);
    }
  });

  test('infinity is a zero', () => {
    for (const f of [besselK0, besselK0Scaled, besselK1]) expect(f(Infinity), f.name).toBe(0);
    for (const f of [logBesselK0, logBesselK1]) expect(f(Infinity), f.name).toBe(-Infinity);
  });

  test('negative arguments and NaN give NaN, down to the smallest and largest', () => {
    for (const f of [besselK0, besselK0Scaled, logBesselK0, besselK1, logBesselK1]) {
      for (const z of [-5e-324, -1e-200, -1, -1e3, -1e200, -Infinity, NaN]) {
        expect(f(z), `${f.name}(${z})`).toBeNaN();
      }
    }
  });

  test('K1 overflows where 1/z does, and its logarithm does not', () => {
    expect(besselK1(5e-309)).toBe(Infinity);
    expect(besselK1(6e-309)).toBeLessThan(Infinity);
    expect(logBesselK1(5e-324)).toBe(-Math.log(5e-324));
  });
});

test('K1/K0 lies within the bounds √(1 + 1/z) and 1 + 1/(2z) of Segura 2011', () => {
  // J. Segura, "Bounds for ratios of modified Bessel functions and associated Turán-type inequalities",
  // J. Math. Anal. Appl. 374. Checked to where the values are about to underflow.
  fc.assert(
    fc.property(fc.double({ min: -5, max: 2.8, noNaN: true }), (exponent) => {
      const z = 10 ** exponent;
      const ratio = besselK1(z) / besselK0(z);
      // The two factors are documented to 11e-16 together. At z = 630 the bounds are 3e-7 apart.
      const rounding = 2e-15;
      expect(ratio * (1 + rounding)).toBeGreaterThan(Math.sqrt(1 + 1 / z));
      expect(ratio * (1 - rounding)).toBeLessThan(1 + 1 / (2 * z));
    }),
    { seed: 301, numRuns: 500 },
  );
});
