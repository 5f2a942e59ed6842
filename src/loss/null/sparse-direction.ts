import type { ReadonlyFloat64Array, ReadonlyInt32Array } from '../../numeric/arrays.js';
import { integerIn, object, show } from '../../numeric/checks.js';

/** A vector in parameter space [w…, b…, v…, b₀] of which only a few entries are not zero. */
export interface SparseDirection {
  /** Which entries are not zero, ascending. */
  readonly indices: ReadonlyInt32Array;
  /** What they are, in the order of `indices`. */
  readonly values: ReadonlyFloat64Array;
}

/**
 * A sparse direction written out, shape (size).
 *
 * @param size Number of parameters, 3H + 1.
 * @throws `RangeError` for a size that is not an integer above every index.
 * @example
 * ```ts
 * import { dataset, denseDirection, nullDirections, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [2], outputWeights: [3] });
 * const { causes } = nullDirections(network, dataset([-3, 0, 1], [0, 0, 1]));
 * denseDirection(causes[0].basis[0], 4); // Float64Array [1, 2, -3, 0]
 * ```
 */
export function denseDirection(direction: SparseDirection, size: number): Float64Array {
  const where = 'denseDirection';
  object(where, 'direction', direction);
  const { indices, values } = direction;
  if (!(
    indices instanceof Int32Array &&
    values instanceof Float64Array &&
    indices.length === values.length
  )) {
    throw new TypeError(`${where}: direction must be one of nullDirections, got ${show(direction)}`);
  }
  const last = indices.length === 0 ? -1 : indices[indices.length - 1];
  const out = new Float64Array(integerIn(where, 'size', size, last + 1));
  for (let k = 0; k < indices.length; k++) out[indices[k]] = values[k];
  return out;
}

/**
 * A direction in the making: a sum of entries numerator/divisor.
 *
 * Only the ray matters, so the whole is multiplied by the smallest divisor: dividing by a tiny output weight
 * cannot overflow.
 */
export class DirectionSum {
  private readonly entries: {
    readonly index: number;
    readonly numerator: number;
    readonly divisor: number;
  }[] = [];

  /** Adds numerator/divisor to entry `index`. Returns itself. */
  add(index: number, numerator: number, divisor = 1): this {
    if (numerator !== 0) this.entries.push({ index, numerator, divisor });
    return this;
  }

  /** The direction, entries merged and zeros dropped. */
  finish(): SparseDirection {
    const factor = this.entries.reduce((least, { divisor }) => Math.min(least, Math.abs(divisor)), Infinity);
    const sums = new Map<number, number>();
    for (const { index, numerator, divisor } of this.entries) {
      sums.set(index, (sums.get(index) ?? 0) + numerator * (factor / divisor));
    }
    const merged = [...sums].filter(([, value]) => value !== 0).sort(([i], [j]) => i - j);
    return {
      indices: Int32Array.from(merged, ([index]) => index),
      values: Float64Array.from(merged, ([, value]) => value),
    };
  }
}
