import { countPartitions } from '../../data/counting.js';
import { dataset } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import { integerIn } from '../../numeric/checks.js';
import { randomStream } from '../../numeric/streams.js';
import { seriesFigure } from '../../plot/series-figure.js';
import type { SeriesPanel } from '../../plot/series-panels.js';
import type { VegaLiteSpec } from '../../plot/spec.js';
import { experiment } from '../experiment.js';
import type { Claim, Run, Seeds } from '../definition.js';
import { compareRows } from '../rows.js';
import type { Row } from '../rows.js';
import { groupByPoint, runsAt, summaryOf, valuesOf } from '../runs.js';
import { linspace } from '../linspace.js';
import { countContinuousPartitions, countPairedPartitions } from './continuous-partitions.js';
import { inDigits } from '../words.js';

/** How {@link criticalPointGrowth} is configured. */
export interface CriticalPointsConfig extends Seeds {
  /** Numbers N of data. */
  readonly counts: readonly number[];
  /** Numbers H of breakpoints. */
  readonly units: readonly number[];
  /** The y of the data: normal noise, or the square of x. */
  readonly targets: readonly ('noise' | 'quadratic')[];
  /** The x of the data in [−2, 2]. */
  readonly spacing: 'random' | 'even';
}

/** A point of the grid of {@link criticalPointGrowth}. */
export interface CriticalPointsPoint {
  readonly target: 'noise' | 'quadratic';
  readonly count: number;
}

/** What a run of {@link criticalPointGrowth} measures. */
export interface CriticalPointsMetrics {
  /** Partitions with a continuous piecewise least-squares function, by the number of breakpoints, 0 to the largest H. */
  readonly kept: readonly number[];
}

type CriticalPointsRun = Run<CriticalPointsPoint, CriticalPointsMetrics>;

const NAME = 'critical-points';

/**
 * How many critical points there are at least, by the number of breakpoints and data.
 *
 * Sahs et al. 2020, figure 7 (2020a, figure 7; theory 6.1, 6.2). A function that is a least-squares line on each piece is
 * critical for any network of it; so partitions of the data are counted that admit one without jumps. With H breakpoints
 * such a function has H + 2 numbers and a network of H units only H + 1: one unit more, which is active on all data, makes
 * each of them a network. Print gives no data, sizes or numbers. There are C(N + H, H) partitions; they are not enumerated
 * but counted from left to right, in polynomial time.
 *
 * @throws As `experiment`; `RangeError` for counts that are not positive integers.
 * @example
 * ```ts
 * import { criticalPointGrowth } from 'relu-splines/experiments';
 *
 * const { rows } = criticalPointGrowth({ seeds: 2, counts: [3], units: [1, 2], targets: ['noise'] });
 * rows[0].ours.mean < rows[1].ours.mean; // true
 * ```
 */
export const criticalPointGrowth = experiment<
  CriticalPointsConfig,
  CriticalPointsPoint,
  CriticalPointsMetrics
>({
  name: NAME,
  title: 'Growth of the number of critical points',
  source: 'Sahs et al. 2020, figure 7',
  recipe:
    'N data have x uniform in [−2, 2] and normal y, or y = x². Of all ways to put H breakpoints into the gaps between and ' +
    'beyond them, those are counted for which a continuous function is a least-squares line on each piece. Each is a local ' +
    'minimum for a network of H + 1 units, of which one is active on all data. Print says neither which data nor how many.',
  defaults: {
    seeds: 20,
    firstSeed: 0,
    counts: [2, 4, 8, 16, 32],
    units: [1, 2, 4, 8, 16, 32],
    targets: ['noise', 'quadratic'],
    spacing: 'random',
  },
  reduced: { seeds: 10, counts: [2, 4, 8, 16], units: [1, 2, 4, 8, 16] },
  choices: { targets: ['noise', 'quadratic'], spacing: ['random', 'even'] },
  check: ({ counts, units }) => {
    counts.forEach((count, i) => integerIn(NAME, `counts[${i}]`, count, 1));
    units.forEach((count, i) => integerIn(NAME, `units[${i}]`, count, 1));
  },
  points: ({ targets, counts }) => targets.flatMap((target) => counts.map((count) => ({ target, count }))),
  cost: (_, { count }) => 7e-7 * count ** 3,
  run: (config, point, seed) => ({
    kept: Array.from(countContinuousPartitions(dataOf(config, point, seed), Math.max(...config.units))),
  }),
  rows: rowsOf,
  claims: claimsOf,
  figures: (config, runs) => ({ [NAME]: figureOf(config, runs) }),
  findings: (config, runs) => {
    const count = Math.max(...config.counts);
    const units = Math.max(...config.units);
    const parts = config.targets.map((target) => {
      const mean = meanKept(runs, { target, count }, units);
      return `${shown(mean)} (${target})`;
    });
    const all = shown(Number(countPartitions({ dataCount: count, units }).all));
    return (
      `Of ${all} partitions of ${count} data by ${units} breakpoints, ${parts.join(' and ')} have a continuous piecewise ` +
      'least-squares function. That their number grows at least polynomially needs no simulation: wherever two breakpoints ' +
      'share a gap the pieces can be joined, whatever y is, so that with H breakpoints there are at least as many as a ' +
      'polynomial of degree ⌊H/2⌋ in N, and one of degree N in H. These are partitions, not separate valleys: minima of ' +
      'different partitions may be joined by paths of equal loss.'
    );
  },
});

function dataOf(
  { spacing }: CriticalPointsConfig,
  { target, count }: CriticalPointsPoint,
  seed: number,
): Dataset {
  const places = randomStream(seed, 0);
  const noise = randomStream(seed, 1);
  const x =
    spacing === 'even'
      ? linspace(-2, 2, count)
      : Float64Array.from({ length: count }, () => 4 * places.openUniform() - 2).sort();
  return dataset(
    x,
    x.map((each) => (target === 'noise' ? noise.normal() : each * each)),
  );
}

const shown = (value: number): string => (value < 1e6 ? value.toFixed(0) : inDigits(value, 2));

function meanKept(runs: readonly CriticalPointsRun[], point: CriticalPointsPoint, units: number): number {
  return summaryOf(runsAt(runs, point), ({ kept }) => kept[units]).mean;
}

function rowsOf({ units }: CriticalPointsConfig, runs: readonly CriticalPointsRun[]): Row[] {
  return compareRows(
    groupByPoint(runs).flatMap(({ point: { target, count }, runs: alike }) =>
      units.map((each) => ({
        condition: `${target}, N = ${count}, H = ${each}`,
        quantity: 'partitions kept',
        values: valuesOf(alike, ({ kept }) => kept[each]),
      })),
    ),
  );
}

/** What counts beyond 2⁵³ may be off by, relatively: a rounding for each of a few thousand sums. */
const ROUNDING = 1e-12;

function claimsOf(
  { units, counts, targets }: CriticalPointsConfig,
  runs: readonly CriticalPointsRun[],
): Claim[] {
  const compared = (bound: (count: number) => ArrayLike<number>): number =>
    Math.min(
      ...runs.flatMap(({ point, metrics }) => {
        const least = bound(point.count);
        return units.map((each) => metrics.kept[each] / Math.max(1, least[each]));
      }),
    );
  const most = Math.max(...units);
  const paired = compared((count) => countPairedPartitions(count, most));
  const lonely = compared((count) =>
    Array.from({ length: most + 1 }, (_, each) =>
      Number(countPartitions({ dataCount: count, units: each }).lonely),
    ),
  );
  const share = Math.max(
    ...runs.flatMap(({ point, metrics }) =>
      units.map(
        (each) => metrics.kept[each] / Number(countPartitions({ dataCount: point.count, units: each }).all),
      ),
    ),
  );
  const rises = runs.every(({ metrics }) =>
    metrics.kept.every((each, h, all) => h === 0 || each > all[h - 1]),
  );
  const inCounts = targets.flatMap((target) =>
    units.map((each) => counts.map((count) => meanKept(runs, { target, count }, each))),
  );
  const grows = inCounts.filter((series) =>
    series.every((each, i) => i === 0 || each > series[i - 1]),
  ).length;
  return [
    {
      statement:
        'There are no fewer than partitions whose gaps between data hold no breakpoint or more than one, all of which are kept.',
      holds: paired >= 1 - ROUNDING,
      evidence: `at least ${inDigits(paired, 4)} times as many`,
      asserted: true,
    },
    {
      statement:
        'There are no fewer than lonely partitions, all of which are kept, and no more than partitions.',
      holds: lonely >= 1 - ROUNDING && share <= 1 + ROUNDING,
      evidence: `at least ${inDigits(lonely, 4)} times as many as the former, at most ${inDigits(share, 4)} of the latter`,
      asserted: true,
    },
    {
      statement: 'There are more for each further breakpoint.',
      holds: rises,
      evidence: `looked at for ${runs.length} sets of data`,
      asserted: true,
    },
    {
      statement: 'There are more the more data there are.',
      holds: grows === inCounts.length,
      evidence: `the mean grows with N throughout for ${grows} of ${inCounts.length} numbers of breakpoints`,
      asserted: false,
    },
  ];
}

function figureOf(
  { counts, units, targets }: CriticalPointsConfig,
  runs: readonly CriticalPointsRun[],
): VegaLiteSpec {
  const y = { label: 'partitions kept', scale: 'log' } as const;
  const panels = targets.flatMap((target): SeriesPanel[] => [
    {
      title: `${target}, by breakpoints`,
      x: { label: 'breakpoints H', scale: 'log' },
      y,
      series: counts.map((count) => ({
        name: `N = ${count}`,
        mark: 'line-and-points',
        points: units.map((each) => ({ x: each, y: meanKept(runs, { target, count }, each) })),
      })),
    },
    {
      title: `${target}, by data`,
      x: { label: 'data N', scale: 'log' },
      y,
      series: units.map((each) => ({
        name: `H = ${each}`,
        mark: 'line-and-points',
        points: counts.map((count) => ({ x: count, y: meanKept(runs, { target, count }, each) })),
      })),
    },
  ]);
  return seriesFigure({
    title: 'Critical points by breakpoints and data',
    notes: [
      'Means over sets of data; a partition counts if a continuous function is a least-squares line on each piece.',
    ],
    columns: 2,
    panels,
  });
}
