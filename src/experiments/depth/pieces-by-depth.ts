import { dataset } from '../../data/dataset.js';
import { inducedBreakpoints } from '../../deep/breakpoints.js';
import { descendDeep } from '../../deep/descend.js';
import { deepTorchDefault } from '../../deep/init.js';
import { integerIn, positiveNumber } from '../../numeric/checks.js';
import { randomStream } from '../../numeric/streams.js';
import { seriesFigure } from '../../plot/series-figure.js';
import type { VegaLiteSpec } from '../../plot/spec.js';
import { experiment } from '../experiment.js';
import type { Claim, Run, Seeds } from '../definition.js';
import { compareRows } from '../rows.js';
import type { Printed, Row, Summary } from '../rows.js';
import { groupByPoint, runsAt, summaryOf, valuesOf } from '../runs.js';
import { linspace } from '../targets.js';
import { DEPTH_TARGET_NAMES, depthTargets, evenWidths } from './depth-targets.js';
import type { DepthTargetName } from './depth-targets.js';

/** How {@link piecesByDepth} is configured. */
export interface PiecesByDepthConfig extends Seeds {
  readonly targets: readonly DepthTargetName[];
  /** Numbers of hidden layers. */
  readonly depths: readonly number[];
  /** Units of all hidden layers together. */
  readonly units: number;
  /** Equally spaced data on the domain. */
  readonly points: number;
  /** The domain is ± this. */
  readonly halfWidth: number;
  /** Step of gradient descent for {@link PiecesByDepthConfig.stepPoints} data. */
  readonly learningRate: number;
  /** The number of data that the step is meant for: with others it is scaled so that the flow is the same. */
  readonly stepPoints: number;
  readonly steps: number;
  /** What is descended, but for the exponential: Σr² or half of it. */
  readonly lossUnit: 'sum' | 'half-sum';
  /** From this number of hidden layers on, the exponential is descended by half the loss: the whole one diverges. */
  readonly gentleDepth: number;
}

/** A point of the grid of {@link piecesByDepth}. */
export interface PiecesByDepthPoint {
  readonly target: DepthTargetName;
  readonly depth: number;
}

/** What a run of {@link piecesByDepth} measures. */
export interface PiecesByDepthMetrics {
  /** Breakpoints that all hidden units induce on the whole line, before training. */
  readonly before: number;
  /** The same after it; NaN where it diverged. */
  readonly after: number;
  /** Those of them that are active and in the domain: knots of the function that one sees. */
  readonly visible: number;
  /** Mean squared error after training. */
  readonly loss: number;
}

type PiecesByDepthRun = Run<PiecesByDepthPoint, PiecesByDepthMetrics>;

/** Means and standard deviations of print, by function and number of hidden layers. */
const TABLE_2: Readonly<Record<DepthTargetName, Readonly<Record<number, readonly [number, number]>>>> = {
  sine: { 1: [40, 0], 2: [55.5, 2.9], 4: [68, 3.1], 5: [62.25, 15.1] },
  polynomial: { 1: [40, 0], 2: [52, 1.414], 4: [57.25, 6.8], 5: [49, 3.5] },
  sawtooth: { 1: [40, 0], 2: [50, 0.7], 4: [48.5, 2.5], 5: [44.5, 5.1] },
  arctan: { 1: [40, 0], 2: [49.25, 3.3], 4: [42.5, 4.8], 5: [38, 5.1] },
  exponential: { 1: [40, 0], 2: [51.25, 6.1], 4: [40.25, 3.9], 5: [33.75, 1.1] },
  quadratic: { 1: [40, 0], 2: [49.25, 4.5], 4: [40.25, 3.3], 5: [31.5, 1.7] },
};

/** What the predecessor's Table 2 says of a function and a number of hidden layers of 40 units in all. */
export function printedPieces(target: DepthTargetName, depth: number, units = 40): Printed | undefined {
  const entry = units === 40 ? TABLE_2[target][depth] : undefined;
  return entry && { mean: entry[0], spread: entry[1] };
}

/**
 * How many pieces networks of equally many units have after training, by the number of layers that these are spread over.
 *
 * The predecessor's Table 2. Counted are the breakpoints that all hidden units induce on the whole line, active or not:
 * with one hidden layer that is the number of units, which is what print has there.
 *
 * @throws As `experiment`; `RangeError` for numbers that are not positive, or fewer units than layers.
 * @example
 * ```ts
 * import { piecesByDepth } from 'relu-splines/experiments';
 *
 * const { rows } = piecesByDepth({ targets: ['sine'], depths: [1], steps: 100, seeds: 2 });
 * rows[0].ours.mean; // 40
 * ```
 */
export const piecesByDepth = experiment<PiecesByDepthConfig, PiecesByDepthPoint, PiecesByDepthMetrics>({
  name: 'pieces-by-depth',
  title: 'Number of pieces by depth',
  source: 'Sahs et al. 2020a, Table 2',
  recipe:
    'Forty units in one to five hidden layers, PyTorch’s default initialization, 25,000 epochs of gradient descent with ' +
    'step 5·10⁻⁵ on equally spaced data in [−3, 3]. Print does not say how many: 601 come closest. We take 41 and ' +
    'a step that is larger in proportion, which follows the same flow at a fifteenth of the cost. Counted are the sign ' +
    'changes of the net inputs of all hidden units on the whole line, exactly. The loss is Σr²; for the exponential with ' +
    'four layers or more it is half of that, since the whole diverges or kills the network. The five-piece polynomial is not given in ' +
    'print; ours has arcs of heights 1, −1, 2, −1.5 and 1. These conventions were chosen after seeing the figures.',
  defaults: {
    seeds: 5,
    firstSeed: 0,
    targets: DEPTH_TARGET_NAMES,
    depths: [1, 2, 4, 5],
    units: 40,
    points: 41,
    halfWidth: 3,
    learningRate: 5e-5,
    stepPoints: 601,
    steps: 25_000,
    lossUnit: 'sum',
    gentleDepth: 4,
  },
  reduced: { seeds: 2, targets: ['sine', 'arctan'], depths: [1, 4], points: 31, steps: 12_500 },
  choices: { targets: DEPTH_TARGET_NAMES, lossUnit: ['sum', 'half-sum'] },
  check: (config) => {
    const name = 'pieces-by-depth';
    const { depths, units, points, halfWidth, learningRate, stepPoints, steps, gentleDepth } = config;
    integerIn(name, 'units', units, 1);
    depths.forEach((depth, i) => integerIn(name, `depths[${i}]`, depth, 1, units));
    integerIn(name, 'points', points, 2);
    integerIn(name, 'stepPoints', stepPoints, 1);
    integerIn(name, 'steps', steps, 1);
    integerIn(name, 'gentleDepth', gentleDepth, 1);
    positiveNumber(name, 'halfWidth', halfWidth);
    positiveNumber(name, 'learningRate', learningRate);
  },
  points: ({ targets, depths }) => targets.flatMap((target) => depths.map((depth) => ({ target, depth }))),
  // The weights: of the hidden layers in between, and those at the ends.
  cost: ({ units }, { depth }) => 0.01 * (((depth - 1) * units ** 2) / depth ** 2 + (2 * units) / depth),
  run: (config, { target, depth }, seed) => {
    const { units, points, halfWidth, learningRate, stepPoints, steps } = config;
    const x = linspace(-halfWidth, halfWidth, points);
    const data = dataset(x, x.map(depthTargets[target].value));
    const start = deepTorchDefault({ widths: evenWidths(units, depth) }, randomStream(seed, 0));
    const isGentle = target === 'exponential' && depth >= config.gentleDepth;
    const { status, network, loss } = descendDeep(start, data, {
      learningRate: (learningRate * stepPoints) / points,
      steps,
      lossUnit: isGentle ? 'half-sum' : config.lossUnit,
    });
    const before = inducedBreakpoints(start).breakpoints.length;
    if (status === 'diverged') return { before, after: NaN, visible: NaN, loss: NaN };
    const { breakpoints, active } = inducedBreakpoints(network);
    const isHalf = isGentle || config.lossUnit === 'half-sum';
    return {
      before,
      after: breakpoints.length,
      visible: breakpoints.filter((place, i) => active[i] && Math.abs(place) <= halfWidth).length,
      loss: ((isHalf ? 2 : 1) * loss) / points,
    };
  },
  rows: rowsOf,
  claims: claimsOf,
  figures: (config, runs) => ({ 'pieces-by-depth': figureOf(config, runs) }),
  findings: findingsOf,
});

const after = (metrics: PiecesByDepthMetrics): number => metrics.after;

const meanAt = (runs: readonly PiecesByDepthRun[], target: DepthTargetName, depth: number): Summary =>
  summaryOf(runsAt(runs, { target, depth }), after);

function rowsOf({ units }: PiecesByDepthConfig, runs: readonly PiecesByDepthRun[]): Row[] {
  const groups = groupByPoint(runs);
  const conditionOf = ({ target, depth }: PiecesByDepthPoint): string =>
    `${depthTargets[target].formula}, ${depth} hidden ${depth === 1 ? 'layer' : 'layers'}`;
  return compareRows([
    ...groups.map(({ point, runs: group }) => ({
      condition: conditionOf(point),
      quantity: 'pieces after training',
      values: valuesOf(group, after),
      printed: printedPieces(point.target, point.depth, units),
      ordering: point.target,
    })),
    ...groups.flatMap(({ point, runs: group }) => [
      {
        condition: conditionOf(point),
        quantity: 'pieces before training',
        values: valuesOf(group, ({ before }) => before),
      },
      {
        condition: conditionOf(point),
        quantity: 'knots of the function in the domain after training',
        values: valuesOf(group, ({ visible }) => visible),
      },
      {
        condition: conditionOf(point),
        quantity: 'mean squared error after training',
        values: valuesOf(group, ({ loss }) => loss),
      },
    ]),
  ]);
}

/** Pieces per unit that none of the prototype's runs came near; the largest possible numbers are exponential in depth. */
const MOST_PER_UNIT = 3;

function claimsOf(config: PiecesByDepthConfig, runs: readonly PiecesByDepthRun[]): Claim[] {
  const { units, targets, depths } = config;
  const finite = valuesOf(runs, after).filter(Number.isFinite);
  const most = Math.max(0, ...finite);
  const shallow = runsAt(runs, { depth: 1 });
  const growing = targets.includes('sine') && depths.includes(1) && depths.includes(4);
  const simple = (['arctan', 'exponential', 'quadratic'] as const).filter((each) => targets.includes(each));
  const [low, high] = [Math.min(...depths.filter((depth) => depth > 1)), Math.max(...depths)];
  const declines = simple.map(
    (each) => [meanAt(runs, each, low).mean, meanAt(runs, each, high).mean] as const,
  );
  const ends = declines.map(([from, to], i) => `${simple[i]} ${from.toFixed(1)} and ${to.toFixed(1)}`);
  return [
    {
      statement: `The number of pieces does not grow exponentially with depth: it is always below ${MOST_PER_UNIT} a unit.`,
      holds: most < MOST_PER_UNIT * units,
      evidence: `the most are ${most} pieces of ${units} units`,
      asserted: true,
    },
    ...(shallow.length > 0
      ? [
          {
            statement: 'With one hidden layer there is one breakpoint a unit, before training and after.',
            holds: shallow.every(({ metrics }) => metrics.before === units && metrics.after === units),
            evidence: `in ${shallow.length} runs`,
            asserted: true,
          },
        ]
      : []),
    ...(growing
      ? [
          {
            statement: 'On the sine, four hidden layers have more pieces than one.',
            holds: meanAt(runs, 'sine', 4).mean > meanAt(runs, 'sine', 1).mean,
            evidence: `${meanAt(runs, 'sine', 4).mean.toFixed(1)} against ${meanAt(runs, 'sine', 1).mean.toFixed(1)}`,
            asserted: true,
          },
        ]
      : []),
    ...(simple.length > 0 && low < high
      ? [
          {
            statement: `On simple functions, pieces become fewer from ${low} to ${high} hidden layers.`,
            holds: declines.every(([from, to]) => to < from),
            evidence: ends.join(', '),
            asserted: false,
          },
        ]
      : []),
  ];
}

function figureOf({ targets, units }: PiecesByDepthConfig, runs: readonly PiecesByDepthRun[]): VegaLiteSpec {
  return seriesFigure({
    title: `Pieces of ${units} units by the number of hidden layers`,
    notes: ['Bars: one standard deviation.'],
    columns: 3,
    height: 150,
    panels: targets.map((target) => {
      const groups = groupByPoint(runsAt(runs, { target }));
      const bar = (x: number, { mean, spread }: { readonly mean: number; readonly spread?: number }) =>
        Number.isFinite(spread)
          ? { x, y: mean, low: mean - (spread ?? 0), high: mean + (spread ?? 0) }
          : { x, y: mean };
      const ours = (shift: number, measure: (metrics: PiecesByDepthMetrics) => number) =>
        groups
          .map(({ point, runs: group }) => bar(point.depth + shift, summaryOf(group, measure)))
          .filter(({ y }) => Number.isFinite(y));
      return {
        title: depthTargets[target].formula,
        x: {
          label: 'hidden layers',
          window: { low: 0.5, high: Math.max(...groups.map(({ point }) => point.depth)) + 0.5 },
        },
        y: { label: 'pieces', window: { low: 0, high: MOST_PER_UNIT * units } },
        series: [
          { name: 'after training', mark: 'points' as const, points: ours(0, after) },
          { name: 'before training', mark: 'points' as const, points: ours(-0.15, ({ before }) => before) },
          {
            name: 'print',
            mark: 'points' as const,
            points: groups.flatMap(({ point: { depth } }) => {
              const printed = printedPieces(target, depth, units);
              return printed === undefined ? [] : [bar(depth + 0.15, printed)];
            }),
          },
        ],
        lines: [{ y: units, isFaint: true }],
      };
    }),
  });
}

function findingsOf(config: PiecesByDepthConfig, runs: readonly PiecesByDepthRun[]): string {
  const { units, targets, depths } = config;
  const deep = Math.max(...depths);
  const counts = targets.map((target) => {
    const { mean, spread } = meanAt(runs, target, deep);
    return `${depthTargets[target].formula} ${mean.toFixed(1)} ± ${spread.toFixed(1)}`;
  });
  const diverged = runs.filter(({ metrics }) => Number.isNaN(metrics.after)).length;
  const failing = claimsOf(config, runs).filter(({ holds }) => !holds);
  return [
    `With ${deep} hidden layers, ${units} units come to: ${counts.join(', ')}.`,
    'The number of pieces is of the order of the number of units in any depth, as print says; what it is beyond that ' +
      'depends on the draw more than on the depth, and a wiggly function gets more pieces than a simple one.',
    ...failing.map(({ statement, evidence }) => `Not so here: “${statement}” (${evidence}).`),
    ...(diverged === 0 ? [] : [`${diverged} of ${runs.length} runs diverged.`]),
  ].join(' ');
}
