import { expect, it } from 'vitest';
import { lossPreservingChanges } from '../../../src/experiments/explanations/loss-preserving-changes.js';
import { drawn } from '../../plot/drawn.js';
import { expectBorneOut, itBearsOut } from '../../laws/claims.js';

const result = lossPreservingChanges();

itBearsOut(result.claims);

it('is drawn', async () => {
  for (const figure of Object.values(result.figures)) await drawn(figure);
});

it('what must hold holds for other seeds', () => {
  const { claims } = lossPreservingChanges({ seeds: 6, firstSeed: 30 });
  expectBorneOut(claims);
});

it('what is drawn goes through the data, before and after', () => {
  const { runs, config } = result;
  for (const { metrics } of runs) {
    // The grid of 201 places has a step of 1/40; data are at −2, −1.2, −0.4, ….
    for (let n = 0; n < config.count; n++) {
      const place = Math.round((-2 + (4 * n) / (config.count - 1) + 2.5) * 40);
      // Kept to six digits.
      expect(Math.abs(metrics.after[place] - metrics.before[place])).toBeLessThan(2e-5);
    }
    expect(metrics.after).not.toEqual(metrics.before);
  }
});

it('the same configuration gives the same runs', () => {
  expect(lossPreservingChanges().runs).toEqual(result.runs);
});

it('refuses what makes no sense', () => {
  expect(() => lossPreservingChanges({ height: 0 })).toThrow(
    /^loss-preserving-changes: height must be positive/,
  );
});
