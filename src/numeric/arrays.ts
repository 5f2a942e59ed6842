/** Anything indexable that holds numbers: an array, a typed array, a read-only view. */
export type NumericArray = ArrayLike<number>;

/**
 * A `Float64Array` that refuses writes.
 *
 * The arrays inside forms and data sets are such. A plain `Float64Array` is assignable to it, so nothing has to be
 * wrapped; `Float64Array.from(values)` gives a copy to write into. An array that is itself the result of a
 * function, as of `evaluate`, belongs to the caller and is a plain one.
 */
export type ReadonlyFloat64Array = Omit<
  Float64Array,
  'copyWithin' | 'fill' | 'reverse' | 'set' | 'sort' | 'subarray' | number
> & {
  readonly [index: number]: number;
  /** A view of a part, read-only as the whole. */
  subarray(begin?: number, end?: number): ReadonlyFloat64Array;
};

/** An `Int32Array` that refuses writes: indices and counts. */
export type ReadonlyInt32Array = Omit<
  Int32Array,
  'copyWithin' | 'fill' | 'reverse' | 'set' | 'sort' | 'subarray' | number
> & {
  readonly [index: number]: number;
  /** A view of a part, read-only as the whole. */
  subarray(begin?: number, end?: number): ReadonlyInt32Array;
};

/** An `Int8Array` that refuses writes: orientations and signs. */
export type ReadonlyInt8Array = Omit<
  Int8Array,
  'copyWithin' | 'fill' | 'reverse' | 'set' | 'sort' | 'subarray' | number
> & {
  readonly [index: number]: number;
  /** A view of a part, read-only as the whole. */
  subarray(begin?: number, end?: number): ReadonlyInt8Array;
};

/**
 * The order that sorts `values` upwards: `values[order[0]] ≤ values[order[1]] ≤ …`. Stable: equal values
 * keep their order. Values must not be NaN.
 */
export function sortOrder(values: NumericArray): Int32Array {
  const order = new Int32Array(values.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  // Comparison, not subtraction: ∞ − ∞ is NaN. The index breaks ties, since typed-array sort is stable only
  // by the language's word and the word costs nothing here.
  return order.sort((i, j) => (values[i] < values[j] ? -1 : values[i] > values[j] ? 1 : i - j));
}

/** `values[order[0]], values[order[1]], …` as a new array. */
export function gather(values: NumericArray, order: ReadonlyInt32Array): Float64Array {
  const out = new Float64Array(order.length);
  for (let i = 0; i < out.length; i++) out[i] = values[order[i]];
  return out;
}

/** The largest magnitude among `values`; 0 of none, NaN where one of them is. */
export function largestMagnitude(values: NumericArray): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest;
}
