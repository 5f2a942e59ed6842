/**
 * Two things that belong together have different lengths or shapes.
 *
 * Every error of this library reads `function: argument, rule, value`: a `ShapeError` for lengths, a
 * `RangeError` for a value outside its domain (NaN and Infinity included), a `TypeError` for the wrong kind
 * of thing.
 */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}
