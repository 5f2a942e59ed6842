import { dataset, rescale, shallowNetwork } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { randomStream, uniformBreakpoints } from 'relu-splines/init';

/** A problem for gradient flow. */
export interface FlowProblem {
  readonly network: ShallowNetwork;
  readonly data: Dataset;
}

/** What the targets are. */
export type Targets = 'noise' | 'smooth';

/**
 * The papers' α sweep (Table 2): 21 spaced x and two pins, or 23 random x in [−3, 3]; targets uniform in [−2, 2], or a
 * sine; breakpoints on a grid, w = ±α, v = 0.
 */
export function alphaSweep(
  alpha: number,
  seed: number,
  width: number,
  targets: Targets = 'noise',
  randomInputs = false,
): FlowProblem {
  const stream = randomStream(seed, 4);
  const x = randomInputs
    ? Array.from({ length: 23 }, () => 6 * stream.uniform() - 3)
    : [-3, ...Array.from({ length: 21 }, (_, n) => -2 + n / 5), 3];
  const y = x.map((at) => (targets === 'smooth' ? Math.sin((Math.PI * at) / 2) : 4 * stream.uniform() - 2));
  const start = uniformBreakpoints({ width, interval: { low: -3, high: 3 } }, stream);
  return { network: rescale(start, alpha), data: dataset(x, y) };
}

/** Spaced data on a wave, no breakpoint on one of them, for the cost of one step. */
export function wave(count: number, width: number): FlowProblem {
  const stream = randomStream(1, 5);
  const x = Array.from({ length: count }, (_, n) => -3 + (6 * n) / (count - 1));
  const start = uniformBreakpoints({ width, interval: { low: -2.99, high: 2.98 } }, stream);
  const { inputWeights, inputBiases } = start;
  const outputWeights = Array.from({ length: width }, () => stream.normal() / width);
  return {
    network: shallowNetwork({ inputWeights, inputBiases, outputWeights }),
    data: dataset(
      x,
      x.map((at) => Math.sin(3 * at) + 0.1 * stream.normal()),
    ),
  };
}
