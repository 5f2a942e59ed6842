import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, gradient, loss, shallowNetwork } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { descend } from 'relu-splines/descent';
import type { DescentOptions, DescentResult } from 'relu-splines/descent';
import { randomStream } from 'relu-splines/init';
import { networksWithData } from '../arbitraries/datasets.js';
import { RUNS } from '../arbitraries/numbers.js';
import { expectPure } from '../laws/purity.js';

const EPSILON = Number.EPSILON;

function flat({ inputWeights, inputBiases, outputWeights, outputBias }: ShallowNetwork): number[] {
  return [...inputWeights, ...inputBiases, ...outputWeights, outputBias];
}

function random(count: number, width: number, seed = 1): { network: ShallowNetwork; data: Dataset } {
  const stream = randomStream(seed);
  const numbers = (length: number, size: number): number[] =>
    Array.from({ length }, () => size * (2 * stream.uniform() - 1));
  return {
    data: dataset(numbers(count, 2), numbers(count, 2)),
    network: shallowNetwork({
      inputWeights: numbers(width, 1),
      inputBiases: numbers(width, 1),
      outputWeights: numbers(width, 1 / Math.sqrt(width)),
    }),
  };
}

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

/**
 * A bound for the rounding of any entry of the gradient: residuals are sums of H + 2 terms, right to so many EPSILON
 * of the sum of their magnitudes; entries are sums of N residuals times x, 1 or a hinge, times a weight.
 */
function gradientError(network: ShallowNetwork, { x, y }: Dataset): number {
  const { inputWeights: w, inputBiases: b, outputWeights: v, outputBias } = network;
  let residuals = 0;
  let factor = 1;
  for (let n = 0; n < x.length; n++) {
    residuals += Math.abs(y[n]) + Math.abs(outputBias);
    for (let i = 0; i < w.length; i++) {
      const hinge = Math.abs(w[i] * x[n]) + Math.abs(b[i]);
      residuals += Math.abs(v[i]) * hinge;
      factor = Math.max(factor, hinge, Math.abs(v[i]) * Math.max(1, Math.abs(x[n])));
    }
  }
  return 4 * (x.length + w.length + 2) * EPSILON * residuals * factor;
}

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
