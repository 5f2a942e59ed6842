import { describe, expect, it } from 'vitest';
import { dataset, loss, shallowNetwork } from 'relu-splines';
import { descend } from 'relu-splines/descent';
import { small } from './descent.help.js';

const { network, data } = small;

describe('the kernels', () => {
  const many = dataset(
    Array.from({ length: 2000 }, (_, n) => Math.sin(n) * 2),
    Array.from({ length: 2000 }, (_, n) => Math.cos(3 * n)),
  );
  const rate = { learningRate: 0.1, steps: 300, lossUnit: 'mean' } as const;

  it('are chosen by the number of data and units', () => {
    expect(descend(network, many, { ...rate, steps: 1 }).stats.kernel).toBe('moments');
    expect(descend(network, data, { ...rate, steps: 1 }).stats.kernel).toBe('sweeps');
  });

  it('agree', () => {
    const moments = descend(network, many, { ...rate, kernel: 'moments' });
    const sweeps = descend(network, many, { ...rate, kernel: 'sweeps' });
    // Gradients agree to some 1e-14; 300 steps that contract add up to no more than 300 times that.
    for (const part of ['inputWeights', 'inputBiases', 'outputWeights'] as const) {
      moments.network[part].forEach((value, i) => {
        expect(Math.abs(value - sweeps.network[part][i])).toBeLessThan(1e-11);
      });
    }
    expect(moments.loss).toBe((2 * loss(moments.network, many)) / 2000);
    expect(moments.stats).toMatchObject({ gradients: 301, batchGradients: 0, steps: 300 });
  });

  it('stop at a loss that moments cannot see', () => {
    // On an exact fit moments leave rounding of the size of EPSILON·Σ y², and the data decide.
    const teacher = shallowNetwork({
      inputWeights: [1],
      inputBiases: [0.5],
      outputWeights: [1],
      outputBias: 1e3,
    });
    const x = Array.from({ length: 200 }, (_, n) => n / 100 - 1);
    const exact = dataset(
      x,
      x.map((here) => 1e3 + Math.max(0, here + 0.5)),
    );
    const near = { ...teacher, outputWeights: [1.001] };
    const start = shallowNetwork(near);
    const run = { learningRate: 0.2, lossUnit: 'mean', steps: 20_000, stopAtLoss: 1e-20 } as const;
    const moments = descend(start, exact, { ...run, kernel: 'moments' });
    expect(moments.status).toBe('loss');
    expect(moments.loss).toBeLessThanOrEqual(1e-20);
  });
});
