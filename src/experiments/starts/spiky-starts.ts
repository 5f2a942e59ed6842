import { dataset } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import { deepTorchDefault } from '../../deep/init.js';
import { LOSS_UNITS } from '../../descent/loss-unit.js';
import type { LossUnit } from '../../descent/loss-unit.js';
import { torchDefault } from '../../init/samplers/named.js';
import { spiky } from '../../init/samplers/spiky.js';
import { integerIn, positiveNumber } from '../../numeric/checks.js';
import { randomStream } from '../../numeric/streams.js';
import type { Seeds } from '../definition.js';
import { linspace } from '../linspace.js';
import { targets } from '../targets.js';
import type { TargetName } from '../targets.js';
import { deepLearner, shallowLearner } from './learner.js';
import type { Learner } from './learner.js';

/** How a network starts: from PyTorch's default, or from a random piecewise-linear function with steep pieces. */
export type SpikyStart = 'standard' | 'spiky';

/** Both, the standard one first. */
export const SPIKY_STARTS: readonly SpikyStart[] = ['standard', 'spiky'];

/** What is open about data and training when spiky starts are compared with standard ones. */
export interface SpikySettings extends Seeds {
  /** Number of training data. */
  readonly dataCount: number;
  /** `'own'`: every seed draws its own places of the data. `'shared'`: all seeds have those of the first. */
  readonly sampling: 'own' | 'shared';
  /** Data, knots and the grid lie in ± this. */
  readonly halfWidth: number;
  /** Spacing of the grid on which the test loss is taken. */
  readonly gridStep: number;
  /** Number of knots of the spiky function. */
  readonly knots: number;
  /** Its values at the knots are uniform in ± this. */
  readonly height: number;
  readonly method: 'gd' | 'adam';
  readonly lossUnit: LossUnit;
  /** Steps of training. */
  readonly steps: number;
  /** Learning rate from the standard start. */
  readonly learningRate: number;
  /** Learning rate from the spiky start. */
  readonly spikyLearningRate: number;
}

/** What is open about a shallow spiky start. */
export interface ShallowSettings extends SpikySettings {
  /** Number of units. Those that the knots do not need have v = 0. */
  readonly width: number;
  /** How large the weights are that make the spiky function; `'unit'` is |w| = 1. */
  readonly scale: 'equal-magnitude' | 'balanced' | 'unit';
  /** Which way its units face; the first faces right in any case. */
  readonly orientations: 'random' | 'right' | 'left';
}

/** What is open about a deep spiky start, which is trained. */
export interface DeepSettings extends SpikySettings {
  /** Units by hidden layer. */
  readonly widths: readonly number[];
  /** Steps of training towards the spiky function, from the standard start. */
  readonly pretrainingSteps: number;
  readonly pretrainingRate: number;
  /** Spacing of the grid on which the spiky function is learned. */
  readonly pretrainingGridStep: number;
}

/** Streams of a seed, one a role: starts that are compared share data, and all functions share starts. */
const STREAMS = { data: 0, standard: 1, spiky: 2 } as const;

/** The papers' values of {@link SpikySettings}. */
export const spikyDefaults = {
  firstSeed: 0,
  dataCount: 20,
  sampling: 'own',
  halfWidth: 2,
  gridStep: 0.01,
  knots: 20,
  height: 2,
  method: 'gd',
  lossUnit: 'sum',
  steps: 20_000,
  learningRate: 1e-4,
} as const;

/** Values of what only {@link ShallowSettings} have. */
export const shallowDefaults = { width: 21, scale: 'equal-magnitude', orientations: 'random' } as const;

/** Values of what only {@link DeepSettings} have. */
export const deepDefaults = {
  widths: [8, 8, 8, 8],
  pretrainingSteps: 10_000,
  pretrainingRate: 1e-4,
  pretrainingGridStep: 0.01,
} as const;

/** The words that there are for settings of {@link ShallowSettings}. */
export const shallowChoices = {
  scale: ['equal-magnitude', 'balanced', 'unit'],
  orientations: ['random', 'right', 'left'],
} as const;

/** The words that there are for settings of {@link SpikySettings}. */
export const spikyChoices = {
  sampling: ['own', 'shared'],
  method: ['gd', 'adam'],
  lossUnit: LOSS_UNITS,
} as const;

/**
 * Checks the numbers among {@link SpikySettings}.
 *
 * @throws `RangeError` for counts that are not integers in range, or lengths and rates that are not positive.
 */
export function checkSpikySettings(where: string, config: SpikySettings): void {
  integerIn(where, 'dataCount', config.dataCount, 2);
  integerIn(where, 'knots', config.knots, 2);
  integerIn(where, 'steps', config.steps, 0);
  for (const name of ['halfWidth', 'gridStep', 'height', 'learningRate', 'spikyLearningRate'] as const) {
    positiveNumber(where, name, config[name]);
  }
}

/**
 * Checks what only {@link ShallowSettings} have.
 *
 * @throws `RangeError` for fewer units than knots.
 */
export function checkShallowSettings(where: string, { width, knots }: ShallowSettings): void {
  integerIn(where, 'width', width, knots);
}

/**
 * Checks what only {@link DeepSettings} have.
 *
 * @throws `RangeError` for counts that are not integers in range, or a rate or spacing that is not positive.
 */
export function checkDeepSettings(where: string, config: DeepSettings): void {
  config.widths.forEach((width, l) => integerIn(where, `widths[${l}]`, width, 1));
  integerIn(where, 'pretrainingSteps', config.pretrainingSteps, 0);
  positiveNumber(where, 'pretrainingRate', config.pretrainingRate);
  positiveNumber(where, 'pretrainingGridStep', config.pretrainingGridStep);
}

/** The grid of a spacing on ± `halfWidth`, both ends included. */
export function symmetricGrid(halfWidth: number, step: number): Float64Array {
  return linspace(-halfWidth, halfWidth, Math.max(1, Math.round((2 * halfWidth) / step)) + 1);
}

/** Values of a target. */
export function targetAt(target: TargetName, x: Float64Array): Float64Array {
  return x.map((place) => targets[target].value(place));
}

/** The training data of a seed: uniform places, exact values. */
export function sampledData(config: SpikySettings, target: TargetName, seed: number): Dataset {
  const stream = randomStream(config.sampling === 'own' ? seed : config.firstSeed, STREAMS.data);
  const x = new Float64Array(config.dataCount);
  stream.uniformInto(x);
  for (let n = 0; n < x.length; n++) x[n] = config.halfWidth * (2 * x[n] - 1);
  return dataset(x, targetAt(target, x));
}

/** The shallow network of a seed before training. */
export function shallowStart(config: ShallowSettings, start: SpikyStart, seed: number): Learner {
  const { width, knots, height, halfWidth, orientations, scale } = config;
  if (start === 'standard')
    return shallowLearner(torchDefault({ width }, randomStream(seed, STREAMS.standard)));
  const interval = { low: -halfWidth, high: halfWidth };
  const how = { width, knots, interval, height, orientations, scale: scale === 'unit' ? 1 : scale };
  return shallowLearner(spiky(how, randomStream(seed, STREAMS.spiky)));
}

/**
 * The deep network of a seed before training; `null` if the training that makes it spiky diverged.
 *
 * Both starts have the same weights at first. The function to be learned is that of {@link shallowStart}.
 */
export function deepStart(config: DeepSettings, start: SpikyStart, seed: number): Learner | null {
  const { widths, knots, height, halfWidth, method, lossUnit } = config;
  const standard = deepLearner(deepTorchDefault({ widths }, randomStream(seed, STREAMS.standard)));
  if (start === 'standard') return standard;
  const interval = { low: -halfWidth, high: halfWidth };
  const spikes = spiky({ width: knots, interval, height }, randomStream(seed, STREAMS.spiky));
  const x = symmetricGrid(halfWidth, config.pretrainingGridStep);
  const { pretrainingSteps: steps, pretrainingRate: learningRate } = config;
  return standard.train(dataset(x, shallowLearner(spikes).values(x)), {
    method,
    lossUnit,
    steps,
    learningRate,
  });
}
