/** Dense linear algebra: the only file that knows ml-matrix. Matrices are row-major and finite; callers see to it. */

import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';
import type { ReadonlyFloat64Array } from './arrays.js';

/** Eigenvalues of a symmetric matrix with their eigenvectors. */
export interface SymmetricEigen {
  /** Eigenvalues, ascending, shape (size). */
  readonly values: Float64Array;
  /** Row k is the unit eigenvector of `values[k]`; row-major, shape (size × size). */
  readonly vectors: Float64Array;
}

/** Singular values of a matrix with its right singular vectors. */
export interface RightSingular {
  /** Singular values, descending, shape (min(rows, columns)). */
  readonly values: Float64Array;
  /** Row k is the unit right singular vector of `values[k]`; row-major, shape (min(rows, columns) × columns). */
  readonly vectors: Float64Array;
}

/**
 * All eigenvalues of a symmetric row-major matrix, ascending, each to about size · EPSILON of the largest.
 *
 * Householder tridiagonalisation and implicit QL, O(size³). Only symmetric input makes sense; it is not checked.
 */
export function symmetricEigenvalues(matrix: ReadonlyFloat64Array, size: number): Float64Array {
  return symmetricEigen(matrix, size).values;
}

/** {@link symmetricEigenvalues} with the eigenvectors. */
export function symmetricEigen(matrix: ReadonlyFloat64Array, size: number): SymmetricEigen {
  if (size === 0) return { values: new Float64Array(0), vectors: new Float64Array(0) };
  const { scaled, scale } = scaledMatrix(matrix, size, size);
  const decomposition = new EigenvalueDecomposition(scaled, { assumeSymmetric: true });
  const values = Float64Array.from(decomposition.realEigenvalues);
  for (let k = 0; k < size; k++) values[k] *= scale;
  return { values, vectors: rowMajor(decomposition.eigenvectorMatrix.transpose()) };
}

/** {@link RightSingular} with the left singular vectors: matrix = Σ value · left ⊗ right. */
export interface SingularSystem extends RightSingular {
  /** Row k is the unit left singular vector of `values[k]`; row-major, shape (min(rows, columns) × rows). */
  readonly leftVectors: Float64Array;
}

/** All singular values of a row-major matrix, descending, shape (min(rows, columns)). */
export function singularValues(matrix: ReadonlyFloat64Array, rows: number, columns: number): Float64Array {
  if (rows === 0 || columns === 0) return new Float64Array(0);
  const { scaled, scale } = scaledMatrix(matrix, rows, columns);
  const decomposition = new SingularValueDecomposition(scaled, {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
    autoTranspose: true,
  });
  return unscaled(decomposition.diagonal, scale, Math.min(rows, columns));
}

/** {@link singularValues} with the right singular vectors: those above zero span the row space. */
export function rightSingular(matrix: ReadonlyFloat64Array, rows: number, columns: number): RightSingular {
  if (rows === 0 || columns === 0) return { values: new Float64Array(0), vectors: new Float64Array(0) };
  const { scaled, scale } = scaledMatrix(matrix, rows, columns);
  const decomposition = new SingularValueDecomposition(scaled, {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: true,
    autoTranspose: true,
  });
  const count = Math.min(rows, columns);
  const vectors = rowMajor(decomposition.rightSingularVectors.transpose()).slice(0, count * columns);
  return { values: unscaled(decomposition.diagonal, scale, count), vectors };
}

/** {@link rightSingular} with the left singular vectors. */
export function singularSystem(matrix: ReadonlyFloat64Array, rows: number, columns: number): SingularSystem {
  if (rows === 0 || columns === 0) {
    return { values: new Float64Array(0), vectors: new Float64Array(0), leftVectors: new Float64Array(0) };
  }
  const { scaled, scale } = scaledMatrix(matrix, rows, columns);
  const decomposition = new SingularValueDecomposition(scaled, { autoTranspose: true });
  const count = Math.min(rows, columns);
  return {
    values: unscaled(decomposition.diagonal, scale, count),
    vectors: rowMajor(decomposition.rightSingularVectors.transpose()).slice(0, count * columns),
    leftVectors: rowMajor(decomposition.leftSingularVectors.transpose()).slice(0, count * rows),
  };
}

/**
 * An orthonormal basis that grows by one vector at a time: modified Gram–Schmidt, repeated until it no longer
 * shortens the vector (at most four times; twice is enough but for the worst cases).
 *
 * Whether a vector adds a direction is decided against the vector's own length, so the scale of the vectors
 * does not matter, but their order may where they are nearly dependent.
 */
export class OrthonormalBasis {
  private readonly rows: Float64Array[] = [];
  private readonly candidate: Float64Array;

  /**
   * @param dimension Length of the vectors.
   * @param threshold A vector adds a direction iff more than this fraction of its length is outside the span.
   */
  constructor(
    readonly dimension: number,
    readonly threshold = 1e-11,
  ) {
    this.candidate = new Float64Array(dimension);
  }

  /** How many vectors the basis has. */
  get size(): number {
    return this.rows.length;
  }

  /** The basis vectors, in the order in which they came. */
  get vectors(): readonly ReadonlyFloat64Array[] {
    return this.rows;
  }

  /** Adds what is new in `vector`; tells whether anything was. */
  insert(vector: ReadonlyFloat64Array): boolean {
    const { candidate } = this;
    if (this.size === this.dimension || !normaliseInto(candidate, vector)) return false;
    const left = this.orthogonalise();
    if (!(left > this.threshold)) return false;
    this.rows.push(candidate.map((entry) => entry / left));
    return true;
  }

  /** The fraction of the length of `vector` that is outside the span: 0 within, 1 orthogonal to it; 0 for zero. */
  distance(vector: ReadonlyFloat64Array): number {
    return normaliseInto(this.candidate, vector) ? Math.min(this.orthogonalise(), 1) : 0;
  }

  // Takes the span out of the candidate and returns the length of what is left.
  private orthogonalise(): number {
    const { candidate, rows } = this;
    let length = 1;
    for (let pass = 0; pass < 4; pass++) {
      for (const row of rows) {
        const share = dot(row, candidate);
        for (let k = 0; k < row.length; k++) candidate[k] -= share * row[k];
      }
      const left = Math.sqrt(dot(candidate, candidate));
      if (left > 0.5 * length || left === 0) return left;
      length = left;
    }
    return length;
  }
}

/** Σ a·b, in four running sums: one alone waits for each addition to end before the next begins. */
export function dot(a: ReadonlyFloat64Array, b: ReadonlyFloat64Array): number {
  const { length } = a;
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let k = 0;
  for (; k + 3 < length; k += 4) {
    first += a[k] * b[k];
    second += a[k + 1] * b[k + 1];
    third += a[k + 2] * b[k + 2];
    fourth += a[k + 3] * b[k + 3];
  }
  for (; k < length; k++) first += a[k] * b[k];
  return first + second + (third + fourth);
}

/** √Σ a², by way of the largest entry, so that squares neither overflow nor vanish. */
export function lengthOf(vector: ReadonlyFloat64Array): number {
  let largest = 0;
  for (let k = 0; k < vector.length; k++) largest = Math.max(largest, Math.abs(vector[k]));
  if (!(largest > 0 && largest < Infinity)) return largest;
  let sum = 0;
  for (let k = 0; k < vector.length; k++) sum += (vector[k] / largest) ** 2;
  return largest * Math.sqrt(sum);
}

// Length one by way of the largest entry, so that squares neither overflow nor vanish; false for zero.
function normaliseInto(out: Float64Array, vector: ReadonlyFloat64Array): boolean {
  let largest = 0;
  for (let k = 0; k < out.length; k++) largest = Math.max(largest, Math.abs(vector[k]));
  if (largest === 0) return false;
  for (let k = 0; k < out.length; k++) out[k] = vector[k] / largest;
  const length = Math.sqrt(dot(out, out));
  for (let k = 0; k < out.length; k++) out[k] /= length;
  return true;
}

// Largest entry about 1 by a power of two, and what is 500 powers smaller set to zero: the iterations divide by
// squares of entries and never come back from a subnormal one.
function scaledMatrix(
  matrix: ReadonlyFloat64Array,
  rows: number,
  columns: number,
): { readonly scaled: Matrix; readonly scale: number } {
  let largest = 0;
  for (let k = 0; k < rows * columns; k++) largest = Math.max(largest, Math.abs(matrix[k]));
  const scale = largest === 0 ? 1 : 2 ** Math.min(Math.max(Math.floor(Math.log2(largest)), -1022), 1022);
  const floor = 2 ** -500;
  const scaled = Matrix.zeros(rows, columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const entry = matrix[i * columns + j] / scale;
      if (Math.abs(entry) >= floor) scaled.set(i, j, entry);
    }
  }
  return { scaled, scale };
}

function unscaled(values: readonly number[], scale: number, count: number): Float64Array {
  const out = new Float64Array(count);
  for (let k = 0; k < count; k++) out[k] = values[k] * scale;
  return out.sort().reverse();
}

function rowMajor(matrix: Matrix): Float64Array {
  const { rows, columns } = matrix;
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[i * columns + j] = matrix.get(i, j);
  }
  return out;
}
