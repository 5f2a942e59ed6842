import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { discontinuousPilot } from '../../src/fit/cells.js';
import { searchFamilies } from '../../src/fit/families.js';
import { programmedKnots } from '../../src/fit/dynamic-programme.js';
import { greedyPilot, grow } from '../../src/fit/greedy.js';
import { knotChain, knotsOf } from '../../src/fit/knot-chain.js';
import { relocate, settle } from '../../src/fit/relocate.js';
import { scaledData } from '../../src/fit/scaled-data.js';
import type { ScaledData } from '../../src/fit/scaled-data.js';
import { searchKnots } from '../../src/fit/search.js';
import type { SearchMethod, SearchOptions } from '../../src/fit/search.js';
import { isBetter } from '../../src/fit/sweep.js';
import { randomStream } from '../../src/numeric/streams.js';
import { turning } from './fit.help.js';

/** A wave with noise at random places. */
function wave(seed: number, count: number): ScaledData {
  const stream = randomStream(seed, 19);
  const x = Array.from({ length: count }, () => 10 * stream.uniform());
  return scaledData(
    dataset(
      x,
      x.map((place) => Math.sin(place) + 0.5 * stream.normal()),
    ),
  );
}

interface Heard {
  readonly method: SearchMethod;
  readonly knots: number;
  readonly rss: number;
}

/** A search, and what its listener hears. */
function searched(data: ScaledData, count: number, options: Partial<SearchOptions>) {
  const heard: Heard[] = [];
  const chain = searchKnots(data, count, {
    effort: 'fast',
    starts: [],
    listener: (method, knots, rss) => heard.push({ method, knots, rss }),
    ...options,
  });
  return { chain, heard };
}

const seeds = [0, 1, 2, 3, 4, 5];

describe('a search for knots', () => {
  const all = { everywhere: true, trials: 12 };

  /** Both pilots, settled. */
  function settledPilots(data: ScaledData, count: number) {
    const greedy = settle(data, greedyPilot(data, count), all);
    const lines = settle(data, knotChain(data, discontinuousPilot(data, count)), all);
    return { greedy, lines, better: greedy.rss <= lines.rss ? greedy : lines };
  }

  // Of the second and third the other pilot would lead to less; in the last two it matters how many knots are tried.
  it.each([
    [0, 60, 4],
    [0, 32, 4],
    [21, 26, 5],
    [8, 40, 14],
    [0, 50, 15],
  ])('fast: settles both pilots, and relocates the better one: seed %i', (seed, size, count) => {
    const data = wave(seed, size);
    const { chain, heard } = searched(data, count, {});
    const { greedy, lines, better } = settledPilots(data, count);
    const best = relocate(data, better, all);
    expect(heard).toEqual([
      { method: 'greedy', knots: count, rss: greedy.rss },
      { method: 'discontinuous', knots: count, rss: lines.rss },
      { method: 'relocation', knots: count, rss: best.rss },
    ]);
    expect(knotsOf(chain)).toEqual(knotsOf(best));
  });

  it.each([
    [4000, true],
    [4001, false],
  ])('fast: looks at every datum up to 4,000: %i', (count, every) => {
    const data = wave(1, count);
    let looked = 0;
    const x = new Proxy(data.x, {
      get(target, key) {
        looked++;
        return target[key as unknown as number];
      },
    });
    searched({ ...data, x }, 1, {});
    expect(looked > 8 * count).toBe(every);
  });

  it.each(seeds)('begins with what it is given as well, grown where that is too few: seed %i', (seed) => {
    const data = wave(seed, 60);
    const given = [-0.2, 0.1];
    const starts = [given, [0.1, 0.1, 0.2], [-0.4, -0.3, -0.2, -0.1, 0], [-0.3, -0.1, 0.1, 0.3]];
    const { heard } = searched(data, 4, { starts });
    expect(heard.map(({ method }) => method)).toEqual([
      'greedy',
      'discontinuous',
      'given',
      'given',
      'relocation',
    ]);
    expect(heard[2].rss).toBe(settle(data, grow(data, knotChain(data, given), 4), all).rss);
    expect(heard[3].rss).toBe(settle(data, knotChain(data, starts[3]), all).rss);
    const only = searched(data, 4, { starts, onlyStarts: true });
    expect(only.heard.slice(0, -1)).toEqual(heard.slice(2, -1));
  });

  // Where the programme gains, gains little, loses, finds its best fit second, and where 12 trials are not all.
  it.each([
    [5, 26, 5],
    [11, 26, 5],
    [12, 24, 3],
    [0, 32, 4],
    [27, 26, 5],
    [57, 32, 4],
    [8, 32, 3],
    [41, 32, 3],
    [0, 50, 15],
  ])(
    'thorough: relocates all, and goes on by dynamic programming as long as that gains: seed %i',
    (seed, size, count) => {
      const data = wave(seed, size);
      const { chain, heard } = searched(data, count, { effort: 'thorough' });
      const diligence = { everywhere: true, trials: count };
      const { greedy, lines } = settledPilots(data, count);
      const [one, other] = [relocate(data, greedy, diligence), relocate(data, lines, diligence)];
      let best = one.rss <= other.rss ? one : other;
      const sums = [best.rss];
      for (let round = 0; round < 4; round++) {
        const fits = programmedKnots(data, knotsOf(best), 1.1 * best.rss).map((knots) =>
          settle(data, knotChain(data, knots), diligence),
        );
        const first = fits.reduce((least, fit) => (fit.rss < least.rss ? fit : least));
        const next = relocate(data, first, diligence);
        sums.push(next.rss);
        const gains = isBetter(data, next.rss, best.rss);
        if (next.rss < best.rss) best = next;
        if (!gains) break;
      }
      expect(heard.map(({ method }) => method)).toEqual([
        'greedy',
        'discontinuous',
        'relocation',
        ...sums.slice(1).map(() => 'programme'),
      ]);
      expect(heard.slice(2).map(({ rss }) => rss)).toEqual(sums);
      expect(knotsOf(chain)).toEqual(knotsOf(best));
    },
  );

  it('has nothing to look for without a knot, with one it needs no programme, with all it has no choice', () => {
    const data = wave(0, 30);
    expect(searched(data, 0, {})).toEqual({ chain: knotChain(data, []), heard: [] });
    const one = searched(data, 1, { effort: 'thorough' });
    expect(one.heard.map(({ method }) => method)).toEqual(['greedy', 'discontinuous', 'relocation']);
    const every = searched(data, 28, {});
    expect([knotsOf(every.chain), every.heard]).toEqual([data.x.slice(1, -1), []]);
  });
});

describe('the families', () => {
  const options = { effort: 'fast', onlyFree: false, starts: [], listener: () => undefined } as const;

  it.each(seeds)('a thorough search begins with a fast one, and is no worse: seed %i', (seed) => {
    const data = wave(seed, 26);
    const heard: string[] = [];
    const listener = (method: SearchMethod, knots: number): void => {
      heard.push(`${method} ${knots}`);
    };
    const fast = searchFamilies(data, 3, { ...options, listener });
    // What a fast one does, for both.
    const stages = ['greedy 2', 'discontinuous 2', 'relocation 2'];
    const more = ['greedy 3', 'discontinuous 3', 'given 3', 'relocation 3', 'constrained 3'];
    expect(heard.splice(0)).toEqual([...stages, ...more]);
    const thorough = searchFamilies(data, 3, { ...options, effort: 'thorough', listener });
    expect(fast.map(({ family }) => family)).toEqual(['free', 'constrained']);
    thorough.forEach(({ family, rss, knots }, i) => {
      expect(family).toBe(fast[i].family);
      expect(rss).toBeLessThanOrEqual(fast[i].rss);
      expect(knots).toHaveLength(2 + i);
    });
    // First the same, then with what that has found to begin with.
    expect(heard.slice(0, 8)).toEqual([...stages, ...more]);
    expect(heard.slice(8, 11)).toEqual(['greedy 2', 'discontinuous 2', 'given 2']);
    expect(heard[heard.length - 1]).toBe('constrained 3');
  });

  it.each([
    [4000, 8],
    [4001, 6],
  ])('of up to 4,000 data both have pilots of their own: %i', (count, stages) => {
    const heard: string[] = [];
    const listener = (method: SearchMethod, knots: number): void => {
      heard.push(`${method} ${knots}`);
    };
    searchFamilies(wave(2, count), 2, { ...options, listener });
    expect(heard).toHaveLength(stages);
    expect(heard.includes('greedy 2')).toBe(count === 4000);
    expect(heard.slice(-3)).toEqual(['given 2', 'relocation 2', 'constrained 2']);
  });

  it('only the free one if nothing else is asked for, or if it leaves nothing', () => {
    expect(searchFamilies(wave(0, 30), 3, { ...options, onlyFree: true })).toHaveLength(1);
    expect(searchFamilies(turning([50, 1]), 2, options)).toHaveLength(1);
    expect(searchFamilies(turning([30, 1], [50, 1]), 2, options)).toHaveLength(2);
  });

  it('knots that cost nothing are taken out', () => {
    const [fit] = searchFamilies(turning([30, 1], [70, -2]), 6, options);
    expect(fit.knots).toHaveLength(2);
    expect(fit.spline.breakpoints).toHaveLength(3);
    expect(fit.rss).toBeLessThan(1e-20);
    const [line] = searchFamilies(turning([-1, 1]), 4, options);
    expect(line.knots).toHaveLength(0);
    expect(line.spline.breakpoints).toHaveLength(1);
  });
});
