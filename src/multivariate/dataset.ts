import { madeBy } from '../forms/form.js';
import type { NumericArray, ReadonlyFloat64Array } from '../numeric/arrays.js';
import { finiteVector, integerIn, knownKeys, object, sameLength } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { finiteRows } from './rows.js';
import type { NumericRows } from './rows.js';

/** Samples of a function of D inputs, in the caller's order: points of a space have no order of their own. */
export interface MultivariateDataset {
  /** Number of inputs D. */
  readonly inputs: number;
  /** Inputs x, row by row (one row a datum), shape (N × D). */
  readonly points: ReadonlyFloat64Array;
  /** Targets, shape (N). */
  readonly y: ReadonlyFloat64Array;
}

/**
 * Checks and copies samples of a function of many inputs. Equal points are all kept.
 *
 * @param points An array of rows, or the rows one after another with `inputs` beside them.
 * @param y Targets, one a point.
 * @throws `TypeError` for what is not a number, `RangeError` for NaN or Infinity (the first bad index is named),
 * `ShapeError` for no data, or rows or arrays of different lengths.
 * @example
 * ```ts
 * import { multivariateDataset } from 'relu-splines/multivariate';
 *
 * const data = multivariateDataset([[0, 1], [2, 3]], [10, 20]);
 * data.points; // Float64Array [0, 1, 2, 3]
 * multivariateDataset(data.points, data.y, { inputs: 2 }).inputs; // 2
 * ```
 */
export function multivariateDataset(
  points: NumericRows,
  y: NumericArray,
  options: { readonly inputs?: number } = {},
): MultivariateDataset {
  const where = 'multivariateDataset';
  knownKeys(where, options, ['inputs']);
  const { values, count, inputs } = finiteRows(where, 'points', points, options.inputs);
  const targets = finiteVector(where, 'y', y);
  sameLength(where, 'y', targets, 'points', count);
  if (count === 0) throw new ShapeError(`${where}: points must have at least one datum, got none`);
  return { inputs, points: values, y: targets };
}

/** Refuses what is not a data set of `inputs` inputs, in O(1). */
export function checkMultivariateDataset(where: string, data: MultivariateDataset, inputs: number): void {
  object(where, 'data', data);
  madeBy('multivariateDataset', where, 'data.points', data.points);
  madeBy('multivariateDataset', where, 'data.y', data.y);
  if (integerIn(where, 'data.inputs', data.inputs, 1) !== inputs) {
    throw new ShapeError(`${where}: data must have the inputs of the network, ${inputs}, got ${data.inputs}`);
  }
  sameLength(where, 'data.points', data.points, 'inputs × y', inputs * data.y.length);
}
