import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, gradient } from 'relu-splines';
import { descend } from 'relu-splines/descent';
import type { DescentOptions } from 'relu-splines/descent';
import { networksWithData } from '../arbitraries/datasets.js';
import { RUNS } from '../arbitraries/numbers.js';
import { flat, gradientError, random } from './descent.help.js';

const EPSILON = Number.EPSILON;

describe('batches', () => {
  const { network, data } = random(10, 8);

  it('of all data are gradient descent', () => {
    const options = { learningRate: 0.01, steps: 100, record: 10 } as const;
    const gd = descend(network, data, options);
    const sgd = descend(network, data, { ...options, method: 'sgd', batchSize: 10 });
    expect(sgd).toEqual(gd);
  });

  it('take every datum once an epoch', () => {
    // With a step too small to matter the sum of an epoch's steps is a step of the whole.
    const learningRate = 2 ** -30;
    const epoch = descend(network, data, { method: 'sgd', batchSize: 3, learningRate, steps: 4 });
    const g = gradient(network, data);
    const before = flat(network);
    const moved = flat(epoch.network).map((value, i) => (before[i] - value) / learningRate);
    expect(epoch.stats.batchGradients).toBe(4);
    // First order in the step, and the rounding of parameters about 1 divided by it.
    const largest = Math.max(...Array.from(g, Math.abs));
    moved.forEach((value, i) => {
      expect(Math.abs(value - g[i])).toBeLessThanOrEqual(
        100 * learningRate * largest ** 2 + (4 * EPSILON) / learningRate,
      );
    });
  });

  it('are the gradient of the data that they take', () => {
    fc.assert(
      fc.property(networksWithData({ minCount: 3, maxCount: 9 }), fc.nat(1000), ({ network, data }, seed) => {
        const one = descend(network, data, {
          method: 'sgd',
          batchSize: 2,
          learningRate: 0.01,
          steps: 1,
          seed,
        });
        const { batches } = one.state;
        if (one.status === 'diverged' || batches === null) return;
        const taken = [batches.order[0], batches.order[1]].sort((a, b) => a - b);
        const batch = dataset(
          taken.map((n) => data.x[n]),
          taken.map((n) => data.y[n]),
        );
        const whole = descend(network, batch, { learningRate: 0.01, steps: 1, kernel: 'sweeps' });
        // Not to the last bit: hinges are measured from the middle of all data, here from that of two.
        const bound = 0.01 * gradientError(network, batch);
        const expected = flat(whole.network);
        flat(one.network).forEach((value, i) => {
          expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(bound + EPSILON * Math.abs(expected[i]));
        });
      }),
      RUNS,
    );
  });

  it('come in another order each epoch, and with another seed or stream', () => {
    const orderOf = (options: Partial<DescentOptions>): number[] => [
      ...(descend(network, data, { method: 'sgd', batchSize: 3, learningRate: 0.01, steps: 1, ...options })
        .state.batches?.order ?? []),
    ];
    const orders = [{}, { steps: 5 }, { seed: 1 }, { stream: 1 }].map(orderOf);
    for (const order of orders)
      expect([...order].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(new Set(orders.map(String)).size).toBe(4);
  });
});
