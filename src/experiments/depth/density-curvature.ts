import { dataset } from '../../data/dataset.js';
import { inducedBreakpoints } from '../../deep/breakpoints.js';
import { breakpointDensity, curvatureCorrelation } from '../../deep/density.js';
import { descendDeep } from '../../deep/descend.js';
import { deepTorchDefault } from '../../deep/init.js';
import type { DeepNetwork } from '../../deep/network.js';
import { integerIn, positiveNumber } from '../../numeric/checks.js';
import { randomStream } from '../../numeric/streams.js';
import { experiment } from '../experiment.js';
import { linspace } from '../linspace.js';
import { densityFigure } from './density-curvature-figure.js';
import { densityClaims, densityFindings, densityRows } from './density-curvature-conclusion.js';
import type {
  DensityCurvatureConfig,
  DensityCurvatureMetrics,
  DensityCurvaturePoint,
} from './density-curvature-runs.js';
import { CURVED_TARGET_NAMES, curvedTargets, evenWidths } from './depth-targets.js';

/**
 * Correlation of the density of breakpoints with the curvature |f″| of what is learned, before training and after.
 *
 * The predecessor's Table 4 and figure 9. Print has neither optimiser, steps, domains, kernel nor the cubic spline. The
 * initial correlations follow from domain and initialization; the final ones hang on what is not printed.
 *
 * @throws As `experiment`; `RangeError` for numbers that are not positive, or fewer units than layers.
 * @example
 * ```ts
 * import { densityCurvature } from 'relu-splines/experiments';
 *
 * const { rows } = densityCurvature({ targets: ['cube'], depths: [1], steps: 1, seeds: 2 });
 * rows[0].ours.mean < -0.8; // true
 * ```
 */
export const densityCurvature = experiment<
  DensityCurvatureConfig,
  DensityCurvaturePoint,
  DensityCurvatureMetrics
>({
  name: 'density-curvature',
  title: 'Density of breakpoints against curvature, before and after training',
  source: 'Sahs et al. 2020a, Table 4 and figure 9',
  recipe:
    'Five hundred units in one or four hidden layers, PyTorch’s default initialization, trained on 31 equally spaced data. ' +
    'The density of the breakpoints that all units induce in the domain is a Gaussian kernel estimate with Scott’s rule, ' +
    'its correlation with |f″| is taken over 101 points. Print says “until convergence” of an unnamed optimiser; ours ' +
    'is Adam on the mean squared error with rate 10⁻³ for 300 steps. Domains are [−π, π] for sin x and [−3, 3] else, on ' +
    'which the initial correlations of the two sines come near those of print. Its cubic spline is not given; ours goes ' +
    'through seven points. Print has neither spreads nor the number of runs: *z* takes its figures for those of one run ' +
    'with our spread. These conventions were chosen after seeing the figures.',
  defaults: {
    seeds: 5,
    firstSeed: 0,
    targets: CURVED_TARGET_NAMES,
    depths: [1, 4],
    units: 500,
    points: 31,
    gridPoints: 101,
    method: 'adam',
    learningRate: 1e-3,
    steps: 300,
    counted: 'all',
  },
  reduced: { seeds: 4, targets: ['sine', 'sine of square'], units: 160 },
  choices: { targets: CURVED_TARGET_NAMES, method: ['adam', 'gd'], counted: ['all', 'active'] },
  check: ({ depths, units, points, gridPoints, learningRate, steps }) => {
    const name = 'density-curvature';
    integerIn(name, 'units', units, 1);
    depths.forEach((depth, i) => integerIn(name, `depths[${i}]`, depth, 1, units));
    integerIn(name, 'points', points, 2);
    integerIn(name, 'gridPoints', gridPoints, 2);
    integerIn(name, 'steps', steps, 1);
    positiveNumber(name, 'learningRate', learningRate);
  },
  points: ({ targets, depths }) => targets.flatMap((target) => depths.map((depth) => ({ target, depth }))),
  cost: ({ units }, { depth }) => 8e-5 * (((depth - 1) * units ** 2) / depth ** 2 + (2 * units) / depth),
  run: (config, { target, depth }, seed) => {
    const { units, points, method, learningRate, steps } = config;
    const { value, halfWidth } = curvedTargets[target];
    const x = linspace(-halfWidth, halfWidth, points);
    const data = dataset(x, x.map(value));
    const start = deepTorchDefault({ widths: evenWidths(units, depth) }, randomStream(seed, 0));
    const { network, loss, status } = descendDeep(start, data, {
      method,
      learningRate,
      steps,
      lossUnit: 'mean',
    });
    const before = densityOf(config, target, start);
    const after = densityOf(config, target, network);
    return {
      before: before.correlation,
      after: status === 'diverged' ? NaN : after.correlation,
      densityBefore: before.density,
      densityAfter: after.density,
      loss,
    };
  },
  rows: densityRows,
  claims: densityClaims,
  figures: (config, runs) => ({ 'density-curvature': densityFigure(config, runs) }),
  findings: densityFindings,
});

function densityOf(
  { counted, gridPoints }: DensityCurvatureConfig,
  target: DensityCurvaturePoint['target'],
  network: DeepNetwork,
): { readonly correlation: number; readonly density: readonly number[] } {
  const { halfWidth, secondDerivative } = curvedTargets[target];
  const { breakpoints, active } = inducedBreakpoints(network);
  const places = counted === 'all' ? breakpoints : breakpoints.filter((_, i) => active[i]);
  const options = { window: { low: -halfWidth, high: halfWidth }, points: gridPoints };
  return {
    correlation: curvatureCorrelation(places, secondDerivative, options),
    density: Array.from(breakpointDensity(places, options).density),
  };
}
