import { describe, expect, it } from 'vitest';
import { dataset, loss, toBdso, toPiecewiseLinear } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { freeKnotFit } from 'relu-splines/fit';
import { randomStream } from '../../src/numeric/streams.js';
import { motorcycle, quadratic, sine } from './targets.js';

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

  const seeds = Array.from({ length: 12 }, (_, seed) => seed);

  it.each(seeds)(
    'two units on noise: no two hinges at data are better, whichever way they face: seed %i',
    (seed) => {
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
      const rss = 2 * freeKnotFit(data, { width: 2, family: 'constrained' }).loss;
      // Two hinges in a determinant of their own: knots a thousandth apart cost six digits.
      expect(rss).toBeLessThanOrEqual(least * (1 + 1e-9));
    },
  );

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
