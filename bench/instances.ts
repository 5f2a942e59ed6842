import { dataset, shallowNetwork } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';

/** A network and data. */
export interface Instance {
  readonly network: ShallowNetwork;
  readonly data: Dataset;
}

/** Uniform numbers in [0, 1) from a 32-bit counter (Mulberry32): the same for the same seed, everywhere. */
export function uniform(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Where the data of an instance lie, and what they look like. */
export interface Shape {
  /** From a number in [−1, 1] to an x; default x itself. */
  readonly place?: (t: number) => number;
  /** Size of y, and of the network's output. Default 1. */
  readonly height?: number;
}

/**
 * Random x in [−1, 1] or where `place` puts them, a noisy sine for y, breakpoints among the data, half the units
 * facing left.
 */
export function instance(
  count: number,
  width: number,
  seed: number,
  { place = (t) => t, height = 1 }: Shape = {},
): Instance {
  const random = uniform(seed);
  const signed = (): number => 2 * random() - 1;
  const reach = (place(1) - place(-1)) / 2;
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    const t = signed();
    x[n] = place(t);
    y[n] = height * (Math.sin(4 * t) + 0.3 * signed());
  }
  const inputWeights = new Float64Array(width);
  const inputBiases = new Float64Array(width);
  const outputWeights = new Float64Array(width);
  for (let i = 0; i < width; i++) {
    inputWeights[i] = signed() / reach;
    inputBiases[i] = -inputWeights[i] * place(signed());
    outputWeights[i] = (height * signed()) / Math.sqrt(width);
  }
  const network = shallowNetwork({ inputWeights, inputBiases, outputWeights, outputBias: 0.1 * height });
  return { network, data: dataset(x, y) };
}

/**
 * Several instances that a benchmark takes in turns: an engine turns the arrays of a program's only instance into
 * constants, which no user's program has.
 */
export function instances(count: number, width: number): Instance[] {
  const live = count + width > 1e6 ? 2 : 4;
  return Array.from({ length: live }, (_, k) => instance(count, width, k + 1));
}
