/**
 * Bytes or text that are not what they claim to be, or are a format this library does not read.
 *
 * The message names the reader, the tensor or the place, the rule and what was found; for a format that is
 * refused on purpose it says what to do instead.
 *
 * @example
 * ```ts
 * import { FormatError, readCsv } from 'relu-splines/io';
 *
 * let message = '';
 * try {
 *   readCsv('x,x\n1,2');
 * } catch (error) {
 *   if (error instanceof FormatError) message = error.message;
 * }
 * message; // 'readCsv: the header must name each column once, got "x" twice'
 * ```
 */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}
