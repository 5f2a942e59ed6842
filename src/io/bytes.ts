import { show } from '../numeric/checks.js';
import { FormatError } from './format-error.js';
import { MAX_BYTES, MAX_TEXT_LENGTH } from './limits.js';

/** A view of `input` as bytes, whatever buffer or typed array it is; refuses what is none or too long. */
export function asBytes(where: string, input: unknown): Uint8Array {
  let bytes: Uint8Array;
  if (input instanceof ArrayBuffer) bytes = new Uint8Array(input);
  else if (ArrayBuffer.isView(input))
    bytes = new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  else throw new TypeError(`${where}: input must be a Uint8Array or an ArrayBuffer, got ${show(input)}`);
  if (bytes.length > MAX_BYTES) {
    throw new RangeError(`${where}: input must have at most ${MAX_BYTES} bytes, got ${bytes.length}`);
  }
  return bytes;
}

/** A view for reading numbers from `bytes`. */
export function dataView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Whether `bytes` begins with `signature`. */
export function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return bytes.length >= signature.length && signature.every((byte, i) => bytes[i] === byte);
}

/** A text without its byte-order mark, after checking that it is not too long; `what` names it in the error. */
export function boundedText(where: string, what: string, text: string): string {
  if (text.length > MAX_TEXT_LENGTH) {
    throw new RangeError(
      `${where}: ${what} must have at most ${MAX_TEXT_LENGTH} characters, got ${text.length}`,
    );
  }
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** `bytes` as UTF-8 text, a byte-order mark kept; `what` names them in the error. */
export function decodeUtf8(where: string, what: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new FormatError(`${where}: ${what} must be UTF-8 text, got bytes that are not`, { cause });
  }
}
