import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dot,
  OrthonormalBasis,
  lengthOf,
  rightSingular,
  singularSystem,
  singularValues,
  symmetricEigen,
  symmetricEigenvalues,
} from '../../src/numeric/linear-algebra.js';
import { RUNS } from '../arbitraries/numbers.js';

/** A matrix of small integers with many zeros, its rank often short of its sides. */
function matrices(): fc.Arbitrary<{ rows: number; columns: number; matrix: Float64Array }> {
  return fc
    .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 3 }))
    .chain(([rows, columns, rank]) =>
      fc
        .tuple(entries(rows * rank), entries(rank * columns), fc.constantFrom(1, 1e-9, 1e9, 1e-150, 1e150))
        .map(([left, right, scale]) => {
          const matrix = new Float64Array(rows * columns);
          for (let i = 0; i < rows; i++) {
            for (let j = 0; j < columns; j++) {
              for (let k = 0; k < rank; k++) {
                matrix[i * columns + j] += left[i * rank + k] * right[k * columns + j] * scale;
              }
            }
          }
          return { rows, columns, matrix };
        }),
    );
}

function entries(count: number): fc.Arbitrary<number[]> {
  return fc.array(fc.integer({ min: -3, max: 3 }), { minLength: count, maxLength: count });
}

const row = (matrix: Float64Array, k: number, size: number): Float64Array =>
  matrix.subarray(k * size, (k + 1) * size);
const largest = (values: Float64Array): number => Math.max(0, ...values.map(Math.abs));

describe('symmetric eigenvalues', () => {
  it('are those of the second-difference matrix, 2 − 2cos(kπ/(n + 1))', () => {
    const size = 12;
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      matrix[i * size + i] = 2;
      if (i > 0) matrix[i * size + i - 1] = matrix[(i - 1) * size + i] = -1;
    }
    symmetricEigenvalues(matrix, size).forEach((value, k) => {
      // The algorithm is backward stable: size · EPSILON of the norm, which is below 4.
      expect(Math.abs(value - (2 - 2 * Math.cos(((k + 1) * Math.PI) / (size + 1))))).toBeLessThan(
        size * Number.EPSILON * 4,
      );
    });
  });

  it('and vectors satisfy their definition at every scale', () => {
    fc.assert(
      fc.property(matrices(), ({ rows, columns, matrix }) => {
        // A·Aᵀ would square the scale out of the double range: symmetrise the square part instead.
        const size = Math.min(rows, columns);
        const symmetric = new Float64Array(size * size);
        for (let i = 0; i < size; i++) {
          for (let j = 0; j < size; j++) {
            symmetric[i * size + j] = matrix[i * columns + j] + matrix[j * columns + i];
          }
        }
        const { values, vectors } = symmetricEigen(symmetric, size);
        const bound = 10 * size * Number.EPSILON * Math.max(largest(values), largest(symmetric));
        values.forEach((value, k) => {
          if (k > 0) expect(value).toBeGreaterThanOrEqual(values[k - 1]);
          const vector = row(vectors, k, size);
          for (let i = 0; i < size; i++) {
            const error = dot(row(symmetric, i, size), vector) - value * vector[i];
            expect(Math.abs(error)).toBeLessThanOrEqual(bound);
          }
          for (let j = 0; j <= k; j++) {
            const product = dot(vector, row(vectors, j, size));
            expect(Math.abs(product - (j === k ? 1 : 0))).toBeLessThan(10 * size * Number.EPSILON);
          }
        });
      }),
      RUNS,
    );
  });

  it('come out of entries that the algorithm cannot square', () => {
    const values = symmetricEigenvalues(Float64Array.of(1, 1e-310, 1e-310, 0), 2);
    expect(Array.from(values)).toEqual([0, 1]);
  });

  it('of nothing are nothing', () => {
    expect(symmetricEigenvalues(new Float64Array(0), 0)).toHaveLength(0);
    expect(singularValues(new Float64Array(0), 0, 3)).toHaveLength(0);
    expect(rightSingular(new Float64Array(0), 3, 0).values).toHaveLength(0);
    expect(singularSystem(new Float64Array(0), 3, 0).leftVectors).toHaveLength(0);
  });
});

describe('singular values', () => {
  it('agree with their definition for wide, tall and rank-deficient matrices at every scale', () => {
    fc.assert(
      fc.property(matrices(), ({ rows, columns, matrix }) => {
        const values = singularValues(matrix, rows, columns);
        const { values: again, vectors } = rightSingular(matrix, rows, columns);
        const count = Math.min(rows, columns);
        expect(values).toHaveLength(count);
        const bound = 20 * (rows + columns) * Number.EPSILON * Math.max(values[0], largest(matrix));
        let squares = 0;
        for (let k = 0; k < count; k++) {
          expect(Math.abs(values[k] - again[k])).toBeLessThanOrEqual(bound);
          const vector = row(vectors, k, columns);
          const scale = values[0] === 0 ? 1 : values[0];
          // |A·v| = σ, row by row relative to the largest σ.
          let image = 0;
          for (let i = 0; i < rows; i++) image += (dot(row(matrix, i, columns), vector) / scale) ** 2;
          expect(Math.abs(Math.sqrt(image) * scale - again[k])).toBeLessThanOrEqual(bound);
          squares += (again[k] / scale) ** 2;
          for (let j = 0; j <= k; j++) {
            const product = dot(vector, row(vectors, j, columns));
            expect(Math.abs(product - (j === k ? 1 : 0))).toBeLessThan(
              20 * (rows + columns) * Number.EPSILON,
            );
          }
        }
        const system = singularSystem(matrix, rows, columns);
        expect(system.leftVectors).toHaveLength(count * rows);
        const sum = new Float64Array(rows * columns);
        for (let k = 0; k < count; k++) {
          expect(Math.abs(system.values[k] - values[k])).toBeLessThanOrEqual(bound);
          const left = row(system.leftVectors, k, rows);
          const right = row(system.vectors, k, columns);
          for (let i = 0; i < rows; i++) {
            for (let j = 0; j < columns; j++) sum[i * columns + j] += system.values[k] * left[i] * right[j];
          }
          // A left vector is of length one even where its singular value is zero.
          expect(Math.abs(lengthOf(left) - 1)).toBeLessThan(20 * (rows + columns) * Number.EPSILON);
        }
        sum.forEach((entry, k) => {
          expect(Math.abs(entry - matrix[k])).toBeLessThanOrEqual(bound);
        });
        const scale = values[0] === 0 ? 1 : values[0];
        const frobenius = matrix.reduce((sum, entry) => sum + (entry / scale) ** 2, 0);
        expect(Math.abs(frobenius - squares)).toBeLessThan(40 * (rows + columns) * Number.EPSILON * count);
      }),
      RUNS,
    );
  });
});

describe('lengthOf', () => {
  it('squares nothing that overflows or vanishes', () => {
    expect(lengthOf(new Float64Array(0))).toBe(0);
    expect(lengthOf(Float64Array.of(0, -0))).toBe(0);
    expect(lengthOf(Float64Array.of(3, -4))).toBe(5);
    expect(lengthOf(Float64Array.of(3e-200, 4e-200)) / 5e-200).toBeCloseTo(1, 15);
    expect(lengthOf(Float64Array.of(3e300, 4e300)) / 5e300).toBeCloseTo(1, 15);
    expect(lengthOf(Float64Array.of(1, -Infinity))).toBe(Infinity);
  });
});

describe('OrthonormalBasis', () => {
  it('takes what is new and refuses what is not, whatever the scale', () => {
    const basis = new OrthonormalBasis(3);
    expect(basis.insert(Float64Array.of(3, 4, 0))).toBe(true);
    expect(basis.insert(Float64Array.of(-3e-200, -4e-200, 0))).toBe(false);
    expect(basis.insert(Float64Array.of(0, 0, 0))).toBe(false);
    expect(basis.insert(Float64Array.of(3e100, 4e100, 1e90))).toBe(true);
    expect(basis.insert(Float64Array.of(3, 4, 1e-12))).toBe(false);
    expect(basis.size).toBe(2);
    expect(basis.distance(Float64Array.of(4, -3, 0))).toBeCloseTo(1, 14);
    expect(basis.distance(Float64Array.of(0, 0, 7))).toBe(0);
    expect(basis.distance(Float64Array.of(0, 0, 0))).toBe(0);
    expect(basis.insert(Float64Array.of(1, 0, 0))).toBe(true);
    expect(basis.insert(Float64Array.of(1, 2, 3))).toBe(false);
  });

  it('decides by its threshold', () => {
    const basis = new OrthonormalBasis(2, 1e-3);
    basis.insert(Float64Array.of(1, 0));
    expect(basis.insert(Float64Array.of(1, 0.9e-3))).toBe(false);
    expect(basis.insert(Float64Array.of(1, 1.1e-3))).toBe(true);
  });

  it('stays orthonormal to rounding for nearly dependent vectors (a Hilbert matrix)', () => {
    const size = 10;
    const basis = new OrthonormalBasis(size, 1e-14);
    for (let i = 0; i < size; i++)
      basis.insert(Float64Array.from({ length: size }, (_, j) => 1 / (i + j + 1)));
    basis.vectors.forEach((a, i) => {
      basis.vectors.forEach((b, j) => {
        // Twice is enough: each vector is orthogonal to working precision.
        expect(Math.abs(dot(a, b) - (i === j ? 1 : 0))).toBeLessThan(4 * size * Number.EPSILON);
      });
    });
    expect(basis.size).toBeGreaterThan(7);
  });
});
