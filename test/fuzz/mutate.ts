import { ascii, concatenate, littleEndian } from '../io/files.js';
import type { Chance } from './chance.js';
import { BROKEN_UTF8, HOSTILE_INTEGERS, HOSTILE_NUMBERS, HOSTILE_TEXTS } from './hostile.js';

/** A file made worse. `seeds` are others of its kind. */
type Mutation = (bytes: Uint8Array, chance: Chance, seeds: readonly Uint8Array[]) => Uint8Array;

/** Longer files are cut: what is wrong with them is wrong with short ones, and takes less time. */
const LONGEST = 2 ** 16;

/** `bytes` with what stands from `from` to `to` replaced. */
export function spliced(bytes: Uint8Array, from: number, to: number, put: Uint8Array): Uint8Array {
  return concatenate(bytes.subarray(0, from), put, bytes.subarray(to));
}

/** A place in the file; the two ends, where headers and directories are, more often than the middle. */
function place(bytes: Uint8Array, chance: Chance): number {
  const { length } = bytes;
  const kind = chance.below(4);
  if (kind === 0) return Math.min(length, chance.below(64));
  if (kind === 1) return Math.max(0, length - chance.below(128));
  return chance.below(length + 1);
}

/** Two places, in order, most often not far from each other. */
function stretch(bytes: Uint8Array, chance: Chance): readonly [number, number] {
  const from = place(bytes, chance);
  const reach = chance.happens(0.8) ? 16 : bytes.length;
  return [from, Math.min(bytes.length, from + chance.within(1, Math.max(1, reach)))];
}

const flip: Mutation = (bytes, chance) => {
  if (bytes.length === 0) return bytes;
  const out = bytes.slice();
  out[Math.min(place(bytes, chance), bytes.length - 1)] ^= 1 << chance.below(8);
  return out;
};

const setByte: Mutation = (bytes, chance) => {
  if (bytes.length === 0) return bytes;
  const out = bytes.slice();
  out[Math.min(place(bytes, chance), bytes.length - 1)] = chance.happens(0.5)
    ? chance.below(256)
    : chance.pick([0, 1, 0x7f, 0x80, 0xff, ...ascii('"\\[]{}(),:;-+.eE019 \n\r')]);
  return out;
};

const truncate: Mutation = (bytes, chance) => bytes.subarray(0, place(bytes, chance));

const behead: Mutation = (bytes, chance) => bytes.subarray(Math.min(bytes.length, chance.below(40)));

const remove: Mutation = (bytes, chance) => spliced(bytes, ...stretch(bytes, chance), new Uint8Array());

const duplicate: Mutation = (bytes, chance) => {
  const [from, to] = stretch(bytes, chance);
  const part = bytes.subarray(from, to);
  const times = chance.happens(0.9) ? 1 : chance.within(2, 60);
  return spliced(bytes, to, to, concatenate(...Array.from({ length: times }, () => part)));
};

const move: Mutation = (bytes, chance) => {
  const [from, to] = stretch(bytes, chance);
  const part = bytes.slice(from, to);
  const rest = spliced(bytes, from, to, new Uint8Array());
  const at = place(rest, chance);
  return spliced(rest, at, at, part);
};

const splice: Mutation = (bytes, chance, seeds) => {
  const other = chance.pick(seeds);
  return concatenate(bytes.subarray(0, place(bytes, chance)), other.subarray(place(other, chance)));
};

const randomBytes: Mutation = (bytes, chance) => {
  const at = place(bytes, chance);
  return spliced(
    bytes,
    at,
    at,
    Uint8Array.from({ length: chance.within(1, 8) }, () => chance.below(256)),
  );
};

const hostileText: Mutation = (bytes, chance) => {
  const at = place(bytes, chance);
  return spliced(bytes, at, at, new TextEncoder().encode(chance.pick(HOSTILE_TEXTS)));
};

const brokenUtf8: Mutation = (bytes, chance) => {
  const at = place(bytes, chance);
  return spliced(bytes, at, at, Uint8Array.from(chance.pick(BROKEN_UTF8)));
};

const isNumeric = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x2e || byte === 0x65;

const number: Mutation = (bytes, chance) => {
  let from = chance.below(bytes.length + 1);
  while (from < bytes.length && !(bytes[from] >= 0x30 && bytes[from] <= 0x39)) from++;
  let to = from;
  while (to < bytes.length && isNumeric(bytes[to])) to++;
  while (from > 0 && isNumeric(bytes[from - 1])) from--;
  return spliced(bytes, from, to, new TextEncoder().encode(chance.pick(HOSTILE_NUMBERS)));
};

const field: Mutation = (bytes, chance) => {
  const size = chance.pick([2, 4, 4, 8]);
  if (bytes.length < size) return bytes;
  const at = Math.min(place(bytes, chance), bytes.length - size);
  const value = chance.happens(0.3) ? BigInt(chance.below(bytes.length + 10)) : chance.pick(HOSTILE_INTEGERS);
  return spliced(bytes, at, at + size, littleEndian(value, size));
};

const bom: Mutation = (bytes, chance) =>
  concatenate(
    Uint8Array.from(
      chance.pick([
        [0xef, 0xbb, 0xbf],
        [0xff, 0xfe],
        [0xfe, 0xff],
      ]),
    ),
    bytes,
  );

const LF = 0x0a;

const lineEnds: Mutation = (bytes, chance) => {
  const end = chance.pick([[0x0d, LF], [0x0d], [LF, LF], [LF, 0x0d]]);
  const everywhere = chance.happens(0.5);
  return Uint8Array.from(
    Array.from(bytes).flatMap((byte) => (byte === LF && (everywhere || chance.happens(0.2)) ? end : [byte])),
  );
};

const nest: Mutation = (bytes, chance) => {
  const depth = chance.happens(0.98) ? chance.pick([1, 2, 8, 15, 16, 17]) : chance.pick([1000, 20_000]);
  const [open, close] = chance.pick([
    ['[', ']'],
    ['{"a":', '}'],
    ['"', '"'],
    ['(', ')'],
  ]);
  const [from, to] = stretch(bytes, chance);
  return concatenate(
    bytes.subarray(0, from),
    ascii(open.repeat(depth)),
    bytes.subarray(from, to),
    ascii(close.repeat(depth)),
    bytes.subarray(to),
  );
};

const ANYWHERE: readonly Mutation[] = [
  ...[flip, flip, flip, setByte, setByte, setByte, truncate, behead, remove, remove],
  ...[duplicate, duplicate, move, splice, randomBytes, field],
];

const IN_TEXTS: readonly Mutation[] = [
  ...[number, number, number, number, hostileText, hostileText, hostileText, brokenUtf8, bom, lineEnds, nest],
];

const IN_BINARIES: readonly Mutation[] = [field, field, field, number, hostileText];

/** Mutations of texts. */
export const TEXT: readonly Mutation[] = [...ANYWHERE, ...IN_TEXTS];

/** Mutations of binary files, which may hold texts. */
export const BINARY: readonly Mutation[] = [...ANYWHERE, ...IN_BINARIES];

/** One of the seeds, made worse once, or a few times. */
export function mutated(
  seeds: readonly Uint8Array[],
  mutations: readonly Mutation[],
  chance: Chance,
): Uint8Array {
  let bytes = chance.pick(seeds);
  const times = chance.happens(0.5) ? 1 : chance.within(2, 5);
  for (let time = 0; time < times; time++) {
    bytes = chance.pick(mutations)(bytes, chance, seeds);
    if (bytes.length > LONGEST) bytes = bytes.subarray(0, LONGEST);
  }
  return bytes;
}
