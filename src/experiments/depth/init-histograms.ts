import { inducedBreakpoints } from '../../deep/breakpoints.js';
import { deepHeNormal, deepTorchDefault } from '../../deep/init.js';
import type { DeepNetwork } from '../../deep/network.js';
import { integerIn, positiveNumber } from '../../numeric/checks.js';
import { randomStream } from '../../numeric/streams.js';
import { experiment } from '../experiment.js';
import {
  initHistogramsClaims,
  initHistogramsFindings,
  initHistogramsRows,
} from './init-histograms-conclusion.js';
import { initHistogramsFigures } from './init-histograms-figure.js';
import type {
  InitHistogramsConfig,
  InitHistogramsMetrics,
  InitHistogramsPoint,
} from './init-histograms-runs.js';

/**
 * Breakpoints and delta-slopes by layer at initialization, over many networks, beside the exact law of a shallow one.
 *
 * Sahs et al. 2020, figure 5 (the predecessor's figure 1): "a He initialization across a 3 layer network". Print gives
 * neither width nor σ_b, and its He is PyTorch's default elsewhere (erratum 41): both are drawn. Breakpoints of the
 * first layer follow the law of a shallow network in any depth; delta-slopes do with one hidden layer.
 *
 * @throws As `experiment`; `RangeError` for depths or widths that are not positive integers, or σ_b not positive.
 * @example
 * ```ts
 * import { initHistograms } from 'relu-splines/experiments';
 *
 * const { claims } = initHistograms({ seeds: 20, width: 16 });
 * claims[0].holds; // true
 * ```
 */
export const initHistograms = experiment<InitHistogramsConfig, InitHistogramsPoint, InitHistogramsMetrics>({
  name: 'init-histograms',
  title: 'Breakpoints and delta-slopes at initialization, by layer',
  source: 'Sahs et al. 2020, figure 5; Sahs et al. 2020a, figure 1',
  recipe:
    'Networks of one to three hidden layers are drawn from He’s Gaussian initialization and from PyTorch’s default, ' +
    'and all breakpoints that their units induce on the whole line are collected, with the jump of the slope of the ' +
    'network at each, times its orientation: with one hidden layer that is the delta-slope. Print says neither the width ' +
    'nor the standard deviation of the biases; ours are 64 units a layer and 1. The laws of a shallow network are exact.',
  defaults: {
    seeds: 60,
    firstSeed: 0,
    inits: ['He', 'PyTorch'],
    depths: [1, 2, 3],
    width: 64,
    sigmaB: 1,
  },
  reduced: { seeds: 40 },
  choices: { inits: ['He', 'PyTorch'] },
  check: ({ depths, width, sigmaB }) => {
    depths.forEach((depth, i) => integerIn('init-histograms', `depths[${i}]`, depth, 1));
    integerIn('init-histograms', 'width', width, 1);
    positiveNumber('init-histograms', 'sigmaB', sigmaB);
  },
  points: ({ inits, depths }) => inits.flatMap((init) => depths.map((depth) => ({ init, depth }))),
  cost: (_, { depth }) => 0.004 * depth,
  run: (config, point, seed) => {
    const { breakpoints, orientations, jumps, perLayer } = inducedBreakpoints(drawn(config, point, seed));
    return {
      breakpoints: Array.from(breakpoints),
      deltaSlopes: Array.from(jumps, (jump, i) => orientations[i] * jump + 0),
      perLayer: Array.from(perLayer),
    };
  },
  rows: initHistogramsRows,
  claims: initHistogramsClaims,
  figures: initHistogramsFigures,
  findings: initHistogramsFindings,
});

function drawn(
  { width, sigmaB }: InitHistogramsConfig,
  { init, depth }: InitHistogramsPoint,
  seed: number,
): DeepNetwork {
  const widths = new Array<number>(depth).fill(width);
  // Every depth has a stream of its own: its claims are then about independent networks.
  const stream = randomStream(seed, depth);
  return init === 'He' ? deepHeNormal({ widths, sigmaB }, stream) : deepTorchDefault({ widths }, stream);
}
