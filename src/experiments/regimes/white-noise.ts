import { dataset } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import { descend } from '../../descent/descend.js';
import type { LossUnit } from '../../descent/loss-unit.js';
import { rescale } from '../../forms/symmetry.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { gradientFlow } from '../../flow/gradient-flow.js';
import type { FlowResult } from '../../flow/gradient-flow.js';
import { torchDefault } from '../../init/samplers/named.js';
import { uniformBreakpoints } from '../../init/samplers/uniform-breakpoints.js';
import type { DescentResult } from '../../descent/result.js';
import { integerIn, positiveNumber } from '../../numeric/checks.js';
import { randomStream } from '../../numeric/streams.js';
import type { Seeds } from '../definition.js';
import { linspace } from '../linspace.js';

/** Where the network starts: breakpoints spaced and v = 0, or PyTorch's default, which print calls He's. */
export type NoiseInit = 'uniform' | 'he';

/** The protocol of Sahs et al. 2022, Table 2: what all experiments on white noise are configured by. */
export interface WhiteNoiseConfig extends Seeds {
  /** Number H of units. */
  readonly width: number;
  /** Number of data in ± `halfWidth`, equally spaced. */
  readonly innerData: number;
  readonly halfWidth: number;
  /** One more datum on either side, at ± this; spaced breakpoints end here too. */
  readonly pin: number;
  /** All y are uniform in ± this. */
  readonly amplitude: number;
  /** Steps of Adam, each on all data. */
  readonly epochs: number;
  /** Adam's, for small α. */
  readonly learningRate: number;
  /** For larger α the learning rate is divided by this. */
  readonly divisor: number;
  /** The largest α with the undivided learning rate, for either init. */
  readonly uniformFullRate: number;
  readonly heFullRate: number;
  /** What Adam takes for the loss. */
  readonly lossUnit: LossUnit;
  /** Relative tolerance of a step of the flow. */
  readonly flowTolerance: number;
  /** The flow stops at ½ Σ ε² of this, if it does not come to rest before. */
  readonly flowLoss: number;
}

/** The recipe. */
export const WHITE_NOISE: WhiteNoiseConfig = {
  seeds: 5,
  firstSeed: 0,
  width: 1000,
  innerData: 21,
  halfWidth: 2,
  pin: 3,
  amplitude: 2,
  epochs: 50_000,
  learningRate: 3e-5,
  divisor: 5,
  uniformFullRate: 3,
  heFullRate: 1,
  lossUnit: 'mean',
  flowTolerance: 1e-6,
  flowLoss: 1e-10,
};

/** What ways of training are called. */
export const METHOD_WORDS = { adam: 'Adam', flow: 'gradient flow' } as const;

/** Refuses protocols that make no sense. */
export function checkWhiteNoise(where: string, config: WhiteNoiseConfig): void {
  integerIn(where, 'width', config.width, 2);
  integerIn(where, 'innerData', config.innerData, 2);
  integerIn(where, 'epochs', config.epochs, 0);
  for (const key of [
    'halfWidth',
    'amplitude',
    'learningRate',
    'divisor',
    'flowTolerance',
    'flowLoss',
  ] as const) {
    positiveNumber(where, key, config[key]);
  }
  if (!(config.pin > config.halfWidth)) {
    throw new RangeError(`${where}: pin must be above halfWidth = ${config.halfWidth}, got ${config.pin}`);
  }
}

/** Refuses factors that are not positive or are named twice. */
export function checkAlphas(where: string, name: string, alphas: readonly number[]): void {
  alphas.forEach((alpha, i) => {
    positiveNumber(where, `${name}[${i}]`, alpha);
    if (alphas.indexOf(alpha) === i) return;
    throw new RangeError(`${where}: ${name} must differ, got ${alpha} twice`);
  });
}

/** What has one role draws from one stream, so that all α, inits and methods of a seed see the same numbers. */
const STREAMS = { data: 0, init: 1 };

/** White noise on equally spaced x, with a pin on either side. */
export function whiteNoise(config: WhiteNoiseConfig, seed: number): Dataset {
  const { innerData, halfWidth, pin, amplitude } = config;
  const stream = randomStream(seed, STREAMS.data);
  const x = [-pin, ...linspace(-halfWidth, halfWidth, innerData), pin];
  return dataset(
    x,
    x.map(() => amplitude * (2 * stream.uniform() - 1)),
  );
}

/** The network that training starts from: (αw, αb, v/α) of the init, the output bias as it was. */
export function startOf(
  { width, pin }: WhiteNoiseConfig,
  init: NoiseInit,
  alpha: number,
  seed: number,
): ShallowNetwork {
  const stream = randomStream(seed, STREAMS.init);
  const network =
    init === 'uniform'
      ? uniformBreakpoints({ width, interval: { low: -pin, high: pin } }, stream)
      : torchDefault({ width }, stream);
  return rescale(network, alpha);
}

/** Adam's learning rate: the full one up to some α, a part of it above. */
export function learningRateOf(config: WhiteNoiseConfig, init: NoiseInit, alpha: number): number {
  const fullUpTo = init === 'uniform' ? config.uniformFullRate : config.heFullRate;
  return alpha <= fullUpTo ? config.learningRate : config.learningRate / config.divisor;
}

/** Trains by Adam for all epochs. */
export function byAdam(
  config: WhiteNoiseConfig,
  init: NoiseInit,
  alpha: number,
  seed: number,
): DescentResult {
  const { epochs, lossUnit } = config;
  const learningRate = learningRateOf(config, init, alpha);
  const options = { method: 'adam', learningRate, steps: epochs, lossUnit } as const;
  return descend(startOf(config, init, alpha, seed), whiteNoise(config, seed), options);
}

/** Follows the gradient flow until it fits or comes to rest. */
export function byFlow(config: WhiteNoiseConfig, init: NoiseInit, alpha: number, seed: number): FlowResult {
  return gradientFlow(startOf(config, init, alpha, seed), whiteNoise(config, seed), {
    relativeTolerance: config.flowTolerance,
    loss: config.flowLoss,
  });
}
