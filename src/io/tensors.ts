import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import { show } from '../numeric/checks.js';
import { MAX_DIMENSIONS, MAX_ELEMENTS, MAX_TENSORS } from './limits.js';

/** One array of a checkpoint, widened to float64. */
export interface Tensor {
  /** The checkpoint's name for it, such as `0.weight`. */
  readonly name: string;
  /** Length of each dimension; empty for a single number. */
  readonly shape: readonly number[];
  /** All elements, last index fastest (C order), each finite. */
  readonly values: ReadonlyFloat64Array;
}

/** How an error message calls a tensor. */
export function tensorTitle(name: string): string {
  return `tensor ${show(name)}`;
}

/** A shape as it is written: `[64, 1]`. */
export function showShape(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

/** Counts the tensors and the elements of one file, and refuses the first that is over the limits. */
export class TensorBudget {
  private tensors = 0;
  private elements = 0;

  /** @param where The reader, for its errors. */
  constructor(private readonly where: string) {}

  /**
   * The number of elements of a tensor of that shape, after checking every dimension and the product.
   *
   * @throws `RangeError` for what is not a length, or too many dimensions, elements or tensors.
   */
  admit(name: string, shape: readonly unknown[]): number {
    const what = `${this.where}: ${tensorTitle(name)}`;
    if (++this.tensors > MAX_TENSORS) {
      throw new RangeError(`${this.where}: there must be at most ${MAX_TENSORS} tensors, got more`);
    }
    if (shape.length > MAX_DIMENSIONS) {
      throw new RangeError(`${what} must have at most ${MAX_DIMENSIONS} dimensions, got ${shape.length}`);
    }
    let count = 1;
    shape.forEach((length, d) => {
      if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) {
        throw new RangeError(`${what}: shape[${d}] must be an integer of at least 0, got ${show(length)}`);
      }
      // Both factors are below 2^53 and the product is refused above 2^25: it is exact whenever it is kept.
      count *= length;
      if (length > MAX_ELEMENTS || count > MAX_ELEMENTS) {
        throw new RangeError(
          `${what} must have at most ${MAX_ELEMENTS} elements, got shape [${shape.map(show).join(', ')}]`,
        );
      }
    });
    this.elements += count;
    if (this.elements > MAX_ELEMENTS) {
      throw new RangeError(
        `${this.where}: all tensors together must have at most ${MAX_ELEMENTS} elements, ` +
          `got more with ${tensorTitle(name)}`,
      );
    }
    return count;
  }
}

/**
 * A tensor record, after checking that each of its values is finite. `values` is kept, not copied.
 *
 * @throws `RangeError` naming the tensor and the index of the first NaN or Infinity.
 */
export function finiteTensor(
  where: string,
  name: string,
  shape: readonly number[],
  values: Float64Array,
): Tensor {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new RangeError(
      `${where}: ${tensorTitle(name)}${showIndex(shape, bad)} must be finite, got ${values[bad]}`,
    );
  }
  return { name, shape, values };
}

/** The flat index of a value as one index a dimension: `[3][0]`. */
function showIndex(shape: readonly number[], flat: number): string {
  let rest = flat;
  let text = '';
  for (let d = shape.length - 1; d >= 0; d--) {
    text = `[${rest % shape[d]}]${text}`;
    rest = Math.floor(rest / shape[d]);
  }
  return text;
}
