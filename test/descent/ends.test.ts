import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, gradient, loss, shallowNetwork } from 'relu-splines';
import { descend } from 'relu-splines/descent';
import type { DescentMethod, DescentProgress } from 'relu-splines/descent';
import { networksWithData } from '../arbitraries/datasets.js';
import { RUNS } from '../arbitraries/numbers.js';
import { small } from './descent.help.js';

const { network, data, options } = small;

describe('a run ends', () => {
  it('at once with no steps', () => {
    const result = descend(network, data, { ...options, steps: 0, record: 1 });
    expect(result).toMatchObject({ status: 'steps', steps: 0, network, loss: loss(network, data) });
    expect(result.gradientNorm).toBeCloseTo(Math.hypot(...gradient(network, data)), 14);
    expect(result.trajectory).toEqual([{ step: 0, loss: result.loss, network }]);
  });

  it('at the first step whose loss is low enough', () => {
    const { trajectory } = descend(network, data, { ...options, record: 1 });
    const target = trajectory[20].loss;
    const result = descend(network, data, { ...options, stopAtLoss: target });
    expect(result).toMatchObject({
      status: 'loss',
      steps: 20,
      loss: target,
      network: trajectory[20].network,
    });
    expect(result.message).toBe(`the loss is down to ${target} after 20 steps`);
  });

  it('at the first step whose gradient is small enough', () => {
    const norms = Array.from(
      { length: 40 },
      (_, steps) => descend(network, data, { ...options, steps }).gradientNorm,
    );
    const first = norms.findIndex((norm) => norm <= norms[30]);
    const result = descend(network, data, { ...options, stopAtGradientNorm: norms[30] });
    expect(result).toMatchObject({ status: 'gradient', steps: first, gradientNorm: norms[first] });
    expect(result.message).toContain(`the gradient is down to stopAtGradientNorm after ${first} steps`);
  });

  it('at the end of an epoch with batches', () => {
    const batched = { ...options, method: 'sgd', batchSize: 3, seed: 1 } as const;
    const result = descend(network, data, { ...batched, stopAtLoss: 0.01 });
    expect(result.status).toBe('loss');
    expect(result.steps % 2).toBe(0);
    const before = descend(network, data, { ...batched, steps: result.steps - 2 });
    expect(before.loss).toBeGreaterThan(0.01);
    // Whether or not the trajectory is recorded in the middle of an epoch, or the run cut there.
    const cut = descend(network, data, { ...batched, stopAtLoss: 0.01, steps: 3, record: [1, 3] });
    expect(descend(network, data, { ...batched, stopAtLoss: 0.01, resume: cut.state }).steps).toBe(
      result.steps,
    );
  });

  it('where the loss overflows at the start, saying so', () => {
    const huge = shallowNetwork({ inputWeights: [1e200], inputBiases: [0], outputWeights: [1e200] });
    const result = descend(huge, data, options);
    expect(result).toMatchObject({ status: 'diverged', steps: 0, loss: Infinity, network: huge });
    expect(result.message).toBe('the loss at the start is not finite: weights or data are too large');
  });

  it('without an infinite parameter, even one that no datum sees', () => {
    // Both weights overflow in one step, and the unit is dead afterwards: the loss stays finite.
    const one = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [1] });
    const result = descend(one, dataset([1], [-1e3]), { learningRate: 1e306, steps: 5 });
    expect(result).toMatchObject({ status: 'diverged', steps: 0, network: one });
  });

  it('with a loss that is finite, or as diverged, for any data and learning rate', () => {
    const methods: DescentMethod[] = ['gd', 'sgd', 'adam'];
    fc.assert(
      fc.property(
        networksWithData(),
        fc.constantFrom(...methods),
        fc.constantFrom(1e-3, 1, 1e3, 1e200),
        fc.boolean(),
        fc.constantFrom('sweeps' as const, 'moments' as const),
        ({ network: start, data: samples }, method, learningRate, batchNormalisation, kernel) => {
          const batched = method === 'sgd' ? { batchSize: Math.min(2, samples.x.length) } : {};
          const result = descend(start, samples, {
            ...batched,
            method,
            learningRate,
            batchNormalisation,
            kernel,
            steps: 30,
            record: 10,
          });
          expect(result.loss).not.toBeNaN();
          if (result.status !== 'diverged') expect(result.loss).toBeLessThan(Infinity);
          if (method !== 'sgd' && result.steps > 0) expect(result.loss).toBeLessThan(Infinity);
          for (const point of result.trajectory) expect(Number.isFinite(point.loss)).toBe(true);
          expect([...result.state.values].every(Number.isFinite)).toBe(true);
        },
      ),
      RUNS,
    );
  });
});

describe('somebody who watches', () => {
  it('may abort before the first step, and go on later', () => {
    const aborted = descend(network, data, { ...options, signal: AbortSignal.abort() });
    expect(aborted).toMatchObject({ status: 'aborted', steps: 0, network });
    expect(aborted.message).toBe('aborted after 0 steps; resume goes on from here');
    const whole = descend(network, data, options);
    expect(descend(network, data, { ...options, resume: aborted.state }).state).toEqual(whole.state);
  });

  it('hears of progress at a bounded rate, and may abort in the middle', () => {
    const controller = new AbortController();
    const heard: DescentProgress[] = [];
    const times: number[] = [];
    const result = descend(network, data, {
      learningRate: 1e-6,
      steps: 1e9,
      signal: controller.signal,
      onProgress: (progress) => {
        heard.push(progress);
        times.push(performance.now());
        if (heard.length === 3) controller.abort();
      },
    });
    expect(result.status).toBe('aborted');
    expect(heard.length).toBe(3);
    expect(heard[0]).toEqual({ step: 0, steps: 1e9, loss: loss(network, data) });
    expect(heard[2].step).toBe(result.steps);
    expect(heard[2].loss).toBe(result.loss);
    expect(times[2] - times[1]).toBeGreaterThanOrEqual(99);
    const { learningRate, steps } = { learningRate: 1e-6, steps: result.steps };
    expect(descend(network, data, { learningRate, steps }).network).toEqual(result.network);
  });
});
