import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chance } from '../chance.js';

/** A file of the checkout, below which every command and every test runs. */
export function fileOf(path: string): Uint8Array {
  return new Uint8Array(readFileSync(join(process.cwd(), path)));
}

/** A file of test/fixtures. */
export function fixtureOf(name: string): Uint8Array {
  return fileOf(`test/fixtures/${name}`);
}

const encoder = new TextEncoder();

/** A text as bytes in UTF-8. */
export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Bytes as text, what is no UTF-8 replaced. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** Something that is made when it is first asked for. */
export function lazily<Thing>(make: () => Thing): () => Thing {
  let made: { readonly thing: Thing } | undefined;
  return () => (made ??= { thing: make() }).thing;
}

/** Numbers of every size, with those that round badly among them. */
export function anyNumber(chance: Chance): number {
  switch (chance.below(6)) {
    case 0:
      return chance.within(-3, 3);
    case 1:
      return chance.pick([0, -0, 0.1, 1e-9, 1e9, 1e308, 5e-324, -1e-310, 2 ** 53, 1 / 3]);
    case 2:
      return chance.normal() * 10 ** chance.within(-300, 300);
    default:
      return chance.normal();
  }
}

/** The same bytes within other bytes, which no reader may look at, at any alignment. */
export function embedded(bytes: Uint8Array, offset: number): Uint8Array {
  const room = new Uint8Array(bytes.length + 24).fill(0x39);
  room.set(bytes, offset);
  return room.subarray(offset, offset + bytes.length);
}
