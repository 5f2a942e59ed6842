import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSweep, experiments, taskAt, taskCount } from 'relu-splines/experiments';
import type { SweepSpec } from 'relu-splines/experiments';
import { fake, known } from './fake.js';

const check = (spec: unknown): ReturnType<typeof checkSweep> => checkSweep(spec, known);

describe('the tasks of a sweep', () => {
  it('are the runs of the experiment, where there is no grid', () => {
    const spec = { experiment: 'fake', config: { widths: [3, 5, 7], seeds: 2, firstSeed: 4 } };
    const sweep = check(spec);
    expect(taskCount(spec, known)).toBe(6);
    const tasks = Array.from({ length: 6 }, (_, task) => taskAt(sweep, task));
    expect(tasks.map(({ seed }) => seed)).toEqual([4, 4, 4, 5, 5, 5]);
    expect(tasks.map(({ parameters }) => parameters)).toEqual([3, 5, 7, 3, 5, 7].map((width) => ({ width })));
  });

  it('cross the grid, the first setting slowest, and count each configuration by itself', () => {
    const sweep = check({ experiment: 'fake', grid: { seeds: [1, 2], widths: [[1], [2, 3]] } });
    expect(sweep.points.map(({ first, tasks }) => [first, tasks])).toEqual([
      [0, 1],
      [1, 2],
      [3, 2],
      [5, 4],
    ]);
    expect(sweep.tasks).toBe(9);
    expect(taskAt(sweep, 8)).toEqual({
      task: 8,
      parameters: { seeds: 2, widths: [2, 3], width: 3 },
      seed: 1,
    });
  });

  it.each([-1, 4, 1.5, NaN])('refuse number %s of 4', (index) => {
    expect(() => taskAt(check({ experiment: 'fake' }), index)).toThrow(
      `sweep: the task must be an integer from 0 to 3, got ${index}`,
    );
  });
});

describe('the key of a sweep', () => {
  const key = (spec: unknown): string => check(spec).key;

  it('is FNV-1a of name, settings in their order, and grid', () => {
    // From Python: a loop over the bytes of
    // ["fake",[["firstSeed",0],["mood","good"],["scale",1],["seeds",2],["strict",true]],[["widths",[[1],[2]]]]].
    expect(key({ experiment: 'fake', grid: { widths: [[1], [2]] } })).toBe('da2ae49b7f87b773');
  });

  it('does not see the order of settings, nor whether a default is written', () => {
    const one = key({ experiment: 'fake', config: { scale: 2, seeds: 5 } });
    expect(key({ experiment: 'fake', config: { seeds: 5, scale: 2, mood: 'good' } })).toBe(one);
    expect(key({ config: { seeds: 5, scale: 2 }, grid: {}, experiment: 'fake' })).toBe(one);
    const zero = key({ experiment: 'fake', config: { scale: 0 } });
    expect(key({ experiment: 'fake', config: { scale: -0 } })).toBe(zero);
  });

  it('sees a value, a grid, its order, and a changed default', () => {
    const changed = {
      ...fake,
      name: 'fake',
      configure: (config: unknown) => fake.configure({ scale: 9, ...(config as object) }),
    };
    const keys = [
      key({ experiment: 'fake' }),
      key({ experiment: 'fake', config: { scale: 2 } }),
      key({ experiment: 'fake', grid: { scale: [1] } }),
      key({ experiment: 'fake', grid: { scale: [1, 2] } }),
      key({ experiment: 'fake', grid: { scale: [2, 1] } }),
      key({ experiment: 'fake', grid: { scale: [1], seeds: [2] } }),
      key({ experiment: 'fake', grid: { seeds: [2], scale: [1] } }),
      checkSweep({ experiment: 'fake' }, [changed]).key,
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('a specification', () => {
  const refusals: readonly (readonly [what: string, spec: unknown, message: string | RegExp])[] = [
    ['null', null, 'sweep: the specification must be an object, got null'],
    ['a list', [], 'sweep: the specification must be an object, got an array of length 0'],
    ['a word', 'fake', 'sweep: the specification must be an object, got "fake"'],
    [
      'an unknown key',
      { experiment: 'fake', seeds: 2 },
      'sweep: there is no key "seeds"; the keys are experiment, config, grid',
    ],
    ['no experiment', {}, 'sweep: experiment must be the name of an experiment, got undefined'],
    ['a number for it', { experiment: 7 }, 'sweep: experiment must be the name of an experiment, got 7'],
    ['an unknown one', { experiment: 'fakes' }, 'sweep: there is no experiment "fakes"; there are fake'],
    [
      'a name of Object',
      { experiment: 'constructor' },
      'sweep: there is no experiment "constructor"; there are fake',
    ],
    [
      'a list as config',
      { experiment: 'fake', config: [] },
      'sweep: config must be an object, got an array of length 0',
    ],
    ['null as config', { experiment: 'fake', config: null }, 'sweep: config must be an object, got null'],
    ['null as grid', { experiment: 'fake', grid: null }, 'sweep: grid must be an object, got null'],
    [
      'an unknown setting',
      { experiment: 'fake', config: { width: 1 } },
      /^fake: there is no setting "width"; the settings are seeds, /,
    ],
    [
      'an unknown setting of the grid',
      { experiment: 'fake', grid: { width: [1] } },
      /^fake: there is no setting "width"; /,
    ],
    ['a wrong kind', { experiment: 'fake', config: { scale: '1' } }, 'fake: scale must be a number, got "1"'],
    [
      'a wrong kind in the grid',
      { experiment: 'fake', grid: { scale: [1, true] } },
      'fake: scale must be a number, got true',
    ],
    [
      'a list of numbers for lists',
      { experiment: 'fake', grid: { widths: [1, 2] } },
      'fake: widths must be a list, got 1',
    ],
    [
      'a value for a list',
      { experiment: 'fake', grid: { scale: 1 } },
      'sweep: grid.scale must be a list of values, got 1',
    ],
    ['no values', { experiment: 'fake', grid: { scale: [] } }, 'sweep: grid.scale must not be empty'],
    [
      'a repeated value',
      { experiment: 'fake', grid: { scale: [1, 2, 1.0] } },
      'sweep: grid.scale must not repeat values, got 1 twice',
    ],
    [
      'a setting twice',
      { experiment: 'fake', config: { scale: 1 }, grid: { scale: [1] } },
      'sweep: the setting "scale" must be in config or in grid, not in both',
    ],
    [
      'what the experiment refuses',
      { experiment: 'fake', grid: { scale: [1, -1] } },
      'fake: scale must not be negative, got -1',
    ],
    [
      'Infinity',
      { experiment: 'fake', config: { scale: Infinity } },
      'fake: scale must be finite, got Infinity',
    ],
    [
      'too many points',
      { experiment: 'fake', grid: { scale: range(101), firstSeed: range(100) } },
      'sweep: the grid must have at most 10000 points, got 10100',
    ],
    [
      // Comparing each value with every other one took half a minute for 60,000.
      'a list of far too many values',
      { experiment: 'fake', grid: { scale: range(400_000) } },
      'sweep: the grid must have at most 10000 points, got 400000',
    ],
    [
      'too many tasks',
      { experiment: 'fake', config: { seeds: 500_001 } },
      'sweep: there must be at most 1000000 tasks, got 1000002',
    ],
    [
      'a prototype',
      JSON.parse('{"experiment":"fake","config":{"__proto__":{"scale":2}}}'),
      /^fake: there is no setting "__proto__"/,
    ],
    [
      'a prototype in the grid',
      JSON.parse('{"experiment":"fake","grid":{"__proto__":[1]}}'),
      /^fake: there is no setting "__proto__"/,
    ],
  ];

  it.each(refusals)('with %s is refused', (_, spec, message) => {
    expect(() => check(spec)).toThrow(message);
  });

  it('is accepted or refused in words, whatever JSON it is', () => {
    const parts = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('fake', [1], [[1]], { scale: [1, 2] }, { widths: [4] }),
    );
    fc.assert(
      fc.property(
        fc.record(
          { experiment: fc.oneof(fc.constant('fake'), parts), config: parts, grid: parts },
          { requiredKeys: ['experiment'] },
        ),
        (spec) => {
          let complaint = '';
          try {
            expect(check(spec).tasks).toBeGreaterThan(0);
          } catch (error) {
            complaint = String(error);
          }
          expect(complaint).toMatch(/^$|^(Type|Range)Error: (sweep|fake): .{10}/);
        },
      ),
      { seed: 7, numRuns: 500 },
    );
  });

  it('is not changed, and later changes of it do not matter', () => {
    const widths = [1, 2];
    const spec: SweepSpec = { experiment: 'fake', config: { widths } };
    const sweep = check(spec);
    widths.push(3);
    expect(sweep.points[0].config.widths).toEqual([1, 2]);
  });

  it('names one of the experiments of the registry by default', () => {
    expect(() => checkSweep({ experiment: 'none' })).toThrow(
      `there are ${experiments.map(({ name }) => name).join(', ')}`,
    );
    expect(checkSweep({ experiment: 'loneliness' }).experiment.name).toBe('loneliness');
  });
});

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
