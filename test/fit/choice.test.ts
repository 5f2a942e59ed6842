import { describe, expect, it } from 'vitest';
import { dataset, toPiecewiseLinear } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { freeKnotFit, freeKnotPath } from 'relu-splines/fit';
import { optimalSegments } from 'relu-splines/segments';
import { randomStream } from '../../src/numeric/streams.js';
import { motorcycle, noisySine } from './targets.js';

/** A function with two knots, −4, 4 and −5 its slopes, with noise of 0.2, at 100 random places. */
function twoKnots(seed: number): Dataset {
  const stream = randomStream(seed, 9);
  const x = Array.from({ length: 100 }, () => stream.uniform());
  return dataset(
    x,
    x.map((t) => 4 * Math.abs(t - 0.3) - 9 * Math.max(0, t - 0.7) + 0.2 * stream.normal()),
  );
}

/** Bayes's criterion as R's strucchange counts: the variance is a parameter, and 2π is in the likelihood. */
function bicOf(rss: number, count: number, parameters: number): number {
  return count * (Math.log(rss / count) + Math.log(2 * Math.PI) + 1) + (parameters + 1) * Math.log(count);
}

describe('the criterion of a fit', () => {
  it.each([
    ['motorcycle, 5 units', motorcycle(), 5],
    ['a noisy sine, 3 units', noisySine(200), 3],
  ])('%s: of either family, with the numbers it has fitted', (_, data, width) => {
    const fit = freeKnotFit(data, { width });
    const [free, constrained] = fit.families;
    const count = data.x.length;
    expect(free.bic).toBeCloseTo(bicOf(2 * free.loss, count, 2 * width), 9);
    expect(constrained.bic).toBeCloseTo(bicOf(2 * constrained.loss, count, 2 * width + 1), 9);
    expect(fit.bic).toBe(fit.families.find(({ family }) => family === fit.family)?.bic);
  });

  it('is that of a segmentation where both are the same function: a line', () => {
    const data = noisySine(60);
    const [line] = optimalSegments(data, { pieces: 1 });
    const fit = freeKnotFit(data, { width: 1, family: 'free' });
    // Two coefficients each. Sums of 60 squares, by two ways.
    expect(fit.bic).toBeCloseTo(line?.bic ?? NaN, 9);
  });

  it('charges one piece more by 2 ln n if continuous, by 3 ln n if not, both without a change of the fit', () => {
    // Two lines that meet in a datum, with residuals ±1 that no line can see.
    const x = Array.from({ length: 16 }, (_, n) => Math.floor(n / 2));
    const data = dataset(
      x,
      x.map((place, n) => 10 * Math.abs(place - 4) + (n % 2 === 0 ? 1 : -1)),
    );
    const continuous = freeKnotFit(data, { width: 2, family: 'free' });
    const segments = optimalSegments(data, { pieces: 2, ties: 'together' })[1];
    expect(2 * continuous.loss).toBeCloseTo(16, 10);
    expect(segments?.rss).toBeCloseTo(16, 10);
    expect((segments?.bic ?? NaN) - continuous.bic).toBeCloseTo((3 * 2 - 5) * Math.log(16), 9);
  });
});

describe('the family asked for', () => {
  it('free: exactly K knots in K + 1 units, the same as beside the other', () => {
    const data = motorcycle();
    for (const knots of [1, 2, 3, 6]) {
      const fit = freeKnotFit(data, { width: knots + 1, family: 'free' });
      expect(fit).toMatchObject({ family: 'free', deadUnits: 0 });
      expect(fit.knots).toHaveLength(knots);
      expect(Array.from(toPiecewiseLinear(fit.network).knots.filter((t) => t > 2.4 && t < 57.6))).toEqual(
        Array.from(fit.knots),
      );
      expect(fit.families).toEqual(freeKnotFit(data, { width: knots + 1 }).families.slice(0, 1));
    }
  });

  it('constrained: as many knots as units, and the loss that the other names for it', () => {
    const data = noisySine(80);
    for (const width of [1, 2, 5]) {
      const fit = freeKnotFit(data, { width, family: 'constrained' });
      const { families } = freeKnotFit(data, { width });
      expect(fit.family).toBe('constrained');
      expect(fit.knots).toHaveLength(width);
      expect(fit.families).toEqual(families);
      expect(fit.loss).toBe(families[1].loss);
    }
  });

  it('constrained, where the free one leaves nothing: that', () => {
    const fit = freeKnotFit(dataset([0, 1, 2, 3, 4, 5], [0, 2, 4, 6, 8, 10]), {
      width: 2,
      family: 'constrained',
    });
    expect(fit.family).toBe('free');
    expect(fit.loss).toBeLessThan(1e-28);
  });

  it('a path of one family compares nothing else', () => {
    const { fits, best } = freeKnotPath(twoKnots(0), { widest: 4, family: 'free' });
    expect(fits.map(({ family }) => family)).toEqual(['free', 'free', 'free', 'free']);
    expect(fits.map(({ knots }) => knots.length)).toEqual([0, 1, 2, 3]);
    expect(best).toBe(fits[2]);
  });
});

describe('the choice of a path', () => {
  it('|x − 2|: one knot near 2, though two have the lower loss in as many units', () => {
    const x = Array.from({ length: 40 }, (_, n) => n / 10);
    const y = x.map((place, n) => Math.abs(place - 2) + 0.05 * Math.sin(40 * n * n));
    const { fits, best } = freeKnotPath(dataset(x, y), { widest: 4 });
    expect(best.family).toBe('free');
    expect(best.knots).toHaveLength(1);
    expect(Math.abs(best.knots[0] - 2)).toBeLessThan(0.02);
    expect(fits[1].family).toBe('constrained');
    expect(fits[1].loss).toBeLessThan(best.loss);
    // As computed by hand before the criterion had the variance and 2π: −257.96.
    expect(best.bic - 40 * (Math.log(2 * Math.PI) + 1) - Math.log(40)).toBeCloseTo(-257.96, 2);
  });

  it('twelve series of two knots: as good as exhaustion over knots at data, and as often two with any line', () => {
    let free = 0;
    let exhausted = 0;
    let both = 0;
    let amongBetter = 0;
    for (let seed = 0; seed < 12; seed++) {
      const data = twoKnots(seed);
      const { fits, best } = freeKnotPath(data, { widest: 4 });
      const families = fits.flatMap((fit) => fit.families);
      expect(best.bic, `seed ${seed}`).toBe(Math.min(...families.map(({ bic }) => bic)));
      if (best.family === 'free' && best.knots.length === 2) both++;
      if (leastBic(fits)?.family === 'free') amongBetter++;
      if (leastBic(families.filter(({ family }) => family === 'free'))?.knots === 2) free++;

      const rss = exhaustion(data);
      const ofFree = rss.free.map((value, knots) => bicOf(value, 100, 2 + 2 * knots));
      const ofConstrained = rss.constrained.map((value, knots) => bicOf(value, 100, 1 + 2 * knots));
      if (ofFree[2] === Math.min(...ofFree)) exhausted++;
      // Knots may lie between data, so the least is no more; a hundred squares by another way.
      expect(best.bic, `seed ${seed}`).toBeLessThanOrEqual(Math.min(...ofFree, ...ofConstrained) + 1e-9);
    }
    expect(exhausted).toBe(11);
    expect(free).toBeGreaterThanOrEqual(exhausted);
    // Three hinges, whose orientations come for nothing, win the others; and would win all if the lower loss alone counted.
    expect(both).toBeGreaterThanOrEqual(6);
    expect(amongBetter).toBeLessThanOrEqual(1);
  });
});

function leastBic<Fit extends { readonly bic: number }>(fits: readonly Fit[]): Fit | undefined {
  return [...fits].sort((one, other) => one.bic - other.bic)[0];
}

/**
 * Least residual sums of squares over all sets of at most three knots at inner data: entry K of `free` has K of them and any
 * line, of `constrained` K hinges of either orientation and a constant.
 */
function exhaustion({ x, y }: Dataset): { readonly free: number[]; readonly constrained: number[] } {
  const places = x.subarray(1, -1);
  const ones = Float64Array.from(x, () => 1);
  const hinges = (side: number): Float64Array[] =>
    Array.from(places, (t) => Float64Array.from(x, (place) => Math.max(0, side * (place - t))));
  return {
    free: leastOver(hinges(1), [ones, Float64Array.from(x)], Float64Array.from(y)),
    constrained: leastOver([...hinges(1), ...hinges(-1)], [ones], Float64Array.from(y)),
  };
}

/** Least sums of squares with 0, 1, 2 and 3 columns beside those always there: Gram matrices, one column taken out a time. */
function leastOver(
  columns: readonly Float64Array[],
  always: readonly Float64Array[],
  y: Float64Array,
): number[] {
  const dot = (a: Float64Array, b: Float64Array): number =>
    a.reduce((sum, value, n) => sum + value * b[n], 0);
  const basis: Float64Array[] = [];
  const rest = (column: Float64Array): Float64Array =>
    basis.reduce((left, unit) => {
      const part = dot(left, unit);
      return left.map((value, n) => value - part * unit[n]);
    }, column);
  for (const column of always) {
    const left = rest(column);
    const size = Math.sqrt(dot(left, left));
    basis.push(left.map((value) => value / size));
  }
  const target = rest(y);
  const features = columns.map(rest);
  const gram = features.map((one) => Float64Array.from(features, (other) => dot(one, other)));
  const moments = Float64Array.from(features, (one) => dot(one, target));
  const gains = [0, 0, 0, 0];
  const count = features.length;
  const without = (g: readonly Float64Array[], m: Float64Array, i: number): Float64Array =>
    m.map((value, j) => value - (g[i][j] * m[i]) / g[i][i]);
  for (let i = 0; i < count; i++) {
    const one = moments[i] ** 2 / gram[i][i];
    gains[1] = Math.max(gains[1], one);
    const afterOne = without(gram, moments, i);
    const left = gram.map((row, j) => row.map((value, k) => value - (gram[i][j] * gram[i][k]) / gram[i][i]));
    for (let j = i + 1; j < count; j++) {
      // A column that is nearly in the span of the others tells nothing.
      if (left[j][j] < 1e-8 * gram[j][j]) continue;
      const two = one + afterOne[j] ** 2 / left[j][j];
      gains[2] = Math.max(gains[2], two);
      for (let k = j + 1; k < count; k++) {
        const size = left[k][k] - left[j][k] ** 2 / left[j][j];
        if (size < 1e-8 * gram[k][k]) continue;
        const gain = two + (afterOne[k] - (left[j][k] * afterOne[j]) / left[j][j]) ** 2 / size;
        if (gain > gains[3]) gains[3] = gain;
      }
    }
  }
  const whole = dot(target, target);
  return gains.map((gain) => whole - gain);
}
