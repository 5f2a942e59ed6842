import { crc32, inflateRawSync } from 'node:zlib';
import { isParameter } from './safetensors.js';
import { numberAt } from './tensors.js';
import type { PlainTensor } from './tensors.js';

/** What an archive holds, and whether nothing about it is unusual: then it must be read. */
export interface Archive {
  readonly tensors: readonly PlainTensor[];
  readonly isSound: boolean;
}

/** The header as NumPy writes it: anything else that is read is read by courtesy. */
const USUAL =
  /^\{'descr': '([<>|][a-z]\d+)', 'fortran_order': (True|False), 'shape': \(((?:\d{1,8},|\d{1,8}(?:, \d{1,8})+)?)\), \} *\n$/;

/** The floating-point arrays of a zip, found from its end; null where there is nothing that could have been read. */
export function readArchive(file: Uint8Array): Archive | null {
  const bytes = Buffer.from(file);
  const end = endOf(bytes);
  if (end === null) return null;
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  let isSound =
    end + 22 + bytes.readUInt16LE(end + 20) === bytes.length &&
    bytes.readUInt32LE(end + 4) === 0 &&
    bytes.readUInt16LE(end + 8) === count &&
    at + bytes.readUInt32LE(end + 12) === end;
  const tensors: PlainTensor[] = [];
  const names = new Set<string>();
  const places: (readonly [number, number])[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.toString('latin1', at, at + 4) !== 'PK\u0001\u0002') return null;
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field));
    const [crc, packedSize, size] = [16, 20, 24].map((field) => bytes.readUInt32LE(at + field));
    const local = bytes.readUInt32LE(at + 42);
    const method = bytes.readUInt16LE(at + 10);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    if (local + 30 > bytes.length) return null;
    const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(begin, begin + packedSize);
    const content = method === 0 ? packed : unpacked(packed);
    if (content === null) return null;
    isSound &&=
      bytes.readUInt16LE(at + 8) === 0 &&
      (method === 0 || method === 8) &&
      bytes.toString('latin1', local, local + 4) === 'PK\u0003\u0004' &&
      begin + packedSize <= bytes.readUInt32LE(end + 16) &&
      content.length === size &&
      crc32(content) === crc &&
      bytes.toString('utf8', local + 30, local + 30 + bytes.readUInt16LE(local + 26)) === name &&
      /^[\w./-]+\.npy$/.test(name) &&
      !names.has(name) &&
      places.every(([from, to]) => begin + packedSize <= from || begin >= to);
    names.add(name);
    places.push([begin, begin + packedSize]);
    const array = readArray(name.replace(/\.npy$/, ''), content);
    if (array === null) return null;
    isSound &&= array.isSound;
    tensors.push(...array.tensors);
    at += 46 + nameLength + extra + comment;
  }
  return { tensors, isSound: isSound && at === end };
}

/** The last end record whose comment is all that follows. */
function endOf(bytes: Buffer): number | null {
  for (let end = bytes.length - 22; end >= 0; end--) {
    const isRecord = bytes.toString('latin1', end, end + 4) === 'PK\u0005\u0006';
    if (isRecord && end + 22 + bytes.readUInt16LE(end + 20) === bytes.length) return end;
  }
  return null;
}

function unpacked(packed: Buffer): Buffer | null {
  try {
    // A bomb is no business of the oracle.
    return inflateRawSync(packed, { maxOutputLength: 2 ** 24 });
  } catch {
    return null;
  }
}

/** One `.npy` array: the header by patterns, the data by the place of each number. */
function readArray(name: string, bytes: Buffer): Archive | null {
  if (bytes.length < 12 || bytes.toString('latin1', 1, 6) !== 'NUMPY') return null;
  const start = bytes[6] === 1 ? 10 : 12;
  const dataStart = start + (bytes[6] === 1 ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8));
  const header = bytes.toString('utf8', start, dataStart);
  const shapeText = /['"]shape['"]\s*:\s*\(([^)]*)\)/.exec(header)?.[1];
  const descr = /['"]descr['"]\s*:\s*['"]([^'"]*)['"]/.exec(header)?.[1];
  const order = /['"]fortran_order['"]\s*:\s*(\w+)/.exec(header)?.[1];
  if (shapeText === undefined || descr === undefined || order === undefined) return null;
  const shape = (shapeText.match(/\d+/g) ?? []).map(Number);
  const count = shape.reduce((product, length) => product * length, 1);
  const type = descr.slice(1);
  const size = Number(descr.slice(2));
  const isFloat = /^[<>]f[248]$/.test(descr);
  const isSkipped = /^[<>|]?[biu][1248]$/.test(descr) && !isParameter(name);
  let isSound =
    [1, 2, 3].includes(bytes[6]) &&
    bytes[7] === 0 &&
    bytes[0] === 0x93 &&
    header.length <= 10_000 &&
    USUAL.test(header) &&
    shape.length <= 8 &&
    shape.every((length) => length <= 2 ** 25) &&
    bytes.length - dataStart === count * size;
  if (isSkipped) return { tensors: [], isSound };
  if (!isFloat || bytes.length - dataStart < count * size) return null;
  const values = Array.from({ length: count }, (_, i) => {
    const place = order === 'True' ? fortranPlace(i, shape) : i;
    return numberAt(bytes, dataStart + place * size, type, descr.startsWith('<'));
  });
  isSound &&= values.every((value) => Math.abs(value) < Infinity);
  return { tensors: [{ name, shape, values }], isSound };
}

/** Where the value number i in C order stands in Fortran order. */
function fortranPlace(i: number, shape: readonly number[]): number {
  let rest = i;
  const index = shape
    .toReversed()
    .map((length) => {
      const digit = rest % length;
      rest = Math.floor(rest / length);
      return digit;
    })
    .toReversed();
  let stride = 1;
  return index.reduce((place, digit, d) => {
    const next = place + digit * stride;
    stride *= shape[d];
    return next;
  }, 0);
}
