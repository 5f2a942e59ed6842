import { describe, expect, it } from 'vitest';
import { bdso, dataset, deltaSlopeFeatures } from 'relu-splines';
import { kernelFlow, kernelRegression } from 'relu-splines/limits';
import { expectWithin, referenceCases } from '../reference/load.js';

interface Input {
  readonly x: number[];
  readonly y: number[];
  readonly beta: number[];
  readonly s: number[];
  readonly mu0: number[];
  readonly t: number[];
}
interface Expected {
  readonly Phi: number[][];
  readonly rank: number;
  readonly singular_values: number[];
  readonly mu_min_norm: number[];
  readonly mu_nearest_to_mu0: number[];
  readonly interpolates: boolean;
  readonly loss_at_mu_min_norm: number;
  readonly mu_t: number[][];
  readonly loss_t: number[];
}

describe('the kernel regime at finite width against 40 digits (kernel.json)', () => {
  for (const { name, input, expected, tolerance } of referenceCases<Input, Expected>('kernel')) {
    it(name, () => {
      const data = dataset(input.x, input.y);
      const spline = bdso({ breakpoints: input.beta, deltaSlopes: input.mu0, orientations: input.s });
      const width = input.beta.length;

      const features = deltaSlopeFeatures(spline, data);
      const rows = Array.from(data.order, (_, n) => features.subarray(n * width, (n + 1) * width));
      const inFileOrder = rows.map((_, n) => rows[data.order.indexOf(n)]);
      expectWithin(inFileOrder, expected.Phi, tolerance.Phi, 'features');

      const nearest = kernelRegression(spline, data);
      const least = kernelRegression(spline, data, { start: 'zero' });
      for (const solution of [nearest, least]) {
        expect(solution.rank).toBe(expected.rank);
        expect(solution.interpolates).toBe(expected.interpolates);
        // The loss at the end does not depend on the start.
        expectWithin(solution.loss, expected.loss_at_mu_min_norm, tolerance.loss_at_mu_min_norm, 'loss at ∞');
      }
      expectWithin(
        least.solution.deltaSlopes,
        expected.mu_min_norm,
        tolerance.mu_min_norm,
        'μ of least norm',
      );
      expectWithin(
        nearest.solution.deltaSlopes,
        expected.mu_nearest_to_mu0,
        tolerance.mu_nearest_to_mu0,
        'μ nearest to the start',
      );

      const flow = kernelFlow(spline, data);
      expect(flow.rank).toBe(expected.rank);
      expect(flow.interpolates).toBe(expected.interpolates);
      expectWithin(flow.singularValues, expected.singular_values, tolerance.singular_values, 'σ');
      expectWithin(
        flow.at(Infinity).solution.deltaSlopes,
        expected.mu_nearest_to_mu0,
        tolerance.mu_nearest_to_mu0,
        'μ(∞)',
      );
      const points = input.t.map((time) => flow.at(time));
      expectWithin(
        points.map(({ solution }) => solution.deltaSlopes),
        expected.mu_t,
        tolerance.mu_t,
        'μ(t)',
      );
      expectWithin(
        points.map(({ loss }) => loss),
        expected.loss_t,
        tolerance.loss_t,
        'loss(t)',
      );
    });
  }
});
