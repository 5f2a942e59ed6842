import type { Dataset, ShallowNetwork } from 'relu-splines';
import { descend } from 'relu-splines/descent';
import { randomStream, torchDefault } from 'relu-splines/init';
import { askPython } from '../../programs.js';

/** Rates and seeds: one run each. The papers' runs took 50,000 epochs. */
export const RATES: readonly number[] = [1e-2, 3e-3, 1e-3];
export const SEEDS: readonly number[] = [1, 2];

/** One run of Adam, full batch, from PyTorch's initialization. */
export interface AdamRun {
  readonly start: ShallowNetwork;
  readonly rate: number;
  readonly epochs: number;
  readonly rss: number;
  readonly microseconds: number;
}

/** The run that ends lowest. */
export function bestAdam(data: Dataset, width: number, epochs: number): AdamRun {
  const runs = RATES.flatMap((rate) =>
    SEEDS.map((seed): AdamRun => {
      const start = torchDefault({ width }, randomStream(seed));
      const before = performance.now();
      const { loss } = descend(start, data, { method: 'adam', learningRate: rate, steps: epochs });
      return { start, rate, epochs, rss: 2 * loss, microseconds: (performance.now() - before) * 1e3 };
    }),
  );
  return runs.reduce((best, run) => (run.rss < best.rss ? run : best));
}

/** The same run by PyTorch. */
export function torchAdam(
  python: string,
  { x, y }: Dataset,
  { start, rate, epochs }: AdamRun,
): Pick<AdamRun, 'rss' | 'microseconds'> {
  const { loss, seconds } = askPython(python, 'adam', {
    task: 'train',
    x: Array.from(x),
    y: Array.from(y),
    w: Array.from(start.inputWeights),
    b: Array.from(start.inputBiases),
    v: Array.from(start.outputWeights),
    b0: start.outputBias,
    rate,
    steps: epochs,
  }) as { loss: number; seconds: number };
  return { rss: 2 * loss, microseconds: seconds * 1e6 };
}
