import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bdso,
  dataset,
  deltaSlopeFeatures,
  evaluate,
  loss,
  shallowNetwork,
  toBdso,
  toNetwork,
} from 'relu-splines';
import type { ShallowNetwork } from 'relu-splines';
import { gradientFlow } from 'relu-splines/flow';
import { kernelFlow, kernelRegression } from 'relu-splines/limits';
import { RUNS as ALL_RUNS } from '../arbitraries/numbers.js';
import { expectRefusal } from '../laws/refusal.js';
import { length, problems, product } from './kernel.help.js';

const { EPSILON } = Number;
// Each run decomposes several times.
const RUNS = { ...ALL_RUNS, numRuns: 100 };
const BETA = [-1.5, -0.9, -0.4, 0.1, 0.6, 1.2, 0.35];
const FACING = [1, 1, -1, 1, -1, 1, -1];
const START = [0.5, -0.25, 0, 1, -0.75, 0.25, 0.1];
const SPLINE = bdso({ breakpoints: BETA, deltaSlopes: START, orientations: FACING, outputBias: 0.2 });
const DATA = dataset([-1, -0.3, 0.2, 0.9, 1.4], [0.5, -1, 0.7, 0.1, -0.4]);

describe('the flow in closed form (theory 11.1)', () => {
  it('is the start at time 0, bit by bit, and the regression at Infinity', () => {
    fc.assert(
      fc.property(problems(), ({ network, data }) => {
        const flow = kernelFlow(network, data);
        const begin = flow.at(0);
        expect(begin.solution).toEqual(network);
        expect(begin.distance).toBe(0);
        const terms = product(data.y, data.y) + product(evaluate(network, data.x), evaluate(network, data.x));
        expect(Math.abs(begin.loss - loss(network, data))).toBeLessThanOrEqual(64 * EPSILON * (1 + terms));
        const { time, ...end } = flow.at(Infinity);
        expect(time).toBe(Infinity);
        // Asked for singular values, the regression is the very same.
        expect(kernelRegression(network, data, { threshold: flow.threshold || EPSILON })).toMatchObject(end);
      }),
      RUNS,
    );
  });

  it('goes on from where it was: to t₁ and on to t₂ is to t₁ + t₂', () => {
    const times = fc.double({ min: 0, max: 4, noNaN: true });
    fc.assert(
      fc.property(problems(), times, times, ({ network, data }, first, second) => {
        const flow = kernelFlow(network, data);
        const half = flow.at(first).solution;
        const both = kernelFlow(half, data).at(second);
        const once = flow.at(first + second);
        // Rounding of the decomposition, on the scale of what moves: by up to the residuals over σ.
        const sizes = 1 + length(network.outputWeights) + flow.at(Infinity).distance;
        const bound = 72 * 16 * EPSILON * flow.condition * sizes;
        once.solution.outputWeights.forEach((v, i) => {
          expect(Math.abs(both.solution.outputWeights[i] - v)).toBeLessThanOrEqual(bound);
        });
      }),
      RUNS,
    );
  });

  it('has the loss and the residuals of the form that it returns, and loses only', () => {
    fc.assert(
      fc.property(problems(), ({ network, data }) => {
        const flow = kernelFlow(network, data, { trained: 'delta-slopes' });
        const sizes = 1 + length(data.y) + 200 * (length(network.outputWeights) + flow.at(Infinity).norm);
        let before = Infinity;
        for (const time of [0, 1e-12, 1e-3, 0.1, 1, 1e3, Infinity]) {
          const { solution, residuals, loss: now } = flow.at(time);
          // Places are at most 1e6 + 8: f as a network says it is right to the rounding of 2e6·v.
          const places = Math.abs(data.x[0]) > 1e5 ? 1e6 : 1;
          evaluate(solution, data.x).forEach((f, n) => {
            expect(Math.abs(data.y[n] - f - residuals[n])).toBeLessThanOrEqual(
              100 * EPSILON * places * sizes,
            );
          });
          expect(Math.abs(product(residuals, residuals) / 2 - now)).toBeLessThanOrEqual(
            64 * EPSILON * (1 + now),
          );
          expect(now).toBeLessThanOrEqual(before * (1 + 64 * EPSILON));
          before = now;
        }
      }),
      RUNS,
    );
  });

  it('has a norm that never falls from a start at zero', () => {
    fc.assert(
      fc.property(
        problems(),
        fc.constantFrom('output-weights', 'delta-slopes'),
        ({ network, data }, trained) => {
          const flow = kernelFlow({ ...network, outputBias: 0 }, data, { trained, start: 'zero' });
          let before = 0;
          for (const time of [0, 1e-6, 1e-3, 0.01, 0.1, 0.5, 1, 3, 10, 100, 1e4, Infinity]) {
            const { norm, distance } = flow.at(time);
            expect(norm).toBeGreaterThanOrEqual(before * (1 - 64 * EPSILON));
            expect(Math.abs(norm - distance)).toBeLessThanOrEqual(64 * EPSILON * norm);
            before = norm;
          }
        },
      ),
      RUNS,
    );
  });

  it('is right for times so short that 1 − e^(−σ²t) would be lost', () => {
    const flow = kernelFlow(SPLINE, DATA);
    const features = deltaSlopeFeatures(SPLINE, DATA);
    const { residuals } = flow.at(0);
    const speed = BETA.map((_, i) =>
      product(
        DATA.x.map((_, n) => features[n * BETA.length + i]),
        residuals,
      ),
    );
    const time = 1e-14;
    const { distance } = flow.at(time);
    // To first order in σ²t, which is below 1e-12.
    expect(Math.abs(distance / (time * length(speed)) - 1)).toBeLessThan(1e-12);
  });
});

describe('the flow of delta-slopes, integrated (theory 19, 9)', () => {
  const features = deltaSlopeFeatures(SPLINE, DATA);
  const width = BETA.length;
  const velocity = (mu: Float64Array): Float64Array => {
    const out = new Float64Array(width);
    DATA.x.forEach((_, n) => {
      const row = features.subarray(n * width, (n + 1) * width);
      const epsilon = DATA.y[n] - 0.2 - product(row, mu);
      for (let i = 0; i < width; i++) out[i] += row[i] * epsilon;
    });
    return out;
  };
  const step = (mu: Float64Array, h: number): Float64Array => {
    const moved = (k: Float64Array, share: number): Float64Array =>
      mu.map((value, i) => value + share * h * k[i]);
    const k1 = velocity(mu);
    const k2 = velocity(moved(k1, 0.5));
    const k3 = velocity(moved(k2, 0.5));
    const k4 = velocity(moved(k3, 1));
    return mu.map((value, i) => value + (h / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]));
  };

  it('is the closed form on the way, and ends at μ₀ + Φ⁺(y − Φμ₀)', () => {
    const flow = kernelFlow(SPLINE, DATA);
    const largest = flow.singularValues[0] ** 2;
    const slowest = flow.singularValues[flow.rank - 1] ** 2;
    // Local errors (λh)⁵/120 of a mode of rate λ add up to (λh)⁴·λt·e^(−λt)/120 of its amplitude, which is at most 2.
    const h = 0.02 / largest;
    const bound = (2 * 0.02 ** 4) / 120;
    let mu: Float64Array = Float64Array.from(START);
    let steps = 0;
    for (const until of [0.1, 0.5, 2]) {
      for (; steps < until / h; steps++) mu = step(mu, h);
      flow.at(steps * h).solution.deltaSlopes.forEach((value, i) => {
        expect(Math.abs(value - mu[i])).toBeLessThan(bound);
      });
    }
    // To the end, in steps near the limit of stability: the fixed point does not depend on the step.
    for (let k = 0; k < (30 * largest) / slowest; k++) mu = step(mu, 1 / largest);
    const { solution, method } = kernelRegression(SPLINE, DATA);
    expect(method).toBe('gaps');
    solution.deltaSlopes.forEach((value, i) => {
      // e^−30 of the start is left, and the fixed point is right to EPSILON·condition².
      expect(Math.abs(value - mu[i])).toBeLessThan(1e-12 * flow.condition);
    });
  });
});

describe('the flow of a network (theory 11.1, 19.9)', () => {
  const scale = [0.5, 1.5, 1, 2, 0.75, 1.25, 0.6];
  const network = toNetwork(
    { ...SPLINE, deltaSlopes: new Float64Array(BETA.length), outputBias: 0 },
    { scale },
  );
  const at = (alpha: number): ShallowNetwork =>
    shallowNetwork({
      inputWeights: network.inputWeights.map((w) => alpha * w),
      inputBiases: network.inputBiases.map((b) => alpha * b),
      outputWeights: network.outputWeights,
    });
  const grid = Array.from({ length: 101 }, (_, k) => -1.5 + k * 0.03);
  const apart = (one: ShallowNetwork, other: ShallowNetwork): number => {
    const there = evaluate(other, grid);
    return Math.max(...evaluate(one, grid).map((f, k) => Math.abs(f - there[k])));
  };

  it('lands on the weighted solution of least norm at α = 100, not on the unweighted one', () => {
    const weighted = kernelRegression(network, DATA);
    const unweighted = kernelRegression(network, DATA, { trained: 'delta-slopes' });
    expect(weighted.interpolates).toBe(true);
    const distances = [100, 1000].map((alpha) => {
      const { network: trained, loss: left } = gradientFlow(at(alpha), DATA, {
        loss: 1e-16,
        relativeTolerance: 1e-9,
      });
      expect(left).toBeLessThan(1e-16);
      expect(apart(trained, unweighted.solution)).toBeGreaterThan(0.1);
      return apart(trained, weighted.solution);
    });
    expect(distances[0]).toBeLessThan(1e-4);
    // The trained output bias adds O(α⁻²): a hundredth for ten times α, up to terms of the next order.
    expect(distances[0] / distances[1]).toBeGreaterThan(80);
    expect(distances[0] / distances[1]).toBeLessThan(120);
  });

  it('has the time of gradientFlow', () => {
    const alpha = 300;
    const times = [0.05, 0.3, 2].map((time) => time / (alpha * alpha));
    const { trajectory } = gradientFlow(at(alpha), DATA, { time: times[2], times, relativeTolerance: 1e-9 });
    const flow = kernelFlow(at(alpha), DATA);
    trajectory.forEach((point) => {
      const closed = flow.at(point.time);
      // What the output bias and the breakpoints add is of order α⁻² ≈ 1e-5.
      expect(apart(point.network, closed.solution)).toBeLessThan(1e-4);
      expect(Math.abs(point.loss - closed.loss)).toBeLessThan(1e-4 * loss(at(alpha), DATA));
    });
    expect(trajectory).toHaveLength(3);
    // The delta-slopes have moved by then: this is no comparison of two starts.
    expect(length(toBdso(trajectory[2].network).deltaSlopes)).toBeGreaterThan(0.5);
  });
});

describe('kernelFlow refuses', () => {
  it('no data', () => {
    expectRefusal(
      () => kernelFlow(SPLINE, undefined as never),
      'TypeError',
      'kernelFlow: data must be an object, got undefined',
    );
  });

  it('times that are not times, and forms without units', () => {
    const { at } = kernelFlow(SPLINE, DATA);
    expectRefusal(() => at(-1), 'RangeError', 'kernelFlow.at: time must not be negative, got -1');
    expectRefusal(() => at(-Infinity), 'RangeError', 'kernelFlow.at: time must be finite, got -Infinity');
    expectRefusal(() => at(NaN), 'RangeError', 'kernelFlow.at: time must be finite, got NaN');
    expectRefusal(() => at('1' as never), 'TypeError', 'kernelFlow.at: time must be a number, got "1"');
    expectRefusal(
      () => kernelFlow({ knots: [], slopes: [1], intercepts: [0] } as never, DATA),
      'TypeError',
      'kernelFlow: form must be a ShallowNetwork or a Bdso, got a PiecewiseLinear: use fromPiecewiseLinear first',
    );
  });
});
