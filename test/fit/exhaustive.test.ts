import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { freeKnotFit } from 'relu-splines/fit';
import { optimalSegments } from 'relu-splines/segments';
import { randomStream } from '../../src/numeric/streams.js';
import { leastRss } from './exhaustive.js';

/** 20 to 24 data: noise on a grid, a noisy sine at random places, a jump and a corner at random places. */
function smallSet(seed: number): Dataset {
  const stream = randomStream(seed, 7);
  const count = 20 + stream.integer(5);
  const kind = seed % 3;
  const x = Array.from({ length: count }, (_, n) => (kind === 0 ? n : 10 * stream.uniform()));
  const y = x.map((place) => {
    const noise = stream.normal();
    if (kind === 0) return noise;
    if (kind === 1) return Math.sin(place) + 0.3 * noise;
    return (place > 4 ? 3 : 0) + Math.abs(place - 7) + 0.2 * noise;
  });
  return dataset(x, y);
}

const seeds = Array.from({ length: 15 }, (_, seed) => seed);

describe('free knots against every way to place them', () => {
  const problems = [1, 2, 3].flatMap((knots) => seeds.map((seed) => [knots, seed] as const));

  it.each(problems)('%i knots among 20 to 24 data are the best there are: set %i', (knots, seed) => {
    const data = smallSet(seed);
    const least = leastRss(data, knots);
    const rss = 2 * freeKnotFit(data, { width: knots + 1, family: 'free' }).loss;
    // Normal equations of up to five hats: condition numbers up to 1e4 or so, so 1e-9 of the sum of squares.
    expect(rss / least).toBeLessThan(1 + 1e-9);
    expect(rss / least, 'below the least').toBeGreaterThan(1 - 1e-9);
  });

  it('is never below lines that need not meet, nor above one knot less', () => {
    for (const seed of seeds.slice(0, 6)) {
      const data = smallSet(seed);
      const segments = optimalSegments(data, { pieces: 5 });
      let before = Infinity;
      for (let width = 1; width <= 5; width++) {
        const { families } = freeKnotFit(data, { width });
        const rss = 2 * families[0].loss;
        expect(rss).toBeGreaterThanOrEqual((segments[width - 1]?.rss ?? NaN) * (1 - 1e-12));
        expect(rss).toBeLessThanOrEqual(before * (1 + 1e-12));
        before = rss;
      }
    }
  });
});
