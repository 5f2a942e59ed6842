import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { programmedKnots } from '../../src/fit/dynamic-programme.js';
import { rssOfKnots } from '../../src/fit/knot-chain.js';
import { scaledData } from '../../src/fit/scaled-data.js';
import type { ScaledData } from '../../src/fit/scaled-data.js';
import { randomStream } from '../../src/numeric/streams.js';

/** A wave with some noise at random places. */
function wave(seed: number, count: number): ScaledData {
  const stream = randomStream(seed, 11);
  const x = Array.from({ length: count }, () => stream.uniform());
  return scaledData(
    dataset(
      x,
      x.map((place) => Math.sin(9 * place) + 0.2 * stream.normal()),
    ),
  );
}

/** All data, so many places in each gap between two, and the favoured ones; without the outermost data. */
function placesOf({ x }: ScaledData, inGap: number, favoured: readonly number[]): number[] {
  const places = new Set(favoured);
  for (let n = 1; n < x.length; n++) {
    if (n + 1 < x.length) places.add(x[n]);
    for (let k = 1; k <= inGap; k++) places.add(x[n - 1] + ((x[n] - x[n - 1]) * k) / (inGap + 1));
  }
  return Array.from(places).sort((one, other) => one - other);
}

/** The least sum of squares of all sets of `count` of the places, for each place that may be the last. */
function leastByLast(data: ScaledData, places: readonly number[], count: number): Map<number, number> {
  const least = new Map<number, number>();
  const visit = (knots: readonly number[], next: number): void => {
    if (knots.length === count) {
      const last = knots[count - 1];
      least.set(last, Math.min(least.get(last) ?? Infinity, rssOfKnots(data, knots)));
      return;
    }
    for (let p = next; p < places.length; p++) visit([...knots, places[p]], p + 1);
  };
  visit([], 0);
  return least;
}

describe('dynamic programming over knots', () => {
  // Sets for which a corner of the best fit does not stand out too far from the data around it to be sampled.
  const sets: [count: number, seeds: number[]][] = [
    [1, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [2, [0, 1, 4, 7, 8, 9]],
    [3, [0, 1, 4, 6, 8, 9]],
  ];
  const problems = sets.flatMap(([count, seeds]) => seeds.map((seed) => [count, seed] as const));

  it.each(problems)(
    '%i knots: the best of all sets of candidates, up to six, best first: set %i',
    (count, seed) => {
      const data = wave(seed, count === 3 ? 11 : 14);
      const favoured = Array.from({ length: count }, (_, k) => -0.2 + 0.17 * k);
      const places = placesOf(data, 4, favoured);
      const least = [...leastByLast(data, places, count).values()].sort((one, other) => one - other);

      const found = programmedKnots(data, Float64Array.from(favoured), Infinity);
      expect(found).toHaveLength(6);
      for (const knots of found) for (const knot of knots) expect(places).toContain(knot);
      const sums = found.map((knots) => rssOfKnots(data, knots));
      expect(sums).toEqual(sums.toSorted((one, other) => one - other));
      expect(new Set(found.map((knots) => knots[count - 1])).size).toBe(6);
      // A dozen squares of at most 1, in another order.
      expect(sums[0]).toBeCloseTo(least[0], 12);
      if (count === 1)
        sums.forEach((sum, i) => {
          expect(sum).toBeCloseTo(least[i], 12);
        });

      const bounded = programmedKnots(data, Float64Array.from(favoured), least[0] * (1 + 1e-9));
      expect(rssOfKnots(data, bounded[0])).toBeCloseTo(least[0], 12);
      // No lines, not even ones that need not meet, leave nothing.
      expect(programmedKnots(data, Float64Array.from(favoured), 0)).toEqual([]);
    },
  );

  it.each([
    ['with two places in each gap among 100', 100, 2],
    ['with none among 399', 399, 0],
  ])('all data are candidates, %s', (_, count, inGap) => {
    const data = wave(1, count);
    const places = placesOf(data, inGap, [-0.7]);
    const least = [...leastByLast(data, places, 1).values()].sort((one, other) => one - other);
    const found = programmedKnots(data, Float64Array.of(-0.7), Infinity);
    found.forEach((knots, i) => {
      expect(places).toContain(knots[0]);
      // Some hundred squares of at most 1, in another order.
      expect(rssOfKnots(data, knots)).toBeCloseTo(least[i], 10);
    });
  });

  it.each([148, 151, 348, 351, 3, 497, 70])(
    'of more data half of the candidates are about the favoured knots, the others quantiles: a corner at %i',
    (corner) => {
      const x = Array.from({ length: 500 }, (_, n) => n);
      const data = scaledData(
        dataset(
          x,
          x.map((place) => Math.abs(place - corner)),
        ),
      );
      // Between the data 249 and 250: from 150 to 349 all are candidates, and with the two outermost and itself 203.
      const favoured = 0;
      const near = Array.from({ length: 200 }, (_, k) => 150 + k);
      const quantiles = Array.from({ length: 198 }, (_, c) => Math.round((c * 499) / 197));
      const inner = [...new Set([...near, ...quantiles])].filter((n) => n > 0 && n < 499);
      const places = [...inner.map((n) => data.x[n]), favoured].sort((one, other) => one - other);
      const least = [...leastByLast(data, places, 1)].sort(([, one], [, other]) => one - other);
      const found = programmedKnots(data, Float64Array.of(favoured), Infinity);
      expect(found.map(([knot]) => knot)).toEqual(least.slice(0, 6).map(([place]) => place));
    },
  );

  it.each([
    [250, 749],
    [349, 650],
    [299, 651],
  ])('each of two favoured knots has fifty data on either side: %i, %i', (left, right) => {
    const x = Array.from({ length: 1000 }, (_, n) => n);
    const data = scaledData(
      dataset(
        x,
        x.map((place) => Math.max(0, left - place) + Math.max(0, place - right)),
      ),
    );
    const [best] = programmedKnots(data, Float64Array.of(data.x[300], data.x[700]), Infinity);
    expect([...best]).toEqual([data.x[left], data.x[right]]);
  });

  it('other data are no candidates, nor is anything beyond the ends', () => {
    const x = Array.from({ length: 1000 }, (_, n) => n);
    const corners = (left: number, right: number): ScaledData =>
      scaledData(
        dataset(
          x,
          x.map((place) => Math.max(0, left - place) + Math.max(0, place - right)),
        ),
      );
    // Quantiles are five data apart: 247 and 252 are among them.
    const far = corners(248, 752);
    for (const knots of programmedKnots(far, Float64Array.of(far.x[300], far.x[700]), Infinity)) {
      expect(knots[0]).not.toBe(far.x[248]);
    }
    const near = corners(4, 996);
    const [best] = programmedKnots(near, Float64Array.of(near.x[20], near.x[980]), Infinity);
    expect([...best]).toEqual([near.x[4], near.x[996]]);
  });
});
