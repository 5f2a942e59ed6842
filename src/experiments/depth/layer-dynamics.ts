import { inducedBreakpoints } from '../../deep/breakpoints.js';
import { descendDeep } from '../../deep/descend.js';
import { deepTorchDefault } from '../../deep/init.js';
import { layerRoughness } from '../../deep/roughness.js';
import { integerIn, positiveNumber } from '../../numeric/checks.js';
import { randomStream } from '../../numeric/streams.js';
import { experiment } from '../experiment.js';
import { mobilityFigure, roughnessFigure } from './layer-dynamics-figure.js';
import { dynamicsClaims, dynamicsFindings, dynamicsRows } from './layer-dynamics-conclusion.js';
import { dynamicsTask, motionThrough } from './layer-dynamics-runs.js';
import type {
  DynamicsTarget,
  LayerDynamicsConfig,
  LayerDynamicsMetrics,
  LayerDynamicsPoint,
} from './layer-dynamics-runs.js';

const TARGETS: readonly DynamicsTarget[] = ['smooth', 'sharp', 'quadratic', 'sine'];

/** Steps that a speed is per. */
const THOUSAND = 1000;

/**
 * What training does to the breakpoints of each layer of a deep network: births, deaths, speed, and roughness.
 *
 * The predecessor's figures 2 and 3. Print has no rule that says which breakpoint has become which, and no formula for
 * the roughness of a layer: see `breakpointChanges` and `layerRoughness`, of which both readings are measured.
 *
 * @throws As `experiment`; `RangeError` for counts that are not integers of at least 1, steps that the states do not
 * divide, or rates and distances that are not positive.
 * @example
 * ```ts
 * import { layerDynamics } from 'relu-splines/experiments';
 *
 * const { runs } = layerDynamics({ targets: ['sine'], seeds: 1, functionSteps: 100, windows: 2, statesPerWindow: 5 });
 * runs[0].metrics.births[0] - runs[0].metrics.deaths[0]; // 0
 * ```
 */
export const layerDynamics = experiment<LayerDynamicsConfig, LayerDynamicsPoint, LayerDynamicsMetrics>({
  name: 'layer-dynamics',
  title: 'Births, deaths, speed and roughness by layer over training',
  source: 'Sahs et al. 2020a, figures 2 and 3',
  recipe:
    'Deep networks of eight units a layer from PyTorch’s default initialization are trained by gradient descent on Σr². ' +
    'For births, deaths and speed: five hidden layers, step 5·10⁻⁵, two lines with a gap between them. Print stops ' +
    'when the loss changes by less than an amount that is cut off; ours takes 20,000 steps. For roughness: four hidden ' +
    'layers (the caption’s five count the output), step 10⁻⁴, 10,000 epochs, x²/2 and sin πx on 401 points of [−2, 2]; the ' +
    'caption has sin(x), and sin πx is the sine of the predecessor’s Table 2. Breakpoints are followed through 200 states a ' +
    'run. Speeds by layer are means over breakpoints that lie in the domain: those on their way to infinity would outweigh ' +
    'all others.',
  defaults: {
    seeds: 5,
    firstSeed: 0,
    targets: TARGETS,
    width: 8,
    gapLayers: 5,
    functionLayers: 4,
    gapLearningRate: 5e-5,
    functionLearningRate: 1e-4,
    gapSteps: 20_000,
    functionSteps: 10_000,
    gapSpacing: 0.05,
    functionSpacing: 0.01,
    lossUnit: 'sum',
    windows: 40,
    statesPerWindow: 5,
  },
  reduced: {
    seeds: 2,
    gapSteps: 4000,
    functionSteps: 4000,
    gapSpacing: 0.1,
    gapLearningRate: 1e-4,
    functionSpacing: 0.04,
    functionLearningRate: 4e-4,
    windows: 20,
  },
  choices: { targets: TARGETS, lossUnit: ['sum', 'half-sum'] },
  check: (config) => {
    const name = 'layer-dynamics';
    const counts = ['width', 'gapLayers', 'functionLayers', 'windows', 'statesPerWindow'] as const;
    for (const key of counts) integerIn(name, key, config[key], 1);
    const numbers = ['gapLearningRate', 'functionLearningRate', 'gapSpacing', 'functionSpacing'] as const;
    for (const key of numbers) positiveNumber(name, key, config[key]);
    const states = config.windows * config.statesPerWindow;
    for (const key of ['gapSteps', 'functionSteps'] as const) {
      if (integerIn(name, key, config[key], 1) % states !== 0) {
        throw new RangeError(
          `${name}: ${key} must be a multiple of the ${states} states, got ${config[key]}`,
        );
      }
    }
  },
  points: ({ targets }) => targets.map((target) => ({ target })),
  cost: (config, { target }) => {
    const { data, layers, steps } = dynamicsTask(config, target);
    return 4e-7 * data.x.length * layers * steps;
  },
  run: (config, { target }, seed) => {
    const { width, windows, statesPerWindow, lossUnit } = config;
    const { data, halfWidth, layers, learningRate, steps } = dynamicsTask(config, target);
    const between = steps / (windows * statesPerWindow);
    const start = deepTorchDefault({ widths: new Array<number>(layers).fill(width) }, randomStream(seed, 0));
    const { trajectory, status, loss } = descendDeep(start, data, {
      learningRate,
      steps,
      lossUnit,
      record: between,
    });
    if (status === 'diverged') return noMetrics(layers, windows);
    const states = trajectory.map(({ network }) => inducedBreakpoints(network));
    const byWindow = Array.from({ length: windows }, (_, w) =>
      motionThrough(states.slice(w * statesPerWindow, (w + 1) * statesPerWindow + 1), halfWidth),
    );
    const whole = motionThrough(states, halfWidth);
    const roughness = trajectory
      .filter((_, k) => k % statesPerWindow === 0)
      .map(({ network }) => layerRoughness(network));
    const hidden = Array.from({ length: layers }, (_, l) => l);
    const speed = ({ paths, moves }: typeof whole, l: number): number =>
      (paths[l] / moves[l] / between) * THOUSAND;
    return {
      births: Array.from(whole.births),
      deaths: Array.from(whole.deaths),
      speeds: hidden.map((l) => speed(whole, l)),
      changesSoFar: hidden.flatMap((l) => {
        let sum = 0;
        return [0, ...byWindow.map(({ births, deaths }) => (sum += births[l] + deaths[l]))];
      }),
      speedByWindow: hidden.flatMap((l) => byWindow.map((motion) => speed(motion, l))),
      basis: hidden.flatMap((l) => roughness.map(({ basis }) => basis[l])),
      output: hidden.flatMap((l) => roughness.map(({ output }) => output[l])),
      loss: ((lossUnit === 'half-sum' ? 2 : 1) * loss) / data.x.length,
    };
  },
  rows: dynamicsRows,
  claims: dynamicsClaims,
  figures: (config, runs) => ({
    ...mobilityFigure(config, runs),
    ...roughnessFigure(config, runs),
  }),
  findings: dynamicsFindings,
});

function noMetrics(layers: number, windows: number): LayerDynamicsMetrics {
  const none = (count: number): number[] => new Array<number>(count).fill(NaN);
  return {
    births: none(layers),
    deaths: none(layers),
    speeds: none(layers),
    changesSoFar: none(layers * (windows + 1)),
    speedByWindow: none(layers * windows),
    basis: none(layers * (windows + 1)),
    output: none(layers * (windows + 1)),
    loss: NaN,
  };
}
