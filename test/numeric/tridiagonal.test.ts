import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { symmetricEigenvalues } from '../../src/numeric/linear-algebra.js';
import { solveTridiagonalInto, tridiagonalEigen } from '../../src/numeric/tridiagonal.js';
import { RUNS } from '../arbitraries/numbers.js';

const largest = (values: Float64Array): number => Math.max(0, ...values.map(Math.abs));
const entries = fc.double({ min: -1, max: 1, noNaN: true });

describe('solveTridiagonalInto', () => {
  it('solves the second difference in closed form', () => {
    const n = 1000;
    const out = new Float64Array(n);
    solveTridiagonalInto(
      out,
      new Float64Array(n).fill(2),
      new Float64Array(n - 1).fill(-1),
      new Float64Array(n).fill(1),
    );
    // −Δu = 1 with zero ends: u_k = (k + 1)(n − k)/2. Condition 4(n/π)², and n roundings.
    const bound = 4 * (n / Math.PI) ** 2 * n * Number.EPSILON;
    out.forEach((u, k) => {
      expect(Math.abs(u / (((k + 1) * (n - k)) / 2) - 1)).toBeLessThan(bound);
    });
  });

  it('leaves a residual of a few roundings where the diagonal dominates, in place too', () => {
    const system = fc
      .integer({ min: 1, max: 12 })
      .chain((n) =>
        fc.tuple(
          fc.array(entries, { minLength: n, maxLength: n }),
          fc.array(entries, { minLength: n, maxLength: n }),
        ),
      );
    fc.assert(
      fc.property(system, ([beside, right]) => {
        const n = right.length;
        const at = (k: number): number => (k >= 0 && k < n - 1 ? beside[k] : 0);
        const diagonal = Float64Array.from(right, (_, k) => Math.abs(at(k - 1)) + Math.abs(at(k)) + 0.5);
        const out = Float64Array.from(right);
        solveTridiagonalInto(out, diagonal, Float64Array.from(beside), out);
        const largest = out.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
        for (let k = 0; k < n; k++) {
          const row = at(k - 1) * (out[k - 1] ?? 0) + diagonal[k] * out[k] + at(k) * (out[k + 1] ?? 0);
          // Three products and the elimination's own roundings, of terms up to the diagonal times the solution.
          expect(Math.abs(row - right[k])).toBeLessThanOrEqual(16 * Number.EPSILON * diagonal[k] * largest);
        }
      }),
      RUNS,
    );
  });

  it('takes a system of none and of one', () => {
    const none = new Float64Array(0);
    solveTridiagonalInto(none, none, none, none);
    const one = new Float64Array(1);
    solveTridiagonalInto(one, Float64Array.of(4), none, Float64Array.of(2));
    expect(one[0]).toBe(0.5);
  });
});

describe('tridiagonalEigen', () => {
  it('agrees with the dense eigenvalues and eigenvectors, zeros and all scales included', () => {
    const entry = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom(0, 1e-9, 1e9));
    fc.assert(
      fc.property(fc.array(fc.tuple(entry, entry), { maxLength: 12 }), (pairs) => {
        const size = pairs.length;
        const diagonal = pairs.map(([d]) => d);
        const beside = pairs.map(([, e]) => e);
        const matrix = new Float64Array(size * size);
        for (let i = 0; i < size; i++) {
          matrix[i * size + i] = diagonal[i];
          if (i + 1 < size) matrix[i * size + i + 1] = matrix[(i + 1) * size + i] = beside[i];
        }
        const { values, lastComponents } = tridiagonalEigen(diagonal, beside);
        const dense = symmetricEigenvalues(matrix, size);
        const bound = 10 * size * Number.EPSILON * largest(dense);
        values.forEach((value, k) => {
          expect(Math.abs(value - dense[k])).toBeLessThanOrEqual(bound);
        });
        // The last entry of the k-th power of the matrix is Σ λᵏ·component²: here of the powers 0 and 1.
        const squares = lastComponents.map((component) => component * component);
        const total = squares.reduce((sum, square) => sum + square, 0);
        const mean = squares.reduce((sum, square, k) => sum + square * values[k], 0);
        expect(Math.abs(total - (size > 0 ? 1 : 0))).toBeLessThanOrEqual(20 * size * Number.EPSILON);
        expect(Math.abs(mean - (diagonal[size - 1] ?? 0))).toBeLessThanOrEqual(4 * bound);
      }),
      RUNS,
    );
  });

  it('has the eigenvectors of the second-difference matrix, √(2/(n + 1)) sin(nkπ/(n + 1)) at their end', () => {
    const size = 9;
    const { lastComponents } = tridiagonalEigen(
      new Array<number>(size).fill(2),
      new Array<number>(size).fill(-1),
    );
    lastComponents.forEach((component, k) => {
      const expected = Math.sqrt(2 / (size + 1)) * Math.sin((size * (k + 1) * Math.PI) / (size + 1));
      // Gaps between eigenvalues are above 0.1: components are right to EPSILON · size / gap.
      expect(Math.abs(Math.abs(component) - Math.abs(expected))).toBeLessThan(
        10 * size * 10 * Number.EPSILON,
      );
    });
  });

  it('goes on where a rotation has nothing left to turn: products of tiny entries vanish', () => {
    const epsilon = 1e-170;
    const { values } = tridiagonalEigen([3e-308, epsilon, epsilon, epsilon, 1e-200], [epsilon, -1, 2, 0]);
    // ±√5, and ε(1 ± √(21/5))/2 of what ε does to the null vector (2, 0, 1)/√5 and to the first place.
    const root = Math.sqrt(21 / 5);
    const expected = [
      -Math.sqrt(5),
      (epsilon * (1 - root)) / 2,
      1e-200,
      (epsilon * (1 + root)) / 2,
      Math.sqrt(5),
    ];
    values.forEach((value, k) => {
      // A few roundings of each: once decoupled, the tiny block is a matrix of its own.
      expect(Math.abs(value / expected[k] - 1)).toBeLessThan(16 * Number.EPSILON);
    });
  });
});
