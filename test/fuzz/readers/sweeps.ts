import { isDeepStrictEqual } from 'node:util';
import {
  checkSweep,
  experimentNamed,
  experiments,
  mergeShards,
  readRecords,
  runTask,
  taskAt,
  writeRecord,
} from 'relu-splines/experiments';
import type { MergedSweep, Setting, ShardRecords } from 'relu-splines/experiments';
import { loadSweep } from '../../../commands/sweep/spec-file.js';
import type { LoadedSweep } from '../../../commands/sweep/spec-file.js';
import type { Chance } from '../chance.js';
import { HOSTILE_NUMBERS } from '../hostile.js';
import { mutated, TEXT } from '../mutate.js';
import { readerSubject } from '../reader.js';
import type { Subject } from '../subject.js';
import { scratchFile } from './scratch.js';
import { bytesOf, lazily, textOf } from './seeds.js';

const spec = {
  experiment: 'loneliness',
  config: { counts: [5], inits: ['uniform'], seeds: 2 },
  grid: { ratios: [[1], [2, 4]] },
} as const;

const specs = lazily(() =>
  [
    spec,
    { experiment: 'loneliness', config: { seeds: 3 } },
    { experiment: 'alpha-sweep', config: { seeds: 1 }, grid: { firstSeed: [0, 5, 10] } },
  ].map((each) => bytesOf(JSON.stringify(each))),
);

/** A specification of any experiment, most of its settings of the right kind. */
function writtenSpec(chance: Chance): string {
  const { name, defaults, reduced } = chance.pick(experiments);
  const settings = chance.shuffled(Object.keys(defaults)).slice(0, chance.below(4));
  const value = (setting: string): string => {
    if (chance.happens(0.1)) return chance.pick(HOSTILE_NUMBERS) || '0';
    const model: Setting = chance.happens(0.5) ? defaults[setting] : (reduced[setting] ?? defaults[setting]);
    if (typeof model === 'number' && chance.happens(0.5)) {
      return chance.pick(['1', '2', '7', '0', '-1', '0.5', '1e6', '1e15', '2e5', '-0']);
    }
    return JSON.stringify(model);
  };
  const entries = settings.map((setting) => {
    const isGrid = chance.happens(0.4);
    // Now and then more values than anybody means.
    const count = chance.happens(0.99) ? chance.within(0, 4) : chance.pick([200, 9000, 60_000]);
    const values = Array.from({ length: count }, (_, i) => (count < 5 ? value(setting) : String(i + 1)));
    return { isGrid, text: `"${setting}":${isGrid ? `[${values.join()}]` : value(setting)}` };
  });
  const part = (isGrid: boolean): string =>
    `{${entries.flatMap((entry) => (entry.isGrid === isGrid ? [entry.text] : [])).join()}}`;
  const named = chance.happens(0.05) ? chance.pick(['__proto__', 'toString', '', 'lonely']) : name;
  return `{"experiment":"${named}","config":${part(false)},"grid":${part(true)}}`;
}

/** Specifications of sweeps: `loadSweep`, which is `checkSweep` of a file. */
export const specSubject: Subject = readerSubject<string, LoadedSweep>({
  name: 'sweep-spec',
  share: 2,
  prefix: /^(?:\S*scratch\S*: (?:[\w-]+: \S|must be JSON)|ENOENT)/,
  make: (chance) => (chance.happens(0.5) ? writtenSpec(chance) : textOf(mutated(specs(), TEXT, chance))),
  bytes: bytesOf,
  read: (text) => loadSweep(scratchFile('spec', bytesOf(text))),
  check: ({ spec: read, sweep }) => {
    const { points, tasks, key } = sweep;
    let first = 0;
    for (const point of points) {
      if (point.first !== first) return 'the points do not follow each other';
      first += point.tasks;
      // −0 comes back from a file as 0.
      const given = JSON.parse(JSON.stringify({ ...read.config, ...point.settings })) as object;
      for (const [setting, value] of Object.entries(given)) {
        if (!isDeepStrictEqual(point.config[setting], value)) return `${setting} is not what was said`;
      }
    }
    if (first !== tasks || tasks > 1e6) return `${tasks} tasks of points with ${first}`;
    if (!/^[0-9a-f]{16}$/.test(key)) return `the key is ${key}`;
    for (const task of [0, tasks - 1]) {
      if (taskAt(sweep, task).task !== task) return `task ${task} is another`;
    }
    const turned = { ...read, config: Object.fromEntries(Object.entries(read.config ?? {}).reverse()) };
    if (checkSweep(turned).key !== key) return 'the key depends on the order of the settings';
    return experimentNamed(read.experiment, experiments, 'fuzz') === sweep.experiment
      ? null
      : 'another experiment';
  },
});

const shards = lazily(() => {
  const { key } = checkSweep(spec);
  const lines = [0, 1, 2, 3, 4, 5].map((task) =>
    writeRecord({ ...runTask(spec, task), key, ms: 1.5, version: '1.0.0' }),
  );
  const failed = `${JSON.stringify({ key, task: 1, parameters: {}, seed: 1, status: 'failed', metrics: {}, message: 'RangeError: x', version: '1.0.0' })}\n`;
  return [lines.join(''), lines[0] + lines[3] + lines[1].slice(0, 40), failed + lines[2]].map(bytesOf);
});

interface Gathered {
  readonly read: ShardRecords;
  readonly merged: MergedSweep | null;
}

/** Files of shards: `readRecords`, and `mergeShards` with a file in order. */
export const recordsSubject: Subject = readerSubject<string, Gathered>({
  name: 'sweep-records',
  share: 3,
  prefix: /^shard\.jsonl(?::\d+)?: \S/,
  make: (chance) => textOf(mutated(shards(), TEXT, chance)),
  bytes: bytesOf,
  read: (text) => {
    const read = readRecords(text, 'shard.jsonl');
    return {
      read,
      merged: read.records.length > 0 ? mergeShards(spec, [{ name: 'shard.jsonl', text }]) : null,
    };
  },
  check: ({ read, merged }, text) => {
    const lines = text.split('\n');
    if (read.torn !== lines.at(-1)) return 'the torn line is another';
    if (read.records.length !== lines.length - 1)
      return `${read.records.length} records of ${lines.length - 1} lines`;
    for (const { line, record } of read.records) {
      const plain: unknown = JSON.parse(lines[line - 1]);
      if (!isDeepStrictEqual({ ...record }, plain)) return `line ${line} is read as something else`;
      // −0 is written as 0.
      const again = readRecords(writeRecord(record), 'again').records[0].record;
      if (JSON.stringify(again) !== JSON.stringify(record))
        return `line ${line} is written as something else`;
      const numbers = Object.values(record.metrics).flat();
      if (!numbers.every((value) => value === null || Number.isFinite(value)))
        return `line ${line} is not finite`;
    }
    if (merged === null) return null;
    const once = mergeShards(spec, [{ name: 'merged', text: merged.text }]);
    if (once.text !== merged.text || once.repeated > 0) return 'merged again, it is something else';
    return merged.records.length + merged.missing.length === 4 + 2 ? null : 'tasks are lost';
  },
});
