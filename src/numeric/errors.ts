/**
 * Two things that belong together have different lengths or shapes.
 *
 * Every error of this library reads `function: argument, rule, value`: a `ShapeError` for lengths, a
 * `RangeError` for a value outside its domain (NaN and Infinity included), a `TypeError` for the wrong kind
 * of thing.
 *
 * @example
 * ```ts
 * import { dataset, ShapeError } from 'relu-splines';
 *
 * let message = '';
 * try {
 *   dataset([1, 2], [1]);
 * } catch (error) {
 *   if (error instanceof ShapeError) message = error.message;
 * }
 * message; // 'dataset: y must have the length of x, 2, got 1'
 * ```
 */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}
