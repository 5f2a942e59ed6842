import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dataset,
  evaluate,
  gradient,
  gramRank,
  hessian,
  hessianInertia,
  hessianVectorProduct,
  loss,
  lonelyMinimum,
  residuals,
  shallowNetwork,
  toNetwork,
} from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { OrthonormalBasis, symmetricEigenvalues } from '../../../src/numeric/linear-algebra.js';
import { networksWithData } from '../../arbitraries/datasets.js';
import { RUNS } from '../../arbitraries/numbers.js';
import { planted } from './planted.js';

const eigenvaluesOf = (network: ShallowNetwork, data: Dataset): Float64Array => {
  const { matrix, size } = hessian(network, data);
  return symmetricEigenvalues(matrix, size);
};

const largest = (values: Iterable<number>): number => Math.max(0, ...Array.from(values, Math.abs));

/** A unit with v = 0 whose hinge cannot fit the residuals (wT + bS = 0), though a line could (S = 2, T = 1). */
const saddle = {
  network: shallowNetwork({ inputWeights: [1], inputBiases: [-0.5], outputWeights: [0] }),
  data: dataset([0, 1, 2, 3], [-2, 2, 1, -1]),
};

/** A global minimum on a lonely partition: breakpoints in every gap, all right-facing. */
const lonely = (count: number, width: number): { network: ShallowNetwork; data: Dataset } => {
  const x = Array.from({ length: count }, (_, n) => n);
  const y = x.map((at) => ((at * 7) % 5) - 2);
  const data = dataset(x, y);
  const gaps = Math.max(1, count - 1);
  const breakpoints = Array.from({ length: width }, (_, k) => (k % gaps) + (1 + Math.floor(k / gaps)) / 16);
  return { network: toNetwork(lonelyMinimum(data, breakpoints)), data };
};

describe('the Hessian at critical points, where the papers err (theory 7)', () => {
  it('erratum 22: it is not the Gram matrix where v = 0, but has a negative and one zero eigenvalue', () => {
    const { network, data } = saddle;
    expect(largest(gradient(network, data))).toBe(0);
    const values = eigenvaluesOf(network, data);
    expect(values.filter((value) => value < -0.1)).toHaveLength(1);
    // One zero, the scaling direction, where print has two.
    expect(values.filter((value) => Math.abs(value) < 1e-14)).toHaveLength(1);
    expect(values.filter((value) => value > 0.1)).toHaveLength(2);
    const { positive, negative, zero, gramRank: rank } = hessianInertia(network, data);
    expect({ positive, negative, zero, rank }).toEqual({ positive: 2, negative: 1, zero: 1, rank: 2 });
  });

  it('erratum 22: two zero eigenvalues for v = 0 hold iff S = T = 0', () => {
    const { network } = saddle;
    const fitted = dataset([0, 1, 2, 3, 4], [0, 0, 0, 0, 0]);
    const { positive, negative, zero } = hessianInertia(network, fitted);
    expect({ positive, negative, zero }).toEqual({ positive: 2, negative: 0, zero: 2 });
  });

  it('erratum 22: k units with v = 0 and residuals to fit make n₋ = k and n₊ = k + rank B′', () => {
    const number = fc.integer({ min: -64, max: 64 }).map((k) => k / 16);
    const unit = fc.record({
      w: fc.constantFrom(1, -1, 2, -0.5),
      b: number,
      v: fc.constantFrom(0, 0, 1, -2),
    });
    let saddles = 0;
    fc.assert(
      fc.property(
        fc.array(unit, { minLength: 1, maxLength: 5 }),
        fc.uniqueArray(fc.integer({ min: -20, max: 20 }), { minLength: 4, maxLength: 14 }),
        fc.array(number, { minLength: 14, maxLength: 14 }),
        (units, places, noise) => {
          const network = shallowNetwork({
            inputWeights: units.map(({ w }) => w),
            inputBiases: units.map(({ b }) => b),
            outputWeights: units.map(({ v }) => v),
            outputBias: 1,
          });
          // Odd 32nds: no place is on a breakpoint.
          const x = places.map((place) => place / 4 + 1 / 32).sort((one, other) => one - other);
          const { data, epsilon } = planted(network, x, noise);
          const scale = largest(data.y) + 1;
          // Critical to rounding of sums of 14 data with weights up to 10.
          expect(largest(gradient(network, data))).toBeLessThan(1e-11 * scale);

          // k and B′ by brute force from the residuals that were planted.
          const basis = new OrthonormalBasis(x.length, 1e-9);
          basis.insert(Float64Array.from(x, () => 1));
          let k = 0;
          for (const { w, b, v } of units) {
            const active = x.map((at) => (w * at + b > 0 ? 1 : 0));
            const s = active.reduce((sum: number, a, n) => sum + a * epsilon[n], 0);
            const t = active.reduce((sum: number, a, n) => sum + a * epsilon[n] * x[n], 0);
            const curved = v === 0 && Math.hypot(s, t) > 1e-9 * scale;
            if (curved) k++;
            else {
              if (v !== 0) {
                basis.insert(Float64Array.from(active));
                basis.insert(Float64Array.from(active, (a, n) => a * x[n]));
              }
              basis.insert(Float64Array.from(active, (a, n) => a * (w * x[n] + b)));
            }
          }
          if (k > 0) saddles++;
          const inertia = hessianInertia(network, data);
          expect(inertia.negative).toBe(k);
          expect(inertia.positive).toBe(k + basis.size);
          expect(inertia.curvedUnits).toBe(k);
          // One zero for each such unit, and at least one for each of the others.
          expect(inertia.zero).toBeGreaterThanOrEqual(units.length);
        },
      ),
      RUNS,
    );
    expect(saddles).toBeGreaterThan(RUNS.numRuns / 3);
  });

  it('erratum 23: B is never independent, and a critical point never has a definite Hessian', () => {
    fc.assert(
      fc.property(networksWithData({ minUnits: 1 }), ({ network, data }) => {
        const width = network.inputWeights.length;
        fc.pre(width > 0);
        const rank = gramRank(network, data);
        expect(rank).toBeLessThanOrEqual(Math.min(data.groupStarts.length - 1, 2 * width + 1));
        expect(rank).toBeLessThan(3 * width + 1);
      }),
      RUNS,
    );
    // The largest rank there is: every column but the scaling directions.
    const network = shallowNetwork({
      inputWeights: [1, 1, 1],
      inputBiases: [-2.5, -5.5, -8.5],
      outputWeights: [1, 1, 1],
    });
    const x = Array.from({ length: 12 }, (_, n) => n);
    expect(gramRank(network, dataset(x, x))).toBe(7);
    expect(hessianInertia(saddle.network, saddle.data).zero).toBeGreaterThanOrEqual(1);
  });

  it('erratum 24: the scaling tangent is null only where the gradient of its unit is', () => {
    const network = shallowNetwork({ inputWeights: [1, -1], inputBiases: [0, 0], outputWeights: [1, 1] });
    // Fitted on the left, where unit 1 sees the data, and not on the right.
    const data = dataset([-2, -1, 1, 2], [2, 1, 0, 5]);
    const g = gradient(network, data);
    const tangent = (i: number): Float64Array => {
      const t = new Float64Array(7);
      t[i] = network.inputWeights[i];
      t[2 + i] = network.inputBiases[i];
      t[4 + i] = -network.outputWeights[i];
      return t;
    };
    expect([g[1], g[3], g[5]].every((entry) => entry === 0)).toBe(true);
    expect(largest(hessianVectorProduct(network, data, tangent(1)))).toBe(0);
    // Print: zero, "also at non-critical points".
    expect(Array.from(hessianVectorProduct(network, data, tangent(0)))).toEqual([
      -g[0],
      0,
      -g[2],
      0,
      g[4],
      0,
      0,
    ]);
    expect(g[0]).toBe(-5);
  });

  it('erratum 25: b and v of a unit with w = 0 < b change the function, by what b₀ can undo', () => {
    const at = (b: number, v: number, b0: number): ShallowNetwork =>
      shallowNetwork({ inputWeights: [0], inputBiases: [b], outputWeights: [v], outputBias: b0 });
    expect(evaluate(at(2, 3, 0), 1)).toBe(6);
    expect(evaluate(at(2.5, 3, 0), 1)).toBe(7.5);
    expect(evaluate(at(2.5, 3, -1.5), 1)).toBe(6);
    // Fitted: b, v and b₀ move the same constant, so that two of three are redundant; w moves x.
    const inertia = hessianInertia(at(2, 3, 0), dataset([-1, 0, 2], [6, 6, 6]));
    expect([inertia.positive, inertia.negative, inertia.zero]).toEqual([2, 0, 2]);
  });

  it('erratum 25: with w = v = 0 < b the point is a saddle unless Σ εx = 0', () => {
    const network = shallowNetwork({ inputWeights: [0], inputBiases: [1], outputWeights: [0] });
    const tilted = dataset([-1, 1], [-1, 1]);
    expect(largest(gradient(network, tilted))).toBe(0);
    expect(hessianInertia(network, tilted).negative).toBe(1);
    const level = dataset([-1, 0, 1], [1, -2, 1]);
    expect(largest(gradient(network, level))).toBe(0);
    expect(hessianInertia(network, level).negative).toBe(0);
  });

  it('erratum 25: μ = wv = 0 does not make a unit irrelevant', () => {
    const network = shallowNetwork({ inputWeights: [0], inputBiases: [1], outputWeights: [1] });
    const g = gradient(network, dataset([-1, 1], [0, 3]));
    expect(g[0]).toBe(-3);
  });

  it('erratum 26: at a tie the gradient jumps by v·ε, and there is no Hessian', () => {
    const at = (b: number): ShallowNetwork =>
      shallowNetwork({ inputWeights: [1], inputBiases: [b], outputWeights: [2] });
    const data = dataset([0, 1], [3, 1]);
    const step = 2 ** -40;
    const jump = gradient(at(step), data)[1] - gradient(at(-step), data)[1];
    const [epsilon] = residuals(at(0), data);
    // The gradient also moves by its slope times the step, of order 1 × 2^−40.
    expect(Math.abs(jump - -2 * epsilon)).toBeLessThan(100 * step);
    expect(hessian(at(0), data).ties).toEqual([{ unit: 0, group: 0 }]);
  });

  it('erratum 27: at a lonely global minimum the rank is exactly N, for N = 1 and 2 too', () => {
    for (const count of [1, 2, 3, 6, 10]) {
      for (const width of [Math.max(1, count - 1), 2 * count + 1]) {
        const { network, data } = lonely(count, width);
        expect(loss(network, data)).toBeLessThan(1e-24);
        const { positive, negative, zero } = hessianInertia(network, data);
        expect({ positive, negative, zero }).toEqual({
          positive: count,
          negative: 0,
          zero: 3 * width + 1 - count,
        });
        // Print: at most 2N − 3 positive ones, which fails below 3 and is loose above.
        if (count < 3) expect(positive).toBeGreaterThan(2 * count - 3);
        else expect(positive).toBeLessThanOrEqual(2 * count - 3);
      }
    }
  });

  it('erratum 28: rank N needs neither an always-active unit nor an opposite pair, while b₀ is trained', () => {
    const { network, data } = lonely(5, 4);
    // All face right and none sees the first datum.
    expect(network.inputWeights.every((w) => w > 0)).toBe(true);
    expect(network.inputBiases.every((b, i) => b + network.inputWeights[i] * data.x[0] <= 0)).toBe(true);
    expect(gramRank(network, data)).toBe(5);
    // With b₀ frozen nothing moves the value at the first datum: rank N − 1.
    const { matrix, size } = hessian(network, data, { part: 'gram' });
    const frozen = new Float64Array((size - 1) ** 2);
    for (let j = 0; j + 1 < size; j++) {
      frozen.set(matrix.subarray(j * size, j * size + size - 1), j * (size - 1));
    }
    const values = symmetricEigenvalues(frozen, size - 1);
    const most = values[size - 2];
    // Positive ones are above 1e-4 of the largest here, zeros at rounding.
    expect(values.filter((value) => value > 1e-6 * most)).toHaveLength(4);
    expect(values.filter((value) => Math.abs(value) < 1e-13 * most)).toHaveLength(size - 1 - 4);
  });

  it('rank formula: Σ min(2, distinct x) over the pieces once some unit sees all data', () => {
    const half = fc.integer({ min: -12, max: 12 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(1, -1), half), { maxLength: 6 }),
        fc.array(half, { minLength: 1, maxLength: 12 }),
        (units, places) => {
          // Breakpoints at integers plus a half, data at integers; the last unit sees everything.
          const network = shallowNetwork({
            inputWeights: [...units.map(([w]) => w), 1],
            inputBiases: [...units.map(([w, place]) => -w * (place + 0.5)), 100],
            outputWeights: new Float64Array(units.length + 1).fill(1),
          });
          const cuts = [...new Set(units.map(([, place]) => place + 0.5))].sort((a, b) => a - b);
          const distinct = [...new Set(places)];
          let expected = 0;
          for (let piece = 0; piece <= cuts.length; piece++) {
            const from = piece === 0 ? -Infinity : cuts[piece - 1];
            const to = piece === cuts.length ? Infinity : cuts[piece];
            expected += Math.min(2, distinct.filter((x) => x > from && x < to).length);
          }
          const data = dataset(places, new Float64Array(places.length));
          expect(gramRank(network, data)).toBe(expected);
        },
      ),
      RUNS,
    );
  });
});
