import type { Claim } from '../definition.js';
import { compareRows } from '../rows.js';
import type { Row } from '../rows.js';
import { groupByPoint, runsAt, summaryOf, valuesOf } from '../runs.js';
import { hasGap } from './layer-dynamics-runs.js';
import type {
  DynamicsTarget,
  LayerDynamicsConfig,
  LayerDynamicsMetrics,
  LayerDynamicsRun,
} from './layer-dynamics-runs.js';
import { contradictions, inDigits, inShort } from '../words.js';

const layersOf = (config: LayerDynamicsConfig, target: DynamicsTarget): number[] =>
  Array.from({ length: hasGap(target) ? config.gapLayers : config.functionLayers }, (_, l) => l);

const births = (l: number) => (metrics: LayerDynamicsMetrics) => metrics.births[l];
const deaths = (l: number) => (metrics: LayerDynamicsMetrics) => metrics.deaths[l];
const speeds = (l: number) => (metrics: LayerDynamicsMetrics) => metrics.speeds[l];
const changes = (l: number) => (metrics: LayerDynamicsMetrics) => metrics.births[l] + metrics.deaths[l];

/** The roughness of the basis functions of a layer, at the beginning and at the end. */
const atStart = (l: number, windows: number) => (metrics: LayerDynamicsMetrics) =>
  metrics.basis[l * (windows + 1)];
const atEnd = (l: number, windows: number) => (metrics: LayerDynamicsMetrics) =>
  metrics.basis[l * (windows + 1) + windows];

/** What was measured; print has curves and no numbers. */
export function dynamicsRows(config: LayerDynamicsConfig, runs: readonly LayerDynamicsRun[]): Row[] {
  const { windows } = config;
  const measures = (l: number) => [
    { quantity: 'births', of: births(l) },
    { quantity: 'deaths', of: deaths(l) },
    { quantity: 'speed of breakpoints in x per thousand steps', of: speeds(l) },
    { quantity: 'roughness of the basis functions at the start', of: atStart(l, windows) },
    { quantity: 'roughness of the basis functions at the end', of: atEnd(l, windows) },
  ];
  return compareRows(
    groupByPoint(runs).flatMap(({ point: { target }, runs: group }) => [
      ...layersOf(config, target).flatMap((l) =>
        measures(l).map(({ quantity, of }) => ({
          condition: `${target}, layer ${l + 1}`,
          quantity,
          values: valuesOf(group, of),
        })),
      ),
      {
        condition: target,
        quantity: 'mean squared error after training',
        values: valuesOf(group, ({ loss }) => loss),
      },
    ]),
  );
}

/** Means by layer of each target that has any. */
function meansOf(
  config: LayerDynamicsConfig,
  runs: readonly LayerDynamicsRun[],
  chosen: readonly DynamicsTarget[],
  measure: (l: number) => (metrics: LayerDynamicsMetrics) => number,
): { readonly target: DynamicsTarget; readonly means: readonly number[] }[] {
  return chosen.map((target) => ({
    target,
    means: layersOf(config, target).map((l) => summaryOf(runsAt(runs, { target }), measure(l)).mean),
  }));
}

/** Bookkeeping that must come out, and what print says of layers. */
export function dynamicsClaims(config: LayerDynamicsConfig, runs: readonly LayerDynamicsRun[]): Claim[] {
  const { targets, windows } = config;
  const gaps = targets.filter(hasGap);
  const finite = runs.filter(({ metrics }) => Number.isFinite(metrics.loss));
  const of = (chosen: readonly DynamicsTarget[], measure: Parameters<typeof meansOf>[3]) =>
    meansOf(config, finite, chosen, measure);
  const claim = (
    statement: string,
    series: ReturnType<typeof meansOf>,
    test: (first: number, later: readonly number[]) => boolean,
    asserted: boolean,
  ): Claim[] =>
    series.length === 0
      ? []
      : [
          {
            statement,
            holds: series.every(({ means: [first, ...later] }) => test(first, later)),
            evidence: series
              .map(({ target, means }) => `${target}: ${means.map((mean) => inDigits(mean, 3)).join(', ')}`)
              .join('; '),
            asserted,
          },
        ];
  const starts = of(targets, (l) => atStart(l, windows));
  return [
    {
      statement: 'The first layer keeps the number of its breakpoints: a birth for every death.',
      holds: finite.length > 0 && finite.every(({ metrics }) => metrics.births[0] === metrics.deaths[0]),
      evidence: `in ${finite.length} runs`,
      asserted: true,
    },
    ...claim(
      'At the start, the basis functions of every deeper layer are less rough than those of the first.',
      starts,
      (first, later) => later.every((mean) => mean < first),
      true,
    ),
    ...claim(
      'Numbers of breakpoints change more often in every deeper layer than in the first.',
      of(gaps, changes),
      (first, later) => later.every((mean) => mean > first),
      false,
    ),
    ...claim(
      'Breakpoints of every deeper layer are faster than those of the first.',
      of(gaps, speeds),
      (first, later) => later.every((mean) => mean > first),
      false,
    ),
    ...claim(
      'After training on the sine, most of the roughness is in the later half of the layers.',
      of(
        targets.filter((target) => target === 'sine'),
        (l) => atEnd(l, windows),
      ),
      (first, later) => {
        const all = [first, ...later];
        const half = Math.floor(all.length / 2);
        const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
        return sum(all.slice(half)) > sum(all.slice(0, half));
      },
      false,
    ),
  ];
}

/** What holds and what does not. */
export function dynamicsFindings(config: LayerDynamicsConfig, runs: readonly LayerDynamicsRun[]): string {
  const finite = runs.filter(({ metrics }) => Number.isFinite(metrics.loss));
  const claims = dynamicsClaims(config, runs);
  const gaps = config.targets.filter(hasGap);
  const compared = [
    { words: 'births and deaths a run', measure: changes },
    { words: 'speed in x per thousand steps', measure: speeds },
  ].flatMap(({ words, measure }) =>
    meansOf(config, finite, gaps, measure).map(({ target, means: [first, ...later] }) => {
      const mean = later.reduce((sum, each) => sum + each / later.length, 0);
      return `${inShort(first)} and ${inShort(mean)} (${words}, ${target} gap)`;
    }),
  );
  const diverged = runs.filter(({ metrics }) => Number.isNaN(metrics.loss)).length;
  return [
    `Of ${claims.length} statements about layers, below, ${claims.filter(({ holds }) => holds).length} hold.`,
    ...contradictions(claims),
    ...(compared.length === 0
      ? []
      : [`The first layer beside the mean of the deeper ones: ${compared.join('; ')}.`]),
    'A unit of the first layer has one breakpoint whatever its weights are, so that what is born and dies there is one ' +
      'whose unit has turned around. A deeper unit has as many as its net input has sign changes, which come and go in ' +
      'pairs or through infinity.',
    ...(diverged === 0 ? [] : [`${diverged} of ${runs.length} runs diverged and are left out.`]),
  ].join(' ');
}
