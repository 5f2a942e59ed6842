import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, gradient, loss, lossAndGradient, residuals, shallowNetwork } from 'relu-splines';
import {
  deepGradient,
  deepLoss,
  deepLossAndGradient,
  deepLossAndGradientInto,
  deepResiduals,
  deepWorkspace,
  evaluateDeep,
  flattenDeep,
  toDeepNetwork,
  toShallowNetwork,
} from 'relu-splines/deep';
import { networksWithData } from '../arbitraries/datasets.js';
import { RUNS } from '../arbitraries/numbers.js';
import { expectPure } from '../laws/purity.js';
import { deepNetworkOf } from '../../src/deep/parameters.js';
import { grid, naiveForward, naturalScale, networkFrom, randomNetwork, roundings } from './deep.help.js';

const { EPSILON } = Number;

const SHAPES: number[][] = [[1], [5], [4, 3], [8, 8, 8], [1, 6, 2, 5, 1]];

describe.each(SHAPES.map((widths) => [widths]))('networks of widths %j', (widths) => {
  const network = randomNetwork(widths, 3);
  // Five data more than a block of the forward pass.
  const x = grid(-3, 3, 261);
  const data = dataset(x, x.map(Math.sin));

  it('are what the plain forward pass says, at any number of points', () => {
    const [forward, scale] = [naiveForward(network), naturalScale(network)];
    const values = evaluateDeep(network, x);
    x.forEach((here, n) => {
      const bound = 2 * roundings(network) * EPSILON * scale(here);
      expect(Math.abs(values[n] - forward(here))).toBeLessThanOrEqual(bound);
      expect(evaluateDeep(network, here)).toBe(values[n]);
    });
    expect(evaluateDeep(network, [])).toEqual(new Float64Array(0));
  });

  it('have the residuals and the loss of their values', () => {
    const values = evaluateDeep(network, data.x);
    expect(deepResiduals(network, data)).toEqual(data.y.map((y, n) => y - values[n]));
    const squares = values.reduce((sum, value, n) => sum + (data.y[n] - value) ** 2, 0);
    expect(deepLoss(network, data)).toBe(squares / 2);
  });

  it('have the gradient of central differences', () => {
    const values = flattenDeep(network);
    const g = deepGradient(network, data);
    const largest = Math.max(...Array.from(g, Math.abs));
    const h = 1e-6;
    const crossings = values.map((value, k) => {
      const at = (shifted: number): number => {
        const moved = Float64Array.from(values);
        moved[k] = shifted;
        return deepLoss(deepNetworkOf(moved, network), data);
      };
      return (at(value + h) - at(value - h)) / (2 * h) - g[k];
    });
    // The loss has kinks of second order where a unit's breakpoint passes a datum: an error of the order of h times
    // curvature; the rest is rounding of the loss over h.
    const bound = 1e-5 * largest + (10 * EPSILON * deepLoss(network, data)) / h;
    crossings.forEach((error) => {
      expect(Math.abs(error)).toBeLessThanOrEqual(bound);
    });
  });
});

describe('with one hidden layer', () => {
  it('loss, residuals and gradient are those of the shallow network, to rounding', () => {
    fc.assert(
      fc.property(networksWithData({ minUnits: 1, wild: false }), ({ network, data }) => {
        const deep = toDeepNetwork(network);
        const { inputWeights: w, inputBiases: b, outputWeights: v, outputBias } = network;
        // Sums of N + H terms of absolute values, on either side.
        let size = Math.abs(outputBias);
        let hinge = 1;
        const reach = Math.max(1, ...Array.from(data.x, Math.abs));
        w.forEach((_, i) => {
          const most = Math.abs(w[i]) * reach + Math.abs(b[i]);
          size += Math.abs(v[i]) * most;
          hinge = Math.max(hinge, most, Math.abs(v[i]) * reach);
        });
        size += Math.max(...Array.from(data.y, Math.abs));
        // A tie that rounds the other way takes a datum in or out: not to be compared.
        const isTied = Array.from(data.x).some((x) =>
          w.some(
            (_, i) =>
              Math.abs(w[i] * x + b[i]) <= 8 * EPSILON * (Math.abs(w[i] * x) + Math.abs(b[i])) && b[i] !== 0,
          ),
        );
        const terms = 8 * (data.x.length + w.length + 4) * EPSILON;
        const [mine, its] = [deepLossAndGradient(deep, data), lossAndGradient(network, data)];
        deepResiduals(deep, data).forEach((epsilon, n) => {
          expect(Math.abs(epsilon - residuals(network, data)[n])).toBeLessThanOrEqual(terms * size);
        });
        expect(Math.abs(mine.loss - its.loss)).toBeLessThanOrEqual(terms * size * size * data.x.length);
        if (isTied) return;
        mine.gradient.forEach((entry, k) => {
          expect(Math.abs(entry - its.gradient[k])).toBeLessThanOrEqual(terms * size * hinge * data.x.length);
        });
      }),
      RUNS,
    );
  });

  it('counts a unit as inactive at its own breakpoint, as the shallow kernels do', () => {
    const network = shallowNetwork({ inputWeights: [1, -2], inputBiases: [-1, 2], outputWeights: [3, 5] });
    const data = dataset([1, 1, 2], [1, 2, 5]);
    // Sums of small integers, exact on either side but for the sign of zero.
    const wanted = gradient(network, data).map((entry) => entry + 0);
    expect(deepGradient(toDeepNetwork(network), data).map((entry) => entry + 0)).toEqual(wanted);
    expect(wanted).toEqual(Float64Array.of(-12, 0, -6, 0, -2, 0, -5));
    expect(deepLoss(toDeepNetwork(network), data)).toBe(loss(network, data));
  });

  it('goes to the deep form and back', () => {
    const network = shallowNetwork({ inputWeights: [1, -2], inputBiases: [-1, 2], outputWeights: [3, 5], outputBias: 7 }); // prettier-ignore
    expect(toShallowNetwork(toDeepNetwork(network))).toEqual(network);
    expect(flattenDeep(toDeepNetwork(network))).toEqual(Float64Array.of(1, -2, -1, 2, 3, 5, 7));
  });
});

it('the kernel takes one network after the other and leaves the residuals', () => {
  const [a, b] = [randomNetwork([4, 4], 1), randomNetwork([4, 4], 2)];
  const data = dataset([3, -1, 0.5], [1, 2, 3]);
  const work = deepWorkspace(a, data);
  const out = new Float64Array(flattenDeep(a).length);
  for (const network of [a, b, a]) {
    expect(deepLossAndGradientInto(out, network, work)).toBe(deepLoss(network, data));
    expect(out).toEqual(deepGradient(network, data));
    expect(work.memory.slice(work.residuals, work.residuals + 3)).toEqual(deepResiduals(network, data));
  }
});

it('numbers that overflow give no number as loss', () => {
  const network = networkFrom([[[1e300]], [[1e300]], [[1]]], [[0], [0], [0]]);
  expect(evaluateDeep(network, 1)).toBe(Infinity);
  expect(deepLoss(network, dataset([1], [0]))).toBe(Infinity);
  const cancelling = networkFrom([[[1e300], [1e300]], [[1e300, -1e300]], [[1]]], [[0, 0], [0], [0]]);
  expect(evaluateDeep(cancelling, 1)).toBeNaN();
});

it('leaves its inputs alone', () => {
  const network = randomNetwork([3, 2], 1);
  const data = dataset([1, 2], [3, 4]);
  expectPure(deepLossAndGradient, network, data);
  expectPure(deepResiduals, network, data);
  expectPure(toShallowNetwork, randomNetwork([3], 1));
});
