import type { InitLaw } from '../../init/laws/init-law.js';
import type { UnivariateLaw } from '../../init/laws/law.js';
import type { Claim } from '../definition.js';
import { compareRows, summarise } from '../rows.js';
import type { Row, Summary } from '../rows.js';
import { groupByPoint, runsAt, summaryOf, valuesOf } from '../runs.js';
import { firstLayerSquare, layerValues, pooledValues, shallowLaw } from './init-histograms-runs.js';
import type {
  HistogramInit,
  InitHistogramsConfig,
  InitHistogramsMetrics,
  InitHistogramsPoint,
  InitHistogramsRun,
  LayerValues,
} from './init-histograms-runs.js';
import { inDigits, layersInWords } from '../words.js';

/** Kolmogorov's distance sup |F_n − F| of values from a law. */
export function kolmogorovDistance(values: readonly number[], law: UnivariateLaw): number {
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  return sorted.reduce((most, value, i) => {
    const below = law.cdf(value);
    return Math.max(most, (i + 1) / count - below, below - i / count);
  }, 0);
}

/** Probability that a law that is right is taken for wrong. */
const RISK = 1e-6;

/** What the distance exceeds with probability {@link RISK} at most, in Massart’s bound 2e^(−2nD²). */
export function kolmogorovBound(count: number): number {
  return Math.sqrt(Math.log(2 / RISK) / (2 * count));
}

const meanSquare = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value * value, 0) / values.length;

const median = (values: readonly number[]): number => summarise(values).median;

/** √ of the mean square delta-slope of a layer of one network. */
const typicalDeltaSlope =
  (layer: number) =>
  (metrics: InitHistogramsMetrics): number =>
    Math.sqrt(meanSquare(layerValues(metrics, layer).deltaSlopes));

/** Median distance of a layer's breakpoints from the origin. */
const typicalBreakpoint =
  (layer: number) =>
  (metrics: InitHistogramsMetrics): number =>
    median(layerValues(metrics, layer).breakpoints.map(Math.abs));

const conditionOf = ({ init, depth }: InitHistogramsPoint, layer: number): string =>
  `${init}, ${layersInWords(depth)}, layer ${layer + 1}`;

const layersOf = (depth: number): number[] => Array.from({ length: depth }, (_, layer) => layer);

/** What was measured; print has histograms and no numbers. */
export function initHistogramsRows(
  { width }: InitHistogramsConfig,
  runs: readonly InitHistogramsRun[],
): Row[] {
  const measures = [
    {
      quantity: 'breakpoints per unit',
      of: (layer: number) => (metrics: InitHistogramsMetrics) => metrics.perLayer[layer] / width,
    },
    { quantity: 'median |β|', of: typicalBreakpoint },
    { quantity: 'root mean square delta-slope', of: typicalDeltaSlope },
  ];
  return compareRows(
    groupByPoint(runs).flatMap(({ point, runs: group }) =>
      layersOf(point.depth).flatMap((layer) =>
        measures.map(({ quantity, of }) => ({
          condition: conditionOf(point, layer),
          quantity,
          values: valuesOf(group, of(layer)),
        })),
      ),
    ),
  );
}

/** The farthest that values which must follow a law are from it, as a part of the bound. */
function farthest(
  config: InitHistogramsConfig,
  runs: readonly InitHistogramsRun[],
  of: (values: LayerValues) => readonly number[],
  lawOf: (law: InitLaw) => UnivariateLaw,
): { readonly share: number; readonly count: number } {
  const groups = groupByPoint(runs).map(({ point, runs: group }) => {
    const values = of(pooledValues(group, 0));
    const distance = kolmogorovDistance(values, lawOf(shallowLaw(point.init, config)));
    return { share: distance / kolmogorovBound(values.length), count: values.length };
  });
  return {
    share: Math.max(0, ...groups.map(({ share }) => share)),
    count: groups.reduce((sum, { count }) => sum + count, 0),
  };
}

/** Standard errors that a mean may lie from what it must be: delta-slopes have heavy tails. */
const FARTHEST = 5;

/** Laws that must hold, and what print says of depth. */
export function initHistogramsClaims(
  config: InitHistogramsConfig,
  runs: readonly InitHistogramsRun[],
): Claim[] {
  const places = farthest(
    config,
    runs,
    ({ breakpoints }) => breakpoints,
    ({ breakpoint }) => breakpoint,
  );
  const slopes = farthest(
    config,
    runsAt(runs, { depth: 1 }),
    ({ deltaSlopes }) => deltaSlopes,
    ({ deltaSlope }) => deltaSlope,
  );
  const scores = groupByPoint(runs).map(({ point, runs: group }) => {
    const { mean, spread, count } = summarise(
      valuesOf(group, (metrics) => meanSquare(layerValues(metrics, 0).deltaSlopes)),
    );
    return Math.abs(mean - firstLayerSquare(point, config)) / (spread / Math.sqrt(count));
  });
  const evidenceOf = ({ share, count }: typeof places): string =>
    `of ${count} units, the farthest distance is ${share.toFixed(2)} of what chance exceeds once in ${(1 / RISK).toLocaleString('en')} times`;
  const most = Math.max(0, ...scores.filter(Number.isFinite));
  return [
    {
      statement: 'Breakpoints of the first layer follow the law of a shallow network, in any depth.',
      holds: places.share < 1,
      evidence: evidenceOf(places),
      asserted: true,
    },
    {
      statement: 'Delta-slopes of a network of one hidden layer follow their law.',
      holds: slopes.share < 1,
      evidence: evidenceOf(slopes),
      asserted: true,
    },
    {
      statement:
        'The mean square delta-slope of the first layer is E[w²]E[v²]·(H E[v²]/2)^(L − 1): for He the same in any depth.',
      holds: most < FARTHEST,
      evidence: `the farthest mean lies ${most.toFixed(1)} standard errors away`,
      asserted: true,
    },
    ...config.inits.flatMap((init) => printsClaims(config, runs, init)),
  ];
}

/** Breakpoints nearer to the origin than this are compared with those up to twice as far. */
const NEAR = 1;

function printsClaims(
  { depths }: InitHistogramsConfig,
  runs: readonly InitHistogramsRun[],
  init: HistogramInit,
): Claim[] {
  const depth = Math.max(...depths);
  const deepest = runsAt(runs, { init, depth });
  const ordered = depths.toSorted((a, b) => a - b);
  const byLayer = layersOf(depth).map((layer) => summaryOf(deepest, typicalDeltaSlope(layer)));
  const inner = layersOf(depth).map((layer) => {
    const distances = pooledValues(deepest, layer).breakpoints.map(Math.abs);
    const within = (reach: number): number => distances.filter((each) => each < reach).length;
    return within(NEAR) / within(2 * NEAR);
  });
  const byDepth = ordered.map((each) => summaryOf(runsAt(runs, { init, depth: each }), typicalDeltaSlope(0)));
  const list = (values: readonly Summary[]): string => values.map(({ mean }) => inDigits(mean, 3)).join(', ');
  return [
    {
      statement: `${init}: the deeper the layer in one network, the lower the variance of its delta-slopes.`,
      holds: falls(byLayer),
      evidence: `root mean squares by layer: ${list(byLayer)}`,
      asserted: false,
    },
    {
      statement: `${init}: the deeper the network, the lower the variance of the delta-slopes of its first layer.`,
      holds: falls(byDepth),
      evidence: `root mean squares with ${ordered.join(', ')} hidden layers: ${list(byDepth)}`,
      asserted: false,
    },
    {
      statement: `${init}: breakpoints are concentrated about the origin, in every layer.`,
      holds: inner.every((share) => share > 0.5),
      evidence: `of those within ±${2 * NEAR}, parts within ±${NEAR} by layer: ${inner.map((share) => share.toFixed(2)).join(', ')}`,
      asserted: false,
    },
  ];
}

/** Whether means fall all the way, and from end to end by more than chance does. */
function falls(summaries: readonly Summary[]): boolean {
  const first = summaries[0];
  const last = summaries[summaries.length - 1];
  const error = Math.sqrt(first.spread ** 2 / first.count + last.spread ** 2 / last.count);
  return (
    summaries.length > 1 &&
    summaries.every(({ mean }, i) => i === 0 || mean < summaries[i - 1].mean) &&
    first.mean - last.mean > 3 * error
  );
}

/** What holds and what does not. */
export function initHistogramsFindings(
  config: InitHistogramsConfig,
  runs: readonly InitHistogramsRun[],
): string {
  const claims = initHistogramsClaims(config, runs);
  const [laws, prints] = [
    claims.filter(({ asserted }) => asserted),
    claims.filter(({ asserted }) => !asserted),
  ];
  const list = (chosen: readonly Claim[]): string =>
    chosen.map(({ statement, evidence }) => `${statement.slice(0, -1)} (${evidence})`).join('; ');
  const holding = prints.filter(({ holds }) => holds);
  const failing = prints.filter(({ holds }) => !holds);
  return [
    laws.every(({ holds }) => holds)
      ? 'The first layer is where theory puts it: its breakpoints have the law of a shallow network, and the mean ' +
        'square of its delta-slopes is known exactly in any depth.'
      : `The first layer is not where theory puts it: ${list(laws.filter(({ holds }) => !holds))}.`,
    'Whether depth makes delta-slopes smaller, as print has it, is a matter of the weights alone. A further layer ' +
      'multiplies the mean square by half the sum of the variances of a unit’s weights: by 1 for He, who chose it ' +
      'so, and by 1/6 for PyTorch’s default.',
    ...deeperInWords(config, runs),
    ...(holding.length === 0 ? [] : [`Of what print says, this holds: ${list(holding)}.`]),
    ...(failing.length === 0 ? [] : [`This does not: ${list(failing)}.`]),
  ].join(' ');
}

/** Whether depth moves breakpoints outwards, of which print says nothing. */
function deeperInWords(
  { depths, inits }: InitHistogramsConfig,
  runs: readonly InitHistogramsRun[],
): string[] {
  const depth = Math.max(...depths);
  if (depth === 1) return [];
  const medians = inits.map((init) => {
    const deepest = runsAt(runs, { init, depth });
    const byLayer = layersOf(depth).map((layer) => summaryOf(deepest, typicalBreakpoint(layer)).mean);
    return `${byLayer.map((mean) => inDigits(mean)).join(', ')} (${init})`;
  });
  return [`The median distances of breakpoints from the origin are, by layer, ${medians.join(' and ')}.`];
}
