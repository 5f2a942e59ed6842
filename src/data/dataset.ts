import { checkNetwork } from '../forms/form.js';
import type { ShallowNetwork } from '../forms/network.js';
import { gather, sortOrder } from '../numeric/arrays.js';
import type { NumericArray, ReadonlyFloat64Array, ReadonlyInt32Array } from '../numeric/arrays.js';
import { finiteVector, object, sameLength, show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';

/** Samples of a function, sorted by x. Everything else in the library speaks of data in this order. */
export interface Dataset {
  /** Inputs, increasing, ties kept, shape (N). */
  readonly x: ReadonlyFloat64Array;
  /** Targets in the order of `x`, shape (N). */
  readonly y: ReadonlyFloat64Array;
  /** The caller's index of each datum: `x[n]` was handed over as `x[order[n]]`; shape (N). */
  readonly order: ReadonlyInt32Array;
  /**
   * Where each distinct x begins: data `groupStarts[g]` to `groupStarts[g + 1] − 1` share one x; shape
   * (number of distinct x + 1).
   */
  readonly groupStarts: ReadonlyInt32Array;
}

/**
 * Sorts samples by x and remembers where they came from. Data with equal x are all kept, in the caller's
 * order.
 *
 * @param x Inputs, in any order.
 * @param y Targets, as many.
 * @throws `RangeError` for NaN or Infinity (the first bad index is named) and for x so far apart that their difference
 * overflows, `ShapeError` for no data or arrays of different lengths.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 *
 * const data = dataset([3, 1, 1], [30, 10, 11]);
 * data.x; // Float64Array [1, 1, 3]
 * data.y; // Float64Array [10, 11, 30]
 * data.order; // Int32Array [1, 2, 0]
 * data.groupStarts; // Int32Array [0, 2, 3]: two distinct x
 * ```
 */
export function dataset(x: NumericArray, y: NumericArray): Dataset {
  const where = 'dataset';
  const inputs = finiteVector(where, 'x', x);
  const targets = finiteVector(where, 'y', y);
  sameLength(where, 'y', targets, 'x', inputs.length);
  if (inputs.length === 0) throw new ShapeError(`${where}: x must have at least one datum, got none`);
  const order = sortOrder(inputs);
  const sorted = gather(inputs, order);
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  if (!Number.isFinite(high - low)) {
    throw new RangeError(`${where}: x must have a range that does not overflow, got ${low} to ${high}`);
  }
  const groupStarts: number[] = [];
  for (let n = 0; n < sorted.length; n++) {
    if (n === 0 || sorted[n] !== sorted[n - 1]) groupStarts.push(n);
  }
  groupStarts.push(sorted.length);
  return { x: sorted, y: gather(targets, order), order, groupStarts: Int32Array.from(groupStarts) };
}

/** The distinct x of the data, increasing, shape (G). */
export function distinctInputs({ x, groupStarts }: Dataset): Float64Array {
  return Float64Array.from({ length: groupStarts.length - 1 }, (_, g) => x[groupStarts[g]]);
}

/**
 * Is it a data set, as {@link dataset} makes them? Looks at kinds and lengths, O(1): numbers that are not finite cannot
 * have come from there.
 */
export function checkDataset(where: string, data: unknown): asserts data is Dataset {
  object(where, 'data', data);
  const { x, y, order, groupStarts } = data as Partial<Dataset>;
  const isOne =
    x instanceof Float64Array &&
    y instanceof Float64Array &&
    order instanceof Int32Array &&
    groupStarts instanceof Int32Array &&
    x.length > 0 &&
    y.length === x.length &&
    order.length === x.length &&
    groupStarts[groupStarts.length - 1] === x.length;
  if (!isOne) throw new TypeError(`${where}: data must be made by dataset(x, y), got ${show(data)}`);
}

/** Refuses what is not a network with a data set, in O(1). */
export function checkProblem(where: string, network: ShallowNetwork, data: Dataset): void {
  checkNetwork(where, network);
  checkDataset(where, data);
}
