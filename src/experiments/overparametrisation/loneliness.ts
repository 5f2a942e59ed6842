import { lonelinessProbability } from '../../data/loneliness.js';
import { toBdso } from '../../forms/convert.js';
import { torchDefault } from '../../init/samplers/named.js';
import { uniformBreakpoints } from '../../init/samplers/uniform-breakpoints.js';
import { integerIn, positiveNumber } from '../../numeric/checks.js';
import { upperBound } from '../../numeric/search.js';
import { randomStream } from '../../numeric/streams.js';
import { seriesFigure } from '../../plot/series-figure.js';
import type { VegaLiteSpec } from '../../plot/spec.js';
import { experiment } from '../experiment.js';
import type { Claim, Run, Seeds } from '../definition.js';
import { compareRows } from '../rows.js';
import type { Row } from '../rows.js';
import { groupByPoint, runsAt, summaryOf, valuesOf } from '../runs.js';

/** How {@link loneliness} is configured. */
export interface LonelinessConfig extends Seeds {
  /** Numbers N of data. */
  readonly counts: readonly number[];
  /** Ratios H/N; H is rounded. */
  readonly ratios: readonly number[];
  /** Of the breakpoints: `uniform` are spaced over the interval of the data, `standard` are PyTorch's default. */
  readonly inits: readonly ('uniform' | 'standard')[];
  /** The data are uniform in ± this. */
  readonly halfWidth: number;
}

/** A point of the grid of {@link loneliness}. */
export interface LonelinessPoint {
  readonly init: 'uniform' | 'standard';
  readonly count: number;
  readonly ratio: number;
}

/** What a run of {@link loneliness} measures. */
export interface LonelinessMetrics {
  /** Part of the data with a piece of their own. */
  readonly lonelyShare: number;
  /** 1 if that is all of them, else 0. */
  readonly allLonely: number;
}

type LonelinessRun = Run<LonelinessPoint, LonelinessMetrics>;

/**
 * How many data have a piece of their own, by the number of units per datum.
 *
 * Sahs et al. 2020, figure 11. Print shows the figure and says neither N nor how the data are drawn; here they are
 * uniform, and breakpoints are spaced (uniform) or PyTorch's default (standard). For spaced breakpoints both shares
 * are known exactly: a datum is alone with probability (1 − 1/(H − 1))^(N−1), all are with `lonelinessProbability`.
 *
 * @throws As `experiment`; `RangeError` for counts that are not integers of at least 2, or ratios that are not positive.
 * @example
 * ```ts
 * import { loneliness } from 'relu-splines/experiments';
 *
 * const { rows } = loneliness({ counts: [10], ratios: [1, 100], inits: ['uniform'], seeds: 50 });
 * rows[0].ours.mean < rows[2].ours.mean; // true
 * ```
 */
export const loneliness = experiment<LonelinessConfig, LonelinessPoint, LonelinessMetrics>({
  name: 'loneliness',
  title: 'Data with a piece of their own, by units per datum',
  source: 'Sahs et al. 2020, figure 11',
  recipe:
    'N data are drawn uniformly from the interval, and the breakpoints of H units are spaced over it (uniform) or ' +
    'fall where PyTorch’s default initialization puts them (standard). Counted are the data that share their piece ' +
    'with no other. Print gives neither the numbers of data nor the interval; ours are 10 and 50, and [−2, 2].',
  defaults: {
    seeds: 200,
    firstSeed: 0,
    counts: [10, 50],
    ratios: [1, 2, 5, 10, 20, 50, 100, 200],
    inits: ['uniform', 'standard'],
    halfWidth: 2,
  },
  reduced: { seeds: 100, counts: [10], ratios: [1, 10, 100] },
  choices: { inits: ['uniform', 'standard'] },
  check: ({ counts, ratios, halfWidth }) => {
    counts.forEach((count, i) => integerIn('loneliness', `counts[${i}]`, count, 2));
    ratios.forEach((ratio, i) => positiveNumber('loneliness', `ratios[${i}]`, ratio));
    positiveNumber('loneliness', 'halfWidth', halfWidth);
  },
  points: ({ inits, counts, ratios }) =>
    inits.flatMap((init) => counts.flatMap((count) => ratios.map((ratio) => ({ init, count, ratio })))),
  cost: (_, { count, ratio }) => 1e-7 * count * ratio,
  run: ({ halfWidth }, { init, count, ratio }, seed) => {
    const x = Float64Array.from({ length: count }, placesIn(halfWidth, seed));
    const perPiece = new Map<number, number>();
    const knots = breakpointsOf(init, unitsOf(count, ratio), halfWidth, seed);
    for (const place of x) {
      const piece = upperBound(knots, place);
      perPiece.set(piece, (perPiece.get(piece) ?? 0) + 1);
    }
    const lonely = Array.from(perPiece.values()).filter((data) => data === 1).length;
    return { lonelyShare: lonely / count, allLonely: lonely === count ? 1 : 0 };
  },
  rows: rowsOf,
  claims: claimsOf,
  figures: (config, runs) => ({ loneliness: figureOf(config, runs) }),
  findings: (config, runs) => {
    const ratio = Math.max(...config.ratios);
    const mean = (part: Partial<LonelinessPoint>, measure: (metrics: LonelinessMetrics) => number): number =>
      summaryOf(runsAt(runs, part), measure).mean;
    const shares = config.inits.map((init) => `${mean({ init, ratio }, lonelyShare).toFixed(3)} (${init})`);
    const fewer = config.counts.every((count) =>
      config.ratios.every(
        (each) =>
          mean({ init: 'standard', count, ratio: each }, lonelyShare) <=
          mean({ init: 'uniform', count, ratio: each }, lonelyShare),
      ),
    );
    const complete = config.counts.map((count) => {
      const point = { init: 'uniform', count, ratio } as const;
      return `${mean(point, allLonely).toFixed(2)} of the draws of ${count} (${exactly(point).allLonely.toFixed(2)} by theory)`;
    });
    return [
      `With ${ratio} units per datum, a part of ${shares.join(' and ')} of the data have a piece of their own.`,
      ...(fewer
        ? [
            'The standard initialization crowds its breakpoints about the origin and has fewer lonely data than spaced ' +
              'breakpoints have, for all numbers of units.',
          ]
        : []),
      ...(config.inits.includes('uniform')
        ? [`Spaced breakpoints leave *all* data alone in ${complete.join(' and in ')}.`]
        : []),
      'So what print calls massive is so in the square of N: that all data are lonely needs H of the order of N² (erratum 21).',
    ].join(' ');
  },
});

const lonelyShare = (metrics: LonelinessMetrics): number => metrics.lonelyShare;

const allLonely = (metrics: LonelinessMetrics): number => metrics.allLonely;

const unitsOf = (count: number, ratio: number): number => Math.max(2, Math.round(count * ratio));

function placesIn(halfWidth: number, seed: number): () => number {
  const stream = randomStream(seed, 0);
  return () => halfWidth * (2 * stream.uniform() - 1);
}

function breakpointsOf(init: string, width: number, halfWidth: number, seed: number): Float64Array {
  const stream = randomStream(seed, 1);
  const interval = { low: -halfWidth, high: halfWidth };
  const network =
    init === 'uniform' ? uniformBreakpoints({ width, interval }, stream) : torchDefault({ width }, stream);
  return Float64Array.from(toBdso(network).breakpoints).sort();
}

/** The probability that one of N uniform data is alone, and that all are, among spaced breakpoints. */
function exactly({ count, ratio }: LonelinessPoint): LonelinessMetrics {
  const units = unitsOf(count, ratio);
  return {
    lonelyShare: (1 - 1 / (units - 1)) ** (count - 1),
    allLonely: lonelinessProbability({ dataCount: count, units, breakpoints: 'spaced' }),
  };
}

const conditionOf = ({ init, count, ratio }: LonelinessPoint): string =>
  `${init}, N = ${count}, H/N = ${ratio}`;

function rowsOf(_: LonelinessConfig, runs: readonly LonelinessRun[]): Row[] {
  return compareRows(
    groupByPoint(runs).flatMap((group) => [
      {
        condition: conditionOf(group.point),
        quantity: 'part of the data that are lonely',
        values: valuesOf(group.runs, lonelyShare),
      },
      {
        condition: conditionOf(group.point),
        quantity: 'all data are lonely',
        values: valuesOf(group.runs, allLonely),
      },
    ]),
  );
}

/** What a mean may lie from what it must be, in the largest standard error that it can have. */
const FARTHEST = 4;

function claimsOf(config: LonelinessConfig, runs: readonly LonelinessRun[]): Claim[] {
  const scores = groupByPoint(runsAt(runs, { init: 'uniform' })).map((group) => {
    const { mean, count } = summaryOf(group.runs, lonelyShare);
    const exact = exactly(group.point).lonelyShare;
    // Of all shares with this mean, one that is 0 or 1 varies most: that bounds the variance from above.
    return Math.abs(mean - exact) / Math.sqrt((exact * (1 - exact)) / count);
  });
  const farthest = Math.max(0, ...scores);
  const series = (init: LonelinessPoint['init'], count: number): number[] =>
    config.ratios.map((ratio) => summaryOf(runsAt(runs, { init, count, ratio }), lonelyShare).mean);
  const rising = config.inits.every((init) =>
    config.counts.every((count) =>
      series(init, count).every((share, i, all) => i === 0 || share >= all[i - 1]),
    ),
  );
  return [
    {
      statement: 'Spaced breakpoints leave a datum alone with probability (1 − 1/(H − 1))^(N−1).',
      holds: farthest < FARTHEST,
      evidence: `the farthest mean lies ${farthest.toFixed(1)} of the largest possible standard error away`,
      asserted: true,
    },
    {
      statement: 'The more units per datum, the more data are lonely.',
      holds: rising,
      evidence: config.inits
        .map(
          (init) =>
            `${init}: ${series(init, config.counts[0])
              .map((share) => share.toFixed(2))
              .join(', ')}`,
        )
        .join('; '),
      asserted: true,
    },
  ];
}

function figureOf({ counts, inits, ratios }: LonelinessConfig, runs: readonly LonelinessRun[]): VegaLiteSpec {
  return seriesFigure({
    title: 'Lonely data by units per datum',
    panels: counts.map((count) => ({
      title: `${count} data`,
      x: { label: 'units per datum', scale: 'log' },
      y: { label: 'lonely data', window: { low: 0, high: 1.03 } },
      series: [
        ...inits.map((init) => ({
          name: init,
          mark: 'points' as const,
          points: groupByPoint(runsAt(runs, { init, count })).map((group) => ({
            x: group.point.ratio,
            y: summaryOf(group.runs, lonelyShare).mean,
          })),
        })),
        {
          name: 'uniform (exact)',
          points: ratios.map((ratio) => ({
            x: ratio,
            y: exactly({ init: 'uniform', count, ratio }).lonelyShare,
          })),
        },
      ],
    })),
  });
}
