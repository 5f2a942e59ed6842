import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bdso,
  bdsoGradient,
  dataset,
  deltaSlopeFeatures,
  deltaSlopeHessian,
  evaluate,
  splitDeltaSlopes,
} from 'relu-splines';
import type { Bdso, Dataset } from 'relu-splines';
import {
  OrthonormalBasis,
  singularValues,
  symmetricEigenvalues,
} from '../../../src/numeric/linear-algebra.js';
import { RUNS } from '../../arbitraries/numbers.js';

/** Splines with coincident breakpoints, data at them and tied, some far from the origin. */
function problems(): fc.Arbitrary<{ spline: Bdso; data: Dataset }> {
  const half = fc.integer({ min: -8, max: 8 }).map((k) => k / 2);
  return fc
    .tuple(
      fc.array(fc.tuple(half, half, fc.constantFrom(1, -1)), { maxLength: 8 }),
      fc.array(half, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(0, 0, 1e6),
    )
    .map(([units, places, shift]) => ({
      spline: bdso({
        breakpoints: units.map(([beta]) => beta + shift),
        deltaSlopes: units.map(([, mu]) => mu),
        orientations: units.map(([, , s]) => s),
      }),
      data: dataset(
        places.map((x) => x + shift),
        places.map(() => 1),
      ),
    }));
}

const rowOf = (matrix: Float64Array, k: number, size: number): Float64Array =>
  matrix.subarray(k * size, (k + 1) * size);
const product = (a: Float64Array, b: ArrayLike<number>): number =>
  a.reduce((sum, value, k) => sum + value * b[k], 0);

describe('the loss in the delta-slopes alone (theory 2.4)', () => {
  it('has features that make f = B₀ + Φμ', () => {
    fc.assert(
      fc.property(problems(), ({ spline, data }) => {
        const features = deltaSlopeFeatures(spline, data);
        const width = spline.deltaSlopes.length;
        evaluate(spline, data.x).forEach((f, n) => {
          // Halves, exactly representable; at 1e6 the values of f still are, but evaluate may pass 1e6·μ on the way.
          const got = product(rowOf(features, n, width), spline.deltaSlopes);
          expect(Math.abs(f - got)).toBeLessThanOrEqual(16 * Number.EPSILON * 1e6 * 40);
        });
      }),
      RUNS,
    );
  });

  it('has the Hessian ΦᵀΦ, with the squared singular values of Φ and zeros for eigenvalues', () => {
    fc.assert(
      fc.property(problems(), ({ spline, data }) => {
        const features = deltaSlopeFeatures(spline, data);
        const matrix = deltaSlopeHessian(spline, data);
        const width = spline.deltaSlopes.length;
        const count = data.x.length;
        // Entries of Φ are at most 16; halves, so that products by definition are exact.
        const bound = 8 * count * Number.EPSILON * 16 * 16;
        for (let i = 0; i < width; i++) {
          for (let j = 0; j < width; j++) {
            let expected = 0;
            for (let n = 0; n < count; n++) expected += features[n * width + i] * features[n * width + j];
            expect(Math.abs(matrix[i * width + j] - expected)).toBeLessThanOrEqual(bound);
          }
        }
        const squares = new Float64Array(width);
        squares.set(singularValues(features, count, width).map((value) => value * value));
        const eigenvalues = symmetricEigenvalues(matrix, width).reverse();
        eigenvalues.forEach((value, k) => {
          expect(Math.abs(value - squares[k])).toBeLessThanOrEqual(10 * (width + count) * bound);
        });
      }),
      RUNS,
    );
  });

  it('is what the gradient in μ changes by', () => {
    // The loss is quadratic in μ: one difference is the derivative.
    const data = dataset([-2, -0.5, 1, 3], [1, 0, -2, 1]);
    const at = (deltaSlopes: number[]): Bdso =>
      bdso({ breakpoints: [-1, 0.5, 2], deltaSlopes, orientations: [1, -1, 1] });
    const matrix = deltaSlopeHessian(at([0, 0, 0]), data);
    const base = bdsoGradient(at([0.5, 1, -1]), data);
    for (let i = 0; i < 3; i++) {
      const moved = bdsoGradient(at([0.5, 1, -1].map((mu, k) => (k === i ? mu + 1 : mu))), data);
      for (let j = 0; j < 3; j++) {
        // [β…, μ…, B₀]; all numbers are dyadic and small.
        expect(moved[3 + j] - base[3 + j]).toBeCloseTo(matrix[i * 3 + j], 12);
      }
    }
  });
});

describe('splitDeltaSlopes', () => {
  it('splits into the row space of Φ and its null space, not the range (erratum 29)', () => {
    fc.assert(
      fc.property(problems(), ({ spline, data }) => {
        const { rowSpace, nullSpace, rank } = splitDeltaSlopes(spline, data);
        const width = spline.deltaSlopes.length;
        const features = deltaSlopeFeatures(spline, data);
        const basis = new OrthonormalBasis(width);
        for (let n = 0; n < data.x.length; n++) basis.insert(rowOf(features, n, width));
        expect(rank).toBe(basis.size);
        const size = Math.sqrt(product(Float64Array.from(spline.deltaSlopes), spline.deltaSlopes));
        // Rounding of an orthonormal basis of at most 8 vectors of halves between 1/2 and 16, well conditioned.
        const bound = 1e-12 * size;
        spline.deltaSlopes.forEach((mu, i) => {
          expect(Math.abs(rowSpace[i] + nullSpace[i] - mu)).toBeLessThanOrEqual(bound);
        });
        expect(Math.abs(product(rowSpace, nullSpace))).toBeLessThanOrEqual(bound * size);
        for (let n = 0; n < data.x.length; n++) {
          expect(Math.abs(product(rowOf(features, n, width), nullSpace))).toBeLessThanOrEqual(64 * bound);
        }
        for (const vector of basis.vectors) {
          const both = product(rowSpace, vector) - product(Float64Array.from(vector), spline.deltaSlopes);
          expect(Math.abs(both)).toBeLessThanOrEqual(bound);
        }
      }),
      RUNS,
    );
  });

  it('keeps what the data see: null parts change no value', () => {
    const spline = bdso({
      breakpoints: [0, 0, 5, -1],
      deltaSlopes: [3, 1, 2, -4],
      orientations: [1, 1, 1, -1],
    });
    // No datum right of 5 or left of −1: those two units are all null.
    const { rowSpace, nullSpace, rank } = splitDeltaSlopes(spline, dataset([1, 2], [0, 0]));
    expect(rank).toBe(1);
    [2, 2, 0, 0].forEach((value, i) => {
      expect(rowSpace[i]).toBeCloseTo(value, 14);
    });
    [1, -1, 2, -4].forEach((value, i) => {
      expect(nullSpace[i]).toBeCloseTo(value, 14);
    });
  });

  it('takes no units, and refuses thresholds that are not positive', () => {
    const none = bdso({ breakpoints: [], deltaSlopes: [], orientations: [] });
    const data = dataset([1], [1]);
    expect(splitDeltaSlopes(none, data).rank).toBe(0);
    expect(deltaSlopeHessian(none, data)).toHaveLength(0);
    expect(() => splitDeltaSlopes(none, data, { threshold: 0 })).toThrow(
      new RangeError('splitDeltaSlopes: threshold must be positive, got 0'),
    );
  });
});
