import { FormatError } from './format-error.js';

/** No deflate stream unpacks further: 258 bytes from two bits. */
const LARGEST_RATIO = 1032;

/**
 * Unpacks raw deflate data with the platform's `DecompressionStream`, which must give exactly `size` bytes.
 *
 * The output is counted as it streams: a bomb is stopped at the first chunk that is too much.
 *
 * @param title Names the data in errors.
 * @throws `FormatError` for data that is not deflate data, or of another size.
 */
export async function inflate(title: string, packed: Uint8Array, size: number): Promise<Uint8Array> {
  if (size > LARGEST_RATIO * packed.length) {
    throw new FormatError(
      `${title} must unpack to at most ${LARGEST_RATIO} times its ${packed.length} bytes, got a size of ${size}`,
    );
  }
  const out = new Uint8Array(size);
  let length = 0;
  // The copy is for Blob, which takes no view of memory that may be shared.
  const stream = new Blob([packed.slice()]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (length + value.length > size) {
        await reader.cancel();
        throw new FormatError(`${title} must unpack to its declared ${size} bytes, got more`);
      }
      out.set(value, length);
      length += value.length;
    }
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError(`${title} must be deflate data: ${reason}`, { cause });
  }
  if (length !== size) {
    throw new FormatError(`${title} must unpack to its declared ${size} bytes, got ${length}`);
  }
  return out;
}
