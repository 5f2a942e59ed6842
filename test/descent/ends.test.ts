import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, gradient, loss, shallowNetwork } from 'relu-splines';
import { descend } from 'relu-splines/descent';
import type { DescentMethod, DescentProgress } from 'relu-splines/descent';
import { networksWithData } from '../arbitraries/datasets.js';
import { RUNS } from '../arbitraries/numbers.js';
import { expectRefusal } from '../laws/refusal.js';

const network = shallowNetwork({
  inputWeights: [1, -1],
  inputBiases: [0.25, 0.5],
  outputWeights: [0.5, 0.5],
});
const data = dataset([-1, 0, 1, 2], [1, 0, 1, 2]);
const options = { learningRate: 0.05, steps: 500 } as const;

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

describe('descend refuses', () => {
  const refused = (wrong: object, kind: 'TypeError' | 'RangeError' | 'ShapeError', message: string): void => {
    expectRefusal(() => descend(network, data, { ...options, ...wrong }), kind, `descend: ${message}`);
  };
  const sgd = { method: 'sgd', batchSize: 2 } as const;

  it('a learning rate that is not positive and finite', () => {
    refused({ learningRate: 0 }, 'RangeError', 'learningRate must be positive, got 0');
    refused({ learningRate: -1 }, 'RangeError', 'learningRate must be positive, got -1');
    refused({ learningRate: NaN }, 'RangeError', 'learningRate must be finite, got NaN');
    refused({ learningRate: '1' }, 'TypeError', 'learningRate must be a number, got "1"');
    refused({ learningRate: undefined }, 'TypeError', 'learningRate must be a number, got undefined');
  });

  it('unknown names', () => {
    refused({ method: 'sdg' }, 'RangeError', `method must be one of 'gd', 'sgd', 'adam', got "sdg"`);
    refused(
      { lossUnit: 'mse' },
      'RangeError',
      `lossUnit must be one of 'half-sum', 'sum', 'mean', got "mse"`,
    );
    refused({ kernel: 'gpu' }, 'RangeError', `kernel must be one of 'sweeps', 'moments', got "gpu"`);
  });

  it('options of another method', () => {
    refused({ betas: [0.9, 0.99] }, 'RangeError', "betas belongs to method 'adam', got method 'gd'");
    refused({ ...sgd, epsilon: 1e-8 }, 'RangeError', "epsilon belongs to method 'adam', got method 'sgd'");
    refused({ batchSize: 2 }, 'RangeError', "batchSize belongs to method 'sgd', got method 'gd'");
  });

  it('batch sizes outside of 1…N', () => {
    refused({ ...sgd, batchSize: 0 }, 'RangeError', 'batchSize must be an integer from 1 to 4, got 0');
    refused({ ...sgd, batchSize: 5 }, 'RangeError', 'batchSize must be an integer from 1 to 4, got 5');
    refused({ ...sgd, batchSize: 1.5 }, 'RangeError', 'batchSize must be an integer from 1 to 4, got 1.5');
    refused({ method: 'sgd' }, 'TypeError', "batchSize must be a number for method 'sgd', got undefined");
    refused(
      { ...sgd, batchSize: 1, batchNormalisation: true },
      'RangeError',
      'batchSize must be at least 2 with batchNormalisation, got 1',
    );
  });

  it('stops and records that make no sense', () => {
    refused({ steps: -1 }, 'RangeError', 'steps must be an integer of at least 0, got -1');
    refused({ steps: undefined }, 'TypeError', 'steps must be a number, got undefined');
    refused({ stopAtLoss: -1 }, 'RangeError', 'stopAtLoss must not be negative, got -1');
    refused({ stopAtGradientNorm: NaN }, 'RangeError', 'stopAtGradientNorm must be finite, got NaN');
    refused({ record: 0 }, 'RangeError', 'record must be an integer of at least 1, got 0');
    refused({ record: [0, 501] }, 'RangeError', 'record[1] must be an integer from 0 to 500, got 501');
    refused({ record: [5, 5] }, 'RangeError', 'record must increase, got 5 before 5');
    refused({ record: 'all' }, 'TypeError', 'record must be a number or an array of numbers, got "all"');
    refused({ onProgress: 1 }, 'TypeError', 'onProgress must be a function, got 1');
    refused({ signal: {} }, 'TypeError', 'signal must be an AbortSignal, got an object');
  });

  it('constants of Adam outside of their range', () => {
    const adam = { method: 'adam' } as const;
    refused({ ...adam, betas: [0.9, 1] }, 'RangeError', 'betas[1] must be in [0, 1), got 1');
    refused({ ...adam, betas: [0.9] }, 'ShapeError', 'betas must be two numbers, got 1');
    refused({ ...adam, epsilon: 0 }, 'RangeError', 'epsilon must be positive, got 0');
  });

  it('seeds that are none, and an ε that is not positive', () => {
    refused({ ...sgd, seed: 0.5 }, 'RangeError', 'seed must be an integer of at least 0, got 0.5');
    refused({ ...sgd, stream: -1 }, 'RangeError', 'stream must be an integer of at least 0, got -1');
    refused(
      { batchNormalisation: { epsilon: 0 } },
      'RangeError',
      'batchNormalisation.epsilon must be positive, got 0',
    );
  });

  it('what is no network, or not finite', () => {
    expectRefusal(
      () => descend({ ...network, inputBiases: Float64Array.of(0, NaN) }, data, options),
      'RangeError',
      'descend: the weights of unit 1 must be finite, got w = -1, b = NaN, v = 0.5',
    );
  });

  it('a state that does not belong to the run', () => {
    const gd = descend(network, data, { ...options, steps: 10 }).state;
    const batched = descend(network, data, { ...options, ...sgd, steps: 10 }).state;
    const resumed = (
      state: object,
      wrong: object,
      kind: 'RangeError' | 'ShapeError',
      message: string,
    ): void => {
      refused({ resume: { ...gd, ...state }, ...wrong }, kind, message);
    };
    resumed(
      {},
      { steps: 9 },
      'RangeError',
      'steps must be at least the 10 that the resumed run has taken, got 9',
    );
    resumed(
      {},
      { method: 'adam' },
      'RangeError',
      "resume.moments must have moments for method 'adam', got null",
    );
    resumed({}, sgd, 'RangeError', 'resume.batches must be there for a run with batches, got null');
    resumed(
      batched,
      {},
      'RangeError',
      'resume.batches must be null for a run over all data at once, got an object',
    );
    resumed(
      {},
      { batchNormalisation: true },
      'ShapeError',
      'resume.values must have length 11 for this network and these options, got 7',
    );
    resumed(
      { values: gd.values.map(() => NaN) },
      {},
      'RangeError',
      'resume.values[0] must be finite, got NaN',
    );
    // What a state of another making may lack.
    refused(
      { method: 'adam', resume: { ...gd, moments: undefined } },
      'TypeError',
      'resume.moments must be an object, got undefined',
    );
    refused(
      { ...sgd, resume: { ...batched, batches: undefined } },
      'TypeError',
      'resume.batches must be an object, got undefined',
    );
    refused(
      { ...sgd, resume: { ...batched, batches: { ...batched.batches, order: undefined } } },
      'TypeError',
      'resume.batches.order must be an array of numbers, got undefined',
    );
    refused(
      { ...sgd, resume: { ...batched, batches: { ...batched.batches, order: [0, 1, 1, 2] } } },
      'RangeError',
      'resume.batches.order must hold every datum once, got 1 twice',
    );
    refused(
      { ...sgd, resume: { ...batched, batches: { ...batched.batches, order: [0] } } },
      'ShapeError',
      'resume.batches.order must have the length of x, 4, got 1',
    );
    refused(
      { ...sgd, resume: { ...batched, batches: { ...batched.batches, position: 3 } } },
      'RangeError',
      'resume.batches.position must be an integer from 0 to 2, got 3',
    );
  });
});
