import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, hessian, lossAndGradient, residuals } from 'relu-splines';
import {
  evaluateMultivariate,
  multivariateDataset,
  multivariateGradient,
  multivariateHessian,
  multivariateLoss,
  multivariateLossAndGradient,
  multivariateLossAndGradientInto,
  multivariateNetwork,
  multivariateResiduals,
  multivariateWorkspace,
} from 'relu-splines/multivariate';
import type { MultivariateDataset, MultivariateNetwork } from 'relu-splines/multivariate';
import { RUNS } from '../arbitraries/numbers.js';
import { expectPure } from '../laws/purity.js';
import { expectRefusal } from '../laws/refusal.js';
import { clearance, networkOf, parametersOf, problems, randomProblem, scaleAt } from './networks.help.js';

const { EPSILON } = Number;

/** Every unit at every datum, as the definition has it; with the sums of the absolute terms. */
function byDefinition(
  { inputs: D, inputWeights: w, inputBiases: b, outputWeights: v }: MultivariateNetwork,
  data: MultivariateDataset,
  epsilon: ArrayLike<number>,
): { readonly gradient: Float64Array; readonly jacobian: Float64Array[] } {
  const width = b.length;
  const size = width * (D + 2) + 1;
  const gradient = new Float64Array(size);
  const jacobian: Float64Array[] = [];
  for (let n = 0; n < data.y.length; n++) {
    const row = new Float64Array(size);
    for (let i = 0; i < width; i++) {
      let z = b[i];
      for (let d = 0; d < D; d++) z += w[i * D + d] * data.points[n * D + d];
      if (!(z > 0)) continue;
      for (let d = 0; d < D; d++) row[i * D + d] = v[i] * data.points[n * D + d];
      row[width * D + i] = v[i];
      row[width * (D + 1) + i] = z;
    }
    row[size - 1] = 1;
    jacobian.push(row);
    for (let k = 0; k < size; k++) gradient[k] -= epsilon[n] * row[k];
  }
  return { gradient, jacobian };
}

describe('loss and gradient', () => {
  it('are those of the definition, ties, dead units, w = 0 and blocks of data among them', () => {
    fc.assert(
      fc.property(problems(), ({ network, data }) => {
        const { loss, gradient } = multivariateLossAndGradient(network, data);
        const epsilon = multivariateResiduals(network, data);
        const f = evaluateMultivariate(network, data.points);
        const { inputs } = network;
        f.forEach((value, n) => {
          const x = data.points.subarray(n * inputs, (n + 1) * inputs);
          // Two orders of one sum of at most (H + 2)(D + 2) roundings.
          const bound =
            2 *
            (network.inputBiases.length + 2) *
            (inputs + 2) *
            EPSILON *
            (scaleAt(network, x) + Math.abs(data.y[n]));
          expect(Math.abs(data.y[n] - value - epsilon[n])).toBeLessThanOrEqual(bound);
        });
        const squares = epsilon.reduce((sum, each) => sum + each * each, 0) / 2;
        expect(Math.abs(loss - squares)).toBeLessThanOrEqual(2 * epsilon.length * EPSILON * squares);
        const wanted = byDefinition(network, data, epsilon);
        const absolute = byDefinition(network, data, epsilon.map(Math.abs)).jacobian;
        gradient.forEach((entry, k) => {
          const scale = absolute.reduce((sum, row, n) => sum + Math.abs(row[k] * epsilon[n]), 0);
          // The same terms in another order.
          expect(Math.abs(entry - wanted.gradient[k])).toBeLessThanOrEqual(
            (4 * epsilon.length + 4) * EPSILON * scale,
          );
        });
        expect(multivariateGradient(network, data)).toEqual(gradient);
        expect(multivariateLoss(network, data)).toBe(loss);
      }),
      RUNS,
    );
  });

  it('agree with the univariate code for one input', () => {
    fc.assert(
      fc.property(problems({ inputs: 1, wild: false }), ({ network, data }) => {
        const line = dataset(data.points, data.y);
        const wanted = lossAndGradient(network, line);
        const got = multivariateLossAndGradient(network, data);
        const epsilon = multivariateResiduals(network, data);
        const sorted = residuals(network, line);
        // Numbers are at most 4: residuals to 4 + 6·4·20, sums of 8 of them with factors to 20.
        const scale = 500;
        line.order.forEach((n, k) => {
          expect(Math.abs(sorted[k] - epsilon[n])).toBeLessThanOrEqual(32 * EPSILON * scale);
        });
        expect(Math.abs(got.loss - wanted.loss)).toBeLessThanOrEqual(32 * EPSILON * 8 * scale ** 2);
        got.gradient.forEach((entry, k) => {
          expect(Math.abs(entry - wanted.gradient[k])).toBeLessThanOrEqual(32 * EPSILON * 8 * 20 * scale);
        });
      }),
      RUNS,
    );
  });

  it('do not depend on how the data fall into blocks', () => {
    const { network, data } = randomProblem(5, 3, 40, 1200);
    const work = multivariateWorkspace(data, 40);
    expect(work.block).toBeLessThan(1200);
    const out = new Float64Array(40 * 5 + 1);
    const loss = multivariateLossAndGradientInto(out, network, work);
    const { gradient } = byDefinition(network, data, multivariateResiduals(network, data));
    const largest = Math.max(...gradient.map(Math.abs));
    // 1200 terms a sum, random signs.
    out.forEach((entry, k) => {
      expect(Math.abs(entry - gradient[k])).toBeLessThanOrEqual(1200 * EPSILON * largest);
    });
    // A second call starts afresh.
    expect(multivariateLossAndGradientInto(out, network, work)).toBe(loss);
    expect(out).toEqual(multivariateGradient(network, data));
  });

  it('the gradient is what central differences of the loss say', () => {
    for (const [seed, D] of [
      [1, 1],
      [2, 2],
      [3, 3],
    ]) {
      const { network, data } = randomProblem(seed, D, 5, 12);
      const theta = parametersOf(network);
      // Within a cell the loss is quadratic in each parameter alone: the difference is exact but for rounding,
      // some units of loss·EPSILON/h.
      const h = 1e-5;
      expect(clearance(network, data)).toBeGreaterThan(2 * h);
      const gradient = multivariateGradient(network, data);
      const loss = multivariateLoss(network, data);
      theta.forEach((_, k) => {
        const at = (step: number): number =>
          multivariateLoss(networkOf(theta.with(k, theta[k] + step), D), data);
        const difference = (at(h) - at(-h)) / (2 * h);
        expect(Math.abs(difference - gradient[k])).toBeLessThanOrEqual((32 * EPSILON * loss) / h);
      });
    }
  });
});

describe('the Hessian', () => {
  it('is JᵀJ − C, and its parts add up', () => {
    fc.assert(
      fc.property(problems({ wild: false }), ({ network, data }) => {
        const { inputs: D, inputBiases } = network;
        const width = inputBiases.length;
        const { matrix, size } = multivariateHessian(network, data);
        const gram = multivariateHessian(network, data, { part: 'gram' }).matrix;
        const curvature = multivariateHessian(network, data, { part: 'curvature' }).matrix;
        const epsilon = multivariateResiduals(network, data);
        const { jacobian } = byDefinition(network, data, epsilon);
        // Active data alone: with v = 1 the gradient of w and b is −T and −S.
        const ones = { ...network, outputWeights: new Float64Array(width).fill(1) };
        const sums = byDefinition(ones, data, epsilon).gradient;
        for (let p = 0; p < size; p++) {
          for (let q = 0; q < size; q++) {
            const at = p * size + q;
            expect(matrix[at]).toBe(matrix[q * size + p]);
            const product = jacobian.reduce((sum, row) => sum + row[p] * row[q], 0);
            expect(gram[at]).toBe(product);
            expect(matrix[at]).toBe(gram[at] + curvature[at]);
            const [low, high] = [Math.min(p, q), Math.max(p, q)];
            const unit = low < width * D ? Math.floor(low / D) : low - width * D;
            const isPair = low < width * (D + 1) && high === width * (D + 1) + unit;
            // Sums of at most 8 terms of residuals below 500 and numbers to 4, in another order.
            expect(Math.abs(curvature[at] - (isPair ? sums[low] : 0))).toBeLessThanOrEqual(
              isPair ? 64 * EPSILON * 16_000 : 0,
            );
          }
        }
      }),
      { ...RUNS, numRuns: 60 },
    );
  });

  it('is what central differences of the gradient say', () => {
    for (const [seed, D] of [
      [4, 2],
      [5, 3],
    ]) {
      const { network, data } = randomProblem(seed, D, 4, 10);
      const theta = parametersOf(network);
      const { matrix, size } = multivariateHessian(network, data);
      // The gradient is at most quadratic in each parameter: the difference is exact but for rounding.
      const h = 1e-4;
      expect(clearance(network, data)).toBeGreaterThan(2 * h);
      const largest = Math.max(...multivariateGradient(network, data).map(Math.abs));
      theta.forEach((_, p) => {
        const at = (step: number): Float64Array =>
          multivariateGradient(networkOf(theta.with(p, theta[p] + step), D), data);
        const [up, down] = [at(h), at(-h)];
        for (let q = 0; q < size; q++) {
          const difference = (up[q] - down[q]) / (2 * h);
          expect(Math.abs(difference - matrix[p * size + q])).toBeLessThanOrEqual(
            (64 * EPSILON * largest) / h,
          );
        }
      });
    }
  });

  it('agrees with the univariate code for one input, ties listed beside it', () => {
    fc.assert(
      fc.property(problems({ inputs: 1, wild: false }), ({ network, data }) => {
        const line = dataset(data.points, data.y);
        const wanted = hessian(network, line);
        const got = multivariateHessian(network, data);
        got.matrix.forEach((entry, k) => {
          // Sums of 8 products of numbers to 20 and residuals to 500.
          expect(Math.abs(entry - wanted.matrix[k])).toBeLessThanOrEqual(64 * EPSILON * 16_000);
        });
        const places = new Set(got.ties.map(({ unit, datum }) => `${unit} at ${data.points[datum] + 0}`));
        expect(places).toEqual(
          new Set(wanted.ties.map(({ unit, group }) => `${unit} at ${line.x[line.groupStarts[group]] + 0}`)),
        );
      }),
      RUNS,
    );
  });
});

it('leave their inputs alone', () => {
  const { network, data } = randomProblem(6, 2, 3, 5);
  expectPure(multivariateLossAndGradient, network, data);
  expectPure(multivariateResiduals, network, data);
  expectPure(multivariateHessian, network, data);
});

it('bad input', () => {
  const { network } = randomProblem(6, 2, 3, 5);
  const { data } = randomProblem(6, 3, 3, 5);
  const none = multivariateNetwork({ inputs: 2, inputWeights: [], inputBiases: [], outputWeights: [] });
  for (const [name, call] of Object.entries({
    multivariateLoss,
    multivariateGradient,
    multivariateResiduals,
    multivariateLossAndGradient,
    multivariateHessian,
  })) {
    expectRefusal(
      () => call(network, data),
      'ShapeError',
      `${name}: data must have the inputs of the network, 2, got 3`,
    );
    expectRefusal(
      () => call(none, {} as never),
      'TypeError',
      `${name}: data.points must be of type Float64Array, as multivariateDataset makes it, got undefined`,
    );
    expectRefusal(
      () => call(null as never, data),
      'TypeError',
      `${name}: network must be an object, got null`,
    );
  }
  const one = multivariateDataset([[1, 2]], [3]);
  expectRefusal(
    () => multivariateHessian(none, one, { part: 'half' as 'full' }),
    'RangeError',
    'multivariateHessian: part must be "full", "gram" or "curvature", got "half"',
  );
  expect(multivariateGradient(none, one)).toEqual(Float64Array.of(-3));
});
