import { describe, expect, it } from 'vitest';
import { experiment, experimentNamed, experiments } from 'relu-splines/experiments';
import type { Seeds } from 'relu-splines/experiments';
import { expectRefusal } from '../laws/refusal.js';

interface Config extends Seeds {
  readonly factors: readonly number[];
  readonly word: string;
  readonly loud: boolean;
}

/** factor · (seed + 1), none for a negative factor; and a curve with a hole. */
const sample = experiment<
  Config,
  { readonly factor: number },
  { readonly product: number; readonly curve: readonly number[] }
>({
  name: 'sample',
  title: 'Sample',
  source: 'nowhere',
  recipe: '',
  defaults: { seeds: 2, firstSeed: 3, factors: [1, 10], word: 'a', loud: false },
  reduced: { seeds: 1 },
  choices: { word: ['a', 'b'] },
  check: ({ factors }) => {
    if (factors.includes(0)) throw new RangeError('sample: factors must not be zero');
  },
  points: ({ factors }) => factors.map((factor) => ({ factor })),
  cost: (_, { factor }) => factor,
  run: (_, { factor }, seed) => ({
    product: factor < 0 ? -Infinity : factor * (seed + 1),
    curve: [seed, NaN],
  }),
  rows: () => [],
  claims: (_, runs) => [
    { statement: '', holds: runs.every(({ metrics }) => metrics.product > 0), evidence: '', asserted: true },
  ],
  figures: () => ({}),
  findings: (_, runs) =>
    runs
      .map(({ point, seed, metrics }) => `${point.factor}·${seed}=${metrics.product}/${metrics.curve[1]}`)
      .join(' '),
});

describe('experiment', () => {
  it('numbers its runs by seed and then by point, so that more seeds are more runs at the end', () => {
    expect(sample.count({})).toBe(4);
    expect(sample().findings).toBe('1·3=4/NaN 10·3=40/NaN 1·4=5/NaN 10·4=50/NaN');
    expect(sample({ seeds: 3 }).runs.slice(0, 4)).toEqual(sample().runs);
  });

  it('gives the same through stored runs, in any order of making them, as in one call', () => {
    const order = [3, 1, 0, 2];
    const runs = order.map((index) => ({ index, run: sample.run({}, index) }));
    const sorted = runs.sort((a, b) => a.index - b.index).map(({ run }) => run);
    const { rows, claims, figures, findings } = sample();
    expect(sample.conclude({}, JSON.parse(JSON.stringify(sorted)) as typeof sorted)).toEqual({
      rows,
      claims,
      figures,
      findings,
    });
    expect(sample.cost({}, 1)).toBe(10);
  });

  it('stores what is no number as null and reads it as NaN', () => {
    const stored = sample.run({ factors: [-1] }, 0);
    expect(stored).toEqual({ point: { factor: -1 }, seed: 3, metrics: { product: null, curve: [3, null] } });
    expect(sample.conclude({ factors: [-1], seeds: 1 }, [stored]).findings).toBe('-1·3=NaN/NaN');
  });

  it('fills a configuration up with its defaults and copies the lists', () => {
    const factors = [2];
    const config = sample.configure({ factors });
    expect(config).toEqual({ seeds: 2, firstSeed: 3, factors: [2], word: 'a', loud: false });
    expect(config.factors).not.toBe(factors);
    expect(sample({ seeds: 1 }).config).toEqual({ ...sample.defaults, seeds: 1 });
  });

  it('has defaults that nobody can change', () => {
    const { defaults } = sample;
    expect(() => Object.assign(defaults, { seeds: 9 })).toThrow(TypeError);
    expect(() => (defaults.factors as number[]).push(9)).toThrow(TypeError);
    Object.assign(sample.definition.defaults, { word: 'b' });
    expect(sample.configure({}).word).toBe('a');
    Object.assign(sample.definition.defaults, { word: 'a' });
  });

  it.each([
    [null, 'TypeError', 'sample: the configuration must be an object, got null'],
    [[], 'TypeError', 'sample: the configuration must be an object, got an array of length 0'],
    [
      { factor: [1] },
      'RangeError',
      'sample: there is no setting "factor"; the settings are seeds, firstSeed, factors, word, loud',
    ],
    [{ factors: 1 }, 'TypeError', 'sample: factors must be a list, got 1'],
    [{ factors: [] }, 'RangeError', 'sample: factors must not be empty'],
    [{ factors: [1, '2'] }, 'TypeError', 'sample: factors[1] must be a number, got "2"'],
    [{ factors: [NaN] }, 'RangeError', 'sample: factors[0] must be finite, got NaN'],
    [{ factors: [0] }, 'RangeError', 'sample: factors must not be zero'],
    [{ word: 'c' }, 'RangeError', 'sample: word must be one of "a", "b", got "c"'],
    [{ loud: 1 }, 'TypeError', 'sample: loud must be a boolean, got 1'],
    [{ seeds: 0 }, 'RangeError', 'sample: seeds must be an integer of at least 1, got 0'],
    [{ seeds: 1.5 }, 'RangeError', 'sample: seeds must be an integer of at least 1, got 1.5'],
    [{ firstSeed: -1 }, 'RangeError', 'sample: firstSeed must be an integer of at least 0, got -1'],
  ] as const)('refuses %j', (config, kind, message) => {
    expectRefusal(() => sample.configure(config), kind, message);
    expectRefusal(() => sample.count(config), kind, message);
    expectRefusal(() => sample.run(config, 0), kind, message);
  });

  it('refuses a run that there is not', () => {
    expectRefusal(
      () => sample.run({}, 4),
      'RangeError',
      'sample: index must be an integer from 0 to 3, got 4',
    );
    expectRefusal(
      () => sample.run({}, -1),
      'RangeError',
      'sample: index must be an integer from 0 to 3, got -1',
    );
    expectRefusal(
      () => sample.conclude({}, []),
      'ShapeError',
      'sample: runs must have length 4, one for each point and seed, got 0',
    );
  });
});

describe('experimentNamed', () => {
  it('finds every experiment by its name, and names differ', () => {
    for (const each of experiments) expect(experimentNamed(each.name)).toBe(each);
  });

  it('lists the names where there is none', () => {
    const names = experiments.map(({ name }) => name).join(', ');
    expectRefusal(
      () => experimentNamed('table-7'),
      'RangeError',
      `experimentNamed: there is no experiment "table-7"; there are ${names}`,
    );
  });
});

describe.each(experiments.map((each) => [each.name, each] as const))('%s', (name, each) => {
  it('has a configuration that its own checks accept, and a reduced one that is part of it', () => {
    expect(each.configure({})).toEqual(each.defaults);
    expect(Object.keys(each.defaults)).toEqual(expect.arrayContaining(Object.keys(each.reduced)));
    expect(each.count(each.reduced)).toBeLessThanOrEqual(each.count({}));
    expect(JSON.parse(JSON.stringify(each.defaults))).toEqual(each.defaults);
  });

  it('says what it is', () => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(each.title.length).toBeGreaterThan(10);
    expect(each.source).toMatch(/^(Sahs et al\. 20(20|20a|22)|Not in print)/);
    expect(each.recipe.length).toBeGreaterThan(80);
  });
});
