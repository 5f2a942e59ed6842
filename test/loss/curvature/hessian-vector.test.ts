import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dataset,
  gradient,
  hessian,
  hessianVectorProduct,
  hessianVectorProductInto,
  hessianVectorWorkspace,
  moveHessianVectorWorkspace,
  residuals,
  shallowNetwork,
} from 'relu-splines';
import type { HessianPart } from 'relu-splines';
import { networksWithData } from '../../arbitraries/datasets.js';
import { RUNS, tameNumbers } from '../../arbitraries/numbers.js';
import { naiveHessian } from './naive-hessian.js';

const PARTS: readonly HessianPart[] = ['full', 'gram', 'curvature'];

const small = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });

describe('hessianVectorProduct', () => {
  it('is the product with the matrix, part by part', () => {
    fc.assert(
      fc.property(networksWithData(), fc.infiniteStream(tameNumbers()), ({ network, data }, numbers) => {
        const size = 3 * network.inputWeights.length + 1;
        const direction = Array.from({ length: size }, () => numbers.next().value as number);
        const { absolute, terms } = naiveHessian(network, data);
        const reach = direction.reduce((sum, entry, k) => sum + Math.abs(entry) * absolute[k], 0);
        const most = Math.max(...direction.map(Math.abs));
        const rounding = 16 * (data.x.length + size) * Number.EPSILON;
        for (const part of PARTS) {
          const { matrix } = hessian(network, data, { part });
          const product = hessianVectorProduct(network, data, direction, { part });
          for (let j = 0; j < size; j++) {
            const row = matrix.subarray(j * size, (j + 1) * size);
            const expected = row.reduce((sum, entry, k) => sum + entry * direction[k], 0);
            expect(Math.abs(product[j] - expected)).toBeLessThanOrEqual(
              rounding * (absolute[j] * reach + 2 * terms * most),
            );
          }
        }
      }),
      RUNS,
    );
  });

  it('takes the scaling tangent to the signed gradient, at any point (theory 7, erratum 24)', () => {
    fc.assert(
      fc.property(networksWithData({ minUnits: 1 }), fc.nat(), ({ network, data }, pick) => {
        const width = network.inputWeights.length;
        fc.pre(width > 0);
        const i = pick % width;
        const g = gradient(network, data);
        const tangent = new Float64Array(3 * width + 1);
        tangent[i] = network.inputWeights[i];
        tangent[width + i] = network.inputBiases[i];
        tangent[2 * width + i] = -network.outputWeights[i];
        const expected = new Float64Array(3 * width + 1);
        expected[i] = -g[i];
        expected[width + i] = -g[width + i];
        expected[2 * width + i] = g[2 * width + i];
        // J·t = 0 only up to rounding of v(wx + b), which Jᵀ then spreads over all parameters.
        const { absolute, terms } = naiveHessian(network, data);
        const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
        const own = Math.abs(v[i]) * absolute[2 * width + i];
        const sums = (Math.abs(w[i]) + Math.abs(b[i]) + Math.abs(v[i])) * terms;
        const rounding = 16 * (data.x.length + width + 4) * Number.EPSILON;
        hessianVectorProduct(network, data, tangent).forEach((value, k) => {
          expect(Math.abs(value - expected[k])).toBeLessThanOrEqual(rounding * (own * absolute[k] + sums));
        });
      }),
      RUNS,
    );
  });

  it('moves with its workspace, bit for bit', () => {
    const data = dataset([-1, 0.5, 3], [5, 1, 2]);
    const work = hessianVectorWorkspace(small, data);
    const out = new Float64Array(4);
    const direction = Float64Array.of(1, -2, 3, 0.5);
    const other = shallowNetwork({ inputWeights: [-1], inputBiases: [1], outputWeights: [3] });
    for (const network of [small, other, small]) {
      moveHessianVectorWorkspace(work, network);
      for (const part of PARTS) {
        hessianVectorProductInto(out, direction, network, work, part);
        expect(out).toEqual(hessianVectorProduct(network, data, direction, { part }));
      }
    }
  });

  it('refuses directions of the wrong length and kind, and parts that are none', () => {
    const data = dataset([1], [1]);
    expect(() => hessianVectorProduct(small, data, [1, 2])).toThrow(
      'hessianVectorProduct: direction must have the length of the parameters, 4, got 2',
    );
    const options = { part: 'half' } as unknown as { part: HessianPart };
    expect(() => hessianVectorProduct(small, data, [1, 0, 0, 0], options)).toThrow(
      new RangeError('hessianVectorProduct: part must be "full", "gram" or "curvature", got "half"'),
    );
    expect(() => hessianVectorProduct(small, data, [1, 2, NaN, 4])).toThrow(
      new RangeError('hessianVectorProduct: direction[2] must be finite, got NaN'),
    );
  });

  it('has −C of the residuals that the network leaves', () => {
    const data = dataset([1, 2], [7, 1]);
    const [first, second] = residuals(small, data);
    expect(Array.from(hessianVectorProduct(small, data, [1, 0, 0, 0], { part: 'curvature' }))).toEqual([
      0,
      0,
      -(first * 1 + second * 2),
      0,
    ]);
  });
});
