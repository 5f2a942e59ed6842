import { expect, it } from 'vitest';
import { scalingManifold } from '../../../src/experiments/explanations/scaling-manifold.js';
import { drawn } from '../../plot/drawn.js';
import { itBearsOut } from '../../laws/claims.js';

const result = scalingManifold();

itBearsOut(result.claims);

it('is drawn', async () => {
  for (const figure of Object.values(result.figures)) await drawn(figure);
});

it('scaling manifold: δ is what the weights say', () => {
  const deltas = scalingManifold().runs.map(({ metrics }) => metrics.delta);
  const exact = [0.5, 1, 2].map((alpha) => alpha ** 2 * (0.7 ** 2 + 0.3 ** 2) - (0.6 / alpha) ** 2);
  deltas.forEach((delta, k) => {
    expect(Math.abs(delta - exact[k])).toBeLessThan(16 * Number.EPSILON);
  });
});

it('the same configuration gives the same runs', () => {
  expect(scalingManifold().runs).toEqual(result.runs);
});

it('refuses what makes no sense', () => {
  expect(() => scalingManifold({ alphas: [1, 0] })).toThrow(
    /^scaling-manifold: alphas\[1\] must be positive/,
  );
  expect(() => scalingManifold({ unit: [1, 2] })).toThrow(
    'scaling-manifold: unit must have three entries, got 2',
  );
});
