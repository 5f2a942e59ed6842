import { describe, expect, it } from 'vitest';
import { dataset, loss, toBdso, toPiecewiseLinear } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { freeKnotFit } from 'relu-splines/fit';
import type { Effort } from 'relu-splines/fit';
import { randomStream } from '../../src/numeric/streams.js';
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

describe('H knots in H units', () => {
  it('the quadratic with 5 units: 0.1472 with 5 knots, between 0.2303 with 4 and 0.1110 with 5 and any line', () => {
    const { families, family, knots, network } = freeKnotFit(quadratic, { width: 5 });
    expect(families.map((fit) => fit.family)).toEqual(['free', 'constrained']);
    expect(families.map((fit) => fit.knots)).toEqual([4, 5]);
    expect(2 * families[1].loss).toBeLessThan(0.14725);
    expect(2 * families[1].loss).toBeGreaterThan(2 * freeKnotFit(quadratic, { width: 6 }).families[0].loss);
    expect(family).toBe('constrained');
    expect(Array.from(toPiecewiseLinear(network).knots)).toEqual(Array.from(knots));
  });

  it('one unit: the best hinge of either orientation, found on a fine grid', () => {
    for (const data of [quadratic, sine, motorcycle()]) {
      const { families } = freeKnotFit(data, { width: 1 });
      const first = data.x[0];
      const span = data.x[data.x.length - 1] - first;
      let least = Infinity;
      for (let step = 1; step < 4000; step++) {
        const knot = first + (span * step) / 4000;
        for (const side of [1, -1]) least = Math.min(least, hingeRss(data, knot, side));
      }
      const rss = 2 * families[1].loss;
      expect(rss).toBeLessThanOrEqual(least * (1 + 1e-12));
      // The grid is never farther than span/8000 from the best knot; the sum of squares is flat there.
      expect(rss).toBeGreaterThan(least * (1 - 1e-4));
    }
  });

  it('two units on noise: no two hinges at data are better, whichever way they face', () => {
    for (let seed = 0; seed < 12; seed++) {
      const stream = randomStream(seed, 3);
      const x = Array.from({ length: 12 }, () => stream.uniform());
      const data = dataset(
        x,
        x.map(() => stream.uniform()),
      );
      let least = Infinity;
      for (let left = 1; left < 11; left++) {
        for (let right = left + 1; right < 11; right++) {
          for (const [s, t] of [
            [1, 1],
            [1, -1],
            [-1, 1],
            [-1, -1],
          ]) {
            least = Math.min(least, twoHingesRss(data, [data.x[left], data.x[right]], [s, t]));
          }
        }
      }
      const rss = 2 * freeKnotFit(data, { width: 2 }).families[1].loss;
      // Two hinges in a determinant of their own: knots a thousandth apart cost six digits.
      expect(rss, `seed ${seed}`).toBeLessThanOrEqual(least * (1 + 1e-9));
    }
  });

  it.each([2, 3, 8, 30])('%i units have as many breakpoints, and the loss that is told', (width) => {
    const fit = freeKnotFit(sine, { width });
    expect(fit.network.inputWeights).toHaveLength(width);
    expect(toBdso(fit.network).breakpoints).toHaveLength(width);
    expect(fit.loss).toBe(loss(fit.network, sine));
    expect(fit.loss).toBe(Math.min(...fit.families.map((each) => each.loss)));
    expect(fit.deadUnits).toBe(0);
  });
});

/** Least squares of y on 1 and (x − knot) on one side. */
function hingeRss({ x, y }: Dataset, knot: number, side: number): number {
  const z = Array.from(x, (place) => Math.max(0, side * (place - knot)));
  const mean = (values: ArrayLike<number>): number =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  const [meanZ, meanY] = [mean(z), mean(y)];
  let [zz, zy, yy] = [0, 0, 0];
  z.forEach((value, n) => {
    zz += (value - meanZ) ** 2;
    zy += (value - meanZ) * (y[n] - meanY);
    yy += (y[n] - meanY) ** 2;
  });
  return yy - (zz > 0 ? (zy * zy) / zz : 0);
}

/** Least squares of y on 1 and two hinges, by Cramer's rule for centred sums. */
function twoHingesRss(
  { x, y }: Dataset,
  knots: readonly [number, number],
  sides: readonly [number, number],
): number {
  const centred = (values: ArrayLike<number>): number[] => {
    const all = Array.from(values);
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
    return all.map((value) => value - mean);
  };
  const times = (one: readonly number[], other: readonly number[]): number =>
    one.reduce((sum, value, n) => sum + value * other[n], 0);
  const [one, two] = knots.map((knot, j) =>
    centred(x.map((place) => Math.max(0, sides[j] * (place - knot)))),
  );
  const target = centred(y);
  const [aa, ab, bb] = [times(one, one), times(one, two), times(two, two)];
  const [ay, by] = [times(one, target), times(two, target)];
  const determinant = aa * bb - ab * ab;
  const p = (ay * bb - by * ab) / determinant;
  const q = (aa * by - ab * ay) / determinant;
  return target.reduce((sum, value, n) => sum + (value - p * one[n] - q * two[n]) ** 2, 0);
}
