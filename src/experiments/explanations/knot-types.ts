import { dataset } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import { bdso } from '../../forms/bdso.js';
import type { Bdso } from '../../forms/bdso.js';
import { toNetwork } from '../../forms/convert.js';
import { loss } from '../../loss/gradient.js';
import type { KnotType } from '../../loss/slices/knot-class.js';
import { knotTypes } from '../../loss/slices/knot-types.js';
import { evaluateSlice, lossSlice } from '../../loss/slices/slice.js';
import type { LossSlice, SlicePiece } from '../../loss/slices/slice.js';
import { integerIn } from '../../numeric/checks.js';
import { randomStream } from '../../numeric/streams.js';
import { seriesFigure } from '../../plot/series-figure.js';
import type { VegaLiteSpec } from '../../plot/spec.js';
import { experiment } from '../experiment.js';
import type { Claim, Run, Seeds } from '../definition.js';
import { compareRows } from '../rows.js';
import type { Row } from '../rows.js';
import { groupByPoint, runsAt, valuesOf } from '../runs.js';
import { linspace } from '../linspace.js';

const TYPES = ['attractor', 'repeller', 'passthrough-left', 'passthrough-right', 'degenerate'] as const;

/** How {@link knotTypePictures} is configured. */
export interface KnotTypesConfig extends Seeds {
  readonly types: readonly KnotType[];
  /** Data, equally spaced in [−2, 2], with normal y. */
  readonly count: number;
  /** Units, of uniform breakpoints and normal delta-slopes. */
  readonly units: number;
  /** Random networks that are looked through for the clearest knot of each type. */
  readonly draws: number;
}

/** A point of the grid of {@link knotTypePictures}. */
export interface KnotTypesPoint {
  readonly type: KnotType;
}

/** What a run of {@link knotTypePictures} measures. */
export interface KnotTypesMetrics {
  /** How many knots of the type there are in all draws. */
  readonly found: number;
  /** How many of these the loss itself, differenced, gives other signs. */
  readonly contradicted: number;
  /** x of the knot that is drawn, and the slopes of the loss left and right of it. */
  readonly knot: number;
  readonly leftSlope: number;
  readonly rightSlope: number;
  /** Breakpoints around it, the loss there, and the parabolas of both sides, continued. */
  readonly breakpoints: readonly number[];
  readonly losses: readonly number[];
  readonly leftParabola: readonly number[];
  readonly rightParabola: readonly number[];
}

type KnotTypesRun = Run<KnotTypesPoint, KnotTypesMetrics>;

const NAME = 'knot-types';
const HALF_WIDTH = 2;

/**
 * What a datum can be to a breakpoint that comes to it, drawn as slices of the loss.
 *
 * Sahs et al. 2022, figure 3 (theory 5.1). Where a breakpoint passes a datum two parabolas meet; the signs of their slopes there
 * make it an attractor, a repeller or a place to pass through, in either direction. The last datum that a unit sees is
 * always degenerate (erratum 16). The types are those of `knotTypes`, and are held against differences of the loss.
 *
 * @throws As `experiment`; `RangeError` for counts that are not positive integers.
 * @example
 * ```ts
 * import { knotTypePictures } from 'relu-splines/experiments';
 *
 * knotTypePictures().claims.every(({ holds }) => holds); // true
 * ```
 */
export const knotTypePictures = experiment<KnotTypesConfig, KnotTypesPoint, KnotTypesMetrics>({
  name: NAME,
  title: 'What a datum is to a breakpoint',
  source: 'Sahs et al. 2022, figure 3',
  recipe:
    'Splines of a few random units are drawn, and for each unit and each of a few data with random y the loss is looked at as a ' +
    'function of the unit’s breakpoint near the datum. Drawn is the clearest example of each type, with the parabolas of both ' +
    'sides continued beyond the datum. The paper’s figure is a sketch.',
  defaults: { seeds: 1, firstSeed: 0, types: TYPES, count: 9, units: 4, draws: 12 },
  reduced: {},
  choices: { types: TYPES },
  check: ({ count, units, draws }) => {
    integerIn(NAME, 'count', count, 2);
    integerIn(NAME, 'units', units, 1);
    integerIn(NAME, 'draws', draws, 1);
  },
  points: ({ types }) => types.map((type) => ({ type })),
  run: runOf,
  rows: (_, runs) => rowsOf(runs),
  claims: (_, runs) => claimsOf(runs),
  figures: (config, runs) => ({ [NAME]: figureOf(config, runs) }),
  findings: (_, runs) => {
    const counts = groupByPoint(runs).map(
      ({ point, runs: alike }) =>
        `${alike.reduce((sum, { metrics }) => sum + metrics.found, 0)} ${point.type}`,
    );
    return (
      `Among the knots of the random splines there are: ${counts.join(', ')}. The degenerate ones are no accident: ` +
      'beyond the last datum that a unit faces it sees nothing, and the loss is level.'
    );
  },
});

function sceneOf(
  { count, units }: KnotTypesConfig,
  seed: number,
  draw: number,
): { spline: Bdso; data: Dataset } {
  const stream = randomStream(seed, draw);
  const vector = (length: number, next: () => number): Float64Array => Float64Array.from({ length }, next);
  const spline = bdso({
    breakpoints: vector(units, () => HALF_WIDTH * (2 * stream.uniform() - 1)),
    deltaSlopes: vector(units, () => stream.normal()),
    orientations: vector(units, () => stream.sign()),
  });
  const x = linspace(-HALF_WIDTH, HALF_WIDTH, count);
  const y = vector(count, () => stream.normal());
  return { spline, data: dataset(x, y) };
}

function runOf(config: KnotTypesConfig, { type }: KnotTypesPoint, seed: number): KnotTypesMetrics {
  let found = 0;
  let contradicted = 0;
  let best: { slice: LossSlice; group: number } | null = null;
  let clearest = -1;
  for (let draw = 0; draw < config.draws; draw++) {
    const { spline, data } = sceneOf(config, seed, draw);
    for (let unit = 0; unit < config.units; unit++) {
      const slice = lossSlice(spline, data, unit);
      const types = knotTypes(spline, data, { unit })?.types ?? [];
      if (slice === null) continue;
      types.forEach((each, group) => {
        if (each !== type) return;
        found += 1;
        if (contradicts(spline, data, slice, group, type)) contradicted += 1;
        const clear = clarity(slice, group, type);
        if (clear <= clearest) return;
        clearest = clear;
        best = { slice, group };
      });
    }
  }
  return { found, contradicted, ...pictureOf(best) };
}

/** How well the bend is seen: the smaller slope against the larger; of a degenerate one, the one that there is. */
function clarity({ leftSlopes, rightSlopes, lossAtKnots }: LossSlice, group: number, type: KnotType): number {
  const [left, right] = [Math.abs(leftSlopes[group]), Math.abs(rightSlopes[group])];
  // Where both have one sign, a bend is seen if they differ.
  if (type.startsWith('passthrough'))
    return Math.min(Math.abs(left - right), left, right) / lossAtKnots[group];
  return (type === 'degenerate' ? Math.max(left, right) : Math.min(left, right)) / lossAtKnots[group];
}

/** A step that makes the curvature a part of 10⁻⁵ of a slope worth telling. */
const STEP = 1e-6;
/** Slopes below this part of the loss are not told from differences. */
const TELLING = 1e-4;

/** Do differences of the loss itself have other signs than the type says? */
function contradicts(spline: Bdso, data: Dataset, slice: LossSlice, group: number, type: KnotType): boolean {
  const knot = slice.knots[group];
  const at = (place: number): number => {
    const breakpoints = spline.breakpoints.map((beta, i) => (i === slice.unit ? place : beta));
    return loss(toNetwork({ ...spline, breakpoints }), data);
  };
  const here = at(knot);
  const sign = (slope: number): -1 | 0 | 1 => (Math.abs(slope) < TELLING * here ? 0 : slope > 0 ? 1 : -1);
  const left = sign((here - at(knot - STEP)) / STEP);
  const right = sign((at(knot + STEP) - here) / STEP);
  switch (type) {
    case 'attractor':
      return left > 0 || right < 0;
    case 'repeller':
      return left < 0 || right > 0;
    case 'passthrough-left':
      return left < 0 || right < 0;
    case 'passthrough-right':
      return left > 0 || right > 0;
    case 'degenerate':
      return left !== 0 && right !== 0;
  }
}

type Picture = Omit<KnotTypesMetrics, 'found' | 'contradicted'>;

function pictureOf(best: { readonly slice: LossSlice; readonly group: number } | null): Picture {
  if (best === null) {
    return {
      knot: NaN,
      leftSlope: NaN,
      rightSlope: NaN,
      breakpoints: [],
      losses: [],
      leftParabola: [],
      rightParabola: [],
    };
  }
  const { slice, group } = best;
  const { knots, pieces } = slice;
  const gap = knots[1] - knots[0];
  const breakpoints = linspace(knots[group] - gap, knots[group] + gap, 81);
  const parabola = ({ quadratic, linear, constant }: SlicePiece): number[] =>
    Array.from(breakpoints, (beta) => constant + beta * (linear + beta * quadratic));
  return {
    knot: knots[group],
    leftSlope: slice.leftSlopes[group],
    rightSlope: slice.rightSlopes[group],
    breakpoints: Array.from(breakpoints),
    losses: Array.from(evaluateSlice(slice, breakpoints)),
    leftParabola: parabola(pieces[group]),
    rightParabola: parabola(pieces[group + 1]),
  };
}

function rowsOf(runs: readonly KnotTypesRun[]): Row[] {
  return compareRows(
    groupByPoint(runs).flatMap(({ point: { type }, runs: alike }) => {
      const row = (quantity: string, measure: (metrics: KnotTypesMetrics) => number) => ({
        condition: type,
        quantity,
        values: valuesOf(alike, measure),
      });
      return [
        row('knots found', ({ found }) => found),
        row('knots that differences of the loss contradict', ({ contradicted }) => contradicted),
        row('slope left of the one drawn', ({ leftSlope }) => leftSlope),
        row('slope right of it', ({ rightSlope }) => rightSlope),
      ];
    }),
  );
}

function claimsOf(runs: readonly KnotTypesRun[]): Claim[] {
  const found = valuesOf(runs, (metrics) => metrics.found);
  const total = found.reduce((sum, each) => sum + each, 0);
  const contradicted = valuesOf(runs, (metrics) => metrics.contradicted).reduce((sum, each) => sum + each, 0);
  return [
    {
      statement: 'Differences of the loss agree with the type of every knot.',
      holds: contradicted === 0,
      evidence: `of ${total} knots ${contradicted} have other signs`,
      asserted: true,
    },
    {
      statement: 'All types occur.',
      holds: found.every((each) => each > 0),
      evidence: `the rarest is found ${Math.min(...found)} times`,
      asserted: true,
    },
  ];
}

function figureOf({ types, firstSeed }: KnotTypesConfig, runs: readonly KnotTypesRun[]): VegaLiteSpec {
  const panels = types.flatMap((type) => {
    const metrics = runsAt(runs, { type }).find(({ seed }) => seed === firstSeed)?.metrics;
    if (metrics === undefined || metrics.losses.length === 0) return [];
    const { breakpoints, losses, leftParabola, rightParabola, knot } = metrics;
    const on = (values: readonly number[], shown: (beta: number) => boolean) =>
      breakpoints.flatMap((beta, k) => (shown(beta) ? [{ x: beta, y: values[k] }] : []));
    const low = Math.min(...losses);
    const height = Math.max(...losses) - low;
    return [
      {
        title: type,
        x: { label: 'breakpoint' },
        y: { label: 'loss', window: { low: low - 0.6 * height, high: low + 1.3 * height } },
        lines: [{ x: knot, isFaint: true }],
        series: [
          { name: 'loss', points: on(losses, () => true) },
          { name: 'left parabola', points: on(leftParabola, (beta) => beta >= knot) },
          { name: 'right parabola', points: on(rightParabola, (beta) => beta <= knot) },
        ],
      },
    ];
  });
  return seriesFigure({
    title: 'What a datum is to a breakpoint',
    notes: ['Slices of the loss around a datum, and the parabolas of both sides, continued beyond it.'],
    columns: 3,
    height: 170,
    panels,
  });
}
