import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readNpz } from 'relu-splines/io';
import { float16ToNumber } from '../../src/io/float16.js';

interface NumpyFile {
  /** SHA-256 of all half-precision numbers as float64. */
  readonly halves: string;
  readonly cases: readonly {
    readonly name: string;
    readonly file: string;
    readonly tensors: Readonly<Record<string, { readonly shape: number[]; readonly values: string }>>;
    readonly skipped: readonly string[];
  }[];
}

const numpy = JSON.parse(readFileSync(new URL('./numpy.json', import.meta.url), 'utf8')) as NumpyFile;

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

describe('archives written by NumPy (numpy.json)', () => {
  it.each(numpy.cases)('$name', async ({ file, tensors, skipped }) => {
    const read = await readNpz(Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0)));
    expect(read.map(({ name }) => name)).toEqual(Object.keys(tensors));
    for (const { name, shape, values } of read) {
      expect(shape, name).toEqual(tensors[name].shape);
      expect(hex(Float64Array.from(values).buffer), name).toBe(tensors[name].values);
      expect(skipped).not.toContain(name);
    }
  });
});

describe('float16ToNumber', () => {
  it('widens all 65536 patterns as NumPy does', async () => {
    const halves = Float64Array.from({ length: 2 ** 16 }, (_, bits) => float16ToNumber(bits));
    // NumPy's NaN is 0x7FF8…, as that of every engine that has one NaN.
    expect(hex(await crypto.subtle.digest('SHA-256', halves))).toBe(numpy.halves);
  });

  it.each([
    ['the smallest subnormal number', 0x0001, 2 ** -24],
    ['the largest subnormal number', 0x03ff, 1023 * 2 ** -24],
    ['the smallest normal number', 0x0400, 2 ** -14],
    ['one', 0x3c00, 1],
    ['the largest number', 0x7bff, 65504],
    ['negative zero', 0x8000, -0],
    ['infinity', 0x7c00, Infinity],
    ['negative infinity', 0xfc00, -Infinity],
    ['NaN', 0x7e01, NaN],
  ])('%s', (_, bits, value) => {
    expect(float16ToNumber(bits)).toBe(value);
  });
});
