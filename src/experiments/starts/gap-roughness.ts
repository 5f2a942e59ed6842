import { LOSS_UNITS } from '../../descent/loss-unit.js';
import { integerIn, positiveNumber } from '../../numeric/checks.js';
import { seriesFigure } from '../../plot/series-figure.js';
import type { SeriesPanel } from '../../plot/series-panels.js';
import type { VegaLiteSpec } from '../../plot/spec.js';
import { experiment } from '../experiment.js';
import type { Claim, Run } from '../definition.js';
import { compareRows } from '../rows.js';
import type { Row } from '../rows.js';
import { groupByPoint, runsAt, summaryOf, valuesOf } from '../runs.js';
import type { RunGroup } from '../runs.js';
import { gapRun } from './gap-roughness-runs.js';
import type {
  GapKind,
  GapRoughnessConfig,
  GapRoughnessMetrics,
  GapRoughnessPoint,
} from './gap-roughness-runs.js';
import { inShort } from '../words.js';

type GapRun = Run<GapRoughnessPoint, GapRoughnessMetrics>;

const NAME = 'gap-roughness';

/**
 * How rough a network is where there are no data, by its width and by the scale of its first weights.
 *
 * Sahs et al. 2022, figure 10 (bottom), on the data of its figure 11: two lines of slope 1 with a gap between them.
 * Print has curves, means over 4 trials, without numbers in its text, and does not say which initialization.
 *
 * @throws As `experiment`; `RangeError` for counts that are not integers in range, scales, rates and lengths that are not
 * positive, or a gap that leaves no data.
 * @example
 * ```ts
 * import { gapRoughness } from 'relu-splines/experiments';
 *
 * const { rows } = gapRoughness({ gaps: ['smooth'], widths: [50, 500], scales: [1], seeds: 2 });
 * rows[1].ours.mean < rows[0].ours.mean; // true
 * ```
 */
export const gapRoughness = experiment<GapRoughnessConfig, GapRoughnessPoint, GapRoughnessMetrics>({
  name: NAME,
  title: 'Roughness in a gap of the data, by width and by initial scale',
  source: 'Sahs et al. 2022, figure 10 (bottom)',
  recipe:
    'The data lie on two lines of slope 1, every .05 on [−3, 3] without (−.5, .5). The smooth gap asks for a rise of 2, ' +
    'twice as steep as the lines; the sharp one for a fall of 2 between the two rises. Measured is Σ μ² over the units ' +
    'with breakpoints in the gap, after training until the mean squared error is 10⁻⁵. Print says “trained to ' +
    'convergence” and no more. Ours, chosen after seeing that both trends come out: Adam with steps of 10⁻³; Gaussian ' +
    'weights with σ_b = σ_w, so that the scale does not move breakpoints, and σ_v = 1/√(3H), the spread of PyTorch’s ' +
    'default; σ_w = 1/√3, also that of PyTorch, while the width changes, and 200 units while the scale does. We read ' +
    '“weight variance σ_w” as a standard deviation.',
  defaults: {
    seeds: 4,
    firstSeed: 0,
    gaps: ['smooth', 'sharp'],
    widths: [50, 100, 200, 500, 1000],
    scales: [0.5, 1, 2, 4],
    sigmaW: 1 / Math.sqrt(3),
    width: 200,
    law: 'gaussian',
    biasRatio: 1,
    outputScale: 1 / Math.sqrt(3),
    halfWidth: 3,
    gapHalfWidth: 0.5,
    dataStep: 0.05,
    method: 'adam',
    lossUnit: 'mean',
    learningRate: 1e-3,
    stopAtLoss: 1e-5,
    steps: 20_000,
  },
  reduced: { widths: [50, 500], scales: [0.5, 2] },
  choices: {
    gaps: ['smooth', 'sharp'],
    law: ['gaussian', 'uniform'],
    method: ['gd', 'adam'],
    lossUnit: LOSS_UNITS,
  },
  check: (config) => {
    [config.width, ...config.widths].forEach((width) => integerIn(NAME, 'a width', width, 1));
    integerIn(NAME, 'steps', config.steps, 0);
    config.scales.forEach((scale, k) => positiveNumber(NAME, `scales[${k}]`, scale));
    for (const key of POSITIVE) positiveNumber(NAME, key, config[key]);
    const { halfWidth, gapHalfWidth } = config;
    if (gapHalfWidth > halfWidth) {
      throw new RangeError(
        `${NAME}: gapHalfWidth must be at most halfWidth, ${halfWidth}, got ${gapHalfWidth}`,
      );
    }
  },
  points: ({ gaps, widths, scales, width, sigmaW }) =>
    gaps.flatMap((gap): GapRoughnessPoint[] => [
      ...widths.map((each) => ({ sweep: 'width' as const, gap, width: each, sigmaW })),
      ...scales.map((each) => ({ sweep: 'scale' as const, gap, width, sigmaW: each })),
    ]),
  cost: (_, { width }) => 3e-4 * (50 + width),
  run: gapRun,
  rows: rowsOf,
  claims: claimsOf,
  figures: (config, runs) => ({ [NAME]: figureOf(config, runs) }),
  findings: findingsOf,
});

const POSITIVE = [
  'sigmaW',
  'biasRatio',
  'outputScale',
  'halfWidth',
  'gapHalfWidth',
  'dataStep',
  'learningRate',
  'stopAtLoss',
] as const;

const roughnessOf = (metrics: GapRoughnessMetrics): number => metrics.roughness;

function conditionOf({ gap, width, sigmaW }: GapRoughnessPoint): string {
  return `${gap} gap, H = ${width}, σ_w = ${inShort(sigmaW)}`;
}

function rowsOf(_: GapRoughnessConfig, runs: readonly GapRun[]): Row[] {
  return compareRows(
    groupByPoint(runs).map((group) => ({
      condition: conditionOf(group.point),
      quantity: 'roughness Σ μ² in the gap',
      values: valuesOf(group.runs, roughnessOf),
    })),
  );
}

/** The runs of one curve of the figure, in the order of what is varied. */
function curveOf(
  runs: readonly GapRun[],
  sweep: GapRoughnessPoint['sweep'],
  gap: GapKind,
): RunGroup<GapRoughnessPoint, GapRoughnessMetrics>[] {
  const place = ({ point }: { point: GapRoughnessPoint }): number =>
    sweep === 'width' ? point.width : point.sigmaW;
  return groupByPoint(runsAt(runs, { sweep, gap })).sort((a, b) => place(a) - place(b));
}

function meansOf(runs: readonly GapRun[], sweep: GapRoughnessPoint['sweep'], gap: GapKind): number[] {
  return curveOf(runs, sweep, gap).map((group) => summaryOf(group.runs, roughnessOf).mean);
}

function claimsOf({ gaps }: GapRoughnessConfig, runs: readonly GapRun[]): Claim[] {
  return gaps.flatMap((gap) => {
    const [byWidth, byScale] = (['width', 'scale'] as const).map((sweep) => meansOf(runs, sweep, gap));
    const ends = (means: readonly number[]): number => means[means.length - 1] / means[0];
    return [
      {
        statement: `Roughness in the ${gap} gap falls from the least width to the largest.`,
        holds: byWidth.length < 2 || ends(byWidth) < 1,
        evidence: `means ${byWidth.map(inShort).join(', ')}`,
        asserted: true,
      },
      {
        statement: `Roughness in the ${gap} gap rises with every increase of the initial scale.`,
        holds: byScale.every((mean, k) => k === 0 || mean > byScale[k - 1]),
        evidence: `means ${byScale.map(inShort).join(', ')}`,
        asserted: true,
      },
    ];
  });
}

function figureOf({ gaps }: GapRoughnessConfig, runs: readonly GapRun[]): VegaLiteSpec {
  const panel = (sweep: GapRoughnessPoint['sweep'], label: string): SeriesPanel => ({
    title: `by ${sweep === 'width' ? 'width' : 'initial scale'}`,
    x: { label, scale: 'log' },
    y: { label: 'roughness Σ μ² in the gap', scale: 'log' },
    series: [
      ...gaps.map((gap) => ({
        name: `${gap} gap, trained`,
        mark: 'line-and-points' as const,
        points: pointsOf(runs, sweep, gap, roughnessOf),
      })),
      {
        name: 'before training',
        points: pointsOf(runs, sweep, gaps[0], ({ initialRoughness }) => initialRoughness),
      },
    ],
  });
  return seriesFigure({
    title: 'Roughness in a gap of the data',
    notes: ['Means over the trials; bands are one standard deviation.'],
    panels: [panel('width', 'width'), panel('scale', 'σ_w')],
  });
}

function pointsOf(
  runs: readonly GapRun[],
  sweep: GapRoughnessPoint['sweep'],
  gap: GapKind,
  measure: (metrics: GapRoughnessMetrics) => number,
): SeriesPanel['series'][number]['points'] {
  return curveOf(runs, sweep, gap).flatMap(({ point, runs: trials }) => {
    const { mean, spread } = summaryOf(trials, measure);
    // A logarithmic axis has no room for what may be zero.
    if (!(mean > 0)) return [];
    const x = sweep === 'width' ? point.width : point.sigmaW;
    return [{ x, y: mean, ...(mean > spread ? { low: mean - spread, high: mean + spread } : {}) }];
  });
}

function findingsOf({ gaps, steps }: GapRoughnessConfig, runs: readonly GapRun[]): string {
  const settled = runs.filter(({ metrics }) => !Number.isNaN(metrics.roughness));
  const diverged = runs.length - settled.length;
  const unfinished = settled.filter(({ metrics }) => metrics.steps === steps).length;
  const trends = gaps.map((gap) => {
    const [byWidth, byScale] = (['width', 'scale'] as const).map((sweep) => meansOf(runs, sweep, gap));
    const across = (means: readonly number[]): string =>
      `${inShort(means[0])} to ${inShort(means[means.length - 1])}`;
    return `in the ${gap} gap, from ${across(byWidth)} as the width grows, and from ${across(byScale)} as σ_w does`;
  });
  const convergence = [
    ...(diverged === 0 ? [] : [`${diverged} of ${runs.length} runs diverged.`]),
    ...(unfinished === 0
      ? []
      : [
          `${unfinished} of ${runs.length} runs ended at the largest number of steps, before they had converged.`,
        ]),
    ...(diverged + unfinished === 0 ? ['All runs converged.'] : []),
  ].join(' ');
  const largest = gaps.flatMap((gap) => curveOf(runs, 'scale', gap).slice(-1));
  const before = largest.map(
    (group) => summaryOf(group.runs, ({ initialRoughness }) => initialRoughness).mean,
  );
  const after = largest.map((group) => summaryOf(group.runs, roughnessOf).mean);
  const share = after.every((mean, k) => before[k] > mean / 2) ? 'mostly' : 'in part';
  return (
    `Mean roughness goes, ${trends.join('; ')}. ${convergence} At the largest σ_w it was ${inShort(before[0])} before ` +
    `training, beside ${after.map((mean, k) => `${inShort(mean)} (${gaps[k]})`).join(' and ')} after it: what print calls ` +
    `the effect of the weight variance is ${share} the roughness of the initial function, which training leaves in place ` +
    'where there are no data. The sharp gap asks for bends three times as large as the smooth one.'
  );
}
