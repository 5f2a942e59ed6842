import { dataset } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import { bdso } from '../../forms/bdso.js';
import type { Bdso } from '../../forms/bdso.js';
import { toNetwork } from '../../forms/convert.js';
import { kernelFlow } from '../../limits/kernel-flow.js';
import { splitDeltaSlopes } from '../../loss/curvature/delta-slope-hessian.js';
import { loss } from '../../loss/gradient.js';
import { finiteVector, integerIn } from '../../numeric/checks.js';
import { lengthOf } from '../../numeric/linear-algebra.js';
import { randomStream } from '../../numeric/streams.js';
import { experiment } from '../experiment.js';
import type { Claim } from '../definition.js';
import { compareRows } from '../rows.js';
import type { Row } from '../rows.js';
import { groupByPoint, valuesOf } from '../runs.js';
import { rangeFigures } from './range-and-null-space-figure.js';
import type {
  RangeAndNullSpaceConfig,
  RangeAndNullSpaceMetrics,
  RangeAndNullSpacePoint,
  RangeAndNullSpaceRun,
} from './range-and-null-space-runs.js';
import { inDigits } from '../words.js';

const NAME = 'range-and-null-space';

/** Other solutions that the end of a flow is held against. */
const OTHERS = 20;

/**
 * What training sees of the delta-slopes and what it leaves alone, drawn for two units and one datum.
 *
 * Sahs et al. 2022, figures 6 and 8 and Theorem 7 (erratum 29: it is the row space of Φ, the range of its transpose). With
 * breakpoints held, f is linear in μ; the loss is quadratic along the row space and constant along the null space, and gradient
 * flow moves only in the first. So it ends at the solution nearest to its start.
 *
 * @throws As `experiment`; `RangeError` unless there are two breakpoints and two starting delta-slopes, left of the datum.
 * @example
 * ```ts
 * import { rangeAndNullSpace } from 'relu-splines/experiments';
 *
 * rangeAndNullSpace().claims.every(({ holds }) => holds); // true
 * ```
 */
export const rangeAndNullSpace = experiment<
  RangeAndNullSpaceConfig,
  RangeAndNullSpacePoint,
  RangeAndNullSpaceMetrics
>({
  name: NAME,
  title: 'Range and null space of the delta-slopes',
  source: 'Sahs et al. 2022, figures 6 and 8',
  recipe:
    'Two right-facing units with breakpoints held are trained on one datum by exact gradient flow on their delta-slopes, ' +
    'from the origin and from elsewhere. The levels of the loss are straight lines, since one datum sees one combination of μ. ' +
    'The same is measured for twelve units of random breakpoints and facings and five random data. The papers’ figures are ' +
    'sketches; the places are ours.',
  defaults: {
    seeds: 1,
    firstSeed: 0,
    breakpoints: [-1, 0],
    datum: [1, 2],
    elsewhere: [-0.9, 0.9],
    moved: [-0.8, 0.6],
    units: 12,
    count: 5,
  },
  reduced: {},
  check: ({ breakpoints, datum, elsewhere, moved, units, count }) => {
    for (const [key, list] of Object.entries({ breakpoints, datum, elsewhere })) {
      if (list.length === 2) continue;
      throw new RangeError(`${NAME}: ${key} must have two entries, got ${list.length}`);
    }
    const places = finiteVector(NAME, 'breakpoints', [...breakpoints, ...moved]);
    const last = Math.max(...places);
    if (!(last < datum[0])) {
      throw new RangeError(`${NAME}: breakpoints must lie left of the datum, ${datum[0]}, got ${last}`);
    }
    integerIn(NAME, 'units', units, 2);
    integerIn(NAME, 'count', count, 1);
  },
  points: () =>
    (['picture', 'random'] as const).flatMap((scene) =>
      (['origin', 'elsewhere'] as const).map((start) => ({ scene, start })),
    ),
  run: (config, point, seed) => {
    const { spline, data } =
      point.scene === 'picture' ? picture(config, point) : randomScene(config, point, seed);
    return measure(spline, data, seed);
  },
  rows: rowsOf,
  claims: claimsOf,
  figures: (config, runs) => ({ [NAME]: rangeFigures(config, runs) }),
  findings: (_, runs) => {
    const of = (start: RangeAndNullSpacePoint['start']): string =>
      runs
        .filter(({ point }) => point.scene === 'picture' && point.start === start)
        .map(({ metrics }) => metrics.roughness.toFixed(2))
        .join(', ');
    return (
      `From the origin the flow ends with the least roughness Σ μ² that fits the datum, ${of('origin')}; from elsewhere ` +
      `it ends at the solution nearest to there, with ${of('elsewhere')}. What lies in the null space stays as it was.`
    );
  },
});

interface Scene {
  readonly spline: Bdso;
  readonly data: Dataset;
}

function picture(
  { breakpoints, datum, elsewhere }: RangeAndNullSpaceConfig,
  { start }: RangeAndNullSpacePoint,
): Scene {
  const deltaSlopes = start === 'origin' ? [0, 0] : elsewhere;
  return {
    spline: bdso({ breakpoints, deltaSlopes, orientations: [1, 1] }),
    data: dataset([datum[0]], [datum[1]]),
  };
}

function randomScene(
  { units, count }: RangeAndNullSpaceConfig,
  { start }: RangeAndNullSpacePoint,
  seed: number,
): Scene {
  const places = randomStream(seed, 0);
  const weights = randomStream(seed, 1);
  const vector = (length: number, next: () => number): Float64Array => Float64Array.from({ length }, next);
  const spline = bdso({
    breakpoints: vector(units, () => 4 * places.uniform() - 2),
    deltaSlopes: vector(units, () => (start === 'origin' ? 0 : weights.normal())),
    orientations: vector(units, () => places.sign()),
  });
  const x = vector(count, () => 4 * places.uniform() - 2);
  return {
    spline,
    data: dataset(
      x,
      vector(count, () => places.normal()),
    ),
  };
}

/** Moments of the flow that are looked at, first and last included. */
const TIMES = [0, ...Array.from({ length: 40 }, (_, k) => 10 ** (-2 + k / 10)), Infinity];

function measure(spline: Bdso, data: Dataset, seed: number): RangeAndNullSpaceMetrics {
  const flow = kernelFlow(spline, data);
  const way = TIMES.map((time) => flow.at(time));
  const end = way[way.length - 1];
  const unseen = splitDeltaSlopes(spline, data).nullSpace;
  const size = lengthOf(spline.deltaSlopes) + end.norm;
  const drift = way.map(({ solution }) => {
    const now = splitDeltaSlopes(solution, data).nullSpace;
    return lengthOf(now.map((part, i) => part - unseen[i])) / size;
  });

  const scale = data.y.reduce((sum, y) => sum + (y * y) / 2, 0);
  const stream = randomStream(seed, 2);
  const others = Array.from({ length: OTHERS }, () => {
    const direction = end.solution.deltaSlopes.map(() => stream.normal());
    const added = splitDeltaSlopes({ ...spline, deltaSlopes: direction }, data).nullSpace;
    // As far as the flow went: beside a long way a short detour would be lost in rounding.
    const length = end.distance / lengthOf(added);
    const deltaSlopes = end.solution.deltaSlopes.map((mu, i) => mu + length * added[i]);
    const other = { ...end.solution, deltaSlopes };
    return {
      rise: Math.abs(loss(toNetwork(other), data) - end.loss) / scale,
      distance: lengthOf(other.deltaSlopes.map((mu, i) => mu - spline.deltaSlopes[i])),
    };
  });
  return {
    drift: Math.max(...drift),
    // Two decompositions of the features, each exact to a few roundings an entry, and amplified as a solve is.
    driftBound: 32 * spline.deltaSlopes.length * Number.EPSILON * flow.condition,
    rise: Math.max(...others.map(({ rise }) => rise)),
    nearest: Math.min(...others.map(({ distance }) => distance)) / end.distance,
    fall: Math.max(0, ...way.map(({ norm }, k) => (k === 0 ? 0 : way[k - 1].norm - norm))) / end.norm,
    finalLoss: end.loss / scale,
    roughness: end.norm * end.norm,
    first: way.map(({ solution }) => solution.deltaSlopes[0]),
    second: way.map(({ solution }) => solution.deltaSlopes[1]),
  };
}

function rowsOf(_: RangeAndNullSpaceConfig, runs: readonly RangeAndNullSpaceRun[]): Row[] {
  return compareRows(
    groupByPoint(runs).flatMap(({ point: { scene, start }, runs: alike }) => {
      const condition = `${scene}, from ${start === 'origin' ? 'the origin' : start}`;
      const row = (quantity: string, measure: (metrics: RangeAndNullSpaceMetrics) => number) => ({
        condition,
        quantity,
        values: valuesOf(alike, measure),
      });
      return [
        row('drift of the part in the null space', ({ drift }) => drift),
        row('change of the loss along the null space', ({ rise }) => rise),
        row('distance to another solution, over that to the end', ({ nearest }) => nearest),
        row('roughness at the end', ({ roughness }) => roughness),
      ];
    }),
  );
}

/** Roundings that a loss, relative to ½ Σ y², may be off by: some hundred terms, and the decomposition's amplification. */
const LOSS_ROUNDING = 1e-11;

function claimsOf(_: RangeAndNullSpaceConfig, runs: readonly RangeAndNullSpaceRun[]): Claim[] {
  const worst = (measure: (metrics: RangeAndNullSpaceMetrics) => number, some = runs): number =>
    Math.max(0, ...valuesOf(some, measure));
  const drift = worst((metrics) => metrics.drift / metrics.driftBound);
  const rise = worst((metrics) => metrics.rise);
  const nearest = Math.min(...valuesOf(runs, (metrics) => metrics.nearest));
  const fall = worst(
    (metrics) => metrics.fall,
    runs.filter(({ point }) => point.start === 'origin'),
  );
  return [
    {
      statement: 'The part of μ in the null space of Φ stays as it was, all the way.',
      holds: drift <= 1,
      evidence: `it moves by ${inDigits(drift, 2)} of what rounding explains`,
      asserted: true,
    },
    {
      statement: 'Along the null space the loss is constant.',
      holds: rise <= LOSS_ROUNDING,
      evidence: `it changes by ${inDigits(rise, 2)} of ½ Σ y² at most`,
      asserted: true,
    },
    {
      statement: 'Of all solutions the flow ends at the one nearest to its start.',
      holds: nearest >= 1,
      evidence:
        `the nearest of ${OTHERS} others, as far from the end as the start is, lies ${inDigits(nearest, 4)} times as far from ` +
        'the start; at a right angle it is √2',
      asserted: true,
    },
    {
      statement: 'From the origin the roughness never falls.',
      holds: fall <= LOSS_ROUNDING,
      evidence: `the norm of μ falls by ${inDigits(fall, 2)} of its last value at most`,
      asserted: true,
    },
  ];
}
