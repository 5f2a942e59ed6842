import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, gradient, hessian, hessianInto, hessianWorkspace, shallowNetwork } from 'relu-splines';
import type { HessianPart } from 'relu-splines';
import { networksWithData } from '../../arbitraries/datasets.js';
import { RUNS } from '../../arbitraries/numbers.js';
import { exactHessian, toDouble } from '../../exact/hessian.js';
import { naiveHessian } from './naive-hessian.js';

const PARTS: readonly HessianPart[] = ['full', 'gram', 'curvature'];

const small = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });

describe('hessian', () => {
  it('is JᵀJ − C by definition, exactly symmetric, and the sum of its parts (theory 2.3)', () => {
    fc.assert(
      fc.property(networksWithData(), ({ network, data }) => {
        const { jacobian, t, s, absolute, terms } = naiveHessian(network, data);
        const width = network.inputWeights.length;
        const [full, gram, curvature] = PARTS.map((part) => hessian(network, data, { part }));
        const { size } = full;
        expect(size).toBe(3 * width + 1);
        // Every one of N data and H units may add its rounding.
        const rounding = 8 * (data.x.length + width + 4) * Number.EPSILON;
        let worst = 0;
        let symmetric = true;
        let sum = true;
        for (let j = 0; j < size; j++) {
          for (let k = 0; k < size; k++) {
            const at = j * size + k;
            let product = 0;
            for (const row of jacobian) product += row[j] * row[k];
            const error = Math.abs(gram.matrix[at] - product);
            if (error > 0) worst = Math.max(worst, error / (absolute[j] * absolute[k]));
            symmetric &&= full.matrix[at] === full.matrix[k * size + j];
            sum &&= full.matrix[at] === gram.matrix[at] + curvature.matrix[at];
          }
        }
        expect(worst).toBeLessThanOrEqual(rounding);
        expect(symmetric).toBe(true);
        expect(sum).toBe(true);
        const off = curvature.matrix.slice();
        for (let i = 0; i < width; i++) {
          const entries = [
            [i, t[i]],
            [width + i, s[i]],
          ];
          for (const [row, sum] of entries) {
            const v = 2 * width + i;
            expect(Math.abs(curvature.matrix[row * size + v] + sum)).toBeLessThanOrEqual(rounding * terms);
            off[row * size + v] = off[v * size + row] = 0;
          }
        }
        expect(off.every((entry) => entry === 0)).toBe(true);
      }),
      { ...RUNS, numRuns: 150 },
    );
  });

  it('agrees with exact arithmetic, each Gram entry to a few EPSILON of the lengths of its columns', () => {
    fc.assert(
      fc.property(networksWithData({ maxUnits: 4 }), ({ network, data }) => {
        const { gram, bits } = exactHessian(network, data);
        const { matrix, size } = hessian(network, data, { part: 'gram' });
        const count = data.x.length;
        const spread = data.x[count - 1] - data.x[0];
        const width = network.inputWeights.length;
        const lengths = gram.map((row, k) => Math.sqrt(toDouble(row[k], bits)));
        // A hinge that nearly vanishes on the data it sees is right to EPSILON of what it is elsewhere.
        network.inputWeights.forEach((w, i) => {
          if (lengths[2 * width + i] > 0) lengths[2 * width + i] += Math.sqrt(count) * Math.abs(w) * spread;
        });
        let worst = 0;
        for (let j = 0; j < size; j++) {
          for (let k = 0; k < size; k++) {
            const error = Math.abs(matrix[j * size + k] - toDouble(gram[j][k], bits));
            if (error > 0) worst = Math.max(worst, error / (lengths[j] * lengths[k]));
          }
        }
        // Two factors, each of a product with up to 4.5 spreads and three sums, in a sum of three products.
        expect(worst).toBeLessThan(32 * Number.EPSILON);
      }),
      RUNS,
    );
  });

  it('keeps its digits for data far from the origin, where a plain loop over the data does not', () => {
    // x = 1e6 + k/1000: hinges of size 1e-3 … 1 from terms of size 1e6.
    const x = Array.from({ length: 40 }, (_, n) => 1e6 + (n * n) / 1024);
    const network = shallowNetwork({
      inputWeights: [1, -1.5, 0.7],
      inputBiases: [-1e6 - 0.31, 1.5e6 + 1.1, -0.7 * 1e6 - 0.2],
      outputWeights: [1, 0.5, -2],
    });
    const data = dataset(
      x,
      x.map((at) => Math.sin(at)),
    );
    const { gram, bits } = exactHessian(network, data);
    const { matrix, size } = hessian(network, data, { part: 'gram' });
    const { jacobian } = naiveHessian(network, data);
    let worst = 0;
    let worstNaive = 0;
    for (let j = 0; j < size; j++) {
      for (let k = 0; k < size; k++) {
        const exact = toDouble(gram[j][k], bits);
        const scale = Math.sqrt(toDouble(gram[j][j], bits) * toDouble(gram[k][k], bits));
        const plain = jacobian.reduce((sum, row) => sum + row[j] * row[k], 0);
        worst = Math.max(worst, Math.abs(matrix[j * size + k] - exact) / scale);
        worstNaive = Math.max(worstNaive, Math.abs(plain - exact) / scale);
      }
    }
    // A few roundings a factor.
    expect(worst).toBeLessThan(20 * Number.EPSILON);
    expect(worstNaive).toBeGreaterThan(1e-12);
  });

  it('is the derivative of the gradient off the knots', () => {
    // Activity does not change within the step: |wx + b| is at least 0.05 at every datum, the step 1e-5.
    const network = shallowNetwork({
      inputWeights: [1, -0.8, 0.5, 1.2],
      inputBiases: [0.13, 0.42, -0.2, -0.9],
      outputWeights: [0.7, -1.1, 0, 0.4],
      outputBias: 0.3,
    });
    const x = [-2, -1.4, -0.5, 0.1, 0.9, 1.6, 2.2];
    const data = dataset(x, [1, -1, 0.5, 2, -0.3, 0.8, -1.2]);
    for (const at of x) {
      network.inputWeights.forEach((w, i) => {
        expect(Math.abs(w * at + network.inputBiases[i])).toBeGreaterThan(0.05);
      });
    }
    const { matrix, size } = hessian(network, data);
    const theta = [
      ...network.inputWeights,
      ...network.inputBiases,
      ...network.outputWeights,
      network.outputBias,
    ];
    const gradientAt = (values: number[]): Float64Array =>
      gradient(
        shallowNetwork({
          inputWeights: values.slice(0, 4),
          inputBiases: values.slice(4, 8),
          outputWeights: values.slice(8, 12),
          outputBias: values[12],
        }),
        data,
      );
    const step = 1e-5;
    for (let k = 0; k < size; k++) {
      const plus = gradientAt(theta.map((value, j) => (j === k ? value + step : value)));
      const minus = gradientAt(theta.map((value, j) => (j === k ? value - step : value)));
      for (let j = 0; j < size; j++) {
        const slope = (plus[j] - minus[j]) / (2 * step);
        // Third derivatives of a few tens times step², and rounding of a gradient of a few tens over the step.
        expect(Math.abs(slope - matrix[j * size + k])).toBeLessThan(1e-8);
      }
    }
  });

  it('is the strict-activity matrix at a tie, and says so', () => {
    const network = shallowNetwork({ inputWeights: [1, 1], inputBiases: [-1, -0.5], outputWeights: [1, 1] });
    const { matrix, ties } = hessian(network, dataset([1, 1, 2], [0, 1, 0]));
    expect(ties).toEqual([{ unit: 0, group: 0 }]);
    const without = hessian(network, dataset([2], [0]));
    // What unit 0 sees is x = 2 alone.
    for (const k of [0, 2, 4]) expect(matrix[k * 7 + k]).toBe(without.matrix[k * 7 + k]);
  });

  it('is a single N for a network without units', () => {
    const none = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [] });
    expect(Array.from(hessian(none, dataset([1, 2], [0, 0])).matrix)).toEqual([2]);
  });

  it('leaves nothing of an earlier matrix or network in its workspace', () => {
    const data = dataset([-1, 0.5, 3], [5, 1, 2]);
    const work = hessianWorkspace(data, 1);
    const out = new Float64Array(16).fill(NaN);
    const other = shallowNetwork({ inputWeights: [-1], inputBiases: [-4], outputWeights: [3] });
    for (const network of [small, other, small]) {
      for (const part of PARTS) {
        hessianInto(out, network, work, part);
        expect(out).toEqual(hessian(network, data, { part }).matrix);
      }
    }
  });

  it('refuses parts that are none', () => {
    const data = dataset([1], [1]);
    const options = { part: 'half' } as unknown as { part: HessianPart };
    expect(() => hessian(small, data, options)).toThrow(
      new RangeError('hessian: part must be "full", "gram" or "curvature", got "half"'),
    );
  });
});
