import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkSweep,
  mergeShards,
  missingAsArray,
  readRecords,
  tasksOfShard,
  writeRecord,
} from 'relu-splines/experiments';
import type { SweepRecord } from 'relu-splines/experiments';
import { known, linesOf, recordOf } from './fake.js';

const spec = {
  experiment: 'fake',
  config: { widths: [1, 2], seeds: 3 },
  grid: { mood: ['good', 'throws', 'no number'], scale: [1, 2] },
};
const TASKS = 36;
const all = Array.from({ length: TASKS }, (_, task) => task);
const records = all.map((task) => recordOf(spec, task));
const lines = (tasks: readonly number[]): string =>
  tasks.map((task) => writeRecord({ ...records[task], ms: 100 + task })).join('');
const merge = (...texts: readonly string[]): ReturnType<typeof mergeShards> =>
  mergeShards(
    spec,
    texts.map((text, i) => ({ name: `file-${i}`, text })),
    known,
  );
const single = merge(lines(all));

describe('one shard', () => {
  it('merged is its lines in order, without their timing', () => {
    expect(checkSweep(spec, known).tasks).toBe(TASKS);
    expect(single).toMatchObject({ status: 'complete', missing: [], repeated: 0, torn: [] });
    expect(single.text).toBe(lines(all).replace(/"ms":\d+,/g, ''));
    expect(single.records.map(({ task }) => task)).toEqual(all);
    expect(new Set(single.records.map(({ status }) => status)).size).toBe(3);
  });

  it('can be merged again', () => {
    expect(merge(single.text)).toEqual(single);
  });
});

describe('any number of shards', () => {
  it('merged is one shard merged, byte for byte, whatever the order and the overlap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.subarray(all), { maxLength: 3 }),
        fc.infiniteStream(fc.nat()),
        (count, overlaps, keys) => {
          const shards = Array.from({ length: count }, (_, index) => tasksOfShard(TASKS, { index, count }));
          const texts = [...shards, ...overlaps].map((tasks) =>
            // Within a shard, workers finish in any order, in times of their own.
            shuffled(tasks, keys)
              .map((task) => writeRecord({ ...records[task], ms: drawn(keys) }))
              .join(''),
          );
          const merged = merge(...shuffled(texts, keys));
          expect(merged.text).toBe(single.text);
          expect(merged.repeated).toBe(overlaps.flat().length);
        },
      ),
      { seed: 7, numRuns: 40 },
    );
  });

  it('stopped anywhere are complete with the records that are named as missing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (count, parts) => {
          const texts = Array.from({ length: count }, (_, index) => {
            const text = lines(tasksOfShard(TASKS, { index, count }));
            return text.slice(0, Math.ceil(text.length * drawn(parts)));
          });
          const stopped = merge(...texts);
          const found = stopped.records.map(({ task }) => task);
          expect([...found, ...stopped.missing].sort((a, b) => a - b)).toEqual(all);
          expect(merge(...texts, lines(stopped.missing)).text).toBe(single.text);
        },
      ),
      { seed: 7, numRuns: 40 },
    );
  });

  it('of which one is torn at any byte miss one task, and name the file', () => {
    const last = lines([35]);
    for (let length = 1; length < last.length; length++) {
      const torn = merge(lines(all.slice(0, 35)) + last.slice(0, length));
      expect(torn).toMatchObject({ status: 'incomplete', missing: [35], torn: ['file-0'] });
    }
  });

  it('without any record miss all', () => {
    expect(merge()).toMatchObject({ status: 'incomplete', missing: all, records: [], text: '' });
    expect(missingAsArray(merge('').missing)).toBe('0-35');
  });
});

describe('what does not belong together', () => {
  const [first] = readRecords(lines([1]), '').records;
  const changed = (change: Partial<SweepRecord>): string => writeRecord({ ...first.record, ...change });

  it('is refused, by file and line', () => {
    const other = { ...spec, config: { ...spec.config, seeds: 4 } };
    const { key } = checkSweep(spec, known);
    const { key: otherKey } = checkSweep(other, known);
    expect(() => merge(lines([0]), lines([2]) + linesOf(other, [1]))).toThrow(
      `file-1:2: the record is of another sweep: its key is ${otherKey}, not ${key}`,
    );
    expect(() => merge(lines([0]) + changed({ version: '0.0.2' }))).toThrow(
      'file-0:2: version 0.0.2, but file-0:1 is of version 0.0.1',
    );
    expect(() => merge(changed({ task: 36 }))).toThrow('file-0:1: there is no task 36; the last is 35');
    expect(() => merge(changed({ task: 2 }))).toThrow('file-0:1: parameters or seed are not those of task 2');
    expect(() => merge(changed({ seed: 1 }))).toThrow('file-0:1: parameters or seed are not those of task 1');
  });

  it('is refused where two results contradict each other', () => {
    const differ = changed({ metrics: { ...first.record.metrics, mean: 0.1 + 0.2 } });
    expect(() => merge(lines([0, 1]), lines([3]) + differ)).toThrow(
      'file-1:2: task 1 has another result in file-0:2; one of the two machines or files is wrong',
    );
    const failed = changed({ status: 'failed', metrics: {}, message: 'out of memory' });
    expect(() => merge(failed, lines([1]))).toThrow('file-1:1: task 1 has another result in file-0:1');
  });
});

/** A stream of numbers, as fast-check gives it. */
interface Drawn {
  next(): { readonly value: number };
}

const drawn = (stream: Drawn): number => stream.next().value;

function shuffled<Item>(items: readonly Item[], keys: Drawn): Item[] {
  return items
    .map((item) => ({ item, key: drawn(keys) }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
