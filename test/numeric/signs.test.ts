import { expect, it } from 'vitest';
import { signOf } from '../../src/numeric/signs.js';

it('signOf has three values, without a sign on the zero', () => {
  expect([3, 5e-324, 0, -0, -5e-324, -Infinity].map(signOf)).toEqual([1, 1, 0, 0, -1, -1]);
  expect(Object.is(signOf(-0), 0)).toBe(true);
});
