import { readJson, readUtf8, inOrderOfKeys } from './json.js';
import type { Json } from './json.js';
import { numberAt } from './tensors.js';
import type { PlainTensor } from './tensors.js';

/** Bytes of an element by dtype, and how floats are called in `numberAt`. */
const TYPES: Readonly<Record<string, readonly [size: number, float: string | null]>> = {
  F64: [8, 'f8'],
  F32: [4, 'f4'],
  F16: [2, 'f2'],
  BF16: [2, 'bf'],
  BOOL: [1, null],
  U8: [1, null],
  I8: [1, null],
  U16: [2, null],
  I16: [2, null],
  U32: [4, null],
  I32: [4, null],
  U64: [8, null],
  I64: [8, null],
};

/** Is that the name of a weight or a bias, which must not be left out? */
export function isParameter(name: string): boolean {
  const role = ['weight', 'bias'].find((word) => name.endsWith(word));
  if (role === undefined) return false;
  const stem = name.slice(0, name.length - role.length);
  return stem === '' || ['.', '/', '_'].some((separator) => stem.endsWith(separator));
}

/** The floating-point tensors of a safetensors file, byte by byte; null where the reader should refuse. */
export function readTensorFile(file: Uint8Array): readonly PlainTensor[] | null {
  const bytes = Buffer.from(file);
  if (bytes.length < 8) return null;
  const length = bytes.readBigUInt64LE(0);
  if (length > 2n ** 20n || length > BigInt(bytes.length - 8)) return null;
  const text = readUtf8(bytes.subarray(8, 8 + Number(length)));
  const header = text?.startsWith('{') === true ? readJson(text) : null;
  if (header?.kind !== 'object') return null;
  const data = bytes.subarray(8 + Number(length));
  // How many tensors have each byte, and where tensors begin and end.
  const owners = new Uint8Array(data.length);
  const bounds = new Set([0]);
  const empty: number[] = [];
  const tensors: PlainTensor[] = [];
  let total = 0;
  for (const [name, info] of inOrderOfKeys(header.entries)) {
    if (name === '__metadata__') {
      const isTexts = info.kind === 'object' && info.entries.every(([, value]) => value.kind === 'string');
      if (!isTexts) return null;
      continue;
    }
    if (info.kind !== 'object') return null;
    const field = (key: string): Json | undefined => info.entries.find(([each]) => each === key)?.[1];
    const dtype = field('dtype');
    const type =
      dtype?.kind === 'string' && Object.hasOwn(TYPES, dtype.value) ? TYPES[dtype.value] : undefined;
    const shape = integers(field('shape'));
    const offsets = integers(field('data_offsets'));
    if (type === undefined || shape === null || offsets?.length !== 2 || shape.length > 8) return null;
    const [size, float] = type;
    if (float === null && isParameter(name)) return null;
    const [begin, end] = offsets;
    const count = shape.reduce((product, each) => product * BigInt(each), 1n);
    // A dimension alone may be too long as well, whatever it is multiplied by.
    let sofar = 1;
    for (const each of shape) {
      sofar *= each;
      if (each > 2 ** 25 || sofar > 2 ** 25) return null;
    }
    total += Number(count);
    if (total > 2 ** 25 || begin > end || end > data.length || BigInt(end - begin) !== count * BigInt(size)) {
      return null;
    }
    for (let at = begin; at < end; at++) owners[at]++;
    if (begin === end) empty.push(begin);
    bounds.add(end);
    if (float === null) continue;
    const values = Array.from({ length: Number(count) }, (_, i) =>
      numberAt(data, begin + i * size, float, true),
    );
    if (!values.every((value) => Math.abs(value) < Infinity)) return null;
    tensors.push({ name, shape, values });
  }
  if (header.entries.filter(([name]) => name !== '__metadata__').length > 1024) return null;
  const isCovered = owners.every((count) => count === 1) && empty.every((at) => bounds.has(at));
  return isCovered ? tensors : null;
}

function integers(value: Json | undefined): number[] | null {
  if (value?.kind !== 'array') return null;
  const out = value.items.map((item) => (item.kind === 'number' ? item.value : NaN));
  return out.every((each) => Number.isSafeInteger(each) && each >= 0) ? out : null;
}
