import type { Dataset } from '../../data/dataset.js';
import { seriesFigure } from '../../plot/series-figure.js';
import type { VegaLiteSpec } from '../../plot/spec.js';
import { experiment } from '../experiment.js';
import type { Claim, ConfigurationOf, Definition, Experiment, Run } from '../definition.js';
import { compareRows, summarise } from '../rows.js';
import type { Printed, Row, Summary } from '../rows.js';
import { runsAt } from '../runs.js';
import { TARGET_NAMES } from '../targets.js';
import type { TargetName } from '../targets.js';
import { squaredError } from './learner.js';
import type { Learner } from './learner.js';
import {
  checkSpikySettings,
  sampledData,
  SPIKY_STARTS,
  spikyChoices,
  symmetricGrid,
  targetAt,
} from './spiky-starts.js';
import type { SpikySettings, SpikyStart } from './spiky-starts.js';
import { inDigits, inShort } from '../words.js';

/** What both halves of the table are configured by. */
export interface SpikyTableSettings extends SpikySettings {
  readonly targets: readonly TargetName[];
}

/** A point of the grid: all functions are learned from the same start. */
export interface SpikyTablePoint {
  readonly start: SpikyStart;
}

/** What a run measures, function by function in the order of `targets`; NaN where training diverged. */
export interface SpikyTableMetrics {
  /** Σ ε² on the grid. */
  readonly testLoss: readonly number[];
  /** Σ ε² on the training data. */
  readonly trainingLoss: readonly number[];
}

/** Printed means and spreads of the test loss. */
export type PrintedTable = Readonly<Record<TargetName, Readonly<Record<SpikyStart, Printed>>>>;

/** What tells the two halves of the table apart. */
export interface SpikyTable<C> extends Pick<
  Definition<C, SpikyTablePoint, SpikyTableMetrics>,
  'name' | 'title' | 'recipe' | 'defaults' | 'reduced' | 'choices' | 'check' | 'cost'
> {
  readonly printed: PrintedTable;
  /** By how much the median from spiky starts must exceed that from standard ones, where it must. */
  readonly factors: Readonly<Partial<Record<TargetName, number>>>;
  /** The network before training. */
  readonly start: (config: C, start: SpikyStart, seed: number) => Learner | null;
  /** What is to be said beside the numbers. */
  readonly remarks: (config: C, losses: LossesOf) => string;
}

/** Test losses over all runs. */
export type LossesOf = (target: TargetName, start: SpikyStart) => Summary;

type TableRun = Run<SpikyTablePoint, SpikyTableMetrics>;

/**
 * Largest standard deviation, with n − 1, that `count` numbers of this mean have if none is negative: m√n, when all but
 * one are zero. (Σ (x − m)² = Σ x² − n m², and Σ x² is at most (Σ x)² = n² m².)
 */
export function largestSpread(mean: number, count: number): number {
  return mean * Math.sqrt(count);
}

/** The figure as printed, marked where no five losses can have such a mean and spread. */
export function printedLoss(mean: number, spread: number): Printed {
  const largest = largestSpread(mean, 5);
  if (spread <= largest) return { mean, spread };
  const reason = `five numbers that are not negative and have the mean ${mean} have a standard deviation of at most ${inDigits(largest, 2)}`;
  return { mean, spread, impossible: reason };
}

/** An experiment for one half of Sahs et al. 2020, Table 3. */
export function spikyTable<C extends SpikyTableSettings & ConfigurationOf<C>>(
  table: SpikyTable<C>,
): Experiment<C, SpikyTablePoint, SpikyTableMetrics> {
  const { name, title, recipe, defaults, reduced, choices, printed, cost } = table;
  return experiment<C, SpikyTablePoint, SpikyTableMetrics>({
    name,
    title,
    source: 'Sahs et al. 2020, Table 3',
    recipe,
    defaults,
    reduced,
    choices: { ...choices, ...spikyChoices, targets: TARGET_NAMES },
    check: (config) => {
      checkSpikySettings(name, config);
      table.check?.(config);
    },
    points: () => SPIKY_STARTS.map((start) => ({ start })),
    ...(cost === undefined ? {} : { cost }),
    run: (config, { start }, seed) => {
      const { method, lossUnit, steps } = config;
      const learningRate = start === 'spiky' ? config.spikyLearningRate : config.learningRate;
      const learner = table.start(config, start, seed);
      const grid = symmetricGrid(config.halfWidth, config.gridStep);
      const data = config.targets.map((target) => sampledData(config, target, seed));
      const trained = data.map(
        (each) => learner?.train(each, { method, lossUnit, steps, learningRate }) ?? null,
      );
      const places = ({ x }: Dataset): Float64Array => Float64Array.from(x);
      return {
        testLoss: config.targets.map((target, k) => squaredError(trained[k], grid, targetAt(target, grid))),
        trainingLoss: data.map((each, k) => squaredError(trained[k], places(each), each.y)),
      };
    },
    rows: (config, runs) => rowsOf(config, runs, printed),
    claims: (config, runs) => claimsOf(config, runs, table.factors),
    figures: (config, runs) => ({ [name]: figureOf(config, runs, title, printed) }),
    findings: (config, runs) => {
      const losses: LossesOf = (target, start) => summarise(testLosses(config, runs, target, start));
      return `${mediansInWords(config, losses)} ${trainingInWords(config, runs)} ${table.remarks(config, losses)}`;
    },
  });
}

function testLosses(
  { targets }: SpikyTableSettings,
  runs: readonly TableRun[],
  target: TargetName,
  start: SpikyStart,
): number[] {
  const k = targets.indexOf(target);
  return k < 0 ? [] : runsAt(runs, { start }).map(({ metrics }) => metrics.testLoss[k]);
}

function rowsOf(config: SpikyTableSettings, runs: readonly TableRun[], printed: PrintedTable): Row[] {
  return compareRows(
    config.targets.flatMap((target) =>
      SPIKY_STARTS.map((start) => ({
        condition: `${target}, ${start}`,
        quantity: 'test loss Σ ε²',
        values: testLosses(config, runs, target, start),
        printed: printed[target][start],
        ordering: target,
      })),
    ),
  );
}

function claimsOf(
  config: SpikyTableSettings,
  runs: readonly TableRun[],
  factors: SpikyTable<SpikyTableSettings>['factors'],
): Claim[] {
  const bounds = config.targets.flatMap((target) => {
    const factor = factors[target];
    if (factor === undefined) return [];
    const [standard, spiky] = SPIKY_STARTS.map(
      (start) => summarise(testLosses(config, runs, target, start)).median,
    );
    return [
      {
        statement: `From spiky starts the median test loss on the ${target} is more than ${factor} times that from standard ones.`,
        holds: spiky > factor * standard,
        evidence: `medians ${inShort(spiky)} and ${inShort(standard)}`,
        asserted: true,
      },
    ];
  });
  const worse = config.targets.filter((target) => {
    const [standard, spiky] = SPIKY_STARTS.map(
      (start) => summarise(testLosses(config, runs, target, start)).mean,
    );
    return spiky > standard;
  });
  return [
    ...bounds,
    {
      statement: 'Spiky starts have the larger mean test loss on all functions.',
      holds: worse.length === config.targets.length,
      evidence: worse.length === 0 ? 'on none' : `so it is on ${worse.join(', ')}`,
      asserted: false,
    },
  ];
}

function mediansInWords({ targets, seeds }: SpikyTableSettings, losses: LossesOf): string {
  const pairs = targets.map(
    (target) =>
      `${target} ${inShort(losses(target, 'standard').median)} / ${inShort(losses(target, 'spiky').median)}`,
  );
  return (
    `Means are carried by single runs, so medians over ${seeds} seeds tell more (standard / spiky): ` +
    `${pairs.join(', ')}.`
  );
}

function trainingInWords(config: SpikyTableSettings, runs: readonly TableRun[]): string {
  const losses = (start: SpikyStart): string =>
    config.targets
      .map((target, k) => {
        const { median } = summarise(runsAt(runs, { start }).map(({ metrics }) => metrics.trainingLoss[k]));
        return `${target} ${inShort(median)}`;
      })
      .join(', ');
  return (
    'Print says that both fit the training data nearly perfectly; the median training losses Σ ε² are ' +
    `${losses('standard')} from standard starts, and ${losses('spiky')} from spiky ones.`
  );
}

function figureOf(
  config: SpikyTableSettings,
  runs: readonly TableRun[],
  title: string,
  printed: PrintedTable,
): VegaLiteSpec {
  const every = SPIKY_STARTS.flatMap((start) =>
    config.targets.flatMap((target) => [
      ...testLosses(config, runs, target, start).filter((loss) => loss > 0),
      printed[target][start].mean,
    ]),
  );
  const window = { low: Math.min(...every) / 2, high: Math.max(...every) * 2 };
  return seriesFigure({
    title,
    // Six words under a panel need all of the width.
    columns: 1,
    height: 170,
    panels: SPIKY_STARTS.map((start) => ({
      title: `${start} start`,
      x: { label: 'function', categories: config.targets },
      y: { label: 'test loss Σ ε²', scale: 'log', window },
      series: [
        {
          name: 'each run',
          mark: 'points',
          points: config.targets.flatMap((target) =>
            testLosses(config, runs, target, start)
              .filter((y) => y > 0)
              .map((y) => ({ x: target, y })),
          ),
        },
        {
          name: 'mean in print',
          mark: 'points',
          points: config.targets.map((target) => ({ x: target, y: printed[target][start].mean })),
        },
      ],
    })),
  });
}
