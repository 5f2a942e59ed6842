import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { exchangeOf, manyAtOnce, oneAtATime, twoForAJump } from '../../src/fit/exchange.js';
import { greedyPilot, grow } from '../../src/fit/greedy.js';
import { insertions, intervalBetween, jumpKnots, withKnots } from '../../src/fit/insertion.js';
import { areKnots, knotChain, knotCount, knotsOf, rssOfKnots } from '../../src/fit/knot-chain.js';
import type { KnotChain } from '../../src/fit/knot-chain.js';
import { polish } from '../../src/fit/polish.js';
import { relocate, settle } from '../../src/fit/relocate.js';
import { scanInterval } from '../../src/fit/scan.js';
import { scaledData } from '../../src/fit/scaled-data.js';
import type { ScaledData } from '../../src/fit/scaled-data.js';
import { sweepKnots } from '../../src/fit/sweep.js';
import { randomStream } from '../../src/numeric/streams.js';
import { chainAt, counted, hundred, placesOf, turning, zigzag } from './fit.help.js';

/** A wave with as much noise, at random places; by plain arithmetic, so that ties are the same in any engine. */
function noisy(seed: number, count: number): ScaledData {
  const stream = randomStream(seed, 5);
  const x = Array.from({ length: count }, () => 10 * stream.uniform());
  return scaledData(
    dataset(
      x,
      x.map(
        (place) => (place * (place - 5) * (place - 10)) / 24 + 3 * (stream.uniform() + stream.uniform() - 1),
      ),
    ),
  );
}

/** So many knots, evenly over the range. */
function evenly(data: ScaledData, count: number): KnotChain {
  const { x } = data;
  const span = x[x.length - 1] - x[0];
  return knotChain(
    data,
    Array.from({ length: count }, (_, k) => x[0] + ((k + 1) * span) / (count + 1)),
  );
}

/** The least sum of squares with one of the knots at any datum between its neighbours. */
function leastByMovingOne(data: ScaledData, chain: KnotChain): number {
  let least = Infinity;
  for (let k = 0; k < knotCount(chain); k++) {
    for (const place of data.x) {
      const knots = knotsOf(chain);
      knots[k] = place;
      if (areKnots(data, knots)) least = Math.min(least, rssOfKnots(data, knots));
    }
  }
  return least;
}

const flat = hundred(() => 0);
const seeds = Array.from({ length: 8 }, (_, seed) => seed);

describe('polish', () => {
  it('takes the steps it is allowed, and none without a knot', () => {
    const data = noisy(0, 60);
    const chain = evenly(data, 4);
    expect(polish(data, chain, 0)).toBe(chain);
    const first = polish(data, chain, 1);
    expect(first.rss).toBeLessThan(chain.rss);
    expect(polish(data, chain, 40).rss).toBeLessThan(first.rss * 0.999);
    const { data: watched, asked } = counted(data, 'sums');
    const line = knotChain(data, []);
    expect(polish(watched, line, 5)).toBe(line);
    expect(asked()).toBe(0);
  });

  it('converges as Newton’s method does, where no datum is near a knot', () => {
    const x = Array.from({ length: 60 }, (_, n) => n).filter((n) => n % 12 > 4);
    const data = scaledData(
      dataset(
        x,
        x.map(
          (n) =>
            2 * Math.max(0, n - 14.2) -
            3 * Math.max(0, n - 26.3) +
            Math.max(0, n - 38.4) +
            ((n * 7) % 11) / 90,
        ),
      ),
    );
    const start = chainAt(data, 14.7, 25.9, 38.7);
    const { rss } = polish(data, start, 40);
    const excess = (steps: number): number => polish(data, start, steps).rss / rss - 1;
    expect(excess(1)).toBeGreaterThan(1e-6);
    expect(excess(4)).toBeLessThan(1e-10);
    const { data: watched, asked } = counted(data, 'x');
    polish(watched, start, 100);
    // Some five steps; where it did not stop, smaller and smaller steps would be tried in vain, a dozen and more.
    expect(asked()).toBeLessThan(44);
  });

  it('comes to the corners of a function in a few steps, and does not go on from them', () => {
    const data = zigzag(20.5, 45.5, 77.5);
    const start = chainAt(data, 21.3, 44.9, 77.9);
    expect(placesOf(data, polish(data, start, 6))).toEqual([20.5, 45.5, 77.5]);
    const { data: watched, asked } = counted(data, 'x');
    polish(watched, start, 100);
    // Six steps, and two of no use at the end; a search for smaller steps would go on a dozen times.
    expect(asked()).toBeLessThan(80);
  });

  it('gives back the chain itself where no step is better', () => {
    const chain = evenly(flat, 3);
    expect(chain.rss).toBe(0);
    expect(polish(flat, chain, 5)).toBe(chain);
  });
});

describe('a sweep', () => {
  it.each(seeds)('takes one knot after the other to its best place: seed %i', (seed) => {
    const data = noisy(seed, 70);
    const chain = evenly(data, 5);
    const before = structuredClone(chain);
    // The chain is worked out anew for each knot.
    const knots = knotsOf(chain);
    for (let k = 0; k < 5; k++) {
      const current = knotChain(data, knots);
      const { rss, knot } = scanInterval(data, intervalBetween(current, k, k + 2), true);
      if (rss < current.rss) knots[k] = knot;
    }
    const swept = sweepKnots(data, chain, { everywhere: true, rounds: 1 });
    expect(knotsOf(swept)).toEqual(knots);
    expect(chain).toEqual(before);
    expect(sweepKnots(data, chain, { everywhere: true, rounds: 0 })).toBe(chain);
  });

  it.each(seeds)('goes on until no datum is a better place for any knot: seed %i', (seed) => {
    const data = noisy(seed, 200);
    const swept = sweepKnots(data, evenly(data, 3), { everywhere: true, rounds: 100 });
    expect(leastByMovingOne(data, swept)).toBeGreaterThan(swept.rss * (1 - 2e-9));
  });

  it('leaves knots where they are that are as good anywhere', () => {
    const chain = evenly(flat, 3);
    expect(sweepKnots(flat, chain, { everywhere: true, rounds: 1 })).toBe(chain);
  });

  it('keeps what is better by less than a billionth, if better', () => {
    // The corner is in a gap, with noise that no knot can follow.
    const data = hundred((x) => Math.abs(x - 50.5) + (Math.floor(x / 2) % 2 === 0 ? 0.5 : -0.5));
    const best = sweepKnots(data, chainAt(data, 50.4), { everywhere: true, rounds: 9 });
    const [knot] = knotsOf(best);
    const near = knotChain(data, [knot + 1e-7]);
    expect(near.rss).toBeGreaterThan(best.rss);
    expect(near.rss).toBeLessThan(best.rss * (1 + 1e-9));
    expect(knotsOf(sweepKnots(data, near, { everywhere: true, rounds: 9 }))[0]).toBe(knot);
  });
});

describe('a pilot grows', () => {
  it.each(seeds)('by the best knots, a fifth as many as there are at once: seed %i', (seed) => {
    for (const [has, wants] of [
      [0, 3],
      [3, 6],
      [5, 9],
      [11, 15],
    ]) {
      const data = noisy(seed, 120);
      let chain = evenly(data, has);
      const grown = grow(data, chain, wants);
      while (knotCount(chain) < wants) {
        const { rss } = chain;
        const all = insertions(data, chain, false).sort((one, other) => one.rss - other.rss);
        const most = rss - all[0].rss;
        const jump = all.toSorted((one, other) => one.jumpRss - other.jumpRss)[0];
        const room = wants - knotCount(chain);
        const worth = all
          .filter((placement) => rss - placement.rss >= most / 2)
          .slice(0, Math.min(room, 1 + Math.floor(knotCount(chain) / 5)))
          .map(({ knot }) => knot);
        const more = room > 1 && rss - jump.jumpRss > 2 * most ? jumpKnots(data, jump) : worth;
        chain = polish(data, withKnots(data, chain, more), 3);
      }
      expect(knotsOf(grown), `${has}, ${wants}`).toEqual(knotsOf(chain));
    }
  });

  it('by two at once for a jump, where they gain more than twice as much', () => {
    // So few that all places are looked at.
    const x = Array.from({ length: 61 }, (_, n) => n);
    const step = scaledData(
      dataset(
        x,
        x.map((place) => (place > 30 ? 40 : 0)),
      ),
    );
    const two = grow(step, knotChain(step, []), 2);
    expect(placesOf(step, two)).toEqual([30, 31]);
    // For one there is no room.
    expect(knotCount(grow(step, chainAt(step, 20), 2))).toBe(2);
  });

  it('into as many knots as are asked for', () => {
    const data = zigzag(20, 45, 77);
    for (const count of [0, 1, 2, 3, 8]) {
      const pilot = greedyPilot(data, count);
      expect(knotCount(pilot)).toBe(count);
      expect(areKnots(data, knotsOf(pilot))).toBe(true);
    }
  });
});

describe('relocation', () => {
  const all = { everywhere: true, trials: 9 };

  it('settles first: no knot has a better datum, nor a better step', () => {
    for (const seed of seeds) {
      const data = noisy(seed, 200);
      const chain = settle(data, evenly(data, 3), all);
      expect(leastByMovingOne(data, chain)).toBeGreaterThan(chain.rss * (1 - 2e-9));
      expect(polish(data, chain, 40).rss).toBeGreaterThan(chain.rss * (1 - 1e-6));
    }
  });

  it('takes a knot from where it is idle to where it is needed', () => {
    const data = turning([20, 1], [60, 30], [65, -60], [70, 60]);
    const chain = chainAt(data, 60, 65, 70, 80);
    expect(placesOf(data, relocate(data, chain, all))).toEqual([20, 60, 65, 70]);
    // None is tried elsewhere.
    expect(relocate(data, chain, { ...all, trials: 0 }).rss).toBeGreaterThan(1e-6);
  });

  it('takes two for a jump', () => {
    const data = hundred(
      (x) =>
        (x > 30 ? 40 : 0) + 30 * Math.max(0, x - 60) - 60 * Math.max(0, x - 65) + 60 * Math.max(0, x - 70),
    );
    const chain = chainAt(data, 60, 65, 70, 80, 90);
    expect(placesOf(data, relocate(data, chain, { ...all, trials: 0 }))).toEqual([30, 31, 60, 65, 70]);
  });

  it('takes many at once', () => {
    const data = turning(
      [10, 1],
      [20, 300],
      [25, -600],
      [30, 600],
      [40, -1],
      [50, 300],
      [55, -600],
      [60, 600],
    );
    const chain = chainAt(data, 20, 25, 30, 50, 55, 60, 75, 85, 95);
    const places = placesOf(data, relocate(data, chain, { ...all, trials: 0 }));
    // The last of them has nothing to do.
    expect(places?.slice(0, 8)).toEqual([10, 20, 25, 30, 40, 50, 55, 60]);
  });

  it.each(seeds)('ends where none of its moves gains: seed %i', (seed) => {
    const data = noisy(seed, 80);
    const chain = relocate(data, evenly(data, 6), all);
    const exchange = exchangeOf(data, chain, true);
    expect(manyAtOnce(data, chain, exchange)).toBeNull();
    expect(oneAtATime(data, chain, exchange, all)).toBeNull();
    expect(twoForAJump(data, chain, exchange)).toBeNull();
    expect(relocate(data, chain, all).rss).toBeLessThanOrEqual(chain.rss);
  });

  it('leaves a line alone', () => {
    const line = knotChain(flat, []);
    expect(relocate(flat, line, all)).toBe(line);
  });
});
