import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, gradient, loss, shallowNetwork } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { dataMoments, pieceMomentsInto } from '../../src/loss/data-moments.js';
import { gradientByMoments, lossAndGradientByMomentsInto, momentWorkspace } from '../../src/loss/moments.js';
import { networksWithData, datasets } from '../arbitraries/datasets.js';
import { RUNS } from '../arbitraries/numbers.js';
import { Dyadic, exactError } from '../exact/dyadic.js';
import { exactLoss } from '../exact/loss.js';

function byMoments(network: ShallowNetwork, data: Dataset): { loss: number; gradient: Float64Array } {
  const width = network.inputWeights.length;
  const gradient = new Float64Array(3 * width + 1);
  const work = momentWorkspace(dataMoments(data), width);
  return { loss: lossAndGradientByMomentsInto(gradient, network, work), gradient };
}

describe('the gradient by moments', () => {
  it('is right against exact arithmetic on hostile input', () => {
    fc.assert(
      fc.property(networksWithData({ maxCount: 20, maxUnits: 20 }), ({ network, data }) => {
        const exact = exactLoss(network, data);
        const got = byMoments(network, data);
        const { inputWeights: w, outputWeights: v } = network;
        const width = w.length;
        // Sums over pieces know only the piece as a whole, so that the largest |x| and the largest terms of a residual
        // set the scale of all. Some N + H terms with a few roundings each.
        const roundings = (width + data.x.length + 10) * 4 * Number.EPSILON;
        const all = exact.scales.residuals.reduce((sum, each) => sum + each, 0);
        const largest = Math.max(Math.abs(data.x[0]), Math.abs(data.x[data.x.length - 1]));
        expect(exactError(got.loss, exact.loss)).toBeLessThanOrEqual(roundings * all * all);
        got.gradient.forEach((entry, k) => {
          const i = k % width;
          const reach = k === 3 * width ? 1 : Math.abs(k < 2 * width ? v[i] : w[i]);
          const moment = k < width || (k >= 2 * width && k < 3 * width) ? 2 * largest : 1;
          const bound = roundings * all * reach * moment + roundings * exact.scales.gradient[k];
          expect(exactError(entry, exact.gradient[k]), `gradient[${k}]`).toBeLessThanOrEqual(bound);
        });
      }),
      RUNS,
    );
  });

  it('has zeros where the direct one has: dead units, v = 0, nothing seen', () => {
    fc.assert(
      fc.property(networksWithData(), ({ network, data }) => {
        const width = network.inputWeights.length;
        const direct = gradient(network, data);
        const { gradient: got } = byMoments(network, data);
        for (let i = 0; i < width; i++) {
          const dead = data.x.every((x) => !(network.inputWeights[i] * x + network.inputBiases[i] > 0));
          if (dead) expect([got[i], got[width + i], got[2 * width + i]].map(Math.abs)).toEqual([0, 0, 0]);
          if (network.outputWeights[i] === 0) expect(got[i] === 0 && direct[i] === 0).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('does not depend on what the workspace has seen before', () => {
    // Few units and many, so that the order is repaired and made from scratch.
    const runs = fc.constantFrom(1, 3, 40).chain((width) => {
      const pair = networksWithData({ minUnits: width, maxUnits: width, maxCount: 30 });
      return fc.tuple(pair, fc.array(pair, { minLength: 1, maxLength: 4 }));
    });
    fc.assert(
      fc.property(runs, ([{ network, data }, others]) => {
        const moments = dataMoments(data);
        const work = momentWorkspace(moments, network.inputWeights.length);
        const out = new Float64Array(3 * network.inputWeights.length + 1);
        for (const other of others) lossAndGradientByMomentsInto(out, other.network, work);
        const value = lossAndGradientByMomentsInto(out, network, work);
        expect({ loss: value, gradient: out }).toEqual(byMoments(network, data));
        expect(gradientByMoments(network, moments)).toEqual(out);
      }),
      RUNS,
    );
  });

  it.each([
    { where: '[0, 1]', at: (t: number) => t },
    { where: '1e6 + [0, 1]', at: (t: number) => 1e6 + t },
    { where: '1 + 1e−6·[0, 1]', at: (t: number) => 1 + 1e-6 * t },
  ])('keeps 14 digits of the norm on many data, x in $where', ({ at }) => {
    const count = 20_000;
    const spread = at(1) - at(0);
    const x = Float64Array.from({ length: count }, (_, n) => at(((n + 1) / Math.PI) % 1));
    const y = x.map((each, n) => Math.sin((5 * (each - at(0))) / spread) + (((n * 7) / Math.PI) % 1));
    const w = Float64Array.of(1, -2, 3, -1, 2).map((each) => each / spread);
    const beta = Float64Array.of(0.1, 0.5, 0.50001, 0.9, 0.7).map(at);
    const network = shallowNetwork({
      inputWeights: w,
      inputBiases: w.map((each, i) => -each * beta[i]),
      outputWeights: [0.5, -1, 0.3, 0.7, 0.2],
    });
    const data = dataset(x, y);
    const exact = exactLoss(network, data);
    const got = byMoments(network, data).gradient;
    // Blocks of [w…, b…, v…, b₀] have units of their own; each is held to its own norm. Nothing grows with N.
    for (const [from, to] of [
      [0, 5],
      [5, 10],
      [10, 15],
      [15, 16],
    ]) {
      const norm = Math.max(...exact.gradient.slice(from, to).map((each) => Math.abs(each.toNumber())));
      for (let k = from; k < to; k++) {
        expect(exactError(got[k], exact.gradient[k]) / norm).toBeLessThanOrEqual(1e-14);
      }
    }
  });

  it('says NaN for a network that has diverged', () => {
    const moments = dataMoments(dataset([0, 1, 2], [1, 2, 3]));
    const rest = { outputWeights: Float64Array.of(1), outputBias: 0 };
    const network = { inputWeights: Float64Array.of(NaN), inputBiases: Float64Array.of(0), ...rest };
    const out = new Float64Array(4);
    expect(lossAndGradientByMomentsInto(out, network, momentWorkspace(moments, 1))).toBeNaN();
    expect(out[0]).toBeNaN();
  });

  it('takes a network without units', () => {
    const network = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [], outputBias: 1 });
    expect(byMoments(network, dataset([5, 6], [2, 4]))).toEqual({ loss: 5, gradient: Float64Array.of(-4) });
  });
});

describe('the loss by moments', () => {
  it('has an error of EPSILON·Σ y², which a good fit does not survive: `loss` is for that', () => {
    const x = Float64Array.from({ length: 1000 }, (_, n) => n / 1000);
    const network = shallowNetwork({ inputWeights: [1], inputBiases: [-0.3], outputWeights: [2] });
    for (const noise of [1e-2, 1e-6, 1e-9]) {
      const y = x.map((each, n) => 2 * Math.max(each - 0.3, 0) + noise * Math.cos(n * n));
      const data = dataset(x, y);
      const exact = exactLoss(network, data).loss;
      const squares = y.reduce((sum, each) => sum + each * each, 0);
      const error = exactError(byMoments(network, data).loss, exact);
      expect(error).toBeLessThanOrEqual(8 * Number.EPSILON * squares);
      expect(exactError(loss(network, data), exact) / exact.toNumber()).toBeLessThanOrEqual(
        (100 * Number.EPSILON) / noise,
      );
    }
  });
});

describe('the moments of a piece', () => {
  it('are those of its data, whatever lies around it', () => {
    const input = datasets({ maxCount: 12 }).chain((data) =>
      fc
        .tuple(fc.nat({ max: data.x.length - 1 }), fc.nat({ max: data.x.length - 1 }))
        .map(([a, b]) => ({ data, start: Math.min(a, b), end: Math.max(a, b) + 1 })),
    );
    fc.assert(
      fc.property(input, ({ data, start, end }) => {
        const out = new Float64Array(5);
        pieceMomentsInto(out, dataMoments(data), start, end);
        const range = Array.from({ length: end - start }, (_, k) => start + k);
        const add = (terms: readonly Dyadic[]): Dyadic =>
          terms.reduce((sum, term) => sum.plus(term), Dyadic.zero);
        // About the mean as it was rounded, so that everything is dyadic.
        const mean = Dyadic.of(data.x[start]).plus(Dyadic.of(out[0]));
        const dx = range.map((n) => Dyadic.of(data.x[n]).minus(mean));
        const y = range.map((n) => Dyadic.of(data.y[n]));
        const width = data.x[end - 1] - data.x[start];
        const ySize = range.reduce((sum, n) => sum + Math.abs(data.y[n]), 0);
        const n = range.length;
        // Double-double prefix sums are right to EPSILON² of everything before the piece; that shows only next to
        // numbers 1e9 times larger squared.
        const xAll = data.x.reduce((sum, each) => sum + each * each, 0);
        const yAll = data.y.reduce((sum, each) => sum + each * each, 0);
        const tiny = 64 * Number.EPSILON ** 2 * data.x.length;
        const eps = 8 * n * Number.EPSILON;
        expect(Math.abs(add(dx).toNumber())).toBeLessThanOrEqual(eps * width + tiny * Math.sqrt(xAll));
        expect(exactError(out[1], add(dx.map((d) => d.times(d))))).toBeLessThanOrEqual(
          eps * width * width + tiny * xAll,
        );
        expect(exactError(out[2], add(y))).toBeLessThanOrEqual(eps * ySize + tiny * Math.sqrt(yAll));
        expect(exactError(out[3], add(dx.map((d, k) => d.times(y[k]))))).toBeLessThanOrEqual(
          eps * width * ySize + tiny * Math.sqrt(xAll * yAll),
        );
        const total = add(y);
        const squares = Dyadic.of(n).times(add(y.map((each) => each.times(each))));
        expect(exactError(n * out[4], squares.minus(total.times(total)))).toBeLessThanOrEqual(
          eps * n * ySize * ySize + tiny * n * yAll,
        );
      }),
      RUNS,
    );
  });
});
