import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimumBetween, rootBetween } from '../../src/splines/scalar-search.js';
import { RUNS } from '../arbitraries/numbers.js';

describe('rootBetween', () => {
  it.each([
    ['cos', Math.cos, 0, 3, Math.PI / 2],
    ['a flat root of ninth order', (x: number) => (x - 0.3) ** 9, -1, 1, 0.3],
    ['a steep function', (x: number) => Math.tanh(1e6 * (x - 0.123)), 0, 1, 0.123],
    ['a jump', (x: number) => (x < 0.7 ? -1 : 1), 0, 1, 0.7],
    ['a small root', (x: number) => x - 1e-30, 0, 1, 1e-30],
    ['an end', (x: number) => x - 1, 1, 5, 1],
    ['the other end', (x: number) => x - 5, 1, 5, 5],
    ['ends in either order', (x: number) => x * x - 2, 2, 0, Math.SQRT2],
  ])('finds %s', (_, f, a, b, root) => {
    // Two ulps, and the place where the computed function itself changes its sign.
    expect(Math.abs(rootBetween(f, a, b) / root - 1)).toBeLessThanOrEqual(4 * Number.EPSILON);
  });

  it('needs few values of a smooth function', () => {
    let values = 0;
    rootBetween((x) => (values++, Math.exp(x) - 5), -10, 10);
    expect(values).toBeLessThan(20);
  });
});

describe('minimumBetween', () => {
  it('finds the bottom of a parabola anywhere, to the tolerance', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (bottom) => {
        const { x, value } = minimumBetween((t) => (t - bottom) ** 2, -1.5, 1.5, 1e-8);
        expect(Math.abs(x - bottom)).toBeLessThan(4e-8);
        expect(value).toBe((x - bottom) ** 2);
      }),
      RUNS,
    );
  });

  it('finds an end, a kink, and any point of a constant', () => {
    expect(Math.abs(minimumBetween((x) => x, 1, 2, 1e-8).x - 1)).toBeLessThan(4e-8);
    expect(Math.abs(minimumBetween((x) => Math.abs(x - 1.25), 1, 2, 1e-8).x - 1.25)).toBeLessThan(4e-8);
    expect(minimumBetween(() => 3, 1, 2, 1e-8).value).toBe(3);
  });
});
