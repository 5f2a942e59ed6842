import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, gramRank, hessian, hessianInertia, shallowNetwork } from 'relu-splines';
import type { Dataset, Inertia, ShallowNetwork } from 'relu-splines';
import { symmetricEigenvalues } from '../../../src/numeric/linear-algebra.js';
import { networksWithData } from '../../arbitraries/datasets.js';
import { RUNS } from '../../arbitraries/numbers.js';
import { exactHessian, exactInertia } from '../../exact/hessian.js';
import { networkOf, referenceCases } from '../../reference/load.js';
import type { ReferenceNetwork } from '../../reference/load.js';

interface Input {
  readonly net: ReferenceNetwork;
  readonly x: number[];
  readonly y: number[];
}
interface Expected {
  readonly eigenvalues: number[];
  readonly rank_exact: { readonly jacobian: number; readonly hessian: number };
  readonly zero_eigenvalue_count?: number;
}

const signs = ({ positive, negative, zero }: Inertia): object => ({ positive, negative, zero });

/**
 * Networks and data of small halves, some shifted to 1e6 or scaled by 2^±30. All arithmetic in them is exact, so
 * that what should vanish does, and what should not is far from it. Half of the v are zero.
 */
function dyadicProblems(): fc.Arbitrary<{ network: ShallowNetwork; data: Dataset }> {
  const half = fc.integer({ min: -6, max: 6 }).map((k) => k / 2);
  const unit = fc.record({
    w: fc.constantFrom(0, 1, -1, 2, -2, 0.5, -0.5),
    b: half,
    v: fc.constantFrom(0, 0, 0, 0, 1, -1, 2, 0.5, -3),
  });
  return fc
    .record({
      units: fc.array(unit, { maxLength: 4 }),
      outputBias: half,
      points: fc.array(fc.tuple(half, half), { minLength: 1, maxLength: 9 }),
      shift: fc.constantFrom(0, 0, 0, 1e6, 2 ** 30),
      xScale: fc.constantFrom(1, 1, 2 ** 30, 2 ** -30),
      yScale: fc.constantFrom(1, 1, 2 ** 30, 2 ** -30),
    })
    .map(({ units, outputBias, points, shift, xScale, yScale }) => ({
      network: shallowNetwork({
        inputWeights: units.map(({ w }) => w),
        inputBiases: units.map(({ w, b }) => (b - w * shift) * xScale),
        outputWeights: units.map(({ v }) => v * yScale),
        outputBias: outputBias * xScale * yScale,
      }),
      data: dataset(
        points.map(([x]) => (x + shift) * xScale),
        points.map(([, y]) => y * xScale * yScale),
      ),
    }));
}

describe('ranks and inertia against exact rational arithmetic (derivatives.json)', () => {
  for (const { name, input, expected } of referenceCases<Input, Expected>('derivatives')) {
    it(name, () => {
      const network = networkOf(input.net);
      const data = dataset(input.x, input.y);
      const inertia = hessianInertia(network, data);
      expect(gramRank(network, data)).toBe(expected.rank_exact.jacobian);
      expect(inertia.gramRank).toBe(expected.rank_exact.jacobian);
      expect(inertia.positive + inertia.negative).toBe(expected.rank_exact.hessian);
      expect(inertia.positive + inertia.negative + inertia.zero).toBe(3 * network.inputWeights.length + 1);
      if (expected.zero_eigenvalue_count !== undefined) {
        expect(inertia.zero).toBe(expected.zero_eigenvalue_count);
      }
      // The reference eigenvalues nearest to zero may be rounding; of rank_exact many the signs are known.
      const bySize = [...expected.eigenvalues].sort((a, b) => Math.abs(b) - Math.abs(a));
      const certain = bySize.slice(0, expected.rank_exact.hessian);
      expect(inertia.negative).toBe(certain.filter((value) => value < 0).length);
      // No decision was close: the nearest is five orders above the threshold, or four below.
      expect(inertia.margin.kept).toBeGreaterThan(1e5 * inertia.threshold);
      expect(inertia.margin.dropped).toBeLessThan(1e-4 * inertia.threshold);
    });
  }
});

describe('hessianInertia', () => {
  it('is that of the exact Hessian on numbers that do not round', () => {
    fc.assert(
      fc.property(dyadicProblems(), ({ network, data }) => {
        const exact = exactHessian(network, data);
        const inertia = hessianInertia(network, data);
        expect(signs(inertia)).toEqual(exactInertia(exact.full));
        expect(inertia.gramRank).toBe(exactInertia(exact.gram).positive);
      }),
      { ...RUNS, numRuns: 200 },
    );
  });

  it('is that of the exact Hessian on hostile input, wherever nothing was dropped as too small', () => {
    let certain = 0;
    fc.assert(
      fc.property(networksWithData({ maxUnits: 3, maxCount: 8 }), ({ network, data }) => {
        const inertia = hessianInertia(network, data);
        if (inertia.margin.dropped > 0) return;
        certain++;
        expect(signs(inertia)).toEqual(exactInertia(exactHessian(network, data).full));
      }),
      { ...RUNS, numRuns: 200 },
    );
    expect(certain).toBeGreaterThan(180);
  });

  it('has at least the signs that eigenvalues of the whole matrix have beyond their rounding', () => {
    const number = fc.integer({ min: -(2 ** 20), max: 2 ** 20 }).map((k) => k / 2 ** 19);
    const unit = fc.record({ w: number, b: number, v: fc.oneof(number, number, fc.constant(0)) });
    let settled = 0;
    fc.assert(
      fc.property(
        fc.array(unit, { minLength: 4, maxLength: 12 }),
        fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 25 }),
        (units, points) => {
          const network = shallowNetwork({
            inputWeights: units.map(({ w }) => w),
            inputBiases: units.map(({ b }) => b),
            outputWeights: units.map(({ v }) => v),
          });
          const data = dataset(
            points.map(([x]) => x),
            points.map(([, y]) => y),
          );
          const { matrix, size } = hessian(network, data);
          const values = symmetricEigenvalues(matrix, size);
          // Backward error of the eigenvalues and of the matrix; N + size terms are added up.
          const noise = 10 * (size + data.x.length) * Number.EPSILON * Math.max(...values.map(Math.abs));
          const positive = values.filter((value) => value > noise).length;
          const negative = values.filter((value) => value < -noise).length;
          const inertia = hessianInertia(network, data);
          expect(inertia.positive).toBeGreaterThanOrEqual(positive);
          expect(inertia.negative).toBeGreaterThanOrEqual(negative);
          if (positive + negative === inertia.positive + inertia.negative) settled++;
        },
      ),
      RUNS,
    );
    // Mostly nothing hides below the rounding of the whole matrix, and the inertia is the same.
    expect(settled).toBeGreaterThan(0.7 * RUNS.numRuns);
  });

  it('does not change when data and network are shifted or scaled together', () => {
    const base = { w: [1, -2, 0.5, 1.5], b: [0.3, 1.1, 0.7, -2], v: [1, 0.5, 0, -0.7] };
    const x = Array.from({ length: 12 }, (_, n) => Math.sin(5 * n));
    const y = x.map((at) => Math.cos(3 * at));
    const at = (shift: number, xScale: number, yScale: number): Inertia =>
      hessianInertia(
        shallowNetwork({
          inputWeights: base.w.map((w) => w / xScale),
          inputBiases: base.b.map((b, i) => b - (base.w[i] / xScale) * shift),
          outputWeights: base.v.map((v) => v * yScale),
          outputBias: yScale,
        }),
        dataset(
          x.map((value) => value * xScale + shift),
          y.map((value) => value * yScale),
        ),
      );
    const expected = at(0, 1, 1);
    for (const [shift, xScale, yScale] of [
      [1e6, 1, 1],
      [-1e9, 1, 1e-9],
      [0, 1e9, 1e9],
      [0, 1e-9, 1],
      [1e-3, 1e-9, 1e9],
    ]) {
      expect(signs(at(shift, xScale, yScale))).toEqual(signs(expected));
    }
  });

  it('tells by the margin where the threshold decides', () => {
    // One datum fitted up to 1e-12 of y: zero or not is the caller's to say.
    const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [1] });
    const data = dataset([1], [1 + 1e-12]);
    const coarse = hessianInertia(network, data);
    expect(signs(coarse)).toEqual({ positive: 1, negative: 0, zero: 3 });
    expect(coarse.margin.dropped).toBeGreaterThan(1e-13);
    const fine = hessianInertia(network, data, { threshold: 1e-14 });
    expect(signs(fine)).toEqual(exactInertia(exactHessian(network, data).full));
    expect(fine.negative).toBe(1);
    expect(fine.margin.kept).toBeLessThan(1e-12);
  });

  it('lists ties beside the inertia of the strict-activity matrix', () => {
    const network = shallowNetwork({ inputWeights: [1], inputBiases: [-1], outputWeights: [1] });
    const data = dataset([1, 2], [0, 0]);
    expect(hessianInertia(network, data).ties).toEqual([{ unit: 0, group: 0 }]);
  });

  it('holds for no units, and for dead ones', () => {
    const data = dataset([1, 2], [0, 5]);
    const none = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [] });
    expect(signs(hessianInertia(none, data))).toEqual({ positive: 1, negative: 0, zero: 0 });
    const dead = shallowNetwork({ inputWeights: [1, 0], inputBiases: [-9, -1], outputWeights: [1, 1] });
    expect(signs(hessianInertia(dead, data))).toEqual({ positive: 1, negative: 0, zero: 6 });
  });

  it('refuses thresholds that are not positive', () => {
    const network = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [] });
    const data = dataset([1], [0]);
    expect(() => hessianInertia(network, data, { threshold: 0 })).toThrow(
      new RangeError('hessianInertia: threshold must be positive, got 0'),
    );
    expect(() => gramRank(network, data, { threshold: NaN })).toThrow(
      new RangeError('gramRank: threshold must be finite, got NaN'),
    );
  });
});

describe('gramRank', () => {
  it('finds the rank of hinges alone (every v = 0) by singular values', () => {
    const half = fc.integer({ min: -8, max: 8 }).map((k) => k / 2);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(1, -1, 2), half), { minLength: 1, maxLength: 5 }),
        fc.array(half, { minLength: 1, maxLength: 9 }),
        fc.constantFrom(0, 1e6),
        (units, places, shift) => {
          const network = shallowNetwork({
            inputWeights: units.map(([w]) => w),
            inputBiases: units.map(([w, b]) => b - w * shift),
            outputWeights: units.map(() => 0),
          });
          // The network is zero, and so are the data: S = T = 0, and the Hessian is JᵀJ.
          const data = dataset(
            places.map((x) => x + shift),
            places.map(() => 0),
          );
          const rank = exactInertia(exactHessian(network, data).gram).positive;
          expect(gramRank(network, data)).toBe(rank);
          expect(hessianInertia(network, data).positive).toBe(rank);
        },
      ),
      { ...RUNS, numRuns: 100 },
    );
  });

  it('counts two data a billionth apart as two, far from the origin too', () => {
    const x = [1e6, 1e6 + 1e-9, 1e6 + 1];
    const network = shallowNetwork({ inputWeights: [1], inputBiases: [-999_999], outputWeights: [1] });
    // Constants and slopes of one piece.
    expect(gramRank(network, dataset(x, [0, 0, 0]))).toBe(2);
    const apart = shallowNetwork({
      inputWeights: [1, 1],
      inputBiases: [-999_999, -1e6 - 0.5],
      outputWeights: [1, 1],
    });
    // Two pieces: {1e6, 1e6 + 1e-9} with a slope, {1e6 + 1}.
    expect(gramRank(apart, dataset(x, [0, 0, 0]))).toBe(3);
  });

  it('is quick for a thousand units', () => {
    const count = 1000;
    const network = shallowNetwork({
      inputWeights: Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 1 : -1)),
      inputBiases: Array.from({ length: count }, (_, i) => (i % 2 === 0 ? -i - 0.5 : i + 0.5)),
      outputWeights: Array.from({ length: count }, () => 1),
    });
    const data = dataset(
      Array.from({ length: count }, (_, n) => n),
      new Float64Array(count),
    );
    // A breakpoint in every gap: a lonely partition, rank N.
    expect(gramRank(network, data)).toBe(count);
  });
});
