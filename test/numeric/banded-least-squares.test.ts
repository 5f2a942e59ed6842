import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BandedLeastSquares } from '../../src/numeric/banded-least-squares.js';
import { rightSingular } from '../../src/numeric/linear-algebra.js';
import { RUNS } from '../arbitraries/numbers.js';

interface Row {
  readonly first: number;
  readonly coefficients: readonly number[];
  readonly right: number;
}
interface System {
  readonly size: number;
  readonly band: number;
  readonly rows: readonly Row[];
}

/** Systems of small integers, often short of rank, with rows in any order. */
const systems: fc.Arbitrary<System> = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 3 }))
  .chain(([size, band]) => {
    const entry = fc.integer({ min: -3, max: 3 });
    const row = fc.record({
      first: fc.integer({ min: 0, max: size - 1 }),
      coefficients: fc.array(entry, { minLength: band, maxLength: band }),
      right: entry,
    });
    return fc.array(row, { maxLength: 10 }).map((rows) => ({
      size,
      band,
      rows: rows.map(({ first, coefficients, right }) => ({
        first,
        coefficients: coefficients.map((each, k) => (first + k < size ? each : 0)),
        right,
      })),
    }));
  });

function built({ size, band, rows }: System): BandedLeastSquares {
  const equations = new BandedLeastSquares(size, band);
  for (const { first, coefficients, right } of rows) equations.add(first, coefficients, right);
  return equations;
}

/** Σ over rows of coefficient·(coefficients·z − right): zero at a least-squares solution. */
function normalResidual({ size, rows }: System, z: Float64Array, homogeneous = false): Float64Array {
  const out = new Float64Array(size);
  for (const { first, coefficients, right } of rows) {
    let residual = homogeneous ? 0 : -right;
    coefficients.forEach((each, k) => {
      if (each !== 0) residual += each * z[first + k];
    });
    coefficients.forEach((each, k) => {
      if (each !== 0) out[first + k] += each * residual;
    });
  }
  return out;
}

const largest = (values: Float64Array): number =>
  values.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
// Ten rows of entries up to 3: a few hundred times the rounding of the solution.
const near = (z: Float64Array): number => 300 * 64 * Number.EPSILON * (1 + largest(z));

describe('banded least squares', () => {
  it('solve the normal equations, with as many free columns as rank is missing', () => {
    fc.assert(
      fc.property(systems, (system) => {
        const equations = built(system);
        const z = equations.solve();
        expect(largest(normalResidual(system, z))).toBeLessThanOrEqual(near(z));
        const { size, rows } = system;
        const matrix = new Float64Array(Math.max(1, rows.length) * size);
        rows.forEach(({ first, coefficients }, r) => {
          coefficients.forEach((each, k) => {
            if (each !== 0) matrix[r * size + first + k] = each;
          });
        });
        const { values } = rightSingular(matrix, Math.max(1, rows.length), size);
        // Integers this small have no tiny singular values but zeros.
        const rank = values.filter((value) => value > 1e-9).length;
        const free = Array.from(equations.freeColumns);
        expect(free.filter((each) => each === 1)).toHaveLength(size - rank);
        free.forEach((each, c) => {
          if (each === 1) expect(z[c]).toBe(0);
        });
        const nothing = equations.nullVector();
        expect(largest(normalResidual(system, nothing, true))).toBeLessThanOrEqual(near(nothing));
        free.forEach((each, c) => {
          if (each === 1) expect(nothing[c]).toBe(1);
        });
      }),
      RUNS,
    );
  });

  it('do not square the condition: columns that differ by 1e-8 are told apart', () => {
    const equations = new BandedLeastSquares(2, 2);
    equations.add(0, [1, 1], 2);
    equations.add(0, [1, 1 + 2 ** -27], 2 + 2 ** -27);
    const z = equations.solve();
    // Condition 2^28, and a handful of roundings.
    expect(Math.abs(z[0] - 1) + Math.abs(z[1] - 1)).toBeLessThan(2 ** 28 * 8 * Number.EPSILON);
  });

  it('have all columns free without equations', () => {
    const equations = new BandedLeastSquares(2, 2);
    expect(Array.from(equations.solve())).toEqual([0, 0]);
    expect(Array.from(equations.freeColumns)).toEqual([1, 1]);
    expect(Array.from(equations.nullVector())).toEqual([1, 1]);
  });
});
