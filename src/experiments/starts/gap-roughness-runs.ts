import { dataset } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import { descend } from '../../descent/descend.js';
import type { LossUnit } from '../../descent/loss-unit.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { roughness } from '../../forms/roughness.js';
import { gaussianInit, uniformInit } from '../../init/samplers/independent.js';
import { randomStream } from '../../numeric/streams.js';
import type { Seeds } from '../definition.js';

/** How the two lines of the data lie to each other: a rise in the gap as steep as is easy, or a fall between two rises. */
export type GapKind = 'smooth' | 'sharp';

/** How `gapRoughness` is configured. */
export interface GapRoughnessConfig extends Seeds {
  readonly gaps: readonly GapKind[];
  /** Widths H at the scale `sigmaW`. */
  readonly widths: readonly number[];
  /** Scales σ_w at the width `width`. */
  readonly scales: readonly number[];
  /** Scale while the width changes. */
  readonly sigmaW: number;
  /** Width while the scale changes. */
  readonly width: number;
  /** Law of the initial weights; uniform ones of σ_w = 1/√3 with the other defaults are PyTorch's. */
  readonly law: 'gaussian' | 'uniform';
  /** σ_b / σ_w, so that 1 leaves the law of the breakpoints alone when σ_w changes. */
  readonly biasRatio: number;
  /** σ_v √H. */
  readonly outputScale: number;
  /** The data lie in ± this. */
  readonly halfWidth: number;
  /** The gap is ± this. */
  readonly gapHalfWidth: number;
  /** Spacing of the data. */
  readonly dataStep: number;
  readonly method: 'gd' | 'adam';
  readonly lossUnit: LossUnit;
  readonly learningRate: number;
  /** Loss, in `lossUnit`, at which training has converged. */
  readonly stopAtLoss: number;
  /** Most steps. */
  readonly steps: number;
}

/** A point of the grid of `gapRoughness`. */
export interface GapRoughnessPoint {
  /** What is varied here. */
  readonly sweep: 'width' | 'scale';
  readonly gap: GapKind;
  readonly width: number;
  readonly sigmaW: number;
}

/** What a run of `gapRoughness` measures. */
export interface GapRoughnessMetrics {
  /** Σ μ² over the units in the gap before training. */
  readonly initialRoughness: number;
  /** The same after training; NaN if it diverged. */
  readonly roughness: number;
  /** Σ ε² over the data after training. */
  readonly trainingLoss: number;
  /** Steps until the loss was reached, at most all. */
  readonly steps: number;
}

const STREAM = 1;

/** Trains one network on the two lines and measures it in the gap. */
export function gapRun(
  config: GapRoughnessConfig,
  point: GapRoughnessPoint,
  seed: number,
): GapRoughnessMetrics {
  const data = gapData(config, point.gap);
  const gap = { low: -config.gapHalfWidth, high: config.gapHalfWidth };
  const start = startOf(config, point, seed);
  const { method, lossUnit, learningRate, stopAtLoss, steps } = config;
  const options = { method, lossUnit, learningRate, stopAtLoss, steps };
  const result = descend(start, data, options);
  const perUnit = { 'half-sum': 2, sum: 1, mean: data.x.length }[lossUnit];
  return {
    initialRoughness: roughness(start, gap),
    roughness: result.status === 'diverged' ? NaN : roughness(result.network, gap),
    trainingLoss: result.loss * perUnit,
    steps: result.steps,
  };
}

/** The two lines, on a grid that is symmetric about the gap and includes its ends. */
export function gapData({ halfWidth, gapHalfWidth, dataStep }: GapRoughnessConfig, gap: GapKind): Dataset {
  const count = Math.max(1, Math.round((halfWidth - gapHalfWidth) / dataStep));
  const right = Array.from(
    { length: count + 1 },
    (_, n) => gapHalfWidth + ((halfWidth - gapHalfWidth) * n) / count,
  );
  // Half of the way from one line to the other, at x = 0; the slope of both is 1.
  const offset = gap === 'smooth' ? 0.5 : -1.5;
  const x = [...right.map((place) => -place), ...right];
  return dataset(
    x,
    x.map((place) => place + Math.sign(place) * offset),
  );
}

function startOf(
  { law, biasRatio, outputScale }: GapRoughnessConfig,
  { width, sigmaW }: GapRoughnessPoint,
  seed: number,
): ShallowNetwork {
  const stream = randomStream(seed, STREAM);
  const sigmaB = biasRatio * sigmaW;
  const sigmaV = outputScale / Math.sqrt(width);
  if (law === 'gaussian') return gaussianInit({ width, sigmaW, sigmaB, sigmaV }, stream);
  // A uniform number in ± a has the standard deviation a/√3.
  const [aW, aB, aV] = [sigmaW, sigmaB, sigmaV].map((sigma) => sigma * Math.sqrt(3));
  return uniformInit({ width, aW, aB, aV }, stream);
}
