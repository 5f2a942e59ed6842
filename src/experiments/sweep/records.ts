import { object, show } from '../../numeric/checks.js';
import type { Setting, StoredMetrics } from '../definition.js';
import { isRecord } from './spec.js';
import type { TaskResult, TaskStatus } from './tasks.js';

/** A finished task as it is kept: a line of a shard's file. */
export interface SweepRecord extends TaskResult {
  /** The key of the sweep; see {@link checkSweep}. */
  readonly key: string;
  /** How long the task took, in milliseconds; left out of what is merged. */
  readonly ms?: number;
  /** The version of the library that ran it. */
  readonly version: string;
}

/** What the text of a shard's file says. */
export interface ShardRecords {
  /** The records, each with the number of its line, from 1. */
  readonly records: readonly { readonly line: number; readonly record: SweepRecord }[];
  /** What stands after the last end of a line: a record that was being written when the process was stopped. */
  readonly torn: string;
}

/**
 * The line of a record, with its end. The same record always gives the same line.
 *
 * @example
 * ```ts
 * import { checkSweep, runTaskOf, writeRecord } from 'relu-splines/experiments';
 *
 * const config = { counts: [10], ratios: [2], inits: ['uniform'], seeds: 3 };
 * const sweep = checkSweep({ experiment: 'loneliness', config });
 * const line = writeRecord({ ...runTaskOf(sweep, 0), key: sweep.key, version: '0.1.0' });
 * JSON.parse(line).metrics; // { lonelyShare: 0.8, allLonely: 0 }
 * ```
 */
export function writeRecord(record: SweepRecord): string {
  object('sweep', 'record', record);
  const { key, task, parameters, seed, status, metrics, message, ms, version } = record;
  // JSON leaves out what is undefined.
  return `${JSON.stringify({ key, task, parameters, seed, status, metrics, message, ms, version })}\n`;
}

/**
 * The records of a shard's file.
 *
 * A last line without its end is torn, whatever it says, and is no record: its task is to be done again. Every other
 * line must be a record.
 *
 * @param name The file's name, for messages.
 * @throws `RangeError` for a line that is none; the message begins `name:line:`. `TypeError` for bytes instead of text.
 * @example
 * ```ts
 * import { readRecords } from 'relu-splines/experiments';
 *
 * const line = '{"key":"k","task":0,"parameters":{},"seed":0,"status":"done","metrics":{},"version":"0.1.0"}\n';
 * const { records, torn } = readRecords(line + '{"key":"k","ta', 'a.jsonl');
 * records.length; // 1
 * torn; // '{"key":"k","ta'
 * ```
 */
export function readRecords(text: string, name: string): ShardRecords {
  if (typeof text !== 'string') throw new TypeError(`${name}: its text must be a string, got ${show(text)}`);
  const lines = text.split('\n');
  const torn = lines.pop() ?? '';
  return {
    records: lines.map((content, i) => ({ line: i + 1, record: readRecord(content, `${name}:${i + 1}`) })),
    torn,
  };
}

const STATUSES: readonly TaskStatus[] = ['done', 'no number', 'failed'];

/** What each field must be; all but `message` and `ms` must be there. */
const FIELDS: Readonly<Record<keyof SweepRecord, (value: unknown) => boolean>> = {
  key: (value) => typeof value === 'string',
  task: isWhole,
  parameters: (value) => isRecord(value) && Object.values(value).every(isSetting),
  seed: isWhole,
  status: (value) => STATUSES.some((status) => status === value),
  metrics: (value) => isRecord(value) && Object.values(value).every(isMetric),
  message: (value) => value === undefined || typeof value === 'string',
  ms: (value) => value === undefined || isNumber(value),
  version: (value) => typeof value === 'string',
};

function readRecord(line: string, where: string): SweepRecord {
  const value = parse(line);
  if (!isRecord(value)) throw new RangeError(`${where}: must be a record of a sweep, got ${show(line)}`);
  for (const key of Object.keys(value)) {
    if (!Object.hasOwn(FIELDS, key)) throw new RangeError(`${where}: a record has no field ${show(key)}`);
  }
  const field = (name: keyof SweepRecord): unknown => (Object.hasOwn(value, name) ? value[name] : undefined);
  for (const [name, holds] of Object.entries(FIELDS)) {
    const given = field(name as keyof SweepRecord);
    if (given === undefined && !holds(given)) throw new RangeError(`${where}: the record has no ${name}`);
    if (!holds(given)) throw new RangeError(`${where}: ${name} cannot be ${show(given)}`);
  }
  if ((value.status === 'failed') !== (typeof value.message === 'string')) {
    throw new RangeError(`${where}: a record has a message if, and only if, its task failed`);
  }
  return {
    key: value.key as string,
    task: value.task as number,
    parameters: value.parameters as Readonly<Record<string, Setting>>,
    seed: value.seed as number,
    status: value.status as TaskStatus,
    metrics: value.metrics as StoredMetrics,
    ...(typeof value.message === 'string' ? { message: value.message } : {}),
    ...(typeof value.ms === 'number' ? { ms: value.ms } : {}),
    version: value.version as string,
  };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isWhole(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isSetting(value: unknown): boolean {
  const isScalar = (each: unknown): boolean =>
    isNumber(each) || typeof each === 'string' || typeof each === 'boolean';
  return isScalar(value) || (Array.isArray(value) && value.every(isScalar));
}

function isMetric(value: unknown): boolean {
  const isEntry = (each: unknown): boolean => each === null || isNumber(each);
  return isEntry(value) || (Array.isArray(value) && value.every(isEntry));
}
