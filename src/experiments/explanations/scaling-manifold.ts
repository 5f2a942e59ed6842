import { dataset } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import { shallowNetwork } from '../../forms/network.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { rescale } from '../../forms/symmetry.js';
import { conservedQuantities } from '../../flow/fields/conserved.js';
import { gradientFlow } from '../../flow/gradient-flow.js';
import { hessianVectorProduct } from '../../loss/curvature/hessian-vector.js';
import { gradient, loss } from '../../loss/gradient.js';
import { positiveNumber } from '../../numeric/checks.js';
import { lengthOf } from '../../numeric/linear-algebra.js';
import { planeFigure } from '../../plot/plane-figure.js';
import type { Strand } from '../../plot/plane-figure.js';
import type { VegaLiteSpec } from '../../plot/spec.js';
import { experiment } from '../experiment.js';
import type { Claim, Run, Seeds } from '../definition.js';
import { compareRows } from '../rows.js';
import type { Row } from '../rows.js';
import { groupByPoint, valuesOf } from '../runs.js';
import { linspace } from '../linspace.js';
import { inDigits } from '../words.js';

/** How {@link scalingManifold} is configured. Nothing is random: seeds repeat. */
export interface ScalingManifoldConfig extends Seeds {
  /** Factors α that the one unit is rescaled by before the flow. */
  readonly alphas: readonly number[];
  /** The unit's w, b and v at α = 1. */
  readonly unit: readonly number[];
  /** Tolerance of the flow, relative to each weight. */
  readonly tolerance: number;
}

/** A point of the grid of {@link scalingManifold}. */
export interface ScalingManifoldPoint {
  readonly alpha: number;
}

/** What a run of {@link scalingManifold} measures. */
export interface ScalingManifoldMetrics {
  /** Largest relative change of the loss over the rescalings of the start. */
  readonly orbitChange: number;
  /** Largest change of δ = w² + b² − v² along the flow, over w² + b² + v². */
  readonly deltaDrift: number;
  /** |H·t + (g_w, g_b, −g_v)| at the start, over |H·t|, with the tangent t = (w, b, −v) of the rescalings. */
  readonly tangentError: number;
  /** |H·t|/|t| at the start and at the end of the flow. */
  readonly tangentStart: number;
  readonly tangentEnd: number;
  readonly delta: number;
  /** √(w² + b²) and v along the flow. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

type ScalingManifoldRun = Run<ScalingManifoldPoint, ScalingManifoldMetrics>;

const NAME = 'scaling-manifold';

/**
 * The hyperbolas of networks with one function, and the flows that cross them.
 *
 * Sahs et al. 2022, figure 1. Rescaling a unit moves it along |(w, b)|·v = const; gradient flow moves it along w² + b² − v² =
 * const, whatever happens to its breakpoint. So starts of one function take different ways. The tangent of the rescalings is a
 * null vector of the Hessian at critical points alone, not everywhere, as print has it (theory 7).
 *
 * @throws As `experiment`; `RangeError` unless there are three weights, positive factors and a positive tolerance.
 * @example
 * ```ts
 * import { scalingManifold } from 'relu-splines/experiments';
 *
 * scalingManifold().claims.every(({ holds }) => holds); // true
 * ```
 */
export const scalingManifold = experiment<
  ScalingManifoldConfig,
  ScalingManifoldPoint,
  ScalingManifoldMetrics
>({
  name: NAME,
  title: 'The manifold of rescalings',
  source: 'Sahs et al. 2022, figure 1',
  recipe:
    'A network of one unit is rescaled by a few factors α and each time trained by exact gradient flow on a ramp. Drawn are ' +
    'its paths in the plane of |(w, b)| and v, over the hyperbolas of equal function and those of equal δ = w² + b² − v². ' +
    'In the table, H is the Hessian of the loss and t = (w, b, −v) the tangent of the rescalings. The paper’s figure is a ' +
    'sketch; the weights and data are ours.',
  defaults: { seeds: 1, firstSeed: 0, alphas: [0.5, 1, 2], unit: [0.7, 0.3, 0.6], tolerance: 1e-9 },
  reduced: {},
  check: ({ alphas, unit, tolerance }) => {
    alphas.forEach((alpha, i) => positiveNumber(NAME, `alphas[${i}]`, alpha));
    if (unit.length !== 3) throw new RangeError(`${NAME}: unit must have three entries, got ${unit.length}`);
    positiveNumber(NAME, 'tolerance', tolerance);
  },
  points: ({ alphas }) => alphas.map((alpha) => ({ alpha })),
  run: (config, { alpha }) => {
    const data = rampData();
    const start = rescale(unitNetwork(config), alpha);
    const height = loss(start, data);
    const orbit = FACTORS.map((factor) => Math.abs(loss(rescale(start, factor), data) - height) / height);
    const { network, trajectory } = gradientFlow(start, data, {
      times: TIMES,
      relativeTolerance: config.tolerance,
    });
    const states = [...trajectory.map((point) => point.network), network];
    const [delta] = conservedQuantities(start);
    const drift = states.map((state) => {
      const size = inputLength(state) ** 2 + state.outputWeights[0] ** 2;
      return Math.abs(conservedQuantities(state)[0] - delta) / size;
    });
    const bent = bending(start, data);
    const [gw, gb, gv] = gradient(start, data);
    const error = Float64Array.of(
      bent.product[0] + gw,
      bent.product[1] + gb,
      bent.product[2] - gv,
      bent.product[3],
    );
    return {
      orbitChange: Math.max(...orbit),
      deltaDrift: Math.max(...drift),
      tangentError: lengthOf(error) / lengthOf(bent.product),
      tangentStart: bent.size,
      tangentEnd: bending(network, data).size,
      delta,
      inputs: states.map(inputLength),
      outputs: states.map(({ outputWeights }) => outputWeights[0]),
    };
  },
  rows: (_, runs) => rowsOf(runs),
  claims: claimsOf,
  figures: (config, runs) => ({ [NAME]: figureOf(config, runs) }),
  findings: (_, runs) => {
    const ends = groupByPoint(runs).map(({ point, runs: [{ metrics }] }) => {
      const last = metrics.inputs.length - 1;
      return `|(w, b)| = ${metrics.inputs[last].toFixed(2)}, v = ${metrics.outputs[last].toFixed(2)} from α = ${point.alpha}`;
    });
    return (
      `One function, ${ends.length} ways: the flows end at ${ends.join('; ')}. Each keeps its δ, and what the rescaling leaves ` +
      'alone, the loss, is the same all along its hyperbola. The Hessian bends along the hyperbola by as much as the gradient, ' +
      'so that its tangent is a null vector only where training has come to rest.'
    );
  },
});

const FACTORS = Array.from({ length: 41 }, (_, k) => 2 ** ((k - 20) / 5));

/** Moments of the flow that are drawn, dense where it is fast. */
const TIMES = [0, ...Array.from({ length: 60 }, (_, k) => 10 ** (-2 + k / 20))];

function rampData(): Dataset {
  const x = linspace(-1, 1, 9);
  return dataset(
    x,
    x.map((place) => 2 * Math.max(0, place + 0.3)),
  );
}

function unitNetwork({ unit: [w, b, v] }: ScalingManifoldConfig): ShallowNetwork {
  return shallowNetwork({ inputWeights: [w], inputBiases: [b], outputWeights: [v] });
}

function inputLength({ inputWeights, inputBiases }: ShallowNetwork): number {
  return Math.hypot(inputWeights[0], inputBiases[0]);
}

function bending(
  network: ShallowNetwork,
  data: Dataset,
): { readonly product: Float64Array; readonly size: number } {
  const { inputWeights, inputBiases, outputWeights } = network;
  const tangent = Float64Array.of(inputWeights[0], inputBiases[0], -outputWeights[0], 0);
  const product = hessianVectorProduct(network, data, tangent);
  return { product, size: lengthOf(product) / lengthOf(tangent) };
}

function rowsOf(runs: readonly ScalingManifoldRun[]): Row[] {
  return compareRows(
    groupByPoint(runs).flatMap(({ point: { alpha }, runs: alike }) => {
      const row = (quantity: string, measure: (metrics: ScalingManifoldMetrics) => number) => ({
        condition: `α = ${alpha}`,
        quantity,
        values: valuesOf(alike, measure),
      });
      return [
        row('relative change of the loss over rescalings', ({ orbitChange }) => orbitChange),
        row('δ', ({ delta }) => delta),
        row('change of δ along the flow', ({ deltaDrift }) => deltaDrift),
        row('|Ht|/|t| at the start', ({ tangentStart }) => tangentStart),
        row('|Ht|/|t| at the end', ({ tangentEnd }) => tangentEnd),
      ];
    }),
  );
}

/** A few roundings for each of nine data. */
const ROUNDING = 64 * 9 * Number.EPSILON;

/** What a flow may lose of what it conserves, in units of its tolerance. */
const KEPT_WITHIN = 10;

function claimsOf({ tolerance }: ScalingManifoldConfig, runs: readonly ScalingManifoldRun[]): Claim[] {
  const worst = (measure: (metrics: ScalingManifoldMetrics) => number): number =>
    Math.max(...valuesOf(runs, measure));
  const orbit = worst(({ orbitChange }) => orbitChange);
  const drift = worst(({ deltaDrift }) => deltaDrift);
  const error = worst(({ tangentError }) => tangentError);
  const start = Math.min(...valuesOf(runs, ({ tangentStart }) => tangentStart));
  const end = worst(({ tangentEnd }) => tangentEnd);
  return [
    {
      statement: 'Along a hyperbola of rescalings the loss is constant.',
      holds: orbit <= ROUNDING,
      evidence: `it changes by ${inDigits(orbit, 2)} of itself`,
      asserted: true,
    },
    {
      statement: 'The flow keeps δ = w² + b² − v².',
      holds: drift <= KEPT_WITHIN * tolerance,
      evidence: `it changes by ${inDigits(drift, 2)} of w² + b² + v², at a tolerance of ${inDigits(tolerance, 1)}`,
      asserted: true,
    },
    {
      statement: 'The Hessian takes the tangent (w, b, −v) to (−g_w, −g_b, g_v).',
      holds: error <= ROUNDING,
      evidence: `but for ${inDigits(error, 2)} of its length`,
      asserted: true,
    },
    {
      statement: 'The tangent is a null vector of the Hessian where the flow ends, and not where it starts.',
      holds: start > 1e-3 && end < 1e-3 * start,
      evidence: `|Ht|/|t| is at least ${inDigits(start, 2)} at the start and at most ${inDigits(end, 2)} at the end`,
      // A flow from elsewhere may end with its breakpoint on a datum, where there is no Hessian.
      asserted: false,
    },
  ];
}

function figureOf(config: ScalingManifoldConfig, runs: readonly ScalingManifoldRun[]): VegaLiteSpec {
  const paths = groupByPoint(runs).map(({ point, runs: [{ metrics }] }) => ({
    alpha: point.alpha,
    ...metrics,
  }));
  const reach = 1.15 * Math.max(...paths.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]));
  const window = { low: 0, high: reach };
  const along = linspace(0, reach, 121).subarray(1);
  const orbit = (product: number): Strand => ({ x: along, y: along.map((x) => product / x) });
  const level = (delta: number): Strand => {
    const places = linspace(Math.sqrt(Math.max(0, delta)), reach, 121);
    return { x: places, y: places.map((x) => Math.sqrt(Math.max(0, x * x - delta))) };
  };
  const start = unitNetwork(config);
  return planeFigure({
    title: 'One function, many networks',
    notes: [
      'Grey: networks of one unit that differ by scale lie on one hyperbola and have the same loss. A flow crosses them along a hyperbola of ' +
        'equal δ.',
    ],
    columns: 1,
    panels: [
      {
        x: { label: '|(w, b)|', window },
        y: { label: 'v', window },
        levels: Array.from({ length: 12 }, (_, k) => orbit(((k + 1) / 8) ** 2 * reach)),
        families: [
          {
            name: 'rescalings of the start',
            strands: [orbit(inputLength(start) * start.outputWeights[0])],
            emphasis: true,
          },
          {
            name: 'gradient flow',
            strands: paths.map(({ inputs, outputs }) => ({ x: inputs, y: outputs })),
          },
          { name: 'equal δ', strands: paths.map(({ delta }) => level(delta)) },
        ],
        points: paths.flatMap(({ alpha, inputs, outputs }) => [
          { x: inputs[0], y: outputs[0], label: `α = ${alpha}` },
          { x: inputs[inputs.length - 1], y: outputs[outputs.length - 1], label: '' },
        ]),
      },
    ],
  });
}
