import { list, object } from '../../numeric/checks.js';
import type { AnyExperiment } from '../definition.js';
import { experiments } from '../registry.js';
import { readRecords, writeRecord } from './records.js';
import type { SweepRecord } from './records.js';
import { checkedSweep, checkSweep } from './spec.js';
import type { Sweep, SweepSpec } from './spec.js';
import { taskAt } from './tasks.js';

/** The text of a shard's file. */
export interface ShardFile {
  /** Its name, for messages. */
  readonly name: string;
  readonly text: string;
}

/** What the files of a sweep come to. */
export interface MergedSweep {
  /** `complete` if every task has its record. */
  readonly status: 'complete' | 'incomplete';
  /** One record a task, in the order of their numbers, without timing. */
  readonly records: readonly SweepRecord[];
  /** The same as lines: the same to the byte however the tasks were spread. */
  readonly text: string;
  /** Numbers of the tasks without a record, ascending. */
  readonly missing: readonly number[];
  /** How many records were left out because another says the same. */
  readonly repeated: number;
  /** Names of the files whose last line is torn, and was left out. */
  readonly torn: readonly string[];
}

/** Where a record stands. */
interface Placed {
  readonly where: string;
  readonly record: SweepRecord;
}

/**
 * One result from the files of all shards, in any order.
 *
 * The files may be of any number of shards, overlap, and end in a torn line. Records that are the same but for their
 * timing count once.
 *
 * @throws As {@link checkSweep}; `RangeError`, with file and line, for a line that is no record, a record of another
 * sweep or of a task that is not in it, records of different versions, and two records that contradict each other.
 * @example
 * ```ts
 * import { mergeShards, runTask, writeRecord } from 'relu-splines/experiments';
 * import { checkSweep, missingAsArray } from 'relu-splines/experiments';
 *
 * const config = { counts: [10], ratios: [2], inits: ['uniform'], seeds: 6 };
 * const spec = { experiment: 'loneliness', config };
 * const { key } = checkSweep(spec);
 * const line = (task: number) => writeRecord({ ...runTask(spec, task), key, ms: 1, version: '1.0.0' });
 *
 * const merged = mergeShards(spec, [
 *   { name: 'even', text: line(0) + line(2) + line(4) },
 *   { name: 'odd', text: line(1) + line(3).slice(0, -5) },
 * ]);
 * merged.status; // 'incomplete'
 * merged.torn; // ['odd']
 * missingAsArray(merged.missing); // '3,5'
 * ```
 */
export function mergeShards(
  spec: SweepSpec,
  files: readonly ShardFile[],
  known: readonly AnyExperiment[] = experiments,
): MergedSweep {
  const sweep = checkSweep(spec, known);
  list('sweep', 'files', files);
  files.forEach((file, i) => {
    object('sweep', `files[${i}]`, file);
  });
  const kept = new Map<number, Placed>();
  const torn: string[] = [];
  let repeated = 0;
  let earliest: Placed | undefined;
  for (const { name, text } of files) {
    const read = readRecords(text, name);
    if (read.torn !== '') torn.push(name);
    for (const { line, record } of read.records) {
      const placed = { where: `${name}:${line}`, record: withoutTiming(record) };
      checkRecord(sweep, record, placed.where);
      earliest ??= placed;
      checkVersions(earliest, placed);
      const other = kept.get(record.task);
      if (other === undefined) {
        kept.set(record.task, placed);
      } else {
        checkSame(other, placed);
        repeated++;
      }
    }
  }
  const records = Array.from(kept.values(), ({ record }) => record).sort((a, b) => a.task - b.task);
  const missing = Array.from({ length: sweep.tasks }, (_, task) => task).filter((task) => !kept.has(task));
  return {
    status: missing.length === 0 ? 'complete' : 'incomplete',
    records,
    text: records.map(writeRecord).join(''),
    missing,
    repeated,
    torn,
  };
}

/**
 * Checks that a record is one of this sweep.
 *
 * @throws `RangeError` that begins with `where` if it is not.
 * @example
 * ```ts
 * import { checkRecord, checkSweep, runTaskOf } from 'relu-splines/experiments';
 *
 * const config = { counts: [10], ratios: [2], inits: ['uniform'], seeds: 3 };
 * const sweep = checkSweep({ experiment: 'loneliness', config });
 * const record = { ...runTaskOf(sweep, 0), key: sweep.key, version: '0.1.0' };
 * checkRecord(sweep, record, 'a.jsonl:1');
 * let message = '';
 * try {
 *   checkRecord(sweep, { ...record, task: 7 }, 'a.jsonl:1');
 * } catch (error) {
 *   message = String(error);
 * }
 * message; // 'RangeError: a.jsonl:1: there is no task 7; the last is 2'
 * ```
 */
export function checkRecord(sweep: Sweep, record: SweepRecord, where: string): void {
  checkedSweep(sweep);
  object(where, 'the record', record);
  if (record.key !== sweep.key) {
    throw new RangeError(
      `${where}: the record is of another sweep: its key is ${record.key}, not ${sweep.key}`,
    );
  }
  if (record.task >= sweep.tasks) {
    throw new RangeError(`${where}: there is no task ${record.task}; the last is ${sweep.tasks - 1}`);
  }
  const { parameters, seed } = taskAt(sweep, record.task);
  if (JSON.stringify(parameters) !== JSON.stringify(record.parameters) || seed !== record.seed) {
    throw new RangeError(`${where}: parameters or seed are not those of task ${record.task}`);
  }
}

function checkVersions(one: Placed, other: Placed): void {
  if (one.record.version !== other.record.version) {
    throw new RangeError(
      `${other.where}: version ${other.record.version}, but ${one.where} is of version ${one.record.version}`,
    );
  }
}

function checkSame(one: Placed, other: Placed): void {
  if (writeRecord(one.record) !== writeRecord(other.record)) {
    throw new RangeError(
      `${other.where}: task ${other.record.task} has another result in ${one.where}; ` +
        'one of the two machines or files is wrong',
    );
  }
}

function withoutTiming(record: SweepRecord): SweepRecord {
  const { key, task, parameters, seed, status, metrics, message, version } = record;
  const told = message === undefined ? {} : { message };
  return { key, task, parameters, seed, status, metrics, ...told, version };
}
