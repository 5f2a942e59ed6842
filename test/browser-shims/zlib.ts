/** What the tests use of `node:zlib`, in a browser. */
import { deflateSync } from 'fflate';

/** What others call deflate has a frame; fflate's has none. */
export const deflateRawSync = deflateSync;

/** The checksum of ZIP, bit by bit as its definition says. */
export function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return ~rest >>> 0;
}
