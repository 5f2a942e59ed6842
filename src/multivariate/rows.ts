import type { NumericArray } from '../numeric/arrays.js';
import { finiteVector, integerIn } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';

/** A matrix as a caller may hand it over: an array of rows, or all of its numbers row by row. */
export type NumericRows = NumericArray | ArrayLike<NumericArray>;

/** A matrix, row by row. */
export interface Rows {
  /** Row-major, shape (count × inputs). */
  readonly values: Float64Array;
  readonly count: number;
  /** Length of a row. */
  readonly inputs: number;
}

/**
 * Copies a matrix after checking that its rows are of one length and its numbers finite.
 *
 * @param inputs Length of a row; may be undefined where `values` is an array of at least one row.
 * @throws `TypeError` for the wrong kind of thing, `RangeError` for NaN or Infinity, `ShapeError` for rows of another
 * length.
 */
export function finiteRows(where: string, name: string, values: unknown, inputs: unknown): Rows {
  const expected = inputs === undefined ? undefined : integerIn(where, 'inputs', inputs, 1);
  if (isNested(values)) return nestedRows(where, name, values, expected);
  const flat = finiteVector(where, name, values, 'an array of numbers or of rows');
  if (expected === undefined) {
    throw new TypeError(
      `${where}: inputs must be given where ${name} is not an array of rows, got undefined`,
    );
  }
  if (flat.length % expected !== 0) {
    throw new ShapeError(
      `${where}: ${name} must have rows of ${expected}, the number of inputs, got ${flat.length} numbers`,
    );
  }
  return { values: flat, count: flat.length / expected, inputs: expected };
}

function nestedRows(
  where: string,
  name: string,
  rows: ArrayLike<unknown>,
  expected: number | undefined,
): Rows {
  const first = finiteVector(where, `${name}[0]`, rows[0]);
  const inputs = expected ?? first.length;
  if (inputs === 0) throw new ShapeError(`${where}: ${name}[0] must have at least one entry, got none`);
  const values = new Float64Array(rows.length * inputs);
  for (let i = 0; i < rows.length; i++) {
    const row = i === 0 ? first : finiteVector(where, `${name}[${i}]`, rows[i]);
    if (row.length !== inputs) {
      const reference = expected === undefined ? `${name}[0]` : 'inputs';
      throw new ShapeError(
        `${where}: ${name}[${i}] must have as many entries as ${reference} says, ${inputs}, got ${row.length}`,
      );
    }
    values.set(row, i * inputs);
  }
  return { values, count: rows.length, inputs };
}

function isNested(values: unknown): values is ArrayLike<unknown> {
  if (!Array.isArray(values) || values.length === 0) return false;
  const first: unknown = values[0];
  return typeof first === 'object' && first !== null;
}
