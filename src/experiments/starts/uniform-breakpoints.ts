import { dataset } from '../../data/dataset.js';
import { LOSS_UNITS } from '../../descent/loss-unit.js';
import type { LossUnit } from '../../descent/loss-unit.js';
import { evaluate } from '../../forms/evaluate.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { torchDefault } from '../../init/samplers/named.js';
import { uniformBreakpoints } from '../../init/samplers/uniform-breakpoints.js';
import { integerIn, notNegativeNumber, positiveNumber } from '../../numeric/checks.js';
import { randomStream } from '../../numeric/streams.js';
import { seriesFigure } from '../../plot/series-figure.js';
import type { VegaLiteSpec } from '../../plot/spec.js';
import { experiment } from '../experiment.js';
import type { Claim, Run, Seeds } from '../definition.js';
import { compareRows } from '../rows.js';
import type { Printed, Row, Summary } from '../rows.js';
import { runsAt, summaryOf, valuesOf } from '../runs.js';
import { targets } from '../targets.js';
import { shallowLearner, squaredError } from './learner.js';
import { inShort } from '../words.js';
import { shallowChoices, symmetricGrid } from './spiky-starts.js';
import type { ShallowSettings } from './spiky-starts.js';

/** How {@link uniformBreakpointsTable} is configured. */
export interface UniformBreakpointsConfig extends Seeds {
  readonly targets: readonly ('sine' | 'quadratic')[];
  /** Of the sine: 2 is sin πx, 2π is sin x. */
  readonly sinePeriod: number;
  /** Number of units. */
  readonly width: number;
  /** The data lie in ± this, and so do the uniform breakpoints. */
  readonly halfWidth: number;
  /** Spacing of the data. */
  readonly gridStep: number;
  /** Whether the last breakpoint is at the right end, or one spacing before it. */
  readonly breakpointGrid: 'both-ends' | 'left-end';
  /** Standard deviation of the noise on the values at the uniform breakpoints. */
  readonly noise: number;
  /** How large the weights of the uniform start are; `'unit'` is |w| = 1. */
  readonly scale: ShallowSettings['scale'];
  /** Which way its units face; the first faces right in any case. */
  readonly orientations: ShallowSettings['orientations'];
  readonly method: 'gd' | 'adam';
  readonly lossUnit: LossUnit;
  readonly learningRate: number;
  readonly steps: number;
}

/** A point of the grid of {@link uniformBreakpointsTable}. */
export interface UniformBreakpointsPoint {
  readonly target: 'sine' | 'quadratic';
  /** Where the breakpoints start. */
  readonly start: 'standard' | 'uniform';
}

/** What a run of {@link uniformBreakpointsTable} measures. */
export interface UniformBreakpointsMetrics {
  /** Σ ε² over the data before training. */
  readonly initialLoss: number;
  /** The same after training; NaN if it diverged. */
  readonly loss: number;
}

type TableRun = Run<UniformBreakpointsPoint, UniformBreakpointsMetrics>;
type Curve = UniformBreakpointsPoint['target'];
type Placement = UniformBreakpointsPoint['start'];

const NAME = 'uniform-breakpoints';
const STREAMS = { standard: 1, uniform: 2 } as const;

const PRINTED: Readonly<Record<Curve, Readonly<Record<Placement, Printed>>>> = {
  sine: { standard: { mean: 4.096, spread: 2.25 }, uniform: { mean: 2.28, spread: 0.457 } },
  quadratic: { standard: { mean: 0.1032, spread: 0.0404 }, uniform: { mean: 0.1118, spread: 0.0248 } },
};

/**
 * Whether it helps to spread the breakpoints over the data before training.
 *
 * Sahs et al. 2022, Table 1: 21 units learn a sine and a quadratic on 401 data by gradient descent, from PyTorch's
 * default and from nearly the same function with breakpoints that are equally spaced.
 *
 * @throws As `experiment`; `RangeError` for counts that are not integers in range, rates and lengths that are not
 * positive, or negative noise.
 * @example
 * ```ts
 * import { uniformBreakpointsTable } from 'relu-splines/experiments';
 *
 * const { rows } = uniformBreakpointsTable({ targets: ['sine'], seeds: 3 });
 * rows[1].ours.mean < rows[0].ours.mean; // true
 * ```
 */
export const uniformBreakpointsTable = experiment<
  UniformBreakpointsConfig,
  UniformBreakpointsPoint,
  UniformBreakpointsMetrics
>({
  name: NAME,
  title: 'Loss from standard and from uniform breakpoints',
  source: 'Sahs et al. 2022, Table 1',
  recipe:
    'A network of 21 units learns a sine and x²/2 from 401 places on [−2, 2], by 10,000 steps of gradient descent at ' +
    '5·10⁻⁵. It starts from PyTorch’s default initialization (standard), or from the piecewise-linear function through ' +
    'the same values, and a noise of .01, at equally spaced breakpoints (uniform). The loss is Σ ε² on the data: print ' +
    'calls it a test loss and names no other places. Its text has sin(x) for the sine; we take sin πx, since sin(x) is ' +
    'learned to a small part of the printed loss (setting `sinePeriod`). Print leaves open, and we chose after seeing its ' +
    'figures: the gradient is that of Σ ε²; breakpoint i is −2 + 4i/21; units face at random, the first to the right, so ' +
    'that the linear part is exact; |w| = |v|. Print has 5 seeds; more are run here, because the losses on the sine are ' +
    'skewed and the runs are cheap.',
  defaults: {
    seeds: 20,
    firstSeed: 0,
    targets: ['sine', 'quadratic'],
    sinePeriod: 2,
    width: 21,
    halfWidth: 2,
    gridStep: 0.01,
    breakpointGrid: 'left-end',
    noise: 0.01,
    scale: 'equal-magnitude',
    orientations: 'random',
    method: 'gd',
    lossUnit: 'sum',
    learningRate: 5e-5,
    steps: 10_000,
  },
  reduced: {},
  choices: {
    targets: ['sine', 'quadratic'],
    breakpointGrid: ['both-ends', 'left-end'],
    ...shallowChoices,
    method: ['gd', 'adam'],
    lossUnit: LOSS_UNITS,
  },
  check: (config) => {
    integerIn(NAME, 'width', config.width, 1);
    integerIn(NAME, 'steps', config.steps, 0);
    notNegativeNumber(NAME, 'noise', config.noise);
    for (const key of ['sinePeriod', 'halfWidth', 'gridStep', 'learningRate'] as const) {
      positiveNumber(NAME, key, config[key]);
    }
  },
  cost: () => 0.06,
  points: (config) =>
    config.targets.flatMap((target) => STARTS.map((start): UniformBreakpointsPoint => ({ target, start }))),
  run: (config, { target, start }, seed) => {
    const { halfWidth, method, lossUnit, learningRate, steps } = config;
    const x = symmetricGrid(halfWidth, config.gridStep);
    const data = dataset(x, x.map(curveOf(config, target)));
    const learner = shallowLearner(networkAt(config, start, seed));
    return {
      initialLoss: squaredError(learner, x, data.y),
      loss: squaredError(learner.train(data, { method, lossUnit, learningRate, steps }), x, data.y),
    };
  },
  rows: rowsOf,
  claims: claimsOf,
  figures: (config, runs) => ({ [NAME]: figureOf(config, runs) }),
  findings: (config, runs) => config.targets.map((target) => inWords(target, runs)).join(' '),
});

const STARTS: readonly Placement[] = ['standard', 'uniform'];

function curveOf({ sinePeriod }: UniformBreakpointsConfig, target: Curve): (x: number) => number {
  return target === 'quadratic' ? targets.quadratic.value : (x) => Math.sin(((2 * Math.PI) / sinePeriod) * x);
}

function networkAt(config: UniformBreakpointsConfig, start: Placement, seed: number): ShallowNetwork {
  const { width, halfWidth, breakpointGrid: grid, noise, orientations, scale } = config;
  const standard = torchDefault({ width }, randomStream(seed, STREAMS.standard));
  if (start === 'standard') return standard;
  return uniformBreakpoints(
    {
      width,
      interval: { low: -halfWidth, high: halfWidth },
      grid,
      values: (x) => evaluate(standard, x),
      noise,
      orientations,
      scale: scale === 'unit' ? 1 : scale,
    },
    randomStream(seed, STREAMS.uniform),
  );
}

const lossOf = ({ loss }: UniformBreakpointsMetrics): number => loss;

function rowsOf({ targets: curves }: UniformBreakpointsConfig, runs: readonly TableRun[]): Row[] {
  return compareRows(
    curves.flatMap((target) =>
      STARTS.map((start) => ({
        condition: `${target}, ${start}`,
        quantity: 'loss Σ ε²',
        values: valuesOf(runsAt(runs, { target, start }), lossOf),
        printed: PRINTED[target][start],
        ordering: target,
      })),
    ),
  );
}

/** Both starts, and the part of the seeds with the smaller loss from uniform breakpoints. */
interface Comparison {
  readonly standard: Summary;
  readonly uniform: Summary;
  readonly wins: number;
}

function compare(target: Curve, runs: readonly TableRun[]): Comparison {
  const [standard, uniform] = STARTS.map((start) => runsAt(runs, { target, start }));
  const lossBySeed = new Map(standard.map(({ seed, metrics }) => [seed, metrics.loss]));
  const won = uniform.filter(({ seed, metrics }) => metrics.loss < (lossBySeed.get(seed) ?? NaN));
  return {
    standard: summaryOf(standard, lossOf),
    uniform: summaryOf(uniform, lossOf),
    wins: won.length / uniform.length,
  };
}

/** Medians that differ by less than this factor are called a tie. */
const TIE = 1.5;

function claimsOf({ targets: curves }: UniformBreakpointsConfig, runs: readonly TableRun[]): Claim[] {
  return curves.map((target) => {
    const { standard, uniform, wins } = compare(target, runs);
    const medians = `medians ${inShort(uniform.median)} (uniform) and ${inShort(standard.median)} (standard)`;
    if (target === 'quadratic') {
      const ratio = uniform.median / standard.median;
      return {
        statement: `On the quadratic it is a tie: the medians differ by less than a factor of ${TIE}.`,
        holds: ratio < TIE && ratio > 1 / TIE,
        evidence: medians,
        asserted: true,
      };
    }
    return {
      statement: 'On the sine, uniform breakpoints have the smaller loss, on average and for most seeds.',
      holds: uniform.mean < standard.mean && wins > 0.5,
      evidence: `means ${inShort(uniform.mean)} and ${inShort(standard.mean)}, ${medians}, smaller for ${Math.round(100 * wins)} % of the seeds`,
      asserted: true,
    };
  });
}

function inWords(target: Curve, runs: readonly TableRun[]): string {
  const { standard, uniform, wins } = compare(target, runs);
  const share = `${Math.round(100 * wins)} %`;
  if (target === 'quadratic') {
    return (
      `On the quadratic, which bends everywhere alike, the losses are ${inShort(standard.mean)} (standard) and ` +
      `${inShort(uniform.mean)} (uniform), and the uniform start is better for ${share} of the seeds.`
    );
  }
  return (
    `On the sine, uniform breakpoints are better for ${share} of the seeds. The losses from standard starts are skewed: ` +
    `their mean is ${inShort(standard.mean)}, their median ${inShort(standard.median)} and the largest of ` +
    `${standard.count} is ${inShort(standard.most)}, so that a mean over five seeds, as in print, says ` +
    `little. From uniform starts they are ${inShort(uniform.mean)} ± ${inShort(uniform.spread)}.`
  );
}

function figureOf({ targets: curves }: UniformBreakpointsConfig, runs: readonly TableRun[]): VegaLiteSpec {
  return seriesFigure({
    title: 'Loss from standard and from uniform breakpoints',
    panels: curves.map((target) => ({
      title: target,
      x: { label: 'start', categories: STARTS },
      y: { label: 'loss Σ ε²', scale: 'log' },
      series: [
        {
          name: 'each seed',
          mark: 'points',
          points: STARTS.flatMap((start) =>
            valuesOf(runsAt(runs, { target, start }), lossOf)
              .filter((y) => y > 0)
              .map((y) => ({ x: start, y })),
          ),
        },
        {
          name: 'mean in print',
          mark: 'points',
          points: STARTS.map((start) => ({ x: start, y: PRINTED[target][start].mean })),
        },
      ],
    })),
  });
}
