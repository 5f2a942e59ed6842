import { describe, expect, it } from 'vitest';
import type { Dataset } from 'relu-splines';
import { freeKnotFit } from 'relu-splines/fit';
import type { Effort } from 'relu-splines/fit';
import { motorcycle, noisySine, quadratic, sawtooth, sine } from './targets.js';

/** Residual sum of squares with width − 1 knots and any line, as `free`, and that of the network returned, as `best`. */
function figures(data: Dataset, width: number, effort: Effort = 'fast'): { free: number; best: number } {
  const { families, loss: best } = freeKnotFit(data, { width, effort });
  return { free: 2 * families[0].loss, best: 2 * best };
}

// Sums of squares of a prototype, rounded up in the last digit printed, and of the best lines that need not meet,
// rounded down.
describe('residual sums of squares, K = H − 1 knots, 5, 10, 20, 50 and 100 pieces', () => {
  it.each([
    [5, 0.2302935, 0.2302925],
    [10, 0.0143645, 0.0143635],
    [20, 8.9005e-4, 8.8995e-4],
    [50, 2.1355e-5, 2.1345e-5],
    [100, 1.0425e-6, 1.0245e-6],
  ])('quadratic, %i pieces', (width, most, least) => {
    const { free, best } = figures(quadratic, width);
    expect(free).toBeLessThan(most);
    expect(free).toBeGreaterThan(least);
    expect(best).toBeLessThan(free);
  });

  it.each([
    [5, 2.52535, 2.52525],
    [10, 0.299105, 0.299085],
    [20, 0.022265, 0.022055],
    [50, 6.0085e-4, 5.9625e-4],
    [100, 3.05455e-5, 3.05435e-5],
  ])('sin πx, %i pieces', (width, most, least) => {
    const { free, best } = figures(sine, width);
    expect(free).toBeLessThan(most);
    expect(free).toBeGreaterThan(least);
    expect(best).toBeLessThan(free);
  });

  it.each([
    [5, 63348.5, 59637.5, 'fast'],
    [10, 48257.5, 38776.5, 'fast'],
    [20, 34601.5, 27138.5, 'thorough'],
    [50, 23615.5, 23380.5, 'thorough'],
  ] as const)('motorcycle, %i pieces', (width, most, least, effort) => {
    const { free, best } = figures(motorcycle(), width, effort);
    expect(free).toBeLessThan(most);
    expect(free).toBeGreaterThan(least);
    expect(best).toBeLessThanOrEqual(free);
  });

  it('a thorough search of sin πx with 20 pieces is nearer to the bound than the prototype', () => {
    const { free } = figures(sine, 20, 'thorough');
    expect(free).toBeLessThan(0.02211);
    expect(free).toBeGreaterThan(0.022055);
  });

  it('the sawtooth is found from seven knots on, and before that never worse with more', () => {
    const sums = [4, 5, 6, 7, 8, 9, 20].map((width) => figures(sawtooth, width).free);
    for (let i = 1; i < sums.length; i++) expect(sums[i]).toBeLessThanOrEqual(sums[i - 1] + 1e-26);
    expect(sums[3]).toBeGreaterThan(1);
    // 401 residuals of a few roundings of 1.
    for (const rss of sums.slice(4)) expect(rss).toBeLessThan(401 * (8 * Number.EPSILON) ** 2);
  });

  it('more knots than the noise allows are still better on the data', () => {
    const data = noisySine();
    const sums = [5, 10, 20, 50].map((width) => figures(data, width).best);
    // The noise alone is 1000 × 0.1², and 10 pieces fit a sine of two periods to within a tenth of that.
    expect(sums[1]).toBeLessThan(11.5);
    for (let i = 1; i < sums.length; i++) expect(sums[i]).toBeLessThan(sums[i - 1]);
  });
});
