import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { descend } from 'relu-splines/descent';
import {
  deepGradient,
  deepLoss,
  deepTorchDefault,
  descendDeep,
  flattenDeep,
  toDeepNetwork,
} from 'relu-splines/deep';
import type { DeepDescentOptions, DeepNetwork } from 'relu-splines/deep';
import { randomStream, torchDefault } from 'relu-splines/init';
import type { Dataset } from 'relu-splines';
import { expectPure } from '../laws/purity.js';
import { expectRefusal } from '../laws/refusal.js';
import { grid, randomNetwork } from './deep.help.js';

const x = grid(-2, 2, 30);
const data = dataset(x, x.map((t) => Math.sin(2 * t))); // prettier-ignore
const network = deepTorchDefault({ widths: [8, 8, 8] }, randomStream(6));

const WAYS: readonly [name: string, options: Omit<DeepDescentOptions, 'steps'>][] = [
  ['gd', { learningRate: 0.003 }],
  ['gd on the mean', { learningRate: 0.05, lossUnit: 'mean' }],
  ['sgd', { method: 'sgd', batchSize: 7, learningRate: 0.003, seed: 4, stream: 2 }],
  ['adam', { method: 'adam', learningRate: 0.003 }],
  ['adam with batches', { method: 'adam', batchSize: 10, learningRate: 0.003 }],
];

describe.each(WAYS)('%s', (_, options) => {
  it('learns', () => {
    const result = descendDeep(network, data, { ...options, steps: 2000, record: 500 });
    expect(result.status).toBe('steps');
    expect(result.trajectory.map(({ step }) => step)).toEqual([0, 500, 1000, 1500, 2000]);
    const unit = options.lossUnit === 'mean' ? 2 / 30 : 1;
    expect(result.loss).toBe(
      unit === 1 ? deepLoss(result.network, data) : (2 * deepLoss(result.network, data)) / 30,
    );
    expect(result.loss).toBeLessThan(0.5 * result.trajectory[0].loss);
    expect(result.stats.kernel).toBe('backpropagation');
    expect(result.state.values).toEqual(flattenDeep(result.network));
  });

  it('resumes to the last bit, wherever it was cut', () => {
    const whole = descendDeep(network, data, { ...options, steps: 60, record: 7 });
    for (const cut of [0, 1, 30, 59, 60]) {
      const first = descendDeep(network, data, { ...options, steps: cut, record: 7 });
      const second = descendDeep(network, data, { ...options, steps: 60, record: 7, resume: first.state });
      expect(second.network).toEqual(whole.network);
      expect(second.state).toEqual(whole.state);
      expect(second.loss).toBe(whole.loss);
      expect([...first.trajectory, ...second.trajectory]).toEqual(whole.trajectory);
    }
  });

  it('follows the shallow run with one hidden layer, to rounding', () => {
    const shallow = torchDefault({ width: 9 }, randomStream(3));
    const steps = 20;
    const mine = descendDeep(toDeepNetwork(shallow), data, { ...options, steps });
    const its = descend(shallow, data, { ...options, steps, kernel: 'sweeps' });
    // Each step adds the rounding of a gradient: sums of N·H = 270 products, relative to their absolute sum. Where terms
    // cancel to a fortieth of that, which Adam divides by, it is 10⁴ EPSILON of a step.
    const bound = steps * 1e4 * Number.EPSILON;
    mine.state.values.forEach((value, k) => {
      expect(Math.abs(value - its.state.values[k])).toBeLessThanOrEqual(bound);
    });
    expect(mine.steps).toBe(its.steps);
    expect(mine.stats.batchGradients).toBe(its.stats.batchGradients);
  });

  it('reports divergence with the last finite state', () => {
    const learningRate = options.method === 'adam' ? 1e160 : 1e6;
    const result = descendDeep(network, data, { ...options, learningRate, steps: 10_000 });
    expect(result.status).toBe('diverged');
    expect(result.message).toContain('leads out of the finite numbers');
    expect(result.state.values.every(Number.isFinite)).toBe(true);
    expect(result.loss).not.toBeNaN();
  });
});

it('a step of gradient descent is minus the learning rate times the gradient', () => {
  const g = deepGradient(network, data);
  const { state } = descendDeep(network, data, { learningRate: 0.01, steps: 1 });
  expect(state.values).toEqual(flattenDeep(network).map((value, k) => value - 0.01 * g[k]));
});

it('gradient descent with a small step never goes up', () => {
  const { trajectory } = descendDeep(network, data, { learningRate: 1e-3, steps: 1000, record: 1 });
  for (let k = 1; k < trajectory.length; k++) {
    expect(trajectory[k].loss).toBeLessThanOrEqual(trajectory[k - 1].loss);
  }
});

it('stops where it is told to', () => {
  const loss = descendDeep(network, data, { learningRate: 0.003, steps: 1e5, stopAtLoss: 5 });
  expect(loss.status).toBe('loss');
  expect(loss.loss).toBeLessThanOrEqual(5);
  const norm = descendDeep(network, data, { learningRate: 0.003, steps: 1e5, stopAtGradientNorm: 1 });
  expect(norm.status).toBe('gradient');
  const controller = new AbortController();
  controller.abort();
  expect(descendDeep(network, data, { learningRate: 0.003, steps: 9, signal: controller.signal }).status).toBe('aborted'); // prettier-ignore
});

it('leaves its inputs alone', () => {
  expectPure(
    (start: DeepNetwork, on: Dataset) => descendDeep(start, on, { learningRate: 0.01, steps: 3, record: 1 }),
    network,
    data,
  );
});

describe('refuses', () => {
  const options = { learningRate: 0.1, steps: 3 };

  it('what belongs to shallow networks, in its own name', () => {
    const more = (extra: object): DeepDescentOptions => ({ ...options, ...extra });
    expectRefusal(() => descendDeep(network, data, more({ batchNormalisation: true })), 'RangeError', 'descendDeep: batchNormalisation belongs to shallow networks, got true'); // prettier-ignore
    expectRefusal(() => descendDeep(network, data, more({ kernel: 'moments' })), 'RangeError', 'descendDeep: kernel belongs to shallow networks, got "moments"'); // prettier-ignore
    expectRefusal(() => descendDeep(network, data, more({ learningRate: -1 })), 'RangeError', 'descendDeep: learningRate must be positive, got -1'); // prettier-ignore
    expectRefusal(() => descendDeep(network, data, more({ betas: [0, 0] })), 'RangeError', "descendDeep: betas belongs to method 'adam', got method 'gd'"); // prettier-ignore
  });

  it('the state of another network', () => {
    const { state } = descendDeep(randomNetwork([3], 1), data, options);
    expectRefusal(() => descendDeep(network, data, { ...options, resume: state }), 'ShapeError', 'descendDeep: resume.values must have length 169 for this network and these options, got 10'); // prettier-ignore
  });

  it('weights that are not finite', () => {
    const layers = network.layers.map((layer, l) => (l === 1 ? { ...layer, biases: layer.biases.map(() => NaN) } : layer)); // prettier-ignore
    expectRefusal(() => descendDeep({ layers }, data, options), 'RangeError', 'descendDeep: weights and biases of layers[1] must be finite, got NaN'); // prettier-ignore
  });
});
