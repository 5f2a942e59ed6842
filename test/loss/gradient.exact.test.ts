import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dataset,
  gradient,
  loss,
  lossAndGradient,
  lossAndGradientInto,
  residuals,
  shallowNetwork,
  sweepWorkspace,
} from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { binsOf, tiesOf } from '../../src/loss/bins.js';
import { networksWithData } from '../arbitraries/datasets.js';
import { RUNS } from '../arbitraries/numbers.js';
import { exactError } from '../exact/dyadic.js';
import { exactLoss } from '../exact/loss.js';
import type { ExactLoss } from '../exact/loss.js';

/**
 * Every number is a sum of some N + H products, each product of a few roundings: error at most some
 * (N + H)·EPSILON times the sum of the absolute terms. 10 stands for the few.
 */
function roundings(network: ShallowNetwork, data: Dataset): number {
  return (network.inputWeights.length + data.x.length + 10) * 4 * Number.EPSILON;
}

/** Holds loss and gradient to `tolerance` times the sums of their absolute terms. */
function expectExact(network: ShallowNetwork, data: Dataset, exact: ExactLoss, tolerance: number): void {
  const { loss, gradient } = lossAndGradient(network, data);
  const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
  const width = w.length;
  const bound = exact.scales.gradient.map((scale) => tolerance * scale);
  for (let i = 0; i < width; i++) {
    // T is taken as U + entry·S, with terms ε(x − entry): the entry counts where it is larger than x.
    const seen = Array.from(data.x.keys()).filter((n) => w[i] * data.x[n] + b[i] > 0);
    const entry = seen.reduce((most, n) => Math.max(most, Math.abs(data.x[n])), 0);
    const sum = seen.reduce((total, n) => total + exact.scales.residuals[n], 0);
    bound[i] += tolerance * Math.abs(v[i]) * entry * sum;
    bound[2 * width + i] += tolerance * Math.abs(w[i]) * entry * sum;
  }
  expect(exactError(loss, exact.loss)).toBeLessThanOrEqual(tolerance * exact.scales.loss);
  gradient.forEach((entry, i) => {
    expect(exactError(entry, exact.gradient[i]), `gradient[${i}] = ${entry}`).toBeLessThanOrEqual(bound[i]);
  });
}

/** Fixed numbers in [−1, 1] that look random. */
function scattered(count: number, stride: number): Float64Array {
  return Float64Array.from({ length: count }, (_, n) => 2 * ((((n + 1) * stride) / Math.PI) % 1) - 1);
}

describe('loss and gradient against exact arithmetic', () => {
  it('on hostile input', () => {
    fc.assert(
      fc.property(networksWithData({ maxCount: 20, maxUnits: 20 }), ({ network, data }) => {
        const exact = exactLoss(network, data);
        const tolerance = roundings(network, data);
        expectExact(network, data, exact, tolerance);
        residuals(network, data).forEach((epsilon, n) => {
          const bound = tolerance * exact.scales.residuals[n];
          expect(exactError(epsilon, exact.residuals[n])).toBeLessThanOrEqual(bound);
        });
      }),
      RUNS,
    );
  });

  it.each([
    { where: '[−1, 1]', centre: 0, scale: 1 },
    { where: '1e6 + [−1, 1]', centre: 1e6, scale: 1 },
    { where: '−1e6 + [−1, 1]', centre: -1e6, scale: 1 },
    { where: '1 + 1e−6·[−1, 1]', centre: 1, scale: 1e-6 },
    { where: '1e9·[−1, 1]', centre: 0, scale: 1e9 },
    { where: '1e−9·[−1, 1]', centre: 0, scale: 1e-9 },
  ])('to the digits of the data about their centre: x in $where', ({ centre, scale }) => {
    const count = 203;
    const width = 50;
    const x = scattered(count, 1).map((t) => centre + scale * t);
    const beta = scattered(width, 7).map((t) => centre + scale * t);
    const w = scattered(width, 3).map((t) => t / scale);
    const v = scattered(width, 5);
    const b = w.map((each, i) => -each * beta[i]);
    const network = shallowNetwork({ inputWeights: w, inputBiases: b, outputWeights: v, outputBias: 0.5 });
    const data = dataset(x, scattered(count, 11));
    const exact = exactLoss(network, data);
    const got = lossAndGradient(network, data);

    // On data in a range of 2·scale about any centre no hinge is above 2|w|·scale, so that |y| + |b₀| + Σ |v|·2|w|·scale
    // bounds the terms of a residual; w·x itself, which is `centre / scale` times larger, must not come in.
    const terms = 1.5 + v.reduce((sum, each, i) => sum + 2 * Math.abs(each * w[i]) * scale, 0);
    const tolerance = roundings(network, data) * terms * count;
    expect(exactError(got.loss, exact.loss)).toBeLessThanOrEqual(tolerance * terms);
    const farthest = Math.abs(centre) + scale;
    for (let i = 0; i < width; i++) {
      const error = (k: number): number => exactError(got.gradient[k], exact.gradient[k]);
      expect(error(i)).toBeLessThanOrEqual(tolerance * Math.abs(v[i]) * farthest);
      expect(error(width + i)).toBeLessThanOrEqual(tolerance * Math.abs(v[i]));
      expect(error(2 * width + i)).toBeLessThanOrEqual(tolerance * 2 * Math.abs(w[i]) * scale);
    }
  });

  it('keeps its digits on many data', () => {
    const count = 20_000;
    const data = dataset(scattered(count, 1), scattered(count, 2));
    const width = 5;
    const w = scattered(width, 3);
    const network = shallowNetwork({
      inputWeights: w,
      inputBiases: scattered(width, 9),
      outputWeights: scattered(width, 5),
    });
    // Rounding errors of a sum behave like a random walk: √N, with room for three standard deviations.
    expectExact(network, data, exactLoss(network, data), 3 * Math.sqrt(count) * Number.EPSILON);
  });
});

describe('the gradient against differences of the loss', () => {
  const step = 2 ** -12;
  const tame = networksWithData({ wild: false, minUnits: 1, maxUnits: 4, maxCount: 6 });

  it('is the slope to either side of a point without breakpoints near data', () => {
    let checked = 0;
    fc.assert(
      fc.property(tame, ({ network, data }) => {
        if (nearestTie(network, data) < 8 * step) return;
        const slope = gradient(network, data);
        const scale = exactLoss(network, data).scales.loss + 1;
        slope.forEach((entry, k) => {
          const ahead = loss(moved(network, k, step), data);
          const behind = loss(moved(network, k, -step), data);
          // Along one parameter the loss is quadratic until a breakpoint meets a datum, and the central difference
          // of a parabola is exact: what remains is the rounding of the loss.
          const noise = (16 * scale * (data.x.length + 8) * Number.EPSILON) / step;
          expect(Math.abs((ahead - behind) / (2 * step) - entry)).toBeLessThanOrEqual(noise);
          checked++;
        });
      }),
      { ...RUNS, numRuns: 600 },
    );
    expect(checked).toBeGreaterThan(200);
  });

  it('is the slope on the inactive side at a tie, as ReLU′(0) = 0 has it', () => {
    let checked = 0;
    fc.assert(
      fc.property(tame, ({ network, data }) => {
        const width = network.inputWeights.length;
        const slope = gradient(network, data);
        const scale = exactLoss(network, data).scales.loss + 1;
        // The units that are tied and can retreat from every datum they touch by lowering their bias.
        for (const unit of new Set(tiesOf(network, data, binsOf(network, data)).map((tie) => tie.unit))) {
          const retreat = 2 ** -20;
          if (nearestTie(network, data, unit) < 8 * retreat) continue;
          const here = loss(network, data);
          const behind = loss(moved(network, width + unit, -retreat), data);
          // One-sided: the curvature v²·N counts too, half a step of it.
          const v = network.outputWeights[unit];
          const curvature = (v * v * data.x.length * retreat) / 2;
          const noise = (16 * scale * (data.x.length + 8) * Number.EPSILON) / retreat;
          expect(Math.abs((here - behind) / retreat - slope[width + unit])).toBeLessThanOrEqual(
            curvature + noise,
          );
          checked++;
        }
      }),
      { ...RUNS, numRuns: 600 },
    );
    expect(checked).toBeGreaterThan(100);
  });

  /** The smallest |wx + b| that is not zero, over all units and data; zeros count unless one unit is asked for. */
  function nearestTie({ inputWeights: w, inputBiases: b }: ShallowNetwork, data: Dataset, unit = -1): number {
    let nearest = Infinity;
    for (let i = 0; i < w.length; i++) {
      if (unit >= 0 && i !== unit) continue;
      for (const x of Array.from(data.x)) {
        const z = Math.abs(w[i] * x + b[i]);
        // A step in w moves wx + b by x steps.
        if (z > 0 || unit < 0) nearest = Math.min(nearest, z / (1 + Math.abs(x)));
      }
    }
    return nearest;
  }

  /** The network with parameter k of [w…, b…, v…, b₀] moved. */
  function moved(network: ShallowNetwork, k: number, by: number): ShallowNetwork {
    const { inputWeights, inputBiases, outputWeights, outputBias } = network;
    const width = inputWeights.length;
    const all = [...inputWeights, ...inputBiases, ...outputWeights, outputBias];
    all[k] += by;
    return shallowNetwork({
      inputWeights: all.slice(0, width),
      inputBiases: all.slice(width, 2 * width),
      outputWeights: all.slice(2 * width, 3 * width),
      outputBias: all[3 * width],
    });
  }
});

describe('lossAndGradientInto', () => {
  it('does not depend on what the workspace has seen before', () => {
    const pair = fc.integer({ min: 1, max: 12 }).chain((width) => {
      const network = networksWithData({ minUnits: width, maxUnits: width });
      return fc.tuple(network, fc.array(network, { minLength: 1, maxLength: 4 }));
    });
    fc.assert(
      fc.property(pair, ([{ network, data }, others]) => {
        const width = network.inputWeights.length;
        const work = sweepWorkspace(data, width);
        const out = new Float64Array(3 * width + 1);
        for (const other of others) lossAndGradientInto(out, other.network, work);
        const value = lossAndGradientInto(out, network, work);
        expect({ loss: value, gradient: out }).toEqual(lossAndGradient(network, data));
        expect(work.bins).toEqual(binsOf(network, data));
      }),
      RUNS,
    );
  });

  it('agrees with residuals, loss and gradient to the last bit', () => {
    fc.assert(
      fc.property(networksWithData(), ({ network, data }) => {
        const work = sweepWorkspace(data, network.inputWeights.length);
        const out = new Float64Array(3 * network.inputWeights.length + 1);
        expect(lossAndGradientInto(out, network, work)).toBe(loss(network, data));
        expect(out).toEqual(gradient(network, data));
        expect(Array.from(work.atData)).toEqual(Array.from(residuals(network, data)));
      }),
      RUNS,
    );
  });

  it('says NaN for a network that has diverged, and recovers', () => {
    const data = dataset([0, 1, 2], [1, 2, 3]);
    const healthy = { inputWeights: Float64Array.of(1, -1), inputBiases: Float64Array.of(0, 1) };
    const rest = { outputWeights: Float64Array.of(1, 1), outputBias: 0 };
    const work = sweepWorkspace(data, 2);
    const out = new Float64Array(7);
    for (const bad of [NaN, Infinity, -Infinity]) {
      const network = { ...healthy, ...rest, inputBiases: Float64Array.of(bad, 1) };
      const value = lossAndGradientInto(out, network, work);
      // A bias of −Infinity is a dead unit, and a finite loss.
      expect(Number.isFinite(value)).toBe(bad === -Infinity);
      expect(lossAndGradientInto(out, { ...healthy, ...rest }, work)).toBe(
        loss({ ...healthy, ...rest }, data),
      );
    }
  });

  it('gives a unit that sees nothing no gradient, however large its weight', () => {
    const data = dataset([1, 2], [3, 4]);
    const network = shallowNetwork({
      inputWeights: [1e300, -1e300, 0],
      inputBiases: [-1e308, 0, -1],
      outputWeights: [2, 2, 2],
    });
    expect(lossAndGradient(network, data)).toEqual({
      loss: 12.5,
      gradient: Float64Array.of(-0, -0, -0, -0, -0, -0, -0, -0, -0, -7),
    });
  });

  it('takes a network without units', () => {
    const network = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [], outputBias: 1 });
    expect(lossAndGradient(network, dataset([5, 6], [2, 4]))).toEqual({
      loss: 5,
      gradient: Float64Array.of(-4),
    });
  });
});
