import { expect, it } from 'vitest';
import { rangeAndNullSpace } from '../../../src/experiments/explanations/range-and-null-space.js';
import { drawn } from '../../plot/drawn.js';
import { expectBorneOut, itBearsOut } from '../../laws/claims.js';

const result = rangeAndNullSpace();

itBearsOut(result.claims);

it('is drawn', async () => {
  for (const figure of Object.values(result.figures)) await drawn(figure);
});

it('what must hold holds for other seeds', () => {
  const { claims } = rangeAndNullSpace({ seeds: 8, firstSeed: 30 });
  expectBorneOut(claims);
});

it('range and null space: the ends are the feet of perpendiculars', () => {
  // Features at x = 1 are 2 and 1, the target is 2: from μ₀ one moves by (2, 1)·(2 − 2μ₀₁ − μ₀₂)/5.
  const ends = rangeAndNullSpace()
    .runs.filter(({ point }) => point.scene === 'picture')
    .map(({ metrics }) => [
      metrics.first[metrics.first.length - 1],
      metrics.second[metrics.second.length - 1],
    ]);
  const exact = [
    [0.8, 0.4],
    [-0.9 + (2 * 2.9) / 5, 0.9 + 2.9 / 5],
  ];
  // A few roundings of numbers of size one.
  ends.forEach((end, k) => {
    end.forEach((each, i) => {
      expect(Math.abs(each - exact[k][i])).toBeLessThan(16 * Number.EPSILON);
    });
  });
});

it('the same configuration gives the same runs', () => {
  expect(rangeAndNullSpace().runs).toEqual(result.runs);
});

it('refuses what makes no sense', () => {
  expect(() => rangeAndNullSpace({ datum: [1] })).toThrow(
    'range-and-null-space: datum must have two entries, got 1',
  );
  expect(() => rangeAndNullSpace({ moved: [0, 1] })).toThrow(
    'range-and-null-space: breakpoints must lie left of the datum, 1, got 1',
  );
});
