import { dataset } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import { LOSS_UNITS } from '../../descent/loss-unit.js';
import { evaluate } from '../../forms/evaluate.js';
import { kernelRegression } from '../../limits/kernel-regression.js';
import { widthLimitInterpolant } from '../../limits/width-limit-interpolant.js';
import type { WidthLimitDensity } from '../../limits/density.js';
import { loss, residuals } from '../../loss/gradient.js';
import { positiveNumber } from '../../numeric/checks.js';
import { compareFunctions } from '../../splines/compare.js';
import type { Comparable } from '../../splines/compare.js';
import { linearSpline, naturalCubicSpline } from '../../splines/interpolation.js';
import { experiment } from '../experiment.js';
import { linspace } from '../linspace.js';
import type { AlphaSweepConfig, AlphaSweepMetrics, AlphaSweepPoint } from './alpha-sweep-runs.js';
import { claimsOf } from './alpha-sweep-claims.js';
import { findingsOf } from './alpha-sweep-findings.js';
import { alphasOf, rowsOf } from './alpha-sweep-rows.js';
import { figuresOf } from './alpha-sweep-figures.js';
import {
  WHITE_NOISE,
  byAdam,
  byFlow,
  checkAlphas,
  checkWhiteNoise,
  startOf,
  whiteNoise,
} from './white-noise.js';
import type { NoiseInit } from './white-noise.js';

const NAME = 'alpha-sweep';

/**
 * How far a wide network is from the linear and from the natural cubic spline through its data, by the scale α of its
 * initial weights.
 *
 * Sahs et al. 2022, Table 2. Print’s rule has the small learning rate for the uniform rows at α = 3; the large one is
 * nearer to what it prints. It does not say what the loss is, nor what happens to the output bias, which is trained here
 * and not scaled. Beside Adam, which is what print has, stand the gradient flow from the same start until it fits or rests;
 * its limit for α → ∞, which is `kernelRegression`; and that of infinite width as well: f₀ plus the
 * `widthLimitInterpolant` of what f₀ leaves of the data, where f₀ is the function at the start.
 *
 * @throws As `experiment`; `RangeError` for widths, counts and steps that are not positive, a pin inside of the data
 * or an α that is named twice.
 * @example
 * ```ts
 * import { alphaSweep } from 'relu-splines/experiments';
 *
 * const { runs } = alphaSweep({ seeds: 1, inits: ['uniform'], methods: ['limit'] });
 * runs[0].metrics.cubicMean < 0.01 * runs[0].metrics.linearMean; // true
 * ```
 */
export const alphaSweep = experiment<AlphaSweepConfig, AlphaSweepPoint, AlphaSweepMetrics>({
  name: NAME,
  title: 'Distance to the linear and to the cubic spline, by the scale of the initial weights',
  source: 'Sahs et al. 2022, Table 2',
  recipe:
    'White noise, y uniform in ±2, on 21 equally spaced x in ±2 and a pin at ±3. 1,000 units start as (αw, αb, v/α) ' +
    'of w = ±1, breakpoints spaced over ±3 and v = 0 (uniform), or of PyTorch’s default (which print calls He’s); ' +
    'the output bias is trained and not scaled. Adam takes 50,000 steps on all data. The fit is compared with the ' +
    'splines at steps of 0.01 in ±2. Print divides its learning rate of 3e-5 by five for α > 1; here the uniform ' +
    'rows keep it up to α = 3. The loss is the mean of the squares; its scale makes no material difference to Adam. ' +
    'These conventions were chosen after seeing the figures. The cubic spline interpolates, as a smoothing spline ' +
    'without smoothing does. Beside Adam: the gradient flow from the same start, until it fits or rests; ' +
    'what it comes to for α → ∞ (breakpoints held, output weights by least norm); and for infinite width as well, ' +
    'in closed form.',
  defaults: {
    ...WHITE_NOISE,
    inits: ['uniform', 'he'],
    uniformAlphas: [0.1, 1, 3, 10, 100],
    heAlphas: [0.1, 1, 3, 10, 100],
    methods: ['adam', 'flow', 'kernel', 'limit'],
    gridStep: 0.01,
  },
  reduced: { seeds: 1, uniformAlphas: [0.1, 3, 10, 100], heAlphas: [100] },
  choices: {
    inits: ['uniform', 'he'],
    methods: ['adam', 'flow', 'kernel', 'limit'],
    lossUnit: LOSS_UNITS,
  },
  check: (config) => {
    checkWhiteNoise(NAME, config);
    checkAlphas(NAME, 'uniformAlphas', config.uniformAlphas);
    checkAlphas(NAME, 'heAlphas', config.heAlphas);
    positiveNumber(NAME, 'gridStep', config.gridStep);
  },
  points: (config) =>
    config.inits.flatMap((init) =>
      config.methods.flatMap((method): AlphaSweepPoint[] =>
        method === 'adam' || method === 'flow'
          ? alphasOf(config, init).map((alpha) => ({ init, alpha, method }))
          : [{ init, alpha: '∞', method }],
      ),
    ),
  cost: costOf,
  run: (config, point, seed) => {
    const data = whiteNoise(config, seed);
    const { fit, ...outcome } = fitOf(config, point, data, seed);
    return { ...distances(config, data, fit), ...outcome };
  },
  rows: rowsOf,
  claims: claimsOf,
  figures: figuresOf,
  findings: findingsOf,
});

type Outcome = Pick<AlphaSweepMetrics, 'squaredError' | 'fits' | 'stuckUnits'>;

function fitOf(
  config: AlphaSweepConfig,
  { init, alpha, method }: AlphaSweepPoint,
  data: Dataset,
  seed: number,
): Outcome & { readonly fit: Comparable } {
  if (alpha === '∞') {
    // (αw, αb, v/α) is the same function for every α, and what moves is linear in what that leaves to fit.
    const start = startOf(config, init, 1, seed);
    if (method === 'kernel') {
      const { solution, loss: half } = kernelRegression(start, data);
      return { fit: solution, squaredError: 2 * half };
    }
    const moved = widthLimitInterpolant(dataset(data.x, residuals(start, data)), densityOf(config, init));
    return { fit: (x) => evaluate(start, x) + moved.evaluate(x), squaredError: 0 };
  }
  if (method === 'adam') {
    const { network } = byAdam(config, init, alpha, seed);
    return { fit: network, squaredError: 2 * loss(network, data) };
  }
  const { network, loss: half, status, stationaryPoint } = byFlow(config, init, alpha, seed);
  const rests = status === 'stationary' && stationaryPoint !== null;
  const fits = status === 'loss' || (rests && stationaryPoint.kind === 'global-minimum');
  return {
    fit: network,
    squaredError: 2 * half,
    fits: fits ? 1 : rests ? 0 : NaN,
    ...(rests && !fits ? { stuckUnits: stationaryPoint.stuck.length } : {}),
  };
}

type Distances = Omit<AlphaSweepMetrics, keyof Outcome>;

function distances({ halfWidth, gridStep }: AlphaSweepConfig, data: Dataset, fit: Comparable): Distances {
  const points = linspace(-halfWidth, halfWidth, Math.ceil((2 * halfWidth) / gridStep - 1e-9) + 1);
  const linear = linearSpline(data);
  const cubic = naturalCubicSpline(data);
  const toLinear = compareFunctions(fit, linear, { points });
  const toCubic = compareFunctions(fit, cubic, { points });
  const splines = compareFunctions(linear, cubic, { points });
  return {
    linearMean: toLinear.meanAbsolute,
    linearRoot: toLinear.rootMeanSquare,
    cubicMean: toCubic.meanAbsolute,
    cubicRoot: toCubic.rootMeanSquare,
    splinesMean: splines.meanAbsolute,
    splinesRoot: splines.rootMeanSquare,
  };
}

/** Where the breakpoints of infinitely many units are, as their output weights see it. */
function densityOf({ pin }: AlphaSweepConfig, init: NoiseInit): WidthLimitDensity {
  return init === 'uniform'
    ? { kind: 'uniform', low: -pin, high: pin }
    : { kind: 'uniform-network', aB: 1, aW: 1 };
}

/** Seconds of a step of Adam, a unit. */
const STEP = 4e-8;

// What the flow takes falls with α, from about as much as Adam at α = 0.1.
function costOf({ epochs, width }: AlphaSweepConfig, { alpha, method }: AlphaSweepPoint): number {
  if (alpha === '∞') return 400 * width * STEP;
  return (method === 'adam' ? epochs : 20_000 / Math.sqrt(alpha)) * width * STEP;
}
