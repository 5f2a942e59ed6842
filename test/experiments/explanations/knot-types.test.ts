import { expect, it } from 'vitest';
import { knotTypePictures } from '../../../src/experiments/explanations/knot-types.js';
import { drawn } from '../../plot/drawn.js';
import { expectBorneOut, itBearsOut } from '../../laws/claims.js';

const result = knotTypePictures();

itBearsOut(result.claims);

it('is drawn', async () => {
  for (const figure of Object.values(result.figures)) await drawn(figure);
});

it('what must hold holds for other seeds', () => {
  const { claims } = knotTypePictures({ seeds: 4, firstSeed: 30 });
  expectBorneOut(claims);
});

it('the parabolas of both sides differ by what the one datum adds', () => {
  // That is ½(ε + μ(β − x))² less ½ε²: the jump of slopes times β − x, and ½μ² (β − x)².
  for (const { metrics } of result.runs) {
    const { breakpoints, leftParabola, rightParabola, knot, leftSlope, rightSlope } = metrics;
    const ends = [0, breakpoints.length - 1].map((k) => ({
      arm: breakpoints[k] - knot,
      difference: rightParabola[k] - leftParabola[k],
    }));
    const [a, c] = ends.map(
      ({ arm, difference }) => (difference - (rightSlope - leftSlope) * arm) / arm ** 2,
    );
    // Differences of losses of size ten over an arm of a half.
    expect(Math.abs(a - c)).toBeLessThan(1000 * Number.EPSILON * 10);
    expect(Math.abs(a)).toBeGreaterThan(0);
  }
});

it('the same configuration gives the same runs', () => {
  expect(knotTypePictures().runs).toEqual(result.runs);
});

it('refuses what makes no sense', () => {
  expect(() => knotTypePictures({ count: 1 })).toThrow(
    /^knot-types: count must be an integer of at least 2, got 1/,
  );
});
