import {
  checkShallowSettings,
  shallowChoices,
  shallowDefaults,
  shallowStart,
  spikyDefaults,
} from './spiky-starts.js';
import type { ShallowSettings } from './spiky-starts.js';
import { largestSpread, printedLoss, spikyTable } from './spiky-table.js';
import { inShort } from '../words.js';
import type { LossesOf, SpikyTableSettings } from './spiky-table.js';
import { TARGET_NAMES } from '../targets.js';

/** How {@link spikyShallow} is configured. */
export interface SpikyShallowConfig extends SpikyTableSettings, ShallowSettings {}

const NAME = 'spiky-shallow';

/**
 * How much worse a shallow network generalises when it starts from a spiky function.
 *
 * Sahs et al. 2020, Table 3, shallow columns: 21 units, 20 data, gradient descent, six functions, test loss on 401
 * points; the digits are those of Sahs et al. 2020a, Table 3, which has more of them for the arctan. The printed arctan
 * from standard starts has a spread that no five losses of its mean can have; the row says so.
 *
 * @throws As `experiment`; `RangeError` for counts that are not integers in range, or rates and lengths that are not
 * positive.
 * @example
 * ```ts
 * import { spikyShallow } from 'relu-splines/experiments';
 *
 * const { rows } = spikyShallow({ targets: ['quadratic'], steps: 1000, seeds: 3 });
 * rows[1].ours.median > rows[0].ours.median; // true
 * ```
 */
export const spikyShallow = spikyTable<SpikyShallowConfig>({
  name: NAME,
  title: 'Test loss from standard and from spiky starts, shallow',
  recipe:
    'A network of 21 units learns six functions from 20 uniform places on [−2, 2], by 20,000 steps of gradient ' +
    'descent. It starts from PyTorch’s default initialization (standard), or equal to a piecewise-linear function with ' +
    'uniform values in ±2 at 20 equally spaced knots (spiky). The step is 10⁻⁴, and a fifth of it from spiky starts. The ' +
    'test loss is Σ ε² over 401 places. Print leaves open, and we chose after seeing its figures: the loss is Σ ε², not ' +
    '½ Σ ε² nor the mean; the weights of the spiky function have |w| = |v|; its units face at random, the first to the ' +
    'right, so that its linear part is exact; the twenty-first unit has v = 0, |w| = 1 and its breakpoint at −2; ' +
    'the sine is sin πx, where its text has sin(x); every seed draws its own places. Print has 5 seeds; more are run ' +
    'here, because the losses are skewed and the runs are cheap.',
  defaults: {
    ...spikyDefaults,
    seeds: 20,
    targets: TARGET_NAMES,
    spikyLearningRate: 2e-5,
    ...shallowDefaults,
  },
  reduced: { targets: ['sine', 'arctan', 'exponential'] },
  choices: shallowChoices,
  check: (config) => {
    checkShallowSettings(NAME, config);
  },
  cost: () => 0.2,
  printed: {
    sine: { standard: printedLoss(42.95, 6.406), spiky: printedLoss(157.5, 60.27) },
    arctan: { standard: printedLoss(0.01252, 0.0765), spiky: printedLoss(2.499, 1.257) },
    sawtooth: { standard: printedLoss(156.9, 12.45), spiky: printedLoss(150.1, 61.48) },
    cubic: { standard: printedLoss(3.608, 1.683), spiky: printedLoss(136.7, 124.1) },
    quadratic: { standard: printedLoss(3.559, 4.553), spiky: printedLoss(150.6, 49) },
    exponential: { standard: printedLoss(0.6509, 0.5928), spiky: printedLoss(181.1, 75.36) },
  },
  factors: { sine: 1.5, arctan: 10, cubic: 10, quadratic: 10, exponential: 10 },
  start: shallowStart,
  remarks: (config, losses) =>
    [...(config.targets.includes('arctan') ? [aboutArctan(losses)] : []), ...aboutSine(config, losses)].join(
      ' ',
    ),
});

/** What can be said of the two printed figures that do not fit. */
function aboutArctan(losses: LossesOf): string {
  const standard = losses('arctan', 'standard');
  const spiky = losses('arctan', 'spiky');
  const least = inShort(spiky.least);
  return (
    'Two printed cells of the arctan stand out. From standard starts, .0125 ± .0765 is impossible: five losses of that ' +
    `mean spread by ${inShort(largestSpread(0.01252, 5))} at most. From spiky starts, 2.5 is not impossible by arithmetic; ` +
    `but the least of our ${spiky.count} runs is ${least}, and print’s own losses on the other five functions are ` +
    'above 130. Print would agree with the rest if decimal points had slipped: .125 ± .0765 beside our median ' +
    `${inShort(standard.median)}, and 250 ± 126 beside our ${inShort(spiky.mean)} ± ${inShort(spiky.spread)}. That is a guess.`
  );
}

function aboutSine({ targets, sampling }: SpikyShallowConfig, losses: LossesOf): string[] {
  if (!targets.includes('sine') || sampling === 'shared') return [];
  const { mean, spread } = losses('sine', 'standard');
  return [
    `From standard starts the sine has ${inShort(mean)} ± ${inShort(spread)}, beside 43 ± 6.4 in print. Here every seed draws ` +
      'its own places of the data. Where all seeds share one sample (setting `sampling`) the losses spread far less, about a ' +
      'mean that depends on the sample: print’s five runs shared one, we think. For ' +
      'the training loss print has figures on the sine alone: 1.02 from standard and .94 from spiky starts.',
  ];
}
