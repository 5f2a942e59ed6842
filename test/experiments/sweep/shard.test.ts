import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseShard, missingAsArray, parseShard, tasksOfShard } from 'relu-splines/experiments';

const array = (
  id: number,
  least: number,
  most: number,
  count: number,
  step?: number,
): Record<string, string> => ({
  SLURM_ARRAY_TASK_ID: String(id),
  SLURM_ARRAY_TASK_MIN: String(least),
  SLURM_ARRAY_TASK_MAX: String(most),
  SLURM_ARRAY_TASK_COUNT: String(count),
  ...(step === undefined ? {} : { SLURM_ARRAY_TASK_STEP: String(step) }),
});

describe('the shards of a sweep', () => {
  it('have each task once, and differ by at most one in their number', () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 }), fc.integer({ min: 1, max: 50 }), (tasks, count) => {
        const shards = Array.from({ length: count }, (_, index) => tasksOfShard(tasks, { index, count }));
        expect(shards.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: tasks }, (_, t) => t));
        expect(shards.every((shard, index) => shard.every((task) => task % count === index))).toBe(true);
        const sizes = shards.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
      { seed: 7 },
    );
  });

  it('are empty where there are more of them than tasks', () => {
    expect(tasksOfShard(3, { index: 5, count: 1e15 })).toEqual([]);
  });

  it.each([
    [10, -1, 3, 'index must be from 0 to 2 for 3 shards, got -1'],
    [10, 3, 3, 'index must be from 0 to 2 for 3 shards, got 3'],
    [10, NaN, 3, 'index must be from 0 to 2 for 3 shards, got NaN'],
    [10, 0.5, 3, 'index must be from 0 to 2 for 3 shards, got 0.5'],
    [10, 0, 0, 'the number of shards must be an integer of at least 1, got 0'],
    [-1, 0, 1, 'the number of tasks must be an integer of at least 0, got -1'],
  ])('are none of %d tasks for shard %d of %d', (tasks, index, count, message) => {
    expect(() => tasksOfShard(tasks, { index, count })).toThrow(new RangeError(`shard: ${message}`));
  });
});

describe('i/n', () => {
  it('is shard i of n', () => {
    expect(parseShard('0/1')).toEqual({ index: 0, count: 1 });
    expect(parseShard('06/7')).toEqual({ index: 6, count: 7 });
  });

  it.each(['', '3', '3/', '/3', '1/2/3', '-1/3', '1.5/3', '1e0/3', ' 1/3', '1/3\n', 'a/b', '٣/٧'])(
    'is not %j',
    (text) => {
      expect(() => parseShard(text)).toThrow(
        new TypeError(`shard: must be written i/n, such as 0/4, got ${JSON.stringify(text)}`),
      );
    },
  );

  it('is from 0 to n − 1', () => {
    expect(() => parseShard('7/7')).toThrow(
      new RangeError('shard: i must be from 0 to 6 for 7 shards, got 7'),
    );
    expect(() => parseShard('0/0')).toThrow(
      'shard: the number of shards must be an integer of at least 1, got 0',
    );
    expect(() => parseShard('0/99999999999999999999')).toThrow('shard: the number of shards must be');
  });
});

describe('an array of Slurm', () => {
  it('says shard and number, wherever it starts', () => {
    for (const least of [0, 1, 100]) {
      expect(
        [0, 1, 2].map((i) => chooseShard({ environment: array(least + i, least, least + 2, 3, 1) })),
      ).toEqual([0, 1, 2].map((index) => ({ index, count: 3 })));
    }
  });

  it('with gaps or a step is refused, by the reason', () => {
    expect(() => chooseShard({ environment: array(3, 3, 9, 4, 1) })).toThrow(
      new RangeError('shard: the array has gaps: 4 jobs from 3 to 9; say the number of shards'),
    );
    expect(() => chooseShard({ environment: array(3, 3, 9, 4) })).toThrow('the array has gaps');
    expect(() => chooseShard({ environment: array(2, 0, 8, 5, 2) })).toThrow(
      'shard: the array has a step of 2: 5 jobs from 0 to 8; say the number of shards',
    );
  });

  it('with gaps or a step is as good as any, once the number of shards is said', () => {
    expect(chooseShard({ shards: 10, environment: array(3, 3, 9, 4, 1) })).toEqual({ index: 3, count: 10 });
    expect(() => chooseShard({ shards: 9, environment: array(9, 3, 9, 4, 1) })).toThrow(
      'shard: SLURM_ARRAY_TASK_ID must be from 0 to 8 for 9 shards, got 9',
    );
  });

  it('that contradicts itself, or is not whole, is refused by the name of the variable', () => {
    expect(() => chooseShard({ environment: { SLURM_ARRAY_TASK_ID: '3' } })).toThrow(
      'shard: SLURM_ARRAY_TASK_MIN is missing beside SLURM_ARRAY_TASK_ID',
    );
    expect(() => chooseShard({ environment: array(5, 0, 3, 4) })).toThrow(
      'shard: SLURM_ARRAY_TASK_ID must be from 0 to 3, got 5',
    );
    for (const text of ['', 'x', '-1', '1.5', '0x3', '9'.repeat(20)]) {
      expect(() =>
        chooseShard({ environment: { ...array(0, 0, 3, 4), SLURM_ARRAY_TASK_MAX: text } }),
      ).toThrow(new TypeError(`shard: SLURM_ARRAY_TASK_MAX must be a whole number, got "${text}"`));
    }
  });
});

describe('an indexed job of Kubernetes', () => {
  it('needs the number of shards', () => {
    const environment = { JOB_COMPLETION_INDEX: '4' };
    expect(chooseShard({ shards: 5, environment })).toEqual({ index: 4, count: 5 });
    expect(() => chooseShard({ environment })).toThrow(
      'shard: the number of shards is needed with JOB_COMPLETION_INDEX: an indexed job does not know it',
    );
    expect(() => chooseShard({ shards: 4, environment })).toThrow(
      'shard: JOB_COMPLETION_INDEX must be from 0 to 3 for 4 shards, got 4',
    );
  });
});

describe('what is said', () => {
  it('goes before what the environment says', () => {
    const environment = { ...array(3, 3, 9, 4), JOB_COMPLETION_INDEX: 'x' };
    expect(chooseShard({ shard: '1/3', environment })).toEqual({ index: 1, count: 3 });
  });

  it('must not be ambiguous', () => {
    expect(() => chooseShard({ shard: '1/3', shards: 3, environment: {} })).toThrow(
      'shard: say i/n or the number of shards, not both',
    );
    expect(() =>
      chooseShard({ shards: 3, environment: { ...array(0, 0, 0, 1), JOB_COMPLETION_INDEX: '0' } }),
    ).toThrow('shard: SLURM_ARRAY_TASK_ID and JOB_COMPLETION_INDEX are both there; say i/n');
    expect(() => chooseShard({ shards: 3, environment: {} })).toThrow(
      'shard: the number of shards is there, but neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX; say i/n',
    );
    expect(() => chooseShard({ shards: 0, environment: {} })).toThrow(
      'shard: the number of shards must be an integer of at least 1, got 0',
    );
  });

  it('is the whole where nothing is', () => {
    expect(chooseShard({ environment: {} })).toEqual({ index: 0, count: 1 });
    expect(chooseShard({ shards: 1, environment: {} })).toEqual({ index: 0, count: 1 });
  });
});

describe('missing tasks as an array', () => {
  it.each([
    [[], '', ''],
    [[4], '4', '0'],
    [[0, 1, 2], '0-2', '0-2'],
    [[3, 7, 8, 9], '3,7-9', '0-1,3'],
    [[0, 4, 8, 12], '0,4,8,12', '0'],
    [[9, 8, 3], '3,8-9', '0-1,3'],
  ])('%j is %j, and of four shards %j', (missing, tasks, shards) => {
    expect(missingAsArray(missing)).toBe(tasks);
    expect(missingAsArray(missing, 4)).toBe(shards);
  });

  it('names each of them once, and no other', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 60 })), (missing) => {
        const named = missingAsArray(missing)
          .split(',')
          .filter((run) => run !== '')
          .flatMap((run) => {
            const [from, to = from] = run.split('-').map(Number);
            return Array.from({ length: to - from + 1 }, (_, i) => from + i);
          });
        expect(named).toEqual([...missing].sort((a, b) => a - b));
      }),
      { seed: 7 },
    );
  });

  it('refuses a number of shards that is none', () => {
    expect(() => missingAsArray([1], 0)).toThrow(
      'shard: the number of shards must be an integer of at least 1, got 0',
    );
  });
});
