import { describe, expect, it } from 'vitest';
import { layersOf, readCsv, readNpz, readSafetensors, readStateDict } from 'relu-splines/io';
import { ascii, safetensors } from './files.js';

describe('inputs above the bounds are refused by their size alone', () => {
  it('bytes', async () => {
    const bytes = new Uint8Array(2 ** 28 + 1);
    const message = 'input must have at most 268435456 bytes, got 268435457';
    expect(() => readSafetensors(bytes)).toThrow(new RangeError(`readSafetensors: ${message}`));
    expect(() => readCsv(bytes)).toThrow(new RangeError(`readCsv: ${message}`));
    await expect(readNpz(bytes)).rejects.toThrow(new RangeError(`readNpz: ${message}`));
  });

  it('characters', () => {
    const text = ' '.repeat(2 ** 26 + 1);
    const message = 'must have at most 67108864 characters, got 67108865';
    expect(() => readCsv(text)).toThrow(new RangeError(`readCsv: input ${message}`));
    expect(() => readStateDict(text)).toThrow(new RangeError(`readStateDict: source ${message}`));
  });

  it('the numbers of all tensors together', () => {
    const end = 2 ** 27;
    const header = {
      a: { dtype: 'F32', shape: [2 ** 25], data_offsets: [0, end] },
      b: { dtype: 'F32', shape: [1], data_offsets: [end, end + 4] },
    };
    expect(() => readSafetensors(safetensors(header, ascii('')))).toThrow(
      new RangeError(
        'readSafetensors: all tensors together must have at most 33554432 elements, got more with tensor "b"',
      ),
    );
  });
});

describe('of many names an error lists some', () => {
  it('columns', () => {
    const names = Array.from({ length: 22 }, (_, c) => `c${c}`);
    expect(() => readCsv(`${names.join()}\n${names.map(() => 1).join()}`, { columns: ['x'] })).toThrow(
      /the column must be one of "c0", .*, "c19" and 2 more, got "x"$/,
    );
  });

  it('layers', () => {
    const layer = (k: number) => ({ name: `${k}.weight`, shape: [2, 3], values: new Float64Array(6) });
    expect(() => layersOf(Array.from({ length: 10 }, (_, k) => layer(k)))).toThrow(
      /"0\.weight" \(3 → 2\), .*"7\.weight" \(3 → 2\) and 2 more/,
    );
  });
});
