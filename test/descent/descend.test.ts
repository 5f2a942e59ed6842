import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradient, loss } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { descend } from 'relu-splines/descent';
import type { DescentOptions, DescentResult } from 'relu-splines/descent';
import { networksWithData } from '../arbitraries/datasets.js';
import { RUNS } from '../arbitraries/numbers.js';
import { expectPure } from '../laws/purity.js';
import { flat, gradientError, random } from './descent.help.js';

const EPSILON = Number.EPSILON;

/** Every way to train, with a learning rate that suits {@link random} with ten data and eight units. */
const WAYS: readonly [name: string, options: Omit<DescentOptions, 'steps'>][] = [
  ['gd', { learningRate: 0.01 }],
  ['gd by moments', { learningRate: 0.01, kernel: 'moments' }],
  ['gd on the mean', { learningRate: 0.05, lossUnit: 'mean' }],
  ['sgd', { method: 'sgd', batchSize: 3, learningRate: 0.01, seed: 4, stream: 2 }],
  ['adam', { method: 'adam', learningRate: 0.003 }],
  ['adam with batches', { method: 'adam', batchSize: 4, learningRate: 0.003 }],
  ['gd with batch normalisation', { learningRate: 0.01, batchNormalisation: true }],
  [
    'sgd with batch normalisation',
    { method: 'sgd', batchSize: 4, learningRate: 0.01, batchNormalisation: true },
  ],
];

describe('a step of gradient descent', () => {
  it('is minus the learning rate times the gradient', () => {
    fc.assert(
      fc.property(networksWithData(), fc.constantFrom(1e-3, 0.1, 3), ({ network, data }, learningRate) => {
        const before = flat(network);
        const g = gradient(network, data);
        const result = descend(network, data, { learningRate, steps: 1, kernel: 'sweeps' });
        const expected = before.map((value, i) => value - learningRate * g[i]);
        if (result.status === 'diverged') {
          // Never without a reason: this is far from the largest double for these inputs.
          expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(1e30);
        } else {
          expect(flat(result.network).map((value) => value + 0)).toEqual(expected.map((value) => value + 0));
        }
      }),
      RUNS,
    );
  });

  it('changes w² + b² − v² by exactly h²(g_w² + g_b² − g_v²) (theory 8)', () => {
    fc.assert(
      fc.property(networksWithData({ wild: false }), fc.constantFrom(1e-3, 0.1), ({ network, data }, h) => {
        const g = gradient(network, data);
        const after = descend(network, data, { learningRate: h, steps: 1, kernel: 'sweeps' }).network;
        const width = network.inputWeights.length;
        for (let i = 0; i < width; i++) {
          const [w, b, v] = [network.inputWeights[i], network.inputBiases[i], network.outputWeights[i]];
          const [gw, gb, gv] = [g[i], g[width + i], g[2 * width + i]];
          const delta = (n: ShallowNetwork): number =>
            n.inputWeights[i] ** 2 + n.inputBiases[i] ** 2 - n.outputWeights[i] ** 2;
          const drift = h * h * (gw * gw + gb * gb - gv * gv);
          // What rounds: the squares of parameters before and after, and the gradient in the cross terms 2h·w·g_w,
          // which cancel in exact arithmetic (w·g_w + b·g_b = v·g_v).
          const moved =
            Math.abs(w) + Math.abs(b) + Math.abs(v) + h * (Math.abs(gw) + Math.abs(gb) + Math.abs(gv));
          const bound = 16 * EPSILON * moved * moved + 2 * h * moved * 3 * gradientError(network, data);
          expect(Math.abs(delta(after) - delta(network) - drift)).toBeLessThanOrEqual(bound);
        }
      }),
      RUNS,
    );
  });
});

describe('the loss unit', () => {
  const { network, data } = random(10, 8);

  it('takes a learning rate of the mean for 2/N of the same on the half sum, and of the sum for twice', () => {
    const half = descend(network, data, { learningRate: (2 * 0.05) / 10, steps: 200, record: 50 });
    const mean = descend(network, data, { learningRate: 0.05, steps: 200, record: 50, lossUnit: 'mean' });
    const sum = descend(network, data, { learningRate: 0.005, steps: 200, record: 50, lossUnit: 'sum' });
    const networks = ({ trajectory }: DescentResult): ShallowNetwork[] =>
      trajectory.map((point) => point.network);
    expect(networks(mean)).toEqual(networks(half));
    expect(networks(sum)).toEqual(networks(half));
    expect(mean.loss).toBe((2 * half.loss) / 10);
    expect(sum.loss).toBe(2 * half.loss);
    expect(half.loss).toBe(loss(half.network, data));
    expect(mean.gradientNorm).toBe((2 * half.gradientNorm) / 10);
    expect(mean.trajectory.map((point) => point.loss)).toEqual(
      half.trajectory.map((point) => (2 * point.loss) / 10),
    );
  });

  it('counts the data of the batch, also of the last and smaller one', () => {
    // One batch of three and one of one: a step of the mean is 2/3 or 2/1 of that on the half sum.
    const options = { method: 'sgd', batchSize: 3, seed: 5 } as const;
    const few = random(4, 3).data;
    const start = random(4, 3).network;
    const twoSteps = descend(start, few, { ...options, learningRate: 0.03, steps: 2, lossUnit: 'mean' });
    const one = descend(start, few, { ...options, learningRate: (2 * 0.03) / 3, steps: 1 });
    const two = descend(start, few, {
      ...options,
      learningRate: (2 * 0.03) / 1,
      steps: 2,
      resume: one.state,
    });
    expect(twoSteps.network).toEqual(two.network);
  });

  it('leaves Adam as it is but for its ε', () => {
    const adam = { method: 'adam', learningRate: 0.01, steps: 50 } as const;
    const half = descend(network, data, { ...adam, epsilon: 1e-8 });
    const sum = descend(network, data, { ...adam, epsilon: 2e-8, lossUnit: 'sum' });
    // Twice everything, exactly.
    expect(sum.network).toEqual(half.network);
  });

  it('decides the stops', () => {
    const options = { learningRate: 0.01, steps: 10_000 } as const;
    const half = descend(network, data, { ...options, stopAtLoss: 3 });
    const mean = descend(network, data, {
      ...options,
      learningRate: 0.05,
      lossUnit: 'mean',
      stopAtLoss: 0.6,
    });
    expect(half.status).toBe('loss');
    expect(mean.status).toBe('loss');
    expect(mean.steps).toBe(half.steps);
  });
});

describe.each(WAYS)('%s', (_, options) => {
  const { network, data } = random(10, 8);

  it('resumes to the last bit, wherever it was cut', () => {
    const whole = descend(network, data, { ...options, steps: 60, record: 7 });
    for (const cut of [0, 1, 4, 30, 59, 60]) {
      const first = descend(network, data, { ...options, steps: cut, record: 7 });
      const second = descend(network, data, { ...options, steps: 60, record: 7, resume: first.state });
      expect(second.network).toEqual(whole.network);
      expect(second.state).toEqual(whole.state);
      expect(second.loss).toBe(whole.loss);
      expect([...first.trajectory, ...second.trajectory]).toEqual(whole.trajectory);
      expect(first.stats.steps + second.stats.steps).toBe(60);
    }
  });

  it('is the same twice, whatever is recorded, and leaves its inputs alone', () => {
    const run = (record: number[]): DescentResult =>
      descend(network, data, { ...options, steps: 40, record });
    expect(run([])).toEqual(run([]));
    expect(run([3, 17]).network).toEqual(run([]).network);
    expect(run([3, 17]).state).toEqual(run([]).state);
    expectPure(
      (n: ShallowNetwork, d: Dataset) => descend(n, d, { ...options, steps: 5, record: 1 }),
      network,
      data,
    );
    const { state } = run([]);
    const kept = structuredClone(state);
    descend(network, data, { ...options, steps: 60, resume: state });
    expect(state).toEqual(kept);
  });

  it('learns, and says what it has reached', () => {
    const result = descend(network, data, { ...options, steps: 3000, record: 1000 });
    expect(result.status).toBe('steps');
    expect(result.message).toContain('all 3000 steps are taken');
    const start = result.trajectory[0].loss;
    expect(result.loss).toBeLessThan(0.8 * start);
    expect(result.trajectory.map(({ step }) => step)).toEqual([0, 1000, 2000, 3000]);
    for (const point of [...result.trajectory, result]) {
      const half = loss(point.network, data);
      expect(point.loss).toBe(options.lossUnit === 'mean' ? (2 * half) / 10 : half);
    }
  });

  it('reports divergence with the last finite state', () => {
    const learningRate = options.method === 'adam' ? 1e160 : 1e6;
    const result = descend(network, data, { ...options, learningRate, steps: 10_000 });
    expect(result.status).toBe('diverged');
    expect(result.message).toContain(`step ${result.steps + 1} leads out of the finite numbers`);
    expect(result.loss).not.toBeNaN();
    expect(flat(result.network).every(Number.isFinite)).toBe(true);
    expect(result.state.step).toBe(result.steps);
    // A step on a batch does not look at the loss on all data, which may have overflowed earlier.
    if (options.batchSize !== undefined) return;
    expect(result.loss).toBeLessThan(Infinity);
    const again = descend(network, data, { ...options, learningRate, steps: result.steps });
    expect(again.status).toBe('steps');
    expect(again.network).toEqual(result.network);
  });
});

describe('Adam', () => {
  it('lets the moments of a dead unit decay to zero, and not stay among the subnormal numbers', () => {
    const { network, data } = random(10, 4);
    const options = { method: 'adam', learningRate: 1e-6 } as const;
    const { state } = descend(network, data, { ...options, steps: 1 });
    // The unit sees nothing from here on: its moments only decay, by 0.9 and 0.999 a step.
    const values = Float64Array.from(state.values);
    values[4] = -100;
    const later = descend(network, data, { ...options, steps: 8000, resume: { ...state, values } }).state;
    const first = later.moments?.first ?? [];
    expect([first[0], first[4], first[8]].map(Math.abs)).toEqual([0, 0, 0]);
    expect(first[1]).not.toBe(0);
    expect(later.values[4]).toBeCloseTo(-100, 4);
  });
});
