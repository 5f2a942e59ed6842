import { expect, it } from 'vitest';
import { lonelinessProbability } from 'relu-splines';
import { randomStream } from 'relu-splines/init';
import { loneliness } from '../../../src/experiments/overparametrisation/loneliness.js';
import { assertedOf, itBearsOut } from '../../laws/claims.js';

const reduced = loneliness(loneliness.definition.reduced);

itBearsOut(assertedOf(reduced.claims));

it('counts what a comparison of all pairs counts, on spaced breakpoints', () => {
  const config = {
    seeds: 30,
    firstSeed: 7,
    counts: [6],
    ratios: [2],
    inits: ['uniform'] as const,
    halfWidth: 3,
  };
  const units = 12;
  for (const { seed, metrics } of loneliness(config).runs) {
    const stream = randomStream(seed, 0);
    const x = Array.from({ length: 6 }, () => 3 * (2 * stream.uniform() - 1));
    const spacing = 6 / (units - 1);
    const pieces = x.map((place) => Math.floor((place + 3) / spacing));
    const alone = pieces.filter((piece, n) => pieces.every((other, m) => m === n || other !== piece));
    expect(metrics.lonelyShare).toBe(alone.length / 6);
    expect(metrics.allLonely).toBe(alone.length === 6 ? 1 : 0);
  }
});

it('all data are lonely as often as the exact probability says, within 4 standard errors', () => {
  const seeds = 2000;
  const { rows } = loneliness({ seeds, counts: [5], ratios: [4], inits: ['uniform'] });
  const exact = lonelinessProbability({ dataCount: 5, units: 20, breakpoints: 'spaced' });
  const error = Math.sqrt((exact * (1 - exact)) / seeds);
  expect(Math.abs(rows[1].ours.mean - exact)).toBeLessThan(4 * error);
});

it('the same configuration gives the same runs, as JSON too', () => {
  const config = { seeds: 3, counts: [4], ratios: [1, 3] };
  const { runs } = loneliness(config);
  expect(loneliness(config).runs).toEqual(runs);
  expect(
    Array.from({ length: loneliness.count(config) }, (_, index) => loneliness.run(config, index)),
  ).toEqual(runs);
});

it('refuses counts and ratios that make no sense', () => {
  expect(() => loneliness({ counts: [10, 1] })).toThrow(
    new RangeError('loneliness: counts[1] must be an integer of at least 2, got 1'),
  );
  expect(() => loneliness({ ratios: [0] })).toThrow(/^loneliness: ratios\[0\] must be positive/);
  expect(() => loneliness({ halfWidth: -1 })).toThrow(/^loneliness: halfWidth must be positive/);
});
