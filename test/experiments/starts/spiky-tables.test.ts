import { describe, expect, it } from 'vitest';
import { bdso, evaluate } from 'relu-splines';
import { shallowLearner, squaredError } from '../../../src/experiments/starts/learner.js';
import { spikyDeep } from '../../../src/experiments/starts/spiky-deep.js';
import { spikyShallow } from '../../../src/experiments/starts/spiky-shallow.js';
import { deepStart, shallowStart, symmetricGrid } from '../../../src/experiments/starts/spiky-starts.js';
import { largestSpread, printedLoss } from '../../../src/experiments/starts/spiky-table.js';
import { summarise } from '../../../src/experiments/rows.js';
import { toNetwork } from '../../../src/forms/convert.js';
import { assertedOf, itBearsOut } from '../../laws/claims.js';

const shallow = spikyShallow(spikyShallow.definition.reduced);
const deep = spikyDeep(spikyDeep.definition.reduced);

// All functions, without training: for what does not depend on the runs.
const untrained = [
  spikyShallow({ seeds: 1, steps: 0 }),
  spikyDeep({ seeds: 1, steps: 0, pretrainingSteps: 0 }),
] as const;

describe('spikyShallow and spikyDeep', () => {
  itBearsOut([shallow, deep].flatMap(({ claims }) => assertedOf(claims)));

  it('the shallow claims are about five functions, the deep ones about four', () => {
    const counts = untrained.map(({ claims }) => assertedOf(claims).length);
    expect(counts).toEqual([5, 4]);
  });

  it('gives the same numbers again', () => {
    const config = { ...spikyShallow.definition.reduced, seeds: 2, steps: 500 };
    expect(spikyShallow(config).runs).toEqual(spikyShallow(config).runs);
    const few = { targets: ['sine'], steps: 20, pretrainingSteps: 20, seeds: 1 } as const;
    expect(spikyDeep(few).runs).toEqual(spikyDeep(few).runs);
  });

  it('refuses what makes no sense', () => {
    expect(() => spikyShallow({ width: 19 })).toThrow(
      'spiky-shallow: width must be an integer of at least 20, got 19',
    );
    expect(() => spikyShallow({ learningRate: 0 })).toThrow(
      'spiky-shallow: learningRate must be positive, got 0',
    );
    expect(() => spikyDeep({ widths: [8, 0] })).toThrow(
      'spiky-deep: widths[1] must be an integer of at least 1, got 0',
    );
    expect(() => spikyDeep.configure({ targets: ['cosine'] })).toThrow('targets[0] must be one of');
  });

  it('counts training that diverges as missing', () => {
    const { rows } = spikyShallow({
      targets: ['sine'],
      learningRate: 10,
      spikyLearningRate: 10,
      steps: 300,
      seeds: 2,
    });
    expect(rows.map(({ ours }) => ours.missing)).toEqual([2, 2]);
  });
});

describe('what print says of Table 3', () => {
  it('has the twelve pairs, with the sums of the predecessor’s table', () => {
    const sums = untrained.map(({ rows }) => {
      const of = (start: string): number[] =>
        rows
          .filter(({ condition }) => condition.endsWith(`, ${start}`))
          .map(({ printed }) => printed?.mean ?? NaN);
      return [of('standard'), of('spiky')].map((means) => means.reduce((sum, mean) => sum + mean, 0));
    });
    // Added up from the text of the predecessor, column by column.
    expect(sums[0][0]).toBeCloseTo(207.68042, 10);
    expect(sums[0][1]).toBeCloseTo(778.499, 10);
    expect(sums[1][0]).toBeCloseTo(240.4095, 10);
    expect(sums[1][1]).toBeCloseTo(644.69, 10);
  });

  it('no five numbers that are not negative have the mean .01252 and the spread .0765', () => {
    const mean = 0.01252;
    // The extreme case attains the bound, so that it is the best there is.
    expect(summarise([5 * mean, 0, 0, 0, 0]).spread).toBeCloseTo(largestSpread(mean, 5), 15);
    for (let i = 0; i <= 20; i++) {
      for (let j = 0; j <= 20; j++) {
        const values = [i, j, 3, (i * j) % 7, 20 - i].map((value) => value + 0.01);
        const { mean: found, spread } = summarise(values);
        expect(spread).toBeLessThanOrEqual(largestSpread(found, 5));
      }
    }
    expect(0.0765).toBeGreaterThan(2 * largestSpread(mean, 5));
    expect(printedLoss(mean, 0.0765).impossible).toContain('at most 0.028');
  });

  it('only that cell is impossible; the arctan from spiky starts differs', () => {
    const impossible = untrained.map(({ rows }) =>
      rows.filter(({ verdict }) => verdict === 'print impossible').map(({ condition }) => condition),
    );
    expect(impossible).toEqual([['arctan, standard'], []]);
    const row = shallow.rows.find(({ condition }) => condition === 'arctan, spiky');
    expect(row?.ours.least).toBeGreaterThan(2.499);
    expect(row?.z).toBeGreaterThan(2);
  });

  it('a shared sample explains the small spread of the sine from standard starts', () => {
    const spreadOf = (sampling: 'own' | 'shared'): number =>
      spikyShallow({ targets: ['sine'], sampling, seeds: 8 }).rows[0].ours.spread;
    expect(spreadOf('shared')).toBeLessThan(spreadOf('own') / 2);
  });
});

describe('spiky starts', () => {
  const config = spikyShallow.definition.defaults;
  const knots = symmetricGrid(2, 4 / 19);

  it('the shallow one goes straight between 20 values in ±2, before any training', () => {
    const start = shallowStart(config, 'spiky', 11);
    const values = start.values(knots);
    expect(knots).toHaveLength(20);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(2);
    const between = knots.slice(1).map((knot, k) => (knot + knots[k]) / 2);
    const straight = between.map((_, k) => (values[k] + values[k + 1]) / 2);
    // The knots are those of the network to a rounding, and slopes reach 20.
    start.values(between).forEach((value, k) => {
      expect(value).toBeCloseTo(straight[k], 11);
    });
    const metrics = spikyShallow({ targets: ['arctan'], steps: 0, seeds: 1, firstSeed: 11 }).runs[1].metrics;
    const grid = symmetricGrid(2, 0.01);
    const squares = Array.from(start.values(grid), (value, n) => (value - Math.atan(grid[n])) ** 2);
    expect(metrics.testLoss[0]).toBeCloseTo(
      squares.reduce((sum, square) => sum + square, 0),
      10,
    );
  });

  it('the deep one comes nearer to that function by pre-training, from the standard weights', () => {
    const settings = { ...spikyDeep.definition.defaults, pretrainingGridStep: 0.1, pretrainingRate: 1e-3 };
    const aim = shallowStart({ ...settings, ...config, width: 20 }, 'spiky', 4);
    const grid = symmetricGrid(2, 0.1);
    const wanted = aim.values(grid);
    const standard = deepStart(settings, 'standard', 4);
    const spiky = deepStart({ ...settings, pretrainingSteps: 4000 }, 'spiky', 4);
    const none = deepStart({ ...settings, pretrainingSteps: 0 }, 'spiky', 4);
    expect(none?.values(grid)).toEqual(standard?.values(grid));
    expect(squaredError(spiky, grid, wanted)).toBeLessThan(squaredError(standard, grid, wanted) / 2);
  });
});

describe('learners', () => {
  it('have the roughness of their function, and an error that is a sum over places', () => {
    const spline = bdso({ breakpoints: [0, 0], deltaSlopes: [3, 3], orientations: [1, -1] });
    const line = shallowLearner(toNetwork(spline));
    expect(line.roughness()).toBe(0);
    const places = Float64Array.of(-1, 0, 2);
    expect(line.values(places)).toEqual(evaluate(spline, places));
    expect(squaredError(line, places, Float64Array.of(-3, 1, 4))).toBe(5);
    expect(squaredError(null, places, places)).toBeNaN();
  });
});
