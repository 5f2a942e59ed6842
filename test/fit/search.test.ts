import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { discontinuousPilot } from '../../src/fit/cells.js';
import { searchFamilies } from '../../src/fit/families.js';
import { greedyPilot, grow } from '../../src/fit/greedy.js';
import { knotChain, knotsOf } from '../../src/fit/knot-chain.js';
import { relocate, settle } from '../../src/fit/relocate.js';
import { scaledData } from '../../src/fit/scaled-data.js';
import type { ScaledData } from '../../src/fit/scaled-data.js';
import { searchKnots } from '../../src/fit/search.js';
import type { SearchMethod, SearchOptions } from '../../src/fit/search.js';
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

  it.each(seeds)('fast: settles both pilots, and relocates the better one: seed %i', (seed) => {
    const data = wave(seed, 60);
    const { chain, heard } = searched(data, 4, {});
    const greedy = settle(data, greedyPilot(data, 4), all);
    const lines = settle(data, knotChain(data, discontinuousPilot(data, 4)), all);
    const best = relocate(data, greedy.rss <= lines.rss ? greedy : lines, all);
    expect(heard).toEqual([
      { method: 'greedy', knots: 4, rss: greedy.rss },
      { method: 'discontinuous', knots: 4, rss: lines.rss },
      { method: 'relocation', knots: 4, rss: best.rss },
    ]);
    expect(knotsOf(chain)).toEqual(knotsOf(best));
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

  it.each(seeds)('thorough: relocates all, and goes on by dynamic programming: seed %i', (seed) => {
    const data = wave(seed, 32);
    const { chain, heard } = searched(data, 3, { effort: 'thorough' });
    const methods = heard.map(({ method }) => method);
    expect(methods.slice(0, 4)).toEqual(['greedy', 'discontinuous', 'relocation', 'programme']);
    expect(new Set(methods.slice(3))).toEqual(new Set(['programme']));
    expect(methods.length).toBeLessThanOrEqual(7);
    const pilots = [greedyPilot(data, 3), knotChain(data, discontinuousPilot(data, 3))];
    const sums = pilots.map((pilot) => {
      return relocate(data, settle(data, pilot, all), { everywhere: true, trials: 3 }).rss;
    });
    expect(heard[2].rss).toBe(Math.min(...sums));
    expect(chain.rss).toBe(Math.min(...heard.slice(2).map(({ rss }) => rss)));
    // It goes on as long as that gains, four times at most.
    const gains = heard.slice(3).map(({ rss }, i) => heard[2 + i].rss - rss);
    for (const gain of gains.slice(0, -1)) expect(gain).toBeGreaterThan(0);
    if (gains.length < 4) expect(gains[gains.length - 1]).toBeLessThan(1e-8);
  });

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
    const fast = searchFamilies(data, 3, options);
    const thorough = searchFamilies(data, 3, { ...options, effort: 'thorough', listener });
    expect(fast.map(({ family }) => family)).toEqual(['free', 'constrained']);
    thorough.forEach(({ family, rss, knots }, i) => {
      expect(family).toBe(fast[i].family);
      expect(rss).toBeLessThanOrEqual(fast[i].rss);
      expect(knots).toHaveLength(2 + i);
    });
    // First what a fast one does, for both; then with what that has found to begin with.
    const stages = ['greedy 2', 'discontinuous 2', 'relocation 2'];
    const more = ['greedy 3', 'discontinuous 3', 'given 3', 'relocation 3', 'constrained 3'];
    expect(heard.slice(0, 8)).toEqual([...stages, ...more]);
    expect(heard.slice(8, 11)).toEqual(['greedy 2', 'discontinuous 2', 'given 2']);
    expect(heard[heard.length - 1]).toBe('constrained 3');
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
