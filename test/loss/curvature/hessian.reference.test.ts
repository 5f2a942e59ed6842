import { describe, expect, it } from 'vitest';
import { dataset, extremeEigenvalues, hessian, hessianSpectrum, hessianVectorProduct } from 'relu-splines';
import type { HessianMatrix } from 'relu-splines';
import { expectWithin, networkOf, referenceCases } from '../../reference/load.js';
import type { ReferenceNetwork } from '../../reference/load.js';

interface Input {
  readonly net: ReferenceNetwork;
  readonly x: number[];
  readonly y: number[];
}
interface Expected {
  readonly hessian?: number[][];
  readonly gram?: number[][];
  readonly residual?: number[][];
  readonly hessian_upper?: number[];
  readonly residual_wv: number[];
  readonly residual_bv: number[];
  readonly eigenvalues: number[];
  readonly hessian_times_scaling_tangent_of_unit_0: number[];
}

const rowsOf = ({ matrix, size }: HessianMatrix): Float64Array[] =>
  Array.from({ length: size }, (_, k) => matrix.subarray(k * size, (k + 1) * size));

describe('Hessian against exact rational arithmetic (derivatives.json)', () => {
  for (const { name, input, expected, tolerance } of referenceCases<Input, Expected>('derivatives')) {
    it(name, () => {
      const network = networkOf(input.net);
      const data = dataset(input.x, input.y);
      const width = network.inputWeights.length;
      const full = rowsOf(hessian(network, data));
      const gram = rowsOf(hessian(network, data, { part: 'gram' }));
      const curvature = rowsOf(hessian(network, data, { part: 'curvature' }));

      if (expected.hessian) expectWithin(full, expected.hessian, tolerance.hessian, 'hessian');
      if (expected.gram) expectWithin(gram, expected.gram, tolerance.gram, 'gram');
      if (expected.residual) expectWithin(curvature, expected.residual, tolerance.residual, 'residual');
      expect(expected.hessian ?? expected.hessian_upper).toBeDefined();
      if (expected.hessian_upper) {
        const upper = full.flatMap((row, k) => Array.from(row.subarray(k)));
        expectWithin(upper, expected.hessian_upper, tolerance.hessian_upper, 'hessian_upper');
      }
      const unit = Array.from({ length: width }, (_, i) => i);
      expectWithin(
        unit.map((i) => curvature[i][2 * width + i]),
        expected.residual_wv,
        tolerance.residual_wv,
        'residual_wv',
      );
      expectWithin(
        unit.map((i) => curvature[width + i][2 * width + i]),
        expected.residual_bv,
        tolerance.residual_bv,
        'residual_bv',
      );

      const tangent = new Float64Array(3 * width + 1);
      tangent[0] = network.inputWeights[0];
      tangent[width] = network.inputBiases[0];
      tangent[2 * width] = -network.outputWeights[0];
      expectWithin(
        hessianVectorProduct(network, data, tangent),
        expected.hessian_times_scaling_tangent_of_unit_0,
        tolerance.hessian_times_scaling_tangent_of_unit_0,
        'hessian times scaling tangent',
      );

      const { eigenvalues } = hessianSpectrum(network, data);
      expectWithin(eigenvalues, expected.eigenvalues, tolerance.eigenvalues, 'eigenvalues');
      const { smallest, largest, smallestBounds, largestBounds } = extremeEigenvalues(network, data);
      const ends = [expected.eigenvalues[0], expected.eigenvalues[3 * width]];
      expectWithin(smallest[0], ends[0], tolerance.eigenvalues, `smallest, bound ${smallestBounds[0]}`);
      expectWithin(largest[0], ends[1], tolerance.eigenvalues, `largest, bound ${largestBounds[0]}`);
      // The default tolerance, which every case reaches.
      const most = Math.max(Math.abs(ends[0]), Math.abs(ends[1]));
      expect(Math.max(smallestBounds[0], largestBounds[0])).toBeLessThan(1.001e-10 * most);
    });
  }
});
