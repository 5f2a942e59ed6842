import { describe, expect, it } from 'vitest';
import {
  evaluateMultivariate,
  fromBreakplanes,
  multivariateDataset,
  multivariateHessian,
  multivariateLoss,
  multivariateLossAndGradient,
  multivariateNetwork,
  multivariateResiduals,
  toBreakplanes,
} from 'relu-splines/multivariate';
import { singularValues, symmetricEigenvalues } from '../../src/numeric/linear-algebra.js';
import { expectWithin, referenceCases } from '../reference/load.js';

interface Input {
  readonly net: {
    readonly w: number[][];
    readonly b: number[];
    readonly v: number[];
    readonly b0: number;
  };
  readonly x: number[][];
  readonly y: number[];
}
interface Expected {
  readonly bdso: {
    readonly b0: number;
    readonly unit: number[];
    readonly eta: number[];
    readonly xi: number[][];
    readonly gamma: number[];
  };
  readonly f: number[];
  readonly loss: number;
  readonly gradient: number[];
  readonly hessian_upper: number[];
  readonly eigenvalues: number[];
  readonly rank_jacobian: number;
}

describe('networks of many inputs against automatic differentiation (multivariate.json)', () => {
  for (const { name, input, expected, tolerance } of referenceCases<Input, Expected>('multivariate')) {
    const { w, b, v, b0 } = input.net;
    const network = multivariateNetwork({
      inputWeights: w,
      inputBiases: b,
      outputWeights: v,
      outputBias: b0,
    });
    const data = multivariateDataset(input.x, input.y);

    it(`${name}: breakplanes and values`, () => {
      const planes = toBreakplanes(network);
      const { bdso } = expected;
      expectWithin(planes.slopeJumps, bdso.eta, tolerance.bdso, 'slope jumps');
      expectWithin(planes.normals, bdso.xi.flat(), tolerance.bdso, 'normals');
      expectWithin(planes.offsets, bdso.gamma, tolerance.bdso, 'offsets');
      expectWithin(planes.outputBias, bdso.b0, tolerance.bdso, 'output bias');
      expect(Array.from(planes.units)).toEqual(bdso.unit);
      expect([...planes.units, ...planes.foldedUnits].sort()).toEqual(b.map((_, i) => i).sort());
      for (const form of [network, planes, fromBreakplanes(planes)]) {
        expectWithin(evaluateMultivariate(form, input.x), expected.f, tolerance.f, 'f');
      }
      // One subtraction more than the reference allows for.
      const slack = { ...tolerance.f, abs: (tolerance.f.abs as number) * 2 };
      const f = multivariateResiduals(network, data).map((epsilon, n) => input.y[n] - epsilon);
      expectWithin(f, expected.f, slack, 'f from residuals');
    });

    it(`${name}: loss and gradient`, () => {
      const { loss, gradient } = multivariateLossAndGradient(network, data);
      expectWithin(loss, expected.loss, tolerance.loss, 'loss');
      expectWithin(multivariateLoss(network, data), expected.loss, tolerance.loss, 'loss alone');
      expectWithin(gradient, expected.gradient, tolerance.gradient, 'gradient');
    });

    it(`${name}: Hessian, its spectrum and the rank of its Gram part`, () => {
      const { matrix, size, ties } = multivariateHessian(network, data);
      const upper = Array.from({ length: size }, (_, p) =>
        Array.from(matrix.subarray(p * size + p, (p + 1) * size)),
      ).flat();
      expectWithin(upper, expected.hessian_upper, tolerance.hessian_upper, 'Hessian');
      const eigenvalues = symmetricEigenvalues(matrix, size);
      const sorted = [...expected.eigenvalues].sort((p, q) => p - q);
      expectWithin(eigenvalues, sorted, tolerance.eigenvalues, 'eigenvalues');
      expect(ties).toEqual([]);
      const gram = multivariateHessian(network, data, { part: 'gram' }).matrix;
      const values = singularValues(gram, size, size);
      // Squares of the singular values of J: what is zero comes out below size·EPSILON of the largest.
      const rank = values.filter((value) => value > 4 * size * Number.EPSILON * values[0]).length;
      expect(rank).toBe(expected.rank_jacobian);
    });
  }
});
