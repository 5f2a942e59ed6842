import type { Dataset } from '../../data/dataset.js';
import { descend } from '../../descent/descend.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { breakpointDrive, driveZeros } from '../../flow/fields/drive.js';
import { breakpointClusters } from '../../flow/watching/breakpoint-clusters.js';
import { torchDefault } from '../../init/samplers/named.js';
import { loss, residuals } from '../../loss/gradient.js';
import { integerIn, positiveNumber } from '../../numeric/checks.js';
import { randomStream } from '../../numeric/streams.js';
import { experiment } from '../experiment.js';
import type { Claim } from '../definition.js';
import { compareRows } from '../rows.js';
import type { Row } from '../rows.js';
import { summaryOf, valuesOf } from '../runs.js';
import { linspace } from '../linspace.js';
import { TARGET_NAMES } from '../targets.js';
import { dynamicsFigure } from './breakpoint-dynamics-figure.js';
import { dynamicsData } from './breakpoint-dynamics-runs.js';
import type {
  BreakpointDynamicsConfig,
  BreakpointDynamicsMetrics,
  BreakpointDynamicsPoint,
  BreakpointDynamicsRun,
} from './breakpoint-dynamics-runs.js';
import { inDigits } from '../words.js';

const NAME = 'breakpoint-dynamics';

/**
 * How breakpoints follow the drive ψ, from the start of training to its end.
 *
 * Sahs et al. 2022, figure 7. Print says at which times it looks and that the target has three inflection points, nothing
 * else; ours is sin πx on [−2, 2], which has three, with the conventions of Table 1. Times are epochs.
 *
 * @throws As `experiment`; `RangeError` for counts that are not positive integers, rates that are not positive and times
 * that do not increase.
 * @example
 * ```ts
 * import { breakpointDynamics } from 'relu-splines/experiments';
 *
 * const { rows } = breakpointDynamics({ seeds: 1, times: [0, 100], width: 10, count: 41 });
 * rows[0].condition; // 't = 0'
 * ```
 */
export const breakpointDynamics = experiment<
  BreakpointDynamicsConfig,
  BreakpointDynamicsPoint,
  BreakpointDynamicsMetrics
>({
  name: NAME,
  title: 'Breakpoints and what drives them',
  source: 'Sahs et al. 2022, figure 7',
  recipe:
    'A network of 60 units with PyTorch’s default initialization is trained on 401 equally spaced points of sin πx by ' +
    'gradient descent on Σ ε² with step 5·10⁻⁵, and looked at after 0, 1,000, 4,000, 10,000 and 100,000 epochs. Print gives ' +
    'the times, and a target with three inflection points; target, data and step are those of our Table 1, the width was ' +
    'chosen so that the panels can be read. A cluster is three breakpoints or more of one orientation and one sign of v, ' +
    'whose neighbours lie apart by at most 0.25 % of the range of x; print has no such rule.',
  defaults: {
    seeds: 5,
    firstSeed: 0,
    target: 'sine',
    count: 401,
    halfWidth: 2,
    width: 60,
    rate: 5e-5,
    times: [0, 1000, 4000, 10_000, 100_000],
    clusterWithin: 0.0025,
    clusterSize: 3,
  },
  reduced: { seeds: 2, times: [0, 1000, 4000, 10_000] },
  choices: { target: TARGET_NAMES },
  check: ({ count, halfWidth, width, rate, times, clusterWithin, clusterSize }) => {
    integerIn(NAME, 'count', count, 2);
    integerIn(NAME, 'width', width, 1);
    integerIn(NAME, 'clusterSize', clusterSize, 2);
    positiveNumber(NAME, 'halfWidth', halfWidth);
    positiveNumber(NAME, 'rate', rate);
    positiveNumber(NAME, 'clusterWithin', clusterWithin);
    times.forEach((time, i) => integerIn(NAME, `times[${i}]`, time, i === 0 ? 0 : times[i - 1] + 1));
  },
  cost: () => 2,
  points: ({ target }) => [{ target }],
  run: (config, _, seed) => {
    const data = dynamicsData(config);
    const { width, rate, times } = config;
    const { trajectory } = descend(torchDefault({ width }, randomStream(seed, 0)), data, {
      learningRate: rate,
      steps: times[times.length - 1],
      lossUnit: 'sum',
      record: times,
    });
    const networks = trajectory.map(({ network }) => network);
    const clusters = networks.map((network) => clustersOf(config, network, data));
    // A run that diverges has no network at the times that are left.
    const complete = (values: readonly number[], each = 1): number[] => [
      ...values,
      ...new Array<number>(each * (times.length - networks.length)).fill(NaN),
    ];
    const weights = networks.flatMap(({ inputWeights, inputBiases, outputWeights, outputBias }) => [
      ...Array.from(inputWeights),
      ...Array.from(inputBiases),
      ...Array.from(outputWeights),
      outputBias,
    ]);
    return {
      losses: complete(networks.map((network) => (2 * loss(network, data)) / data.x.length)),
      clusters: complete(clusters.map(({ count }) => count)),
      clustered: complete(clusters.map(({ share }) => share)),
      zeros: complete(networks.map((network) => zerosOf(config, network, data))),
      driven: complete(networks.map((network) => drivenShare(network, data))),
      sumErrors: complete(networks.map((network) => sumError(config, network, data))),
      weights: complete(weights, 3 * width + 1),
    };
  },
  rows: rowsOf,
  claims: (config, runs) => claimsOf(config, throughout(runs)),
  figures: (config, runs) => {
    const [first] = runs;
    // Nothing to draw where it diverges before the first time.
    return first.metrics.losses.some(Number.isFinite) ? { [NAME]: dynamicsFigure(config, first) } : {};
  },
  findings: (config, runs) => {
    const whole = throughout(runs);
    const diverged = runs.length - whole.length;
    if (whole.length === 0) return 'All runs diverged.';
    const at = (measure: (metrics: BreakpointDynamicsMetrics) => readonly number[]): string =>
      config.times
        .map((_, k) => summaryOf(whole, (metrics) => measure(metrics)[k]).mean)
        .map((mean) => mean.toFixed(2))
        .join(', ');
    return (
      `At t = ${config.times.map((time) => time.toLocaleString('en')).join('; ')} a part of ` +
      `${at(({ clustered }) => clustered)} of the ` +
      `breakpoints among the data lie in clusters, and ψ₊ changes sign ${at(({ zeros }) => zeros)} times there. A breakpoint ` +
      'moves where −(v/w)ψ of its orientation points. Print has ψ of the two orientations add up to a constant; their sum is ' +
      'the line E₀ + βE₁ (erratum 30).' +
      (diverged === 0 ? '' : ` ${diverged} of ${runs.length} runs diverged and are left out.`)
    );
  },
});

/** The runs that did not diverge. */
function throughout(runs: readonly BreakpointDynamicsRun[]): readonly BreakpointDynamicsRun[] {
  return runs.filter(({ metrics }) => metrics.losses.every(Number.isFinite));
}

function among({ halfWidth }: BreakpointDynamicsConfig, place: number): boolean {
  return Math.abs(place) <= halfWidth;
}

function clustersOf(
  config: BreakpointDynamicsConfig,
  network: ShallowNetwork,
  data: Dataset,
): { readonly count: number; readonly share: number } {
  const { clusterWithin, clusterSize } = config;
  // By distance alone: descent with steps does not sit on data, and data are near wherever a breakpoint is.
  const slidingOn = network.inputWeights.map(() => -1);
  const clusters = breakpointClusters(network, data, { tolerance: clusterWithin, slidingOn }).filter(
    ({ units, place }) => units.length >= clusterSize && among(config, place),
  );
  const inside = network.inputWeights.reduce(
    (count, w, i) => count + (among(config, -network.inputBiases[i] / w) ? 1 : 0),
    0,
  );
  const members = clusters.reduce((count, { units }) => count + units.length, 0);
  return { count: clusters.length, share: members / Math.max(1, inside) };
}

function zerosOf(config: BreakpointDynamicsConfig, network: ShallowNetwork, data: Dataset): number {
  return driveZeros(network, data).filter(
    ({ orientation, beta }) => orientation === 1 && Math.abs(beta) < config.halfWidth,
  ).length;
}

/** A step so small that what is left out of Δβ = −h(v/w)ψ is a part of 10⁻⁶ of it, and rounding is no more. */
const SMALL_STEP = 1e-9;

/** A move this many roundings of β long has a sign that can be told. */
const TELLING = 1000;

function drivenShare(network: ShallowNetwork, data: Dataset): number {
  const { network: after } = descend(network, data, { learningRate: SMALL_STEP, steps: 1 });
  const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
  const beta = w.map((weight, i) => -b[i] / weight);
  const { right, left } = breakpointDrive(network, data, beta);
  let told = 0;
  let agreed = 0;
  beta.forEach((place, i) => {
    const drive = w[i] > 0 ? right[i] : left[i];
    const expected = ((-SMALL_STEP * v[i]) / w[i]) * drive;
    if (Math.abs(expected) < TELLING * Number.EPSILON * Math.abs(place)) return;
    told += 1;
    const moved = -after.inputBiases[i] / after.inputWeights[i] - place;
    if (moved * expected > 0) agreed += 1;
  });
  return told === 0 ? 1 : agreed / told;
}

function sumError({ halfWidth }: BreakpointDynamicsConfig, network: ShallowNetwork, data: Dataset): number {
  // An even number of places, which miss the data.
  const places = linspace(-halfWidth, halfWidth, 100).map((place) => 0.99 * place + 1e-4);
  const { right, left } = breakpointDrive(network, data, places);
  const epsilon = residuals(network, data);
  let sum = 0;
  let moment = 0;
  let scale = 0;
  epsilon.forEach((each, n) => {
    sum += each;
    moment += each * data.x[n];
    scale += Math.abs(each) * (1 + Math.abs(halfWidth * data.x[n]));
  });
  return places.reduce(
    (most, place, k) => Math.max(most, Math.abs(right[k] + left[k] - sum - place * moment) / scale),
    0,
  );
}

function rowsOf({ times }: BreakpointDynamicsConfig, runs: readonly BreakpointDynamicsRun[]): Row[] {
  return compareRows(
    times.flatMap((time, k) => {
      const row = (quantity: string, measure: (metrics: BreakpointDynamicsMetrics) => readonly number[]) => ({
        condition: `t = ${time.toLocaleString('en')}`,
        quantity,
        values: valuesOf(runs, (metrics) => measure(metrics)[k]),
      });
      return [
        row('mean squared error', ({ losses }) => losses),
        row('clusters of breakpoints', ({ clusters }) => clusters),
        row('part of the breakpoints in clusters', ({ clustered }) => clustered),
        row('sign changes of ψ₊', ({ zeros }) => zeros),
      ];
    }),
  );
}

function claimsOf(
  { times, count }: BreakpointDynamicsConfig,
  runs: readonly BreakpointDynamicsRun[],
): Claim[] {
  if (runs.length === 0) return [];
  const least = Math.min(...runs.flatMap(({ metrics }) => metrics.driven));
  const sumErrors = Math.max(...runs.flatMap(({ metrics }) => metrics.sumErrors));
  const clustered = times.map((_, k) => summaryOf(runs, (metrics) => metrics.clustered[k]).mean);
  const most = Math.max(...clustered);
  const peak = clustered.indexOf(most);
  const shares = clustered.map((share) => share.toFixed(2)).join(', ');
  return [
    {
      statement: 'Breakpoints move where −(v/w)ψ points.',
      holds: least === 1,
      evidence: `of those whose move can be told, at least ${(100 * least).toFixed(1)} % at every time`,
      asserted: true,
    },
    {
      statement: 'ψ₊ + ψ₋ is the line E₀ + βE₁.',
      holds: sumErrors <= 8 * count * Number.EPSILON,
      evidence: `it misses it by ${inDigits(sumErrors, 2)} of the terms`,
      asserted: true,
    },
    {
      statement: 'Training gathers breakpoints in clusters.',
      holds: most > clustered[0],
      evidence: `the part of them in clusters is ${shares}, in the order of time`,
      asserted: false,
    },
    {
      statement: 'The clusters spread out again towards the end.',
      holds: peak > 0 && peak < times.length - 1,
      evidence: `most are in clusters at t = ${times[peak].toLocaleString('en')}`,
      asserted: false,
    },
  ];
}
