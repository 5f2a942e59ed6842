import { LOSS_UNITS } from '../../descent/loss-unit.js';
import { evaluate } from '../../forms/evaluate.js';
import { loss } from '../../loss/gradient.js';
import { finiteNumber, integerIn } from '../../numeric/checks.js';
import { comparisonFigure } from '../../plot/comparison-figure.js';
import type { VegaLiteSpec } from '../../plot/spec.js';
import { compareFunctions } from '../../splines/compare.js';
import { linearSpline, naturalCubicSpline } from '../../splines/interpolation.js';
import { evaluatePiecewise } from '../../splines/piecewise-polynomial.js';
import type { PiecewisePolynomial } from '../../splines/piecewise-polynomial.js';
import { experiment } from '../experiment.js';
import type { Claim, Run } from '../definition.js';
import { compareRows } from '../rows.js';
import type { Row } from '../rows.js';
import { groupByPoint, runsAt, summaryOf, valuesOf } from '../runs.js';
import { curve } from '../curve.js';
import { linspace } from '../linspace.js';
import {
  METHOD_WORDS,
  WHITE_NOISE,
  byAdam,
  byFlow,
  checkAlphas,
  checkWhiteNoise,
  whiteNoise,
} from './white-noise.js';
import type { NoiseInit, WhiteNoiseConfig } from './white-noise.js';
import { capitalised, inDigits } from '../words.js';

/** How {@link alphaZoom} is configured. */
export interface AlphaZoomConfig extends WhiteNoiseConfig {
  readonly init: NoiseInit;
  /** Factors of the weights at the start. */
  readonly alphas: readonly number[];
  readonly methods: readonly ('adam' | 'flow')[];
  /** The window: where it begins and ends, and number of places at which curves are kept. */
  readonly windowLow: number;
  readonly windowHigh: number;
  readonly places: number;
}

/** A point of the grid of {@link alphaZoom}. */
export interface AlphaZoomPoint {
  readonly alpha: number;
  readonly method: 'adam' | 'flow';
}

/** What a run of {@link alphaZoom} measures. */
export interface AlphaZoomMetrics {
  /** The network over the window, in units of y. */
  readonly values: readonly number[];
  /** Mean absolute difference to either spline over the window. */
  readonly linearMean: number;
  readonly cubicMean: number;
  /** Σ ε² over all data. */
  readonly squaredError: number;
}

type AlphaZoomRun = Run<AlphaZoomPoint, AlphaZoomMetrics>;

const NAME = 'alpha-zoom';

/**
 * One fit of white noise from near, by the scale α of the initial weights: too small a scale underfits, a larger one
 * joins the data by lines, a still larger one by the natural cubic spline.
 *
 * Sahs et al. 2020, figure 9, with the protocol of Table 2. Print names neither its seed nor its window. With several
 * seeds the figure shows the first, rows are over all.
 *
 * @throws As `alphaSweep`; `RangeError` also for a window that is empty or has fewer than two places.
 * @example
 * ```ts
 * import { alphaZoom } from 'relu-splines/experiments';
 *
 * const { runs } = alphaZoom({ methods: ['flow'], alphas: [3, 100], width: 200 });
 * runs[1].metrics.cubicMean < runs[0].metrics.cubicMean; // true
 * ```
 */
export const alphaZoom = experiment<AlphaZoomConfig, AlphaZoomPoint, AlphaZoomMetrics>({
  name: NAME,
  title: 'The fit from near, by the scale of the initial weights',
  source: 'Sahs et al. 2020, figure 9',
  recipe:
    'The protocol of the table of α (`alpha-sweep`), for one seed, seen through a window of five gaps between ' +
    'data. Print trains “to convergence” and names neither seed nor window; shown are Adam with the steps of ' +
    'the table, and the gradient flow until it fits or rests.',
  defaults: {
    ...WHITE_NOISE,
    seeds: 1,
    init: 'uniform',
    alphas: [0.1, 1, 3, 10, 100],
    methods: ['adam', 'flow'],
    windowLow: -1,
    windowHigh: 0,
    places: 201,
  },
  reduced: { alphas: [1, 3, 10, 100], methods: ['flow'] },
  choices: { init: ['uniform', 'he'], methods: ['adam', 'flow'], lossUnit: LOSS_UNITS },
  cost: () => 2.5,
  check: (config) => {
    checkWhiteNoise(NAME, config);
    checkAlphas(NAME, 'alphas', config.alphas);
    integerIn(NAME, 'places', config.places, 2);
    const { windowLow: low, windowHigh: high } = config;
    finiteNumber(NAME, 'the length of the window', high - low);
    if (!(low < high)) {
      throw new RangeError(`${NAME}: windowHigh must be above windowLow = ${low}, got ${high}`);
    }
  },
  points: ({ methods, alphas }) => methods.flatMap((method) => alphas.map((alpha) => ({ alpha, method }))),
  run: (config, { alpha, method }, seed) => {
    const data = whiteNoise(config, seed);
    const train = method === 'adam' ? byAdam : byFlow;
    const { network } = train(config, config.init, alpha, seed);
    const points = placesOf(config);
    return {
      values: Array.from(evaluate(network, points)),
      linearMean: compareFunctions(network, linearSpline(data), { points }).meanAbsolute,
      cubicMean: compareFunctions(network, naturalCubicSpline(data), { points }).meanAbsolute,
      squaredError: 2 * loss(network, data),
    };
  },
  rows: rowsOf,
  claims: claimsOf,
  figures: (config, runs) => ({ [NAME]: figureOf(config, runs) }),
  findings: findingsOf,
});

const placesOf = ({ windowLow, windowHigh, places }: AlphaZoomConfig): Float64Array =>
  linspace(windowLow, windowHigh, places);

function rowsOf(_: AlphaZoomConfig, runs: readonly AlphaZoomRun[]): Row[] {
  const quantities = {
    linearMean: 'MAE to the linear spline in the window',
    cubicMean: 'MAE to the cubic spline in the window',
    squaredError: 'Σ ε²',
  } as const;
  return compareRows(
    groupByPoint(runs).flatMap(({ point, runs: group }) =>
      (Object.keys(quantities) as (keyof typeof quantities)[]).map((measure) => ({
        condition: `α = ${point.alpha}, ${METHOD_WORDS[point.method]}`,
        quantity: quantities[measure],
        values: valuesOf(group, (metrics) => metrics[measure]),
      })),
    ),
  );
}

/** Mean distances to a spline by α, which increases. */
function distancesOf(
  { alphas }: AlphaZoomConfig,
  runs: readonly AlphaZoomRun[],
  method: AlphaZoomPoint['method'],
  measure: 'linearMean' | 'cubicMean',
): { readonly alpha: number; readonly distance: number }[] {
  return [...alphas]
    .sort((a, b) => a - b)
    .map((alpha) => ({
      alpha,
      distance: summaryOf(runsAt(runs, { alpha, method }), (metrics) => metrics[measure]).mean,
    }));
}

const inWords = (distances: readonly { readonly alpha: number; readonly distance: number }[]): string =>
  `MAE ${distances.map(({ distance }) => inDigits(distance, 2)).join(', ')} ` +
  `at α = ${distances.map(({ alpha }) => alpha).join(', ')}`;

function claimsOf(config: AlphaZoomConfig, runs: readonly AlphaZoomRun[]): Claim[] {
  return config.methods.map((method) => {
    const distances = distancesOf(config, runs, method, 'cubicMean');
    return {
      statement: `${capitalised(METHOD_WORDS[method])}: in the window, the larger α the nearer is the cubic spline.`,
      holds: distances.every(({ distance }, i) => i === 0 || distance < distances[i - 1].distance),
      evidence: inWords(distances),
      // What Adam does to one window of one seed is not a property of anything.
      asserted: method === 'flow',
    };
  });
}

function figureOf(config: AlphaZoomConfig, runs: readonly AlphaZoomRun[]): VegaLiteSpec {
  const data = whiteNoise(config, config.firstSeed);
  const x = placesOf(config);
  const spline = (f: PiecewisePolynomial) => curve(x, evaluatePiecewise(f, x));
  const shown = runs.filter(({ seed }) => seed === config.firstSeed);
  return comparisonFigure({
    title: 'The fit from near, by the scale of the initial weights',
    data,
    window: { low: config.windowLow, high: config.windowHigh },
    curves: [
      { name: 'linear spline', points: spline(linearSpline(data)), emphasis: true },
      { name: 'natural cubic spline', points: spline(naturalCubicSpline(data)), emphasis: true },
      ...shown.map(({ point, metrics }) => ({
        name: `α = ${point.alpha}`,
        points: curve(x, metrics.values),
        panel: METHOD_WORDS[point.method],
      })),
    ],
  });
}

function findingsOf(config: AlphaZoomConfig, runs: readonly AlphaZoomRun[]): string {
  return config.methods
    .map((method) => {
      const toLinear = distancesOf(config, runs, method, 'linearMean');
      const nearest = toLinear.reduce((best, each) => (each.distance < best.distance ? each : best));
      return (
        `${method === 'adam' ? 'Adam' : 'The gradient flow'} is nearest the linear spline at α = ${nearest.alpha} ` +
        `(MAE ${inDigits(nearest.distance, 2)}); from the cubic spline it is at ` +
        `${inWords(distancesOf(config, runs, method, 'cubicMean'))}.`
      );
    })
    .join(' ');
}
