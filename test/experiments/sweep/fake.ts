import { experiment } from 'relu-splines/experiments';
import type { AnyExperiment, SweepRecord, SweepSpec } from 'relu-splines/experiments';
import { checkSweep, runTask, writeRecord } from 'relu-splines/experiments';

/** An experiment whose runs cost nothing, and can be told to go wrong. */
export const fake = experiment<
  {
    readonly seeds: number;
    readonly firstSeed: number;
    readonly scale: number;
    readonly widths: readonly number[];
    readonly mood: string;
    readonly strict: boolean;
  },
  { readonly width: number },
  { readonly mean: number; readonly curve: readonly number[] }
>({
  name: 'fake',
  title: 'Fake',
  source: 'nowhere',
  recipe: 'None.',
  defaults: { seeds: 2, firstSeed: 0, scale: 1, widths: [1, 2], mood: 'good', strict: true },
  reduced: {},
  choices: { mood: ['good', 'no number', 'hole in a curve', 'throws', 'throws a word'] },
  check: ({ scale }) => {
    if (scale < 0) throw new RangeError(`fake: scale must not be negative, got ${scale}`);
  },
  points: ({ widths }) => widths.map((width) => ({ width })),
  cost: (_, { width }) => width,
  run: ({ scale, mood }, { width }, seed) => {
    if (mood === 'throws' && seed % 2 === 1) throw new RangeError('no pivot');
    if (mood === 'throws a word') throw 'a word'; // eslint-disable-line @typescript-eslint/only-throw-error -- it may
    const mean = scale * Math.sin(width + 10 * seed);
    return {
      mean: mood === 'no number' && seed % 2 === 1 ? Infinity : mean,
      curve: [mean, mood === 'hole in a curve' ? NaN : width],
    };
  },
  rows: () => [],
  claims: () => [],
  figures: () => ({}),
  findings: () => '',
});

/** The only experiment that there is, in these tests. */
export const known: readonly AnyExperiment[] = [fake];

/** The record of one task, as the command writes it. */
export function recordOf(spec: SweepSpec, task: number, ms = 7): SweepRecord {
  return { key: checkSweep(spec, known).key, ...runTask(spec, task, known), ms, version: '0.0.1' };
}

/** The lines of some tasks. */
export function linesOf(spec: SweepSpec, tasks: readonly number[]): string {
  return tasks.map((task) => writeRecord(recordOf(spec, task, 3 + task))).join('');
}
