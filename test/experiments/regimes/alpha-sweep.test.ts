import { describe, expect, it } from 'vitest';
import { TABLE_2 } from '../../../src/experiments/regimes/alpha-sweep-print.js';
import { alphaSweep } from '../../../src/experiments/regimes/alpha-sweep.js';
import {
  WHITE_NOISE,
  learningRateOf,
  startOf,
  whiteNoise,
} from '../../../src/experiments/regimes/white-noise.js';

/** The print column of the recipe's table, three decimals. */
const PRINT = {
  uniform: {
    0.1: '.251 .370 .326 .442',
    1: '.137 .228 .199 .282',
    3: '.030 .075 .117 .158',
    10: '.122 .157 .034 .048',
    100: '.159 .210 .030 .050',
  },
  he: {
    0.1: '.202 .320 .293 .418',
    1: '.134 .233 .211 .308',
    3: '.132 .239 .209 .329',
    10: '.115 .163 .088 .149',
    100: '.161 .212 .056 .083',
  },
};

/** Joins data by straight lines, without the library. */
function lineThrough(x: ArrayLike<number>, y: ArrayLike<number>, at: number): number {
  let n = 0;
  while (n < x.length - 2 && x[n + 1] < at) n++;
  return y[n] + ((y[n + 1] - y[n]) * (at - x[n])) / (x[n + 1] - x[n]);
}

describe('the table of α', () => {
  it('bears out all that is asserted, on one seed', () => {
    const { claims, rows, findings } = alphaSweep(alphaSweep.definition.reduced);
    const asserted = claims.filter((claim) => claim.asserted);
    expect(asserted).toHaveLength(10);
    for (const claim of asserted) expect(claim).toMatchObject({ holds: true });
    // Four distances and Σ ε² of five networks by Adam, the same and the share that fits by the flow, two limits an init.
    expect(rows).toHaveLength(5 * 5 + 5 * 6 + 4 * 4);
    expect(findings).toContain('At α = 0.1 it comes to rest before that in every run');
  }, 300_000);

  it('has the figures of print', () => {
    for (const init of ['uniform', 'he'] as const) {
      const ours = Array.from(TABLE_2[init], ([alpha, { linearMean, linearRoot, cubicMean, cubicRoot }]) => [
        String(alpha),
        [linearMean, linearRoot, cubicMean, cubicRoot].map(({ mean }) => mean.toFixed(3).slice(1)).join(' '),
      ]);
      expect(Object.fromEntries(ours)).toEqual(PRINT[init]);
    }
    const spreads = [...TABLE_2.uniform.values(), ...TABLE_2.he.values()].flatMap((row) =>
      Object.values<{ readonly spread?: number }>({ ...row }).map(({ spread }) => spread ?? NaN),
    );
    // Added up by hand from the paper's table, row by row.
    const sums = [0.467, 0.338, 0.1083, 0.087, 0.132, 0.479, 0.424, 0.424, 0.269, 0.139];
    expect(spreads.reduce((sum, spread) => sum + spread)).toBeCloseTo(
      sums.reduce((sum, row) => sum + row),
      12,
    );
  });
});

describe('what a run measures', () => {
  const untrained = {
    epochs: 0,
    width: 50,
    inits: ['uniform'],
    uniformAlphas: [3],
    methods: ['adam'],
  } as const;

  it('is the distance of the zero function before training, when v = 0', () => {
    const { runs } = alphaSweep({ ...untrained, seeds: 3 });
    for (const { seed, metrics } of runs) {
      const { x, y } = whiteNoise(WHITE_NOISE, seed);
      const values = Array.from({ length: 401 }, (_, i) => lineThrough(x, y, -2 + i / 100));
      // Places are rounded alike or one bit off, on slopes of at most 4 / 0.2.
      const mean = values.reduce((sum, value) => sum + Math.abs(value) / 401, 0);
      expect(metrics.linearMean).toBeCloseTo(mean, 12);
      expect(metrics.linearRoot).toBeCloseTo(
        Math.sqrt(values.reduce((sum, value) => sum + value ** 2 / 401, 0)),
        12,
      );
      expect(metrics.squaredError).toBeCloseTo(
        y.reduce((sum, value) => sum + value ** 2, 0),
        12,
      );
    }
  });

  it('is a function of configuration, point and seed', () => {
    const config = { ...untrained, epochs: 20, methods: ['adam', 'flow', 'kernel', 'limit'], seeds: 2 };
    const last = alphaSweep.count(config) - 1;
    const before = alphaSweep.run(config, last - 3);
    alphaSweep.run(config, 0);
    expect(alphaSweep.run(config, last - 3)).toEqual(before);
    expect(alphaSweep.task(config, last)).toEqual({
      point: { init: 'uniform', alpha: '∞', method: 'limit' },
      seed: 1,
    });
  });

  it('tends to the width limit: the wider, the nearer', () => {
    const distance = (width: number, method: 'kernel' | 'limit'): number => {
      const { runs } = alphaSweep({ seeds: 20, width, inits: ['uniform'], methods: [method] });
      return runs.reduce((sum, { metrics }) => sum + metrics.cubicMean / runs.length, 0);
    };
    const [narrow, middle, wide] = [100, 800, 6400].map((width) => distance(width, 'kernel'));
    // Random orientations: O(H^-1/2) at least, theory 11.4; eight times the units are more than half of that factor.
    expect(middle).toBeLessThan(narrow / Math.sqrt(2));
    expect(wide).toBeLessThan(middle / Math.sqrt(2));
    expect(distance(6400, 'limit')).toBeLessThan(wide);
  });
});

describe('the protocol', () => {
  it('has 21 spaced data and two pins, the same for every start', () => {
    const { x, y } = whiteNoise(WHITE_NOISE, 7);
    expect(x).toHaveLength(23);
    expect([x[0], x[1], x[21], x[22]]).toEqual([-3, -2, 2, 3]);
    expect(x[2]).toBeCloseTo(-1.8, 15);
    expect(y.every((value) => Math.abs(value) <= 2)).toBe(true);
    expect(whiteNoise({ ...WHITE_NOISE, width: 10 }, 7)).toEqual(whiteNoise(WHITE_NOISE, 7));
  });

  it('scales w and b by α, v by 1/α, and leaves the output bias', () => {
    const config = { ...WHITE_NOISE, width: 4 };
    const [one, four] = [startOf(config, 'he', 1, 3), startOf(config, 'he', 4, 3)];
    expect(four.inputWeights).toEqual(one.inputWeights.map((w) => 4 * w));
    expect(four.inputBiases).toEqual(one.inputBiases.map((b) => 4 * b));
    expect(four.outputWeights).toEqual(one.outputWeights.map((v) => v / 4));
    expect(four.outputBias).toBe(one.outputBias);
    const flat = startOf(config, 'uniform', 4, 3);
    expect(Array.from(flat.inputWeights, Math.abs)).toEqual([4, 4, 4, 4]);
    expect(Array.from(flat.outputWeights, Math.abs)).toEqual([0, 0, 0, 0]);
  });

  it('divides the learning rate by five for large α', () => {
    const rates = (init: 'uniform' | 'he'): number[] =>
      [1, 3, 10].map((alpha) => learningRateOf(WHITE_NOISE, init, alpha));
    expect(rates('uniform')).toEqual([3e-5, 3e-5, 3e-5 / 5]);
    expect(rates('he')).toEqual([3e-5, 3e-5 / 5, 3e-5 / 5]);
  });
});

describe('a bad configuration', () => {
  it.each([
    [{ width: 1 }, 'alpha-sweep: width'],
    [{ innerData: 1 }, 'alpha-sweep: innerData'],
    [{ epochs: -1 }, 'alpha-sweep: epochs'],
    [{ pin: 2 }, 'alpha-sweep: pin must be above halfWidth = 2, got 2'],
    [{ uniformAlphas: [1, 0] }, 'alpha-sweep: uniformAlphas[1] must be positive'],
    [{ heAlphas: [3, 1, 3] }, 'alpha-sweep: heAlphas must differ, got 3 twice'],
    [{ gridStep: 0 }, 'alpha-sweep: gridStep must be positive'],
    [{ methods: ['adam', 'sgd'] }, 'methods[1] must be one of "adam", "flow", "kernel", "limit", got "sgd"'],
    [{ alphas: [1] }, 'there is no setting "alphas"'],
  ])('%j is refused', (config, message) => {
    expect(() => alphaSweep.count(config)).toThrow(RangeError);
    expect(() => alphaSweep.count(config)).toThrow(message);
  });
});
