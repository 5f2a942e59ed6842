import { readNpz, readSafetensors } from 'relu-splines/io';
import type { Tensor } from 'relu-splines/io';
import { npy, npyHeader, safetensors, zip } from '../../io/files.js';
import type { EndLies, ZipFile } from '../../io/files.js';
import type { Chance } from '../chance.js';
import { HOSTILE_INTEGERS, HOSTILE_NUMBERS } from '../hostile.js';
import { BINARY, mutated, TEXT } from '../mutate.js';
import { readArchive } from '../oracles/npz.js';
import { readTensorFile } from '../oracles/safetensors.js';
import { differenceOf } from '../oracles/tensors.js';
import { readerSubject } from '../reader.js';
import type { Subject } from '../subject.js';
import { bytesOf, embedded, fixtureOf, lazily, textOf } from './seeds.js';

/** Bytes that are numbers of any kind, seldom NaN or Infinity. */
function data(length: number, chance: Chance): Uint8Array {
  const isTame = chance.happens(0.8);
  // Bits 4 to 6 of every byte cleared: no exponent is full.
  return Uint8Array.from({ length }, () => chance.below(256) & (isTame ? 0x8f : 0xff));
}

const NAMES = [
  '0.weight',
  '0.bias',
  '2.weight',
  'a',
  'n',
  '1',
  '10',
  '__proto__',
  'é',
  'a.weight',
  'weights',
];
const SIZES = { F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, I32: 4, U8: 1, BOOL: 1, F8_E4M3: 1 } as const;
const DTYPES = ['F64', 'F32', 'F16', 'BF16', 'F32', 'F64', 'I64', 'I32', 'U8', 'BOOL', 'F8_E4M3'] as const;

/** A safetensors file, in order or with a lie or two in its header. */
function writtenTensors(chance: Chance): Uint8Array {
  const lie = chance.happens(0.5) ? 0 : 0.15;
  const odd = (): number | string => {
    if (chance.happens(0.5)) return chance.within(-4, 40);
    return chance.happens(0.5) ? Number(chance.pick(HOSTILE_INTEGERS)) : chance.pick(HOSTILE_NUMBERS);
  };
  let at = 0;
  const names = chance.shuffled(NAMES).slice(0, chance.within(0, 4));
  const entries = names.map((name) => {
    const isParameter = /weight$|bias$/.test(name);
    const dtype = DTYPES[chance.below(isParameter && lie === 0 ? 6 : DTYPES.length)];
    const shape = Array.from({ length: chance.pick([0, 1, 1, 2, 2, 3]) }, () => chance.pick([0, 1, 2, 3]));
    const begin = at;
    at += SIZES[dtype] * shape.reduce((product, length) => product * length, 1);
    const lying = (value: number): number | string => (chance.happens(lie) ? odd() : value);
    const info: Record<string, unknown> = {
      dtype: chance.happens(lie) ? chance.pick([...DTYPES, 'F128', 4, null, []]) : dtype,
      shape: chance.happens(lie) ? [...shape, odd()] : shape.map(lying),
      data_offsets: [lying(begin), lying(at)],
    };
    if (chance.happens(lie / 3)) info[chance.pick(['__proto__', 'extra', 'shape'])] = odd();
    return `${JSON.stringify(name)}:${JSON.stringify(info)}`;
  });
  if (chance.happens(0.3)) entries.push('"__metadata__":{"format":"pt"}');
  if (chance.happens(lie))
    entries.push(chance.pick(['"__metadata__":{"a":1}', '"a":{"dtype":"F32"}', '"a":null']));
  const header = `{${chance.shuffled(entries).join(',')}}${' '.repeat(chance.below(9))}`;
  // A number that JSON would write as a text is written as it is.
  const bare = chance.happens(lie) ? header.replace(/"([-+\d.e_x]{1,40})"(?=[,\]])/g, '$1') : header;
  const length = chance.happens(lie) ? chance.pick(HOSTILE_INTEGERS) : undefined;
  return safetensors(
    bare,
    data(chance.happens(lie) ? at + chance.within(-4, 4) : at, chance).slice(0),
    length,
  );
}

const tensorFiles = lazily(() => [
  fixtureOf('mcycle_shallow.safetensors'),
  safetensors(
    {
      a: { dtype: 'F16', shape: [2], data_offsets: [0, 4] },
      b: { dtype: 'I64', shape: [], data_offsets: [4, 12] },
      'c.weight': { dtype: 'BF16', shape: [1, 2], data_offsets: [12, 16] },
      d: { dtype: 'F64', shape: [1, 1], data_offsets: [16, 24] },
      __metadata__: { format: 'pt' },
    },
    Uint8Array.from({ length: 24 }, (_, i) => i),
  ),
]);

/** A sound file with its header mutated as a text, and its length told truly. */
function rewrittenHeader(chance: Chance): Uint8Array {
  const file = chance.pick(tensorFiles());
  const length = file[0] + 256 * file[1];
  const header = mutated([file.subarray(8, 8 + length)], TEXT, chance);
  return safetensors(textOf(header), file.subarray(8 + length));
}

/** Safetensors: `readSafetensors`. */
export const safetensorsSubject: Subject = readerSubject<Uint8Array, Tensor[]>({
  name: 'safetensors',
  share: 20,
  prefix: /^readSafetensors: \S/,
  make: (chance) => {
    const kind = chance.below(10);
    const bytes =
      kind < 4
        ? writtenTensors(chance)
        : kind < 7
          ? rewrittenHeader(chance)
          : mutated(tensorFiles(), BINARY, chance);
    return embedded(bytes, chance.below(8));
  },
  bytes: (bytes) => bytes,
  read: readSafetensors,
  check: (tensors, bytes) => {
    const right = readTensorFile(bytes);
    return right === null ? 'accepts what should be refused' : differenceOf(tensors, right);
  },
  checkRefusal: (_, bytes) => (readTensorFile(bytes) === null ? null : 'refuses a file in order'),
});

const ARRAY_SIZES = { f2: 2, f4: 4, f8: 8, i8: 8, i4: 4, u1: 1, b1: 1 } as const;

function writtenArray(chance: Chance, isParameter: boolean): Uint8Array {
  const kinds = ['f2', 'f4', 'f8', 'f4', 'f8', 'i8', 'i4', 'u1', 'b1'] as const;
  const kind = kinds[chance.below(isParameter ? 5 : kinds.length)];
  const order = kind === 'b1' || kind === 'u1' ? '|' : chance.pick(['<', '<', '>']);
  const shape = Array.from({ length: chance.pick([0, 1, 1, 2, 2, 3, 4]) }, () => chance.pick([0, 1, 2, 3]));
  const text = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const count = shape.reduce((product, length) => product * length, 1);
  const header = npyHeader(order + kind, text, chance.happens(0.4));
  const array = npy(header, data(count * ARRAY_SIZES[kind], chance), chance.pick([1, 1, 1, 2, 3]));
  return chance.happens(0.3) ? mutated([array], chance.happens(0.5) ? BINARY : TEXT, chance) : array;
}

/** A zip whose outside is in order or lies, around arrays that are in order or not. */
function writtenArchive(chance: Chance): Uint8Array {
  const lie = chance.happens(0.6) ? 0 : 0.1;
  const integer = (): number => Number(BigInt.asUintN(32, chance.pick(HOSTILE_INTEGERS)));
  const lies = <Key extends string>(keys: readonly Key[]): Partial<Record<Key, number>> =>
    Object.fromEntries(
      keys.flatMap((key) =>
        chance.happens(lie) ? [[key, chance.happens(0.5) ? integer() : chance.below(300)]] : [],
      ),
    ) as Partial<Record<Key, number>>;
  const files: ZipFile[] = chance
    .shuffled(NAMES)
    .slice(0, chance.within(0, 3))
    .map((name) => ({
      name: chance.happens(lie)
        ? chance.pick(['data.pkl', 'x/data.pkl', 'a.npy', '.npy', 'b.txt', 'c/'])
        : `${name}.npy`,
      content: writtenArray(chance, /weight$|bias$/.test(name)),
      deflate: chance.happens(0.3),
      lies: lies(['flags', 'method', 'crc', 'packedSize', 'size', 'offset']),
    }));
  if (files.length > 1 && chance.happens(lie)) files.push(files[0]);
  const end: EndLies = lies(['disk', 'here', 'count', 'size', 'offset']);
  return zip(files, end, chance.happens(0.1) ? 'PK\u0005\u0006' : '');
}

/** Archives of many ways: of NumPy itself (compressed, zip64 extras), of the fixtures, of the writers above. */
const archives = lazily(() => {
  const { cases } = JSON.parse(new TextDecoder().decode(numpyCases())) as {
    readonly cases: readonly { readonly file: string }[];
  };
  return [
    ...cases
      .map(({ file }) => new Uint8Array(Buffer.from(file, 'base64')))
      .filter((file) => file.length < 3000),
    fixtureOf('mcycle_shallow.npz'),
  ];
});
const numpyCases = (): Uint8Array => fixtureOf('../io/numpy.json');

/** NumPy's archives: `readNpz`. */
export const npzSubject: Subject = readerSubject<Uint8Array, Tensor[]>({
  name: 'npz',
  share: 10,
  prefix: /^readNpz: \S/,
  make: (chance) =>
    embedded(
      chance.happens(0.6) ? writtenArchive(chance) : mutated(archives(), BINARY, chance),
      chance.below(8),
    ),
  bytes: (bytes) => bytes,
  read: readNpz,
  check: (tensors, bytes) => {
    const right = readArchive(bytes);
    return right === null ? 'accepts what should be refused' : differenceOf(tensors, right.tensors);
  },
  checkRefusal: (_, bytes) => (readArchive(bytes)?.isSound === true ? 'refuses an archive in order' : null),
});

interface Changed {
  readonly bytes: Uint8Array;
  readonly before: Uint8Array;
}

/** One byte of a sound archive changed: it is refused, or nothing of what is read changes. */
export const npzByteSubject: Subject = readerSubject<Changed, readonly [Tensor[], Tensor[]]>({
  name: 'npz-one-byte',
  share: 4,
  prefix: /^readNpz: \S/,
  make: (chance) => {
    const before = chance.pick(archives());
    const bytes = before.slice();
    bytes[chance.below(bytes.length)] ^= chance.within(1, 255);
    return { bytes, before };
  },
  bytes: ({ bytes }) => bytes,
  read: async ({ bytes, before }) => [await readNpz(bytes), await readNpz(before)],
  check: ([after, before]) =>
    differenceOf(
      after,
      before.map(({ name, shape, values }) => ({ name, shape, values: Array.from(values) })),
    ),
});

export { archives, tensorFiles, writtenArchive, writtenTensors, bytesOf };
