/** The data that the page comes with. All are of the size of 1, as one trains. */
import { dataset, standardise } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { randomStream } from 'relu-splines/init';
import { column, readCsv } from 'relu-splines/io';
import mcycleCsv from '../../data/mcycle.csv?raw';

/** Data sets by name. */
export const PRESETS = ['sine', 'quadratic', 'sawtooth', 'random', 'mcycle'] as const;

/** One of {@link PRESETS}. */
export type PresetName = (typeof PRESETS)[number];

/** What a list calls each of them. */
export const PRESET_TITLES: Readonly<Record<PresetName, string>> = {
  sine: 'Sine',
  quadratic: 'Quadratic',
  sawtooth: 'Sawtooth',
  random: 'Random walk',
  mcycle: 'Motorcycle (Silverman 1985)',
};

/** How x and y of a data set were brought to the size of 1. */
export interface Scale {
  readonly xMean: number;
  readonly xScale: number;
  readonly yMean: number;
  readonly yScale: number;
}

/**
 * The data of a preset.
 *
 * @param seed Of the random one; the others do not ask.
 */
export function presetData(name: PresetName, seed: number): Dataset {
  switch (name) {
    case 'sine':
      return sampled(21, (x) => Math.sin(Math.PI * x));
    case 'quadratic':
      return sampled(15, (x) => (x * x) / 2 - 1);
    case 'sawtooth':
      // Two teeth; no datum on a jump.
      return sampled(24, (x) => ((((x + 2) % 2) + 2) % 2) - 1);
    case 'random':
      return randomWalk(seed);
    case 'mcycle':
      return mcycle();
  }
}

/** Means and population standard deviations; a column of equal numbers keeps its size. */
export function scaleOf({ x, y }: Dataset): Scale {
  const [xMean, xScale] = meanAndDeviation(x);
  const [yMean, yScale] = meanAndDeviation(y);
  return { xMean, xScale, yMean, yScale };
}

function sampled(count: number, f: (x: number) => number): Dataset {
  const x = Array.from({ length: count }, (_, n) => Number(((4 * n) / (count - 1) - 2).toFixed(12)));
  return dataset(
    x,
    // Without the rounding of sin(π): such data are points of one's own as soon as one of them is dragged.
    x.map((place) => Number(f(place).toFixed(12))),
  );
}

/** Twelve places and a walk with steps of the size of 1. */
function randomWalk(seed: number): Dataset {
  const count = 12;
  const stream = randomStream(seed, 1);
  const x = Array.from({ length: count }, (_, n) => (4 * (n + 0.2 + 0.6 * stream.uniform())) / count - 2);
  let level = 0;
  const y = x.map(() => (level = 0.6 * level + 0.7 * stream.normal()));
  return dataset(x, y);
}

function mcycle(): Dataset {
  const table = readCsv(mcycleCsv);
  const measured = dataset(column(table, 'times'), column(table, 'accel'));
  return standardise(measured, scaleOf(measured));
}

function meanAndDeviation(values: ArrayLike<number>): [mean: number, deviation: number] {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value / list.length, 0);
  const deviation = Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2 / list.length, 0));
  return [mean, deviation > 0 && Number.isFinite(deviation) ? deviation : 1];
}
