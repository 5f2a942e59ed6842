import { describe, expect, it } from 'vitest';
import { dataset, evaluate, loss, shallowNetwork, toBdso } from 'relu-splines';
import { descend } from 'relu-splines/descent';
import { naiveNormalisedLoss, normalisedStart } from './naive.js';

const network = shallowNetwork({
  inputWeights: [1.3, -0.4, 0.05, -2],
  inputBiases: [0.3, 5, -7, 1],
  outputWeights: [0.5, -0.75, 1.5, 0.25],
  outputBias: 0.125,
});
const x = [-1.5, -0.7, 0.1, 0.45, 1.2, 3];
const y = [1, -0.3, 0.8, 0.2, -1, 2];
const data = dataset(x, y);
const width = 4;

/** Parameters as they are after some training, so that γ, δ and w have left their beginning. */
function trained(epsilon: number): number[] {
  const options = { learningRate: 0.02, steps: 30, batchNormalisation: { epsilon } };
  return [...descend(network, data, options).state.values];
}

describe('batch normalisation', () => {
  it.each([1e-5, 0.1])('folds into a network of the same values, ε = %d', (epsilon) => {
    const values = trained(epsilon);
    const result = descend(network, data, { learningRate: 0.02, steps: 30, batchNormalisation: { epsilon } });
    // Sums of a few terms about 1.
    expect(loss(result.network, data)).toBeCloseTo(naiveNormalisedLoss(values, width, x, y, epsilon), 13);
    expect(result.loss).toBe(loss(result.network, data));
    expect(evaluate(result.network, 100)).not.toBeNaN();
  });

  it.each([1e-5, 0.1])('descends the gradient of that loss, ε = %d', (epsilon) => {
    const learningRate = 2 ** -10;
    const values = trained(epsilon);
    const begin = descend(network, data, { learningRate: 0.02, steps: 30, batchNormalisation: { epsilon } });
    const after = descend(network, data, {
      learningRate,
      steps: 31,
      batchNormalisation: { epsilon },
      resume: begin.state,
    }).state.values;
    values.forEach((value, i) => {
      const h = 1e-5;
      const at = (shift: number): number =>
        naiveNormalisedLoss(
          values.map((other, j) => (j === i ? other + shift : other)),
          width,
          x,
          y,
          epsilon,
        );
      const derivative = (at(h) - at(-h)) / (2 * h);
      // With ε = 1e-5 the third derivative in w is about (var x)^(-3/2) w⁻³ for the flattest unit, w = 0.05: the
      // central difference is off by h²/6 times that, 2e-6; rounding gives EPSILON/h = 2e-11.
      expect(Math.abs((value - after[i]) / learningRate - derivative)).toBeLessThan(1e-5);
    });
  });

  it('starts every breakpoint at the mean of x, whatever the biases', () => {
    const { network: start } = descend(network, data, {
      learningRate: 1,
      steps: 0,
      batchNormalisation: true,
    });
    const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
    const { breakpoints } = toBdso(start);
    expect(breakpoints.length).toBe(4);
    breakpoints.forEach((breakpoint) => {
      expect(breakpoint).toBeCloseTo(mean, 14);
    });
    const values = normalisedStart(network);
    // The naive loss takes w·x from b = −7 first: EPSILON·7/0.05 for each datum.
    expect(loss(start, data)).toBeCloseTo(naiveNormalisedLoss(values, width, x, y, 1e-5), 12);
  });

  it('leaves the input biases as they are', () => {
    expect(trained(1e-5).slice(width, 2 * width)).toEqual([...network.inputBiases]);
  });

  it('takes the statistics of each batch', () => {
    const options = {
      method: 'sgd',
      batchSize: 3,
      learningRate: 2 ** -10,
      batchNormalisation: true,
    } as const;
    const { state } = descend(network, data, { ...options, steps: 1 });
    const batch = [...(state.batches?.order ?? [])].slice(0, 3);
    const values = normalisedStart(network);
    const lossAt = (i: number, shift: number): number =>
      naiveNormalisedLoss(
        values.map((other, j) => (j === i ? other + shift : other)),
        width,
        batch.map((n) => data.x[n]),
        batch.map((n) => data.y[n]),
        1e-5,
      );
    values.forEach((value, i) => {
      const derivative = (lossAt(i, 1e-5) - lossAt(i, -1e-5)) / 2e-5;
      expect(Math.abs((value - state.values[i]) * 2 ** 10 - derivative)).toBeLessThan(1e-5);
    });
  });

  it('takes a unit with w = 0 for the constant v·δ₊, dead from the start', () => {
    const dead = { ...network, inputWeights: Float64Array.of(1.3, -0.4, 0.05, 0) };
    const { state } = descend(dead, data, { learningRate: 0.02, steps: 30, batchNormalisation: true });
    const unit = Array.from({ length: 3 }, (_, part) => state.values[3 + part * width]);
    expect(unit).toEqual([0, 1, 0.25]);
    expect([state.values[3 * width + 4], state.values[4 * width + 4]]).toEqual([1, 0]);
  });

  it('makes constants of units over data with a single x', () => {
    const one = dataset([2, 2], [1, 3]);
    const result = descend(network, one, { learningRate: 0.25, steps: 100, batchNormalisation: true });
    expect(result.status).toBe('steps');
    // The best constant is the mean.
    expect(evaluate(result.network, 2)).toBeCloseTo(2, 6);
  });

  it('is as good on data far from the origin', () => {
    const shift = 2 ** 20;
    const far = dataset(
      x.map((here) => here + shift),
      y,
    );
    // The same x up to the rounding of the shift.
    const near = dataset(
      x.map((here) => here + shift - shift),
      y,
    );
    const options = { learningRate: 0.02, steps: 50, batchNormalisation: true } as const;
    const a = descend(network, far, options);
    const b = descend(network, near, options);
    // Sums of residuals times x lose the 2²⁰ of the shift: EPSILON·2²⁰ = 2e-10 a step.
    expect(Math.abs(a.loss - b.loss)).toBeLessThan(1e-8);
  });
});
