import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chebyshevSum } from '../../src/numeric/chebyshev.js';

test('Σ c_k cos(kθ) at u = cos θ', () => {
  const coefficients = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(coefficients, fc.double({ min: 0, max: Math.PI, noNaN: true }), (c, theta) => {
      const u = Math.cos(theta);
      const expected = c.reduce((sum, value, k) => sum + value * Math.cos(k * Math.acos(u)), 0);
      const size = c.reduce((sum, value, k) => sum + Math.abs(value) * (k + 1) ** 2, 0);
      // T_k changes by k² at most per unit of u, and acos and Clenshaw err by a few EPSILON.
      expect(Math.abs(chebyshevSum(c, u) - expected)).toBeLessThanOrEqual(8 * Number.EPSILON * size);
    }),
    { seed: 310, numRuns: 500 },
  );
});

test('the first coefficient counts in full', () => {
  expect(chebyshevSum([3], 0.2)).toBe(3);
  expect(chebyshevSum([3, 4], 0.25)).toBe(4);
});
