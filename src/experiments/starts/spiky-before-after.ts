import { positiveNumber } from '../../numeric/checks.js';
import { seriesFigure } from '../../plot/series-figure.js';
import type { VegaLiteSpec } from '../../plot/spec.js';
import { experiment } from '../experiment.js';
import type { Claim, Run } from '../definition.js';
import { curve } from '../curve.js';
import { compareRows } from '../rows.js';
import type { Row } from '../rows.js';
import { runsAt, summaryOf, valuesOf } from '../runs.js';
import { TARGET_NAMES, targets } from '../targets.js';
import type { TargetName } from '../targets.js';
import { squaredError } from './learner.js';
import type { Learner } from './learner.js';
import {
  checkDeepSettings,
  checkShallowSettings,
  checkSpikySettings,
  deepDefaults,
  deepStart,
  sampledData,
  shallowChoices,
  shallowDefaults,
  shallowStart,
  SPIKY_STARTS,
  spikyChoices,
  spikyDefaults,
  symmetricGrid,
  targetAt,
} from './spiky-starts.js';
import type { DeepSettings, ShallowSettings, SpikyStart } from './spiky-starts.js';
import { inShort } from '../words.js';

/** How {@link spikyBeforeAfter} is configured. */
export interface SpikyBeforeAfterConfig extends ShallowSettings, DeepSettings {
  /** Learning rate from the shallow spiky start; from the deep one it is `learningRate`. */
  readonly spikyLearningRate: number;
  readonly networks: readonly ('shallow' | 'deep')[];
  readonly target: TargetName;
  /** Spacing of the places where the curves are kept. */
  readonly curveStep: number;
}

/** A point of the grid of {@link spikyBeforeAfter}. */
export interface SpikyBeforeAfterPoint {
  readonly network: 'shallow' | 'deep';
  readonly start: SpikyStart;
}

/** What a run of {@link spikyBeforeAfter} measures; NaN where training diverged. */
export interface SpikyBeforeAfterMetrics {
  /** Σ ε² on the grid before training. */
  readonly initialTestLoss: number;
  readonly testLoss: number;
  /** Σ ε² on the data, after training. */
  readonly trainingLoss: number;
  /** Σ J² over the knots of the function before training. */
  readonly initialRoughness: number;
  readonly roughness: number;
  /** The function on the places of the curves, before training. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

type FigureRun = Run<SpikyBeforeAfterPoint, SpikyBeforeAfterMetrics>;

const NAME = 'spiky-before-after';

/**
 * One function learned from a spiky and from a standard start: the curves before and after training.
 *
 * Sahs et al. 2022, figure 10 (shallow), and Sahs et al. 2020, figure 6 (deep). Print says neither which function nor
 * which seed.
 *
 * @throws As `spikyShallow`.
 * @example
 * ```ts
 * import { spikyBeforeAfter } from 'relu-splines/experiments';
 *
 * const { runs } = spikyBeforeAfter({ networks: ['shallow'], steps: 1000 });
 * runs[1].metrics.roughness > runs[0].metrics.roughness; // true
 * ```
 */
export const spikyBeforeAfter = experiment<
  SpikyBeforeAfterConfig,
  SpikyBeforeAfterPoint,
  SpikyBeforeAfterMetrics
>({
  name: NAME,
  title: 'Spiky and standard starts, before and after training',
  source: 'Sahs et al. 2022, figure 10 (top), and Sahs et al. 2020, figure 6',
  recipe:
    'The runs of Table 3 for one seed and one function, drawn before and after training. Print says neither which ' +
    'function nor which seed: we took the cubic, and a seed from which both depths learn it from standard starts ' +
    '(some deep runs do not). All other conventions are those of Table 3. Roughness is Σ J² over the knots of the ' +
    'function, which shallow and deep networks have alike.',
  defaults: {
    ...spikyDefaults,
    ...shallowDefaults,
    ...deepDefaults,
    seeds: 1,
    firstSeed: 3,
    spikyLearningRate: 2e-5,
    networks: ['shallow', 'deep'],
    target: 'cubic',
    curveStep: 0.02,
  },
  reduced: { networks: ['shallow'] },
  choices: { ...spikyChoices, ...shallowChoices, networks: ['shallow', 'deep'], target: TARGET_NAMES },
  check: (config) => {
    checkSpikySettings(NAME, config);
    checkShallowSettings(NAME, config);
    checkDeepSettings(NAME, config);
    positiveNumber(NAME, 'curveStep', config.curveStep);
  },
  points: ({ networks }) => networks.flatMap((network) => SPIKY_STARTS.map((start) => ({ network, start }))),
  cost: ({ pretrainingSteps, steps }, { network, start }) => {
    if (network === 'shallow') return 0.04;
    // Pre-training has twenty times the data; a deep network has some ten times the weights.
    return 0.4 * (1 + (start === 'spiky' ? (20 * pretrainingSteps) / (steps + 1) : 0));
  },
  run: runAt,
  rows: rowsOf,
  claims: claimsOf,
  figures: (config, runs) => ({ [NAME]: figureOf(config, runs) }),
  findings: (config, runs) => config.networks.map((network) => inWords(network, runs)).join(' '),
});

function learnerAt(
  config: SpikyBeforeAfterConfig,
  { network, start }: SpikyBeforeAfterPoint,
  seed: number,
): Learner | null {
  return network === 'shallow' ? shallowStart(config, start, seed) : deepStart(config, start, seed);
}

function runAt(
  config: SpikyBeforeAfterConfig,
  point: SpikyBeforeAfterPoint,
  seed: number,
): SpikyBeforeAfterMetrics {
  const { target, halfWidth, method, lossUnit, steps } = config;
  const hasOwnRate = point.start === 'spiky' && point.network === 'shallow';
  const learningRate = hasOwnRate ? config.spikyLearningRate : config.learningRate;
  const data = sampledData(config, target, seed);
  const start = learnerAt(config, point, seed);
  const trained = start?.train(data, { method, lossUnit, steps, learningRate }) ?? null;
  const grid = symmetricGrid(halfWidth, config.gridStep);
  const wanted = targetAt(target, grid);
  const places = symmetricGrid(halfWidth, config.curveStep);
  const kept = (learner: Learner | null): number[] =>
    Array.from(learner?.values(places) ?? places.map(() => NaN));
  return {
    initialTestLoss: squaredError(start, grid, wanted),
    testLoss: squaredError(trained, grid, wanted),
    trainingLoss: squaredError(trained, Float64Array.from(data.x), data.y),
    initialRoughness: start?.roughness() ?? NaN,
    roughness: trained?.roughness() ?? NaN,
    before: kept(start),
    after: kept(trained),
  };
}

const QUANTITIES = [
  ['test loss Σ ε² before', (metrics) => metrics.initialTestLoss],
  ['test loss Σ ε² after', (metrics) => metrics.testLoss],
  ['training loss Σ ε² after', (metrics) => metrics.trainingLoss],
  ['roughness Σ J² before', (metrics) => metrics.initialRoughness],
  ['roughness Σ J² after', (metrics) => metrics.roughness],
] as const satisfies readonly (readonly [string, (metrics: SpikyBeforeAfterMetrics) => number])[];

function rowsOf({ networks }: SpikyBeforeAfterConfig, runs: readonly FigureRun[]): Row[] {
  return compareRows(
    networks.flatMap((network) =>
      SPIKY_STARTS.flatMap((start) =>
        QUANTITIES.map(([quantity, measure]) => ({
          condition: `${network}, ${start}`,
          quantity,
          values: valuesOf(runsAt(runs, { network, start }), measure),
        })),
      ),
    ),
  );
}

/** Medians over the seeds, from both starts. */
function medians(
  network: SpikyBeforeAfterPoint['network'],
  runs: readonly FigureRun[],
  measure: (metrics: SpikyBeforeAfterMetrics) => number,
): readonly number[] {
  return SPIKY_STARTS.map((start) => summaryOf(runsAt(runs, { network, start }), measure).median);
}

function claimsOf({ networks }: SpikyBeforeAfterConfig, runs: readonly FigureRun[]): Claim[] {
  return networks.flatMap((network) => {
    const compared = (
      what: string,
      measure: (metrics: SpikyBeforeAfterMetrics) => number,
      asserted: boolean,
    ): Claim => {
      const [standard, spiky] = medians(network, runs, measure);
      return {
        statement: `The ${network} network that started spiky has the larger ${what} after training.`,
        holds: spiky > standard,
        evidence: `${inShort(spiky)} and ${inShort(standard)}`,
        asserted,
      };
    };
    return [
      compared('roughness', ({ roughness }) => roughness, true),
      // A deep standard start may fail, which print does not say.
      compared('test loss', ({ testLoss }) => testLoss, network === 'shallow'),
    ];
  });
}

function inWords(network: SpikyBeforeAfterPoint['network'], runs: readonly FigureRun[]): string {
  const pair = (measure: (metrics: SpikyBeforeAfterMetrics) => number): string =>
    medians(network, runs, measure).map(inShort).join(' and ');
  return (
    `From a standard and a spiky start, the ${network} network has roughness ` +
    `${pair(({ initialRoughness }) => initialRoughness)} before and ${pair(({ roughness }) => roughness)} after ` +
    `training. Its training loss comes to ${pair(({ trainingLoss }) => trainingLoss)}, and its test loss to ` +
    `${pair(({ testLoss }) => testLoss)}.`
  );
}

function figureOf(config: SpikyBeforeAfterConfig, runs: readonly FigureRun[]): VegaLiteSpec {
  const { firstSeed, halfWidth, networks, target } = config;
  const shownRuns = runs.filter(({ seed }) => seed === firstSeed);
  const places = Array.from(symmetricGrid(halfWidth, config.curveStep));
  const data = sampledData(config, target, firstSeed);
  return seriesFigure({
    title: 'Spiky and standard starts, before and after training',
    notes: [`The function is ${targets[target].formula}, known at ${data.x.length} places.`],
    columns: 2,
    panels: networks.flatMap((network) =>
      (['before', 'after'] as const).map((when) => ({
        title: `${network}, ${when} training`,
        x: { label: 'x' },
        y: { label: 'y', window: windowOf(config, shownRuns, network) },
        series: [
          ...SPIKY_STARTS.map((start) => ({
            name: start,
            points: runsAt(shownRuns, { network, start }).flatMap(({ metrics }) =>
              curve(places, metrics[when]),
            ),
          })),
          { name: 'function', points: curve(places, places.map(targets[target].value)) },
          { name: 'data', mark: 'points' as const, points: curve(data.x, data.y) },
        ],
      })),
    ),
  });
}

/** Both panels of a network have one window. */
function windowOf(
  { height, target, halfWidth, curveStep }: SpikyBeforeAfterConfig,
  runs: readonly FigureRun[],
  network: SpikyBeforeAfterPoint['network'],
): { low: number; high: number } {
  const values = [
    -height,
    height,
    ...targetAt(target, symmetricGrid(halfWidth, curveStep)),
    ...runsAt(runs, { network }).flatMap(({ metrics: { before, after } }) => [...before, ...after]),
  ].filter(Number.isFinite);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low) / 40;
  return { low: low - room, high: high + room };
}
