import { show } from '../numeric/checks.js';
import { dataView, decodeUtf8 } from './bytes.js';
import { crc32 } from './crc32.js';
import { FormatError } from './format-error.js';
import { inflate } from './inflate.js';
import { MAX_BYTES, MAX_TENSORS } from './limits.js';

const END_SIGNATURE = 0x06054b50;
const END_SIZE = 22;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_SIZE = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_SIZE = 30;
const MAX_COMMENT = 0xffff;

/** One file of a zip, its place and sizes checked. */
export interface ZipEntry {
  readonly name: string;
  readonly deflated: boolean;
  readonly crc: number;
  /** Bytes once unpacked. */
  readonly size: number;
  /** Where its own header is in the zip. */
  readonly local: number;
  /** Where the packed bytes are in the zip. */
  readonly begin: number;
  readonly end: number;
}

/**
 * The files of a zip, by its central directory. Nothing is unpacked.
 *
 * Source: PKWARE's APPNOTE.TXT. Stored and deflated files only; no encryption, no parts, no zip64 sizes (those
 * begin at 4 GiB). Files must not overlap and their unpacked sizes together must stay below the limit.
 *
 * @throws `FormatError` for what is not such a zip, `RangeError` for sizes or counts above the limits.
 */
export function zipDirectory(where: string, bytes: Uint8Array): ZipEntry[] {
  const view = dataView(bytes);
  const directory = findDirectory(where, view);
  const entries: ZipEntry[] = [];
  let at = directory.begin;
  for (let i = 0; i < directory.count; i++) {
    if (at + ENTRY_SIZE > directory.end || view.getUint32(at, true) !== ENTRY_SIGNATURE) {
      throw new FormatError(`${where}: the zip directory must have ${directory.count} entries, got ${i}`);
    }
    const nameEnd = at + ENTRY_SIZE + view.getUint16(at + 28, true);
    const next = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > directory.end) {
      throw new FormatError(
        `${where}: entry ${i} of the zip directory must end within it, at ${directory.end}`,
      );
    }
    const name = decodeUtf8(where, `the name of zip entry ${i}`, bytes.subarray(at + ENTRY_SIZE, nameEnd));
    entries.push(zipEntry(where, view, at, name, directory.begin));
    at = next;
  }
  if (at !== directory.end) {
    throw new FormatError(
      `${where}: the zip directory must end with its ${directory.count} entries, at ${at}, got ${directory.end}`,
    );
  }
  checkTogether(where, entries);
  for (const entry of entries) checkOwnName(where, bytes, entry);
  return entries;
}

/** The unpacked bytes of a file, after checking its size and its CRC-32. */
export async function unzip(where: string, bytes: Uint8Array, entry: ZipEntry): Promise<Uint8Array> {
  const title = `${where}: zip entry ${show(entry.name)}`;
  const packed = bytes.subarray(entry.begin, entry.end);
  const content = entry.deflated ? await inflate(title, packed, entry.size) : packed;
  const crc = crc32(content);
  if (crc !== entry.crc) {
    throw new FormatError(`${title} must have the CRC-32 ${hex(entry.crc)}, got ${hex(crc)}: it is damaged`);
  }
  return content;
}

function findDirectory(where: string, view: DataView): { begin: number; end: number; count: number } {
  const length = view.byteLength;
  let at = length - END_SIZE;
  const earliest = Math.max(0, at - MAX_COMMENT);
  // The record is the last thing in the file but for a comment, whose length it tells.
  while (
    at >= earliest &&
    !(view.getUint32(at, true) === END_SIGNATURE && at + END_SIZE + view.getUint16(at + 20, true) === length)
  ) {
    at--;
  }
  if (at < earliest) {
    throw new FormatError(
      `${where}: input must be a zip, got no end-of-directory record: not one, or cut off`,
    );
  }
  const count = view.getUint16(at + 10, true);
  const size = view.getUint32(at + 12, true);
  const begin = view.getUint32(at + 16, true);
  if (count === 0xffff || size === 0xffffffff || begin === 0xffffffff) {
    throw new FormatError(`${where}: input must be a plain zip, got a zip64 directory`);
  }
  if (view.getUint16(at + 4, true) !== 0 || view.getUint16(at + 6, true) !== 0) {
    throw new FormatError(`${where}: input must be a zip in one part, got one of several`);
  }
  if (count !== view.getUint16(at + 8, true)) {
    throw new FormatError(`${where}: the zip directory must be in one part, got one of several`);
  }
  if (begin + size > at) {
    throw new FormatError(
      `${where}: the zip directory must end before its end record at ${at}, got ${begin} + ${size}`,
    );
  }
  if (count > MAX_TENSORS) {
    throw new RangeError(`${where}: the zip must have at most ${MAX_TENSORS} entries, got ${count}`);
  }
  return { begin, end: begin + size, count };
}

function zipEntry(where: string, view: DataView, at: number, name: string, dataEnd: number): ZipEntry {
  const title = `${where}: zip entry ${show(name)}`;
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const packedSize = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const local = view.getUint32(at + 42, true);
  if (flags & 1) throw new FormatError(`${title} must not be encrypted`);
  if (method !== 0 && method !== 8) {
    throw new FormatError(`${title} must be stored (0) or deflated (8), got compression method ${method}`);
  }
  if (packedSize === 0xffffffff || size === 0xffffffff || local === 0xffffffff) {
    throw new FormatError(`${title} must have plain sizes, got zip64 ones`);
  }
  if (size > MAX_BYTES) {
    throw new RangeError(`${title} must have at most ${MAX_BYTES} bytes, got ${size}`);
  }
  if (local + LOCAL_SIZE > dataEnd || view.getUint32(local, true) !== LOCAL_SIGNATURE) {
    throw new FormatError(`${title} must have a header at ${local}, got none`);
  }
  // Only the lengths are taken from the local header: its sizes may be zero or zip64 ones, as NumPy writes.
  const begin = local + LOCAL_SIZE + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const end = begin + packedSize;
  if (end > dataEnd) {
    throw new FormatError(
      `${title} must end before the directory at ${dataEnd}, got ${begin} + ${packedSize}`,
    );
  }
  if (method === 0 && size !== packedSize) {
    throw new FormatError(`${title} is stored and must have one size, got ${packedSize} and ${size}`);
  }
  return { name, deflated: method === 8, crc: view.getUint32(at + 16, true), size, local, begin, end };
}

/** Checks that a file has the same name in both places: what it holds has a CRC, what it is called has only this. */
function checkOwnName(where: string, bytes: Uint8Array, { name, local }: ZipEntry): void {
  const start = local + LOCAL_SIZE;
  const own = bytes.subarray(start, start + dataView(bytes).getUint16(local + 26, true));
  const expected = new TextEncoder().encode(name);
  if (own.length !== expected.length || own.some((byte, i) => byte !== expected[i])) {
    throw new FormatError(
      `${where}: zip entry ${show(name)} must have that name in its own header too, got another: it is damaged`,
    );
  }
}

function checkTogether(where: string, entries: readonly ZipEntry[]): void {
  const total = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (total > MAX_BYTES) {
    throw new RangeError(`${where}: the zip must unpack to at most ${MAX_BYTES} bytes, got ${total}`);
  }
  const names = new Set<string>();
  for (const { name } of entries) {
    if (names.has(name)) throw new FormatError(`${where}: the zip has the entry ${show(name)} twice`);
    names.add(name);
  }
  const placed = [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end);
  for (let i = 1; i < placed.length; i++) {
    if (placed[i].begin < placed[i - 1].end) {
      throw new FormatError(
        `${where}: zip entries must not overlap, got ${show(placed[i - 1].name)} and ${show(placed[i].name)}`,
      );
    }
  }
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
