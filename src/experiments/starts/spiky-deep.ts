import { checkDeepSettings, deepDefaults, deepStart, spikyDefaults } from './spiky-starts.js';
import type { DeepSettings } from './spiky-starts.js';
import { printedLoss, spikyTable } from './spiky-table.js';
import { inShort } from '../words.js';
import type { SpikyTableSettings } from './spiky-table.js';
import { TARGET_NAMES } from '../targets.js';

/** How {@link spikyDeep} is configured. */
export interface SpikyDeepConfig extends SpikyTableSettings, DeepSettings {}

const NAME = 'spiky-deep';

/**
 * How much worse a deep network generalises when it was first trained to a spiky function.
 *
 * Sahs et al. 2020, Table 3, deep columns: four hidden layers of 8 units, pre-trained for 10,000 steps, then 20,000
 * steps on 20 data, six functions, test loss on 401 points. Digits as in `spikyShallow`.
 *
 * @throws As `spikyShallow`.
 * @example
 * ```ts
 * import { spikyDeep } from 'relu-splines/experiments';
 *
 * const { runs } = spikyDeep({ targets: ['quadratic'], widths: [4, 4], steps: 10, pretrainingSteps: 10, seeds: 1 });
 * runs.length; // 2
 * ```
 */
export const spikyDeep = spikyTable<SpikyDeepConfig>({
  name: NAME,
  title: 'Test loss from standard and from spiky starts, deep',
  recipe:
    'A network of four hidden layers of 8 units learns six functions from 20 uniform places on [−2, 2], by 20,000 ' +
    'steps of gradient descent. It starts from PyTorch’s default initialization (standard), or from what 10,000 steps ' +
    'towards a piecewise-linear function with uniform values in ±2 at 20 equally spaced knots make of that (spiky). All ' +
    'steps are 10⁻⁴. The test loss is Σ ε² over 401 places. Print leaves open, and we chose after seeing its figures: the ' +
    'loss is Σ ε²; the spiky function is learned on the dense grid of 401 places; the sine is sin πx, where its text has ' +
    'sin(x); every seed draws its own places. One run learns all functions, since they share their starts.',
  defaults: {
    ...spikyDefaults,
    seeds: 5,
    targets: TARGET_NAMES,
    spikyLearningRate: 1e-4,
    ...deepDefaults,
  },
  // A quarter of the places at four times the rate is the same descent on Σ ε², nearly, at a quarter of the cost.
  reduced: {
    seeds: 3,
    targets: ['arctan', 'exponential'],
    steps: 5000,
    pretrainingGridStep: 0.04,
    pretrainingRate: 4e-4,
  },
  check: (config) => {
    checkDeepSettings(NAME, config);
  },
  cost: (config, { start }) => {
    const training = config.targets.length * config.steps * config.dataCount;
    const places = (2 * config.halfWidth) / config.pretrainingGridStep;
    return 1.6e-6 * (training + (start === 'spiky' ? config.pretrainingSteps * places : 0));
  },
  printed: {
    sine: { standard: printedLoss(31.48, 7.078), spiky: printedLoss(122, 128.2) },
    arctan: { standard: printedLoss(0.9795, 0.9355), spiky: printedLoss(32.57, 26.1) },
    sawtooth: { standard: printedLoss(148.1, 8.755), spiky: printedLoss(198, 170.9) },
    cubic: { standard: printedLoss(56.77, 98.91), spiky: printedLoss(191.6, 114.1) },
    quadratic: { standard: printedLoss(1.741, 1.296), spiky: printedLoss(46.02, 19.42) },
    exponential: { standard: printedLoss(1.339, 1.292), spiky: printedLoss(54.5, 37.77) },
  },
  factors: { arctan: 5, cubic: 5, quadratic: 5, exponential: 5 },
  start: deepStart,
  remarks: ({ targets }, losses) => {
    const failed = targets.flatMap((target) => {
      const { median, most } = losses(target, 'standard');
      return most > 10 * median ? [`${target} (${inShort(most)} beside a median of ${inShort(median)})`] : [];
    });
    if (failed.length === 0) return '';
    return `Standard starts fail now and then: single runs on the ${failed.join(' and the ')}, which carry their means.`;
  },
});
