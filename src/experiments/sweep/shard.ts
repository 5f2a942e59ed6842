import { integerIn, list, object } from '../../numeric/checks.js';

/** A part of a sweep: the tasks t ≡ index (mod count). */
export interface Shard {
  /** From 0 to `count` − 1. */
  readonly index: number;
  readonly count: number;
}

/** What says which shard a process has. */
export interface ShardSource {
  /** `i/n`: shard i of n. Goes before everything else. */
  readonly shard?: string | undefined;
  /** The number of shards; the number of this one is then that of the job in its array. */
  readonly shards?: number | undefined;
  /** The variables of the process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The shard that is written `i/n`.
 *
 * @throws `TypeError` for anything else; `RangeError` unless 0 ≤ i < n.
 * @example
 * ```ts
 * import { parseShard } from 'relu-splines/experiments';
 *
 * parseShard('3/7'); // { index: 3, count: 7 }
 * ```
 */
export function parseShard(text: string): Shard {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  if (match === null) {
    throw new TypeError(`shard: must be written i/n, such as 0/4, got ${JSON.stringify(text)}`);
  }
  return shardOf('i', Number(match[1]), Number(match[2]));
}

/**
 * The shard of this process: what `shard` says; else the number of the job in the array that Slurm or Kubernetes
 * started, of `shards`; else, under Slurm, the place in the array, of its size; else the whole.
 *
 * Without `shards`, an array with gaps or a step is refused: which tasks belong to the absent jobs could not be told.
 *
 * @throws `TypeError` or `RangeError`, with the name of the variable, for what cannot be a shard; for an indexed job of
 * Kubernetes without `shards`, since such a job does not know how many there are.
 * @example
 * ```ts
 * import { chooseShard } from 'relu-splines/experiments';
 *
 * const environment = { SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_MAX: '4', SLURM_ARRAY_TASK_COUNT: '4' };
 * chooseShard({ environment }); // { index: 2, count: 4 }
 * chooseShard({ environment, shards: 10 }); // { index: 3, count: 10 }
 * chooseShard({ environment: {} }); // { index: 0, count: 1 }
 * ```
 */
export function chooseShard(source: ShardSource): Shard {
  object('shard', 'source', source);
  const { shard, shards, environment } = source;
  object('shard', 'environment', environment);
  if (shard !== undefined) {
    if (shards !== undefined) throw new RangeError('shard: say i/n or the number of shards, not both');
    return parseShard(shard);
  }
  if (shards !== undefined) integerIn('shard', 'the number of shards', shards, 1);
  const { SLURM_ARRAY_TASK_ID: slurm, JOB_COMPLETION_INDEX: kubernetes } = environment;
  if (slurm !== undefined && kubernetes !== undefined) {
    throw new RangeError('shard: SLURM_ARRAY_TASK_ID and JOB_COMPLETION_INDEX are both there; say i/n');
  }
  if (slurm !== undefined) {
    if (shards === undefined) return shardOfArray(environment);
    return shardOf('SLURM_ARRAY_TASK_ID', whole('SLURM_ARRAY_TASK_ID', slurm), shards);
  }
  if (kubernetes !== undefined) {
    if (shards === undefined) {
      throw new RangeError(
        'shard: the number of shards is needed with JOB_COMPLETION_INDEX: an indexed job does not know it',
      );
    }
    return shardOf('JOB_COMPLETION_INDEX', whole('JOB_COMPLETION_INDEX', kubernetes), shards);
  }
  if (shards !== undefined && shards !== 1) {
    throw new RangeError(
      'shard: the number of shards is there, but neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX; say i/n',
    );
  }
  return { index: 0, count: 1 };
}

/**
 * Numbers of the tasks of a shard, ascending.
 *
 * @param tasks How many tasks the sweep has.
 * @throws `TypeError` or `RangeError` for what is no count, and unless 0 ≤ index < count.
 * @example
 * ```ts
 * import { tasksOfShard } from 'relu-splines/experiments';
 *
 * tasksOfShard(10, { index: 1, count: 3 }); // [1, 4, 7]
 * ```
 */
export function tasksOfShard(tasks: number, shard: Shard): number[] {
  integerIn('shard', 'the number of tasks', tasks, 0);
  object('shard', 'shard', shard);
  const { index, count } = shardOf('index', shard.index, shard.count);
  return Array.from({ length: Math.max(0, Math.ceil((tasks - index) / count)) }, (_, k) => index + k * count);
}

/**
 * Missing tasks as `sbatch --array` takes them: `3,7-9`.
 *
 * @param shards If given, the shards that have those tasks, of so many, instead of the tasks themselves.
 * @example
 * ```ts
 * import { missingAsArray } from 'relu-splines/experiments';
 *
 * missingAsArray([3, 7, 8, 9]); // '3,7-9'
 * missingAsArray([3, 7, 8, 9], 4); // '0-1,3'
 * ```
 */
export function missingAsArray(missing: readonly number[], shards?: number): string {
  list('shard', 'missing', missing);
  if (shards !== undefined) integerIn('shard', 'the number of shards', shards, 1);
  const numbers = Array.from(new Set(missing.map((task) => (shards === undefined ? task : task % shards))));
  const runs: { readonly from: number; to: number }[] = [];
  for (const number of numbers.sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last?.to === number - 1) last.to = number;
    else runs.push({ from: number, to: number });
  }
  return runs.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

function shardOfArray(environment: ShardSource['environment']): Shard {
  const variable = (name: string): number => whole(name, environment[name]);
  const id = variable('SLURM_ARRAY_TASK_ID');
  const least = variable('SLURM_ARRAY_TASK_MIN');
  const most = variable('SLURM_ARRAY_TASK_MAX');
  const count = variable('SLURM_ARRAY_TASK_COUNT');
  if (most - least + 1 !== count) {
    const step = environment.SLURM_ARRAY_TASK_STEP ?? '1';
    const reason = step === '1' ? 'has gaps' : `has a step of ${step}`;
    throw new RangeError(
      `shard: the array ${reason}: ${count} jobs from ${least} to ${most}; say the number of shards`,
    );
  }
  if (id < least || id > most) {
    throw new RangeError(`shard: SLURM_ARRAY_TASK_ID must be from ${least} to ${most}, got ${id}`);
  }
  return { index: id - least, count };
}

function shardOf(name: string, index: number, count: number): Shard {
  integerIn('shard', 'the number of shards', count, 1);
  if (!(Number.isSafeInteger(index) && index >= 0 && index < count)) {
    throw new RangeError(`shard: ${name} must be from 0 to ${count - 1} for ${count} shards, got ${index}`);
  }
  return { index, count };
}

function whole(name: string, text: string | undefined): number {
  if (text === undefined) throw new RangeError(`shard: ${name} is missing beside SLURM_ARRAY_TASK_ID`);
  if (!/^\d{1,15}$/.test(text)) {
    throw new TypeError(`shard: ${name} must be a whole number, got ${JSON.stringify(text)}`);
  }
  return Number(text);
}
