import { dataset } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import { evaluate } from '../../forms/evaluate.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { uniformBreakpoints } from '../../init/samplers/uniform-breakpoints.js';
import { kernelRegression } from '../../limits/kernel-regression.js';
import { loss } from '../../loss/gradient.js';
import { nullDirections } from '../../loss/null/null-directions.js';
import type { NullCauseName } from '../../loss/null/null-directions.js';
import { integerIn, positiveNumber } from '../../numeric/checks.js';
import { randomStream } from '../../numeric/streams.js';
import { seriesFigure } from '../../plot/series-figure.js';
import type { VegaLiteSpec } from '../../plot/spec.js';
import { experiment } from '../experiment.js';
import type { Claim, Run, Seeds } from '../definition.js';
import { curve } from '../curve.js';
import { compareRows } from '../rows.js';
import type { Row } from '../rows.js';
import { groupByPoint, runsAt, valuesOf } from '../runs.js';
import { linspace } from '../linspace.js';
import { largestChange, largestDifference } from './null-steps.js';
import { inDigits } from '../words.js';

/** Causes whose directions change the function, in words. */
const CHANGES = {
  'dead-unit': 'a unit that sees no data',
  'single-active-datum': 'a unit that sees one datum',
  'shared-activation-pattern': 'units that see the same data',
  'complementary-patterns': 'units that face away from each other',
  remaining: 'units beside a lonely datum',
} as const satisfies Partial<Record<NullCauseName, string>>;

/** A cause whose directions change the function and not the loss. */
export type ChangeCause = keyof typeof CHANGES;

const CAUSES = Object.keys(CHANGES) as readonly ChangeCause[];

/** How {@link lossPreservingChanges} is configured. */
export interface LossPreservingChangesConfig extends Seeds {
  /** Hidden units, of equally spaced breakpoints that reach a quarter beyond the data on either side. */
  readonly units: number;
  /** Data, equally spaced in [−2, 2], with normal y. */
  readonly count: number;
  readonly causes: readonly ChangeCause[];
  /** The largest change of the function within the picture, in units of y. */
  readonly height: number;
}

/** A point of the grid of {@link lossPreservingChanges}. */
export interface LossPreservingChangesPoint {
  readonly cause: ChangeCause;
}

/** What a run of {@link lossPreservingChanges} measures. */
export interface LossPreservingChangesMetrics {
  /** Independent directions that the cause adds to the null space. */
  readonly dimension: number;
  /** Largest change of f at the data, over the largest change of f anywhere in the picture. NaN if there is no direction. */
  readonly atData: number;
  /** What rounding explains of `atData`. */
  readonly atDataBound: number;
  /** Change of the loss, over ½ Σ y². */
  readonly lossChange: number;
  /** Largest change of f in the picture, in units of y. */
  readonly elsewhere: number;
  /** The function before and after, on a grid. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

type LossPreservingChangesRun = Run<LossPreservingChangesPoint, LossPreservingChangesMetrics>;

const NAME = 'loss-preserving-changes';
const HALF_WIDTH = 2;
const PICTURE = { low: -2.5, high: 2.5 };
const GRID = linspace(PICTURE.low, PICTURE.high, 201);

/**
 * Changes of the function that leave the loss as it is, one for each cause.
 *
 * Sahs et al. 2022, figure 5 and Remark 2 (theory 7): a sketch there; here directions of `nullDirections` are followed from a
 * network that fits its data. Only those are taken along which f is linear at the data, so that the loss stays the same
 * exactly and not to first order, and the step ends before a breakpoint reaches a datum.
 *
 * @throws As `experiment`; `RangeError` for numbers of units and data that are not positive integers, or a height that is not
 * positive.
 * @example
 * ```ts
 * import { lossPreservingChanges } from 'relu-splines/experiments';
 *
 * lossPreservingChanges().claims.every(({ holds }) => holds); // true
 * ```
 */
export const lossPreservingChanges = experiment<
  LossPreservingChangesConfig,
  LossPreservingChangesPoint,
  LossPreservingChangesMetrics
>({
  name: NAME,
  title: 'Changes of the function that leave the loss alone',
  source: 'Sahs et al. 2022, figure 5',
  recipe:
    'A network with breakpoints spaced over the data and beyond is fitted to random y by kernel regression. Then for each ' +
    'cause of flatness one of its null directions is followed, as far as it changes no activity at the data and f by no more ' +
    'than 0.6. Causes that leave the function alone everywhere, such as the scale of a unit, are not shown.',
  defaults: { seeds: 1, firstSeed: 0, units: 16, count: 6, causes: CAUSES, height: 0.6 },
  reduced: {},
  choices: { causes: CAUSES },
  check: ({ units, count, height }) => {
    integerIn(NAME, 'units', units, 1);
    integerIn(NAME, 'count', count, 2);
    positiveNumber(NAME, 'height', height);
  },
  points: ({ causes }) => causes.map((cause) => ({ cause })),
  run: (config, { cause }, seed) => {
    const data = dataOf(config, seed);
    const network = fitted(config, data, seed);
    const found = nullDirections(network, data).causes.find((each) => each.cause === cause)?.basis ?? [];
    const base = { dimension: found.length, before: shown(network) };
    const changed = largestChange(network, data, found, { height: config.height, grid: GRID });
    if (changed === null)
      return { ...base, atData: NaN, atDataBound: NaN, lossChange: NaN, elsewhere: NaN, after: [] };
    const scale = data.y.reduce((sum, y) => sum + (y * y) / 2, 0);
    const elsewhere = largestDifference(network, changed, GRID);
    return {
      ...base,
      atData: largestDifference(network, changed, data.x) / elsewhere,
      atDataBound: (rounding(network, data) + rounding(changed, data)) / elsewhere,
      lossChange: Math.abs(loss(changed, data) - loss(network, data)) / scale,
      elsewhere,
      after: shown(changed),
    };
  },
  rows: (_, runs) => rowsOf(runs),
  claims: (_, runs) => claimsOf(runs),
  figures: (config, runs) => ({ [NAME]: figureOf(config, runs) }),
  findings: (_, runs) => {
    const dimensions = groupByPoint(runs).map(
      ({ point, runs: [first] }) => `${CHANGES[point.cause]}: ${first.metrics.dimension}`,
    );
    return (
      `Independent directions by cause: ${dimensions.join(', ')}. Each changes the function between or beyond the data and the loss ` +
      'by no more than rounding; so a minimum of a network with more units than data is a flat region of many dimensions.'
    );
  },
});

function dataOf({ count }: LossPreservingChangesConfig, seed: number): Dataset {
  const stream = randomStream(seed, 0);
  const x = linspace(-HALF_WIDTH, HALF_WIDTH, count);
  return dataset(
    x,
    x.map(() => stream.normal()),
  );
}

function fitted({ units }: LossPreservingChangesConfig, data: Dataset, seed: number): ShallowNetwork {
  const interval = { low: -1.25 * HALF_WIDTH, high: 1.25 * HALF_WIDTH };
  const start = uniformBreakpoints({ width: units, interval }, randomStream(seed, 1));
  return kernelRegression(start, data).solution;
}

/** f on the grid, short enough to be kept. */
function shown(network: ShallowNetwork): number[] {
  return Array.from(evaluate(network, GRID), (value) => Number(value.toPrecision(6)));
}

/** A few roundings of each term of f at the data: |v|(|wx| + |b|) of every unit, added up. */
function rounding(
  { inputWeights: w, inputBiases: b, outputWeights: v }: ShallowNetwork,
  data: Dataset,
): number {
  const reach = Math.max(Math.abs(data.x[0]), Math.abs(data.x[data.x.length - 1]));
  const terms = v.reduce(
    (sum, each, i) => sum + Math.abs(each) * (Math.abs(w[i]) * reach + Math.abs(b[i])),
    0,
  );
  return 8 * Number.EPSILON * terms;
}

function rowsOf(runs: readonly LossPreservingChangesRun[]): Row[] {
  return compareRows(
    groupByPoint(runs).flatMap(({ point, runs: alike }) => {
      const row = (quantity: string, measure: (metrics: LossPreservingChangesMetrics) => number) => ({
        condition: CHANGES[point.cause],
        quantity,
        values: valuesOf(alike, measure),
      });
      return [
        row('independent directions', ({ dimension }) => dimension),
        row('largest change of f at the data, over that anywhere', ({ atData }) => atData),
        row('change of the loss, over half the sum of y²', ({ lossChange }) => lossChange),
        row('largest change of f', ({ elsewhere }) => elsewhere),
      ];
    }),
  );
}

function claimsOf(runs: readonly LossPreservingChangesRun[]): Claim[] {
  const shownRuns = runs.filter(({ metrics }) => Number.isFinite(metrics.elsewhere));
  const atData = Math.max(0, ...valuesOf(shownRuns, (metrics) => metrics.atData));
  const explained = shownRuns.every(({ metrics }) => metrics.atData <= metrics.atDataBound);
  const lossChange = Math.max(0, ...valuesOf(shownRuns, (metrics) => metrics.lossChange));
  const elsewhere = Math.min(...valuesOf(shownRuns, (metrics) => metrics.elsewhere));
  const bound = Math.max(0, ...valuesOf(shownRuns, (metrics) => metrics.atDataBound));
  return [
    {
      statement: 'The changes leave the loss as it is.',
      holds: shownRuns.length > 0 && explained,
      evidence:
        `at the data f changes by ${inDigits(atData, 2)} of its largest change, ` +
        `which is rounding, and the loss by ${inDigits(lossChange, 2)} of ½ Σ y²`,
      asserted: true,
    },
    {
      statement: 'They are changes of the function.',
      holds: shownRuns.length > 0 && bound < 1e-3,
      evidence:
        `f changes by at least ${inDigits(elsewhere, 2)} somewhere; rounding explains ` +
        `${inDigits(bound, 2)} of that at most`,
      asserted: true,
    },
  ];
}

function figureOf(
  config: LossPreservingChangesConfig,
  runs: readonly LossPreservingChangesRun[],
): VegaLiteSpec {
  const seed = config.firstSeed;
  const data = dataOf(config, seed);
  const panels = config.causes.flatMap((cause) => {
    const metrics = runsAt(runs, { cause }).find((run) => run.seed === seed)?.metrics;
    if (metrics === undefined || metrics.after.length === 0) return [];
    return [
      {
        title: CHANGES[cause],
        x: { label: 'x', window: PICTURE },
        y: { label: 'f' },
        series: [
          { name: 'before', points: curve(GRID, metrics.before) },
          { name: 'after', points: curve(GRID, metrics.after) },
          { name: 'data', mark: 'points' as const, points: curve(data.x, data.y) },
        ],
      },
    ];
  });
  return seriesFigure({
    title: 'Changes that leave the loss alone',
    columns: 2,
    height: 170,
    panels,
  });
}
