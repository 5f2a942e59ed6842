import { dataset } from '../../data/dataset.js';
import { inducedBreakpoints } from '../../deep/breakpoints.js';
import { descendDeep } from '../../deep/descend.js';
import { deepTorchDefault } from '../../deep/init.js';
import { integerIn, positiveNumber } from '../../numeric/checks.js';
import { randomStream } from '../../numeric/streams.js';
import { experiment } from '../experiment.js';
import { linspace } from '../linspace.js';
import { DEPTH_TARGET_NAMES, depthTargets, evenWidths } from './depth-targets.js';
import { piecesFigure } from './pieces-by-depth-figure.js';
import { piecesClaims, piecesFindings, piecesRows } from './pieces-by-depth-conclusion.js';
import type {
  PiecesByDepthConfig,
  PiecesByDepthMetrics,
  PiecesByDepthPoint,
} from './pieces-by-depth-runs.js';

/**
 * How many pieces networks of equally many units have after training, by the number of layers that these are spread over.
 *
 * The predecessor's Table 2. Counted are the breakpoints that all hidden units induce on the whole line, active or not:
 * with one hidden layer that is the number of units, which is what print has there.
 *
 * @throws As `experiment`; `RangeError` for numbers that are not positive, or fewer units than layers.
 * @example
 * ```ts
 * import { piecesByDepth } from 'relu-splines/experiments';
 *
 * const { rows } = piecesByDepth({ targets: ['sine'], depths: [1], steps: 100, seeds: 2 });
 * rows[0].ours.mean; // 40
 * ```
 */
export const piecesByDepth = experiment<PiecesByDepthConfig, PiecesByDepthPoint, PiecesByDepthMetrics>({
  name: 'pieces-by-depth',
  title: 'Number of pieces by depth',
  source: 'Sahs et al. 2020a, Table 2',
  recipe:
    'Forty units in one, two, four or five hidden layers, PyTorch’s default initialization, 25,000 epochs of gradient descent with ' +
    'step 5·10⁻⁵ on equally spaced data in [−3, 3]. Print does not say how many: 601 come closest. We take 41 and ' +
    'a step that is larger in proportion, which follows the same flow at a fifteenth of the cost. Counted are the sign ' +
    'changes of the net inputs of all hidden units on the whole line, exactly. The loss is Σr²; for the exponential with ' +
    'four layers or more it is half of that, since the whole diverges or kills the network. The five-piece polynomial is not given in ' +
    'print; ours has arcs of heights 1, −1, 2, −1.5 and 1. These conventions were chosen after seeing the figures.',
  defaults: {
    seeds: 5,
    firstSeed: 0,
    targets: DEPTH_TARGET_NAMES,
    depths: [1, 2, 4, 5],
    units: 40,
    points: 41,
    halfWidth: 3,
    learningRate: 5e-5,
    stepPoints: 601,
    steps: 25_000,
    lossUnit: 'sum',
    gentleDepth: 4,
  },
  reduced: { seeds: 2, targets: ['sine', 'arctan'], depths: [1, 4], points: 31, steps: 12_500 },
  choices: { targets: DEPTH_TARGET_NAMES, lossUnit: ['sum', 'half-sum'] },
  check: (config) => {
    const name = 'pieces-by-depth';
    const { depths, units, points, halfWidth, learningRate, stepPoints, steps, gentleDepth } = config;
    integerIn(name, 'units', units, 1);
    depths.forEach((depth, i) => integerIn(name, `depths[${i}]`, depth, 1, units));
    integerIn(name, 'points', points, 2);
    integerIn(name, 'stepPoints', stepPoints, 1);
    integerIn(name, 'steps', steps, 1);
    integerIn(name, 'gentleDepth', gentleDepth, 1);
    positiveNumber(name, 'halfWidth', halfWidth);
    positiveNumber(name, 'learningRate', learningRate);
  },
  points: ({ targets, depths }) => targets.flatMap((target) => depths.map((depth) => ({ target, depth }))),
  // The weights: of the hidden layers in between, and those at the ends.
  cost: ({ units }, { depth }) => 0.01 * (((depth - 1) * units ** 2) / depth ** 2 + (2 * units) / depth),
  run: (config, { target, depth }, seed) => {
    const { units, points, halfWidth, learningRate, stepPoints, steps } = config;
    const x = linspace(-halfWidth, halfWidth, points);
    const data = dataset(x, x.map(depthTargets[target].value));
    const start = deepTorchDefault({ widths: evenWidths(units, depth) }, randomStream(seed, 0));
    const isGentle = target === 'exponential' && depth >= config.gentleDepth;
    const { status, network, loss } = descendDeep(start, data, {
      learningRate: (learningRate * stepPoints) / points,
      steps,
      lossUnit: isGentle ? 'half-sum' : config.lossUnit,
    });
    const before = inducedBreakpoints(start).breakpoints.length;
    if (status === 'diverged') return { before, after: NaN, visible: NaN, loss: NaN };
    const { breakpoints, active } = inducedBreakpoints(network);
    const isHalf = isGentle || config.lossUnit === 'half-sum';
    return {
      before,
      after: breakpoints.length,
      visible: breakpoints.filter((place, i) => active[i] && Math.abs(place) <= halfWidth).length,
      loss: ((isHalf ? 2 : 1) * loss) / points,
    };
  },
  rows: piecesRows,
  claims: piecesClaims,
  figures: (config, runs) => ({ 'pieces-by-depth': piecesFigure(config, runs) }),
  findings: piecesFindings,
});
