import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { besselK0 } from '../../src/numeric/bessel-k0.js';
import { bickleyKi1 } from '../../src/numeric/bickley.js';
import { integrate } from '../../src/numeric/quadrature.js';
import type { QuadratureOptions, QuadratureResult } from '../../src/numeric/quadrature.js';

type Integrand = (x: number) => number;

const gaussian =
  (sigma: number, centre = 0): Integrand =>
  (x) =>
    Math.exp(-0.5 * ((x - centre) / sigma) ** 2) / (sigma * Math.sqrt(2 * Math.PI));
const cauchy: Integrand = (x) => 1 / (Math.PI * (1 + x * x));

/** The true error is within the one that is claimed, and that is within the tolerance. */
function expectIntegral(result: QuadratureResult, expected: number, tolerance = 1e-12): void {
  expect(result.converged).toBe(true);
  expect(result.error).toBeLessThanOrEqual(tolerance * result.magnitude);
  const error = Math.abs(result.value - expected);
  expect(error, `got ${result.value}, expected ${expected} ± ${result.error}`).toBeLessThanOrEqual(
    result.error,
  );
}

describe('integrals in closed form, to the default tolerance', () => {
  const { PI: pi, SQRT2: root2 } = Math;
  const cases: readonly (readonly [string, Integrand, number, number, number, QuadratureOptions?])[] = [
    ['a cosine', Math.cos, 0, 1, Math.sin(1)],
    ['a power', (x) => x ** 20, 0, 1, 1 / 21],
    ['oscillations', (x) => Math.sin(50 * x) ** 2, 0, 1, 0.5 - Math.sin(100) / 200],
    ['Runge’s function', (x) => 1 / (1 + 25 * x * x), -1, 1, 0.4 * Math.atan(5)],
    ['a Gaussian on the whole line', (x) => Math.exp(-x * x), -Infinity, Infinity, Math.sqrt(pi)],
    ['a Gaussian to one side', (x) => Math.exp(-x * x), -Infinity, 0, Math.sqrt(pi) / 2],
    ['a Cauchy density', cauchy, -Infinity, Infinity, 1],
    ['a part of it', cauchy, 1, Infinity, 0.25],
    ['a moment that cancels', (x) => x * gaussian(1)(x), -Infinity, Infinity, 0],
    ['a fourth moment', (x) => x ** 4 * gaussian(1)(x), -Infinity, Infinity, 3],
    ['an exponential tail', (x) => Math.exp(-x), 700, Infinity, Math.exp(-700)],
    ['a heavy tail', (x) => x ** -1.2, 1, Infinity, 5],
    ['a logarithm at an end', Math.log, 0, 1, -1],
    ['a logarithm at an end that is not 0', (x) => Math.log(2 - x), 1, 2, -1],
    ['a logarithm at a split', (x) => Math.log(Math.abs(x)), -1, 2, 2 * Math.LN2 - 3, { splitAt: [0] }],
    ['a squared logarithm', (x) => Math.log(x) ** 2, 0, 1, 2],
    ['a root at an end', (x) => 1 / Math.sqrt(x), 0, 1, 2],
    ['a high power at an end', (x) => x ** -0.9, 0, 1, 10],
    ['the density K0/π', besselK0, 0, Infinity, pi / 2],
    ['its fourth moment', (x) => x ** 4 * besselK0(x), 0, Infinity, 4.5 * pi],
    ['a jump at a split', (x) => (x < root2 ? 1 : 3), 0, 2, 6 - 2 * root2, { splitAt: [root2] }],
    ['a jump that is not announced', (x) => (x < root2 ? 1 : 3), 0, 2, 6 - 2 * root2],
    ['a kink at a split', (x) => Math.abs(x - 1 / 3), 0, 1, 5 / 18, { splitAt: [1 / 3] }],
    ['a kink that is not announced', (x) => Math.abs(x - 1 / 3), 0, 1, 5 / 18],
    ['a reciprocal over nine decades', (x) => 1 / x, 1e-9, 1, 9 * Math.LN10],
    ['nothing', () => 0, -Infinity, Infinity, 0],
  ];
  for (const [name, f, from, to, expected, options] of cases) {
    test(name, () => {
      expectIntegral(integrate(f, from, to, options), expected);
    });
  }
});

describe('scales', () => {
  test('a Gaussian of any width is found from its centre', () => {
    fc.assert(
      fc.property(fc.double({ min: -60, max: 60, noNaN: true }), (exponent) => {
        const result = integrate(gaussian(10 ** exponent), -Infinity, Infinity);
        expect(result.converged).toBe(true);
        // exp(sinh t) rounds to EPSILON |sinh t|, here EPSILON times the logarithm of the scale; a few of it.
        const rounding = 4 * Number.EPSILON * Math.abs(exponent) * Math.LN10;
        expect(Math.abs(result.value - 1)).toBeLessThanOrEqual(result.error + rounding);
      }),
      { seed: 311, numRuns: 60 },
    );
  });

  test('the product law of theory 3 near its singularity: K0(|μ|)/π from two Gaussians', () => {
    for (const mu of [1e-12, 1e-6, 1e-3, 1, 10]) {
      const product: Integrand = (u) => (gaussian(1)(u) * gaussian(1)(mu / u)) / Math.abs(u);
      expectIntegral(integrate(product, -Infinity, Infinity), besselK0(mu) / Math.PI);
    }
  });

  test('data at 1e6 ± 1: the rounding of x is all that is added', () => {
    const result = integrate(gaussian(1, 1e6), 1e6 - 1, 1e6 + 1);
    // |f′| ≤ 0.25, x is off by EPSILON/2 · 1e6, over a length of 2.
    expect(Math.abs(result.value - 0.6826894921370859)).toBeLessThan(
      result.error + 0.25 * Number.EPSILON * 1e6,
    );
  });
});

describe('laws', () => {
  const end = fc.double({ min: 1e-3, max: 20, noNaN: true });
  test('agrees with the difference of a primitive: Ki1(a) − Ki1(b) = ∫ K0', () => {
    fc.assert(
      fc.property(end, end, (a, b) => {
        const result = integrate(besselK0, a, b);
        const expected = bickleyKi1(a) - bickleyKi1(b);
        expect(result.converged).toBe(true);
        // Each Ki1 is right to 2e-15 of itself.
        const primitive = 2e-15 * (bickleyKi1(a) + bickleyKi1(b));
        expect(Math.abs(result.value - expected)).toBeLessThanOrEqual(result.error + primitive);
      }),
      { seed: 312, numRuns: 60 },
    );
  });

  test('backwards is the negative, from a place to itself is zero', () => {
    const forwards = integrate(Math.exp, -1, 2);
    expect(integrate(Math.exp, 2, -1)).toEqual({ ...forwards, value: -forwards.value });
    for (const x of [0, 3, Infinity]) {
      expect(integrate(Math.exp, x, x)).toEqual({
        value: 0,
        error: 0,
        magnitude: 0,
        evaluations: 0,
        converged: true,
      });
    }
  });

  test('splits may come in any order, repeated or outside', () => {
    const f: Integrand = (x) => Math.abs(x - 1) + Math.abs(x - 2);
    const expected = integrate(f, 0, 3, { splitAt: [1, 2] });
    expect(integrate(f, 0, 3, { splitAt: [2, 7, 1, -4, 0, 3, Infinity, 2] })).toEqual(expected);
    expectIntegral(expected, 5);
  });

  test('counts its evaluations and stays within their limit', () => {
    for (const maxEvaluations of [500, 1000, 3000]) {
      let calls = 0;
      const result = integrate(
        (x) => {
          calls++;
          return Math.sin(1 / x);
        },
        0,
        1,
        { maxEvaluations },
      );
      expect(result.evaluations).toBe(calls);
      expect(calls).toBeLessThanOrEqual(maxEvaluations);
      expect(result.converged).toBe(false);
    }
  });

  test('a coarser tolerance costs less and is kept', () => {
    const coarse = integrate(cauchy, -3, 7, { relativeTolerance: 1e-4 });
    const fine = integrate(cauchy, -3, 7);
    expect(coarse.evaluations).toBeLessThan(fine.evaluations);
    expectIntegral(coarse, (Math.atan(3) + Math.atan(7)) / Math.PI, 1e-4);
  });
});

describe('what cannot be done is said', () => {
  test.each([
    ['1/x from 0', (x: number) => 1 / x, 0, 1],
    ['1/(x − 1) from 1', (x: number) => 1 / (x - 1), 1, 2],
    ['1/x to infinity', (x: number) => 1 / x, 1, Infinity],
    ['the mean of a Cauchy law', (x: number) => x * cauchy(x), -Infinity, Infinity],
    ['its variance', (x: number) => x * x * cauchy(x), -Infinity, Infinity],
    ['a constant on the whole line', () => 1, -Infinity, Infinity],
  ])('%s diverges', (_, f, from, to) => {
    const { converged, error, magnitude } = integrate(f, from, to);
    expect(converged).toBe(false);
    expect(error).toBeGreaterThan(1e6 * magnitude);
  });

  test('a power singularity away from 0 loses half of the digits, and the error covers it', () => {
    const result = integrate((x) => 1 / Math.sqrt(x - 1), 1, 2);
    const error = Math.abs(result.value - 2);
    expect(result.converged).toBe(false);
    expect(error).toBeGreaterThan(1e-9);
    expect(error).toBeLessThanOrEqual(result.error);
    expect(result.error).toBeLessThan(1e-7);
  });

  test('a function that is not finite inside has no integral', () => {
    for (const bad of [NaN, Infinity]) {
      const result = integrate((x) => (x > 0.4 && x < 0.5 ? bad : 1), 0, 1);
      expect(result.value).toBeNaN();
      expect(result.error).toBe(Infinity);
      expect(result.converged).toBe(false);
    }
  });

  test('ends that are no numbers are refused', () => {
    expect(() => integrate(Math.exp, NaN, 1)).toThrow(
      new RangeError('integrate: ends must be numbers, got NaN and 1'),
    );
  });
});
