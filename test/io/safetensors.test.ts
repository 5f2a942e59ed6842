import { describe, expect, it } from 'vitest';
import { FormatError, layersOf, readSafetensors } from 'relu-splines/io';
import { ascii, concatenate, numbers, safetensors } from './files.js';

const info = (dtype: string, shape: unknown, begin: number, end: number) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

describe('readSafetensors', () => {
  it.each([
    ['F16', numbers('uint16', [0x3e00, 0x8001]), [1.5, -(2 ** -24)]],
    // bfloat16: sign, 8 bits of exponent, 7 of fraction; 0x0001 is the smallest subnormal, 2^−126 / 128.
    ['BF16', numbers('uint16', [0x3fc0, 0x0001]), [1.5, 2 ** -133]],
    ['F32', numbers('float32', [1.5, 2 ** -149]), [1.5, 2 ** -149]],
    ['F64', numbers('float64', [0.1, 5e-324]), [0.1, 5e-324]],
  ])('widens %s exactly', (dtype, data, values) => {
    const [tensor] = readSafetensors(safetensors({ a: info(dtype, [2], 0, data.length) }, data));
    expect(tensor).toEqual({ name: 'a', shape: [2], values: Float64Array.from(values) });
  });

  it('widens every bfloat16 as its formula says', () => {
    const patterns = Array.from({ length: 2 ** 16 }, (_, bits) => bits).filter(
      (bits) => (bits >> 7) % 256 < 255,
    );
    const data = numbers('uint16', patterns);
    const [{ values }] = readSafetensors(
      safetensors({ a: info('BF16', [patterns.length], 0, data.length) }, data),
    );
    patterns.forEach((bits, i) => {
      const sign = bits >> 15 === 0 ? 1 : -1;
      const exponent = (bits >> 7) & 255;
      const fraction = bits & 127;
      const value = exponent === 0 ? fraction * 2 ** -133 : (128 + fraction) * 2 ** (exponent - 134);
      if (values[i] !== sign * value) expect(values[i], String(bits)).toBe(sign * value);
    });
    expect(values.length).toBe(2 * 255 * 128);
  });

  it('reads from any buffer at any offset, tensors in any order of their data', () => {
    const file = safetensors(
      { __metadata__: { format: 'pt' }, b: info('F32', [1], 8, 12), a: info('F64', [], 0, 8) },
      concatenate(numbers('float64', [2]), numbers('float32', [3])),
    );
    const shifted = concatenate(Uint8Array.of(9, 9, 9), file);
    const expected = [
      { name: 'b', shape: [1], values: Float64Array.of(3) },
      { name: 'a', shape: [], values: Float64Array.of(2) },
    ];
    expect(readSafetensors(shifted.subarray(3))).toEqual(expected);
    expect(readSafetensors(file.slice().buffer)).toEqual(expected);
  });

  it('accepts padding after the header, empty tensors and no tensors', () => {
    expect(
      readSafetensors(safetensors(`${JSON.stringify({ a: info('F32', [0, 3], 0, 0) })}   `, ascii(''))),
    ).toEqual([{ name: 'a', shape: [0, 3], values: new Float64Array() }]);
    expect(readSafetensors(safetensors({}, ascii('')))).toEqual([]);
  });

  it('leaves out integers that are no weights', () => {
    const file = safetensors(
      {
        'bn.num_batches_tracked': info('I64', [], 0, 8),
        mask: info('BOOL', [3], 8, 11),
        w: info('F32', [1], 11, 15),
      },
      concatenate(new Uint8Array(11), numbers('float32', [1])),
    );
    expect(readSafetensors(file).map(({ name }) => name)).toEqual(['w']);
  });

  it('keeps names such as __proto__ as names', () => {
    const header =
      '{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"constructor":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}';
    const tensors = readSafetensors(safetensors(header, numbers('float32', [1, 2])));
    expect(tensors.map(({ name }) => name)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).dtype).toBeUndefined();
    expect(() => layersOf(tensors)).toThrow('got "__proto__", "constructor"');
  });

  const eight = new Uint8Array(8);
  it.each<[string, Uint8Array, string | RegExp]>([
    ['nothing', new Uint8Array(), 'the file must begin with 8 bytes of header length, got 0'],
    ['half a length', new Uint8Array(7), 'the file must begin with 8 bytes of header length, got 7'],
    [
      'a header of 2^60 bytes',
      safetensors({}, eight, 2n ** 60n),
      'at most 1048576 bytes, got 1152921504606846976',
    ],
    ['a header of 2^64 − 1 bytes', safetensors({}, eight, 2n ** 64n - 1n), 'got 18446744073709551615'],
    [
      'a header longer than the file',
      safetensors({}, eight, 11n),
      'must fit in the file, 10 bytes after the length, got 11',
    ],
    [
      'a header that is no text',
      safetensors('', Uint8Array.of(0x7b, 0xff, 0x7d), 3n),
      'the header must be UTF-8 text',
    ],
    ['a header that is no object', safetensors('[]', eight), 'the header must begin with \'{\', got "["'],
    [
      'a header behind a byte-order mark',
      safetensors('\uFEFF{}', new Uint8Array()),
      'the header must begin with \'{\', got "\uFEFF"',
    ],
    ['an empty header', safetensors('', eight), 'the header must begin with \'{\', got ""'],
    ['a header that is cut off', safetensors('{"a":', eight), 'the header must be JSON'],
    ['a key twice', safetensors('{"a":1,"\\u0061":2}', eight), 'the header has the key "a" twice'],
    [
      'metadata that is no text',
      safetensors({ __metadata__: { a: 1 } }, ascii('')),
      '__metadata__ must be an object of texts',
    ],
    [
      'a tensor that is no object',
      safetensors({ a: 5 }, eight),
      'tensor "a" must be described by an object, got 5',
    ],
    [
      'an 8-bit float',
      safetensors({ a: info('F8_E4M3', [8], 0, 8) }, eight),
      'tensor "a" must have a dtype of F16, BF16, F32 or F64, got "F8_E4M3"',
    ],
    ['a missing dtype', safetensors({ a: { shape: [1], data_offsets: [0, 8] } }, eight), 'got undefined'],
    [
      'a quantised weight',
      safetensors({ '0.weight': info('I8', [8], 0, 8) }, eight),
      'tensor "0.weight" must have a dtype of F16, BF16, F32 or F64, got "I8"; integers are only skipped',
    ],
    [
      'a shape that is no list',
      safetensors({ a: info('F64', 1, 0, 8) }, eight),
      'tensor "a": shape must be a list, got 1',
    ],
    [
      'a negative length',
      safetensors({ a: info('F64', [-1, -1], 0, 8) }, eight),
      'shape[0] must be an integer of at least 0, got -1',
    ],
    [
      'half a length',
      safetensors({ a: info('F64', [0.5, 2], 0, 8) }, eight),
      'shape[0] must be an integer of at least 0, got 0.5',
    ],
    [
      'a shape that overflows 64 bits',
      safetensors({ a: info('F64', [2 ** 32, 2 ** 32, 1], 0, 8) }, eight),
      'must have at most 33554432 elements, got shape [4294967296, 4294967296, 1]',
    ],
    [
      'a shape whose product wraps to 0',
      safetensors({ a: info('F32', [2 ** 21, 2 ** 21, 2 ** 22], 0, 0) }, eight),
      'must have at most 33554432 elements',
    ],
    [
      'nine dimensions',
      safetensors({ a: info('F64', Array(9).fill(1), 0, 8) }, eight),
      'at most 8 dimensions, got 9',
    ],
    [
      'a negative offset',
      safetensors({ a: info('F64', [1], -8, 0) }, eight),
      'data_offsets must be two integers 0 ≤ begin ≤ end, got [-8, 0]',
    ],
    ['offsets the wrong way round', safetensors({ a: info('F64', [1], 8, 0) }, eight), 'got [8, 0]'],
    [
      'three offsets',
      safetensors({ a: { dtype: 'F64', shape: [1], data_offsets: [0, 8, 8] } }, eight),
      'got [0, 8, 8]',
    ],
    ['no offsets', safetensors({ a: { dtype: 'F64', shape: [1] } }, eight), 'got undefined'],
    [
      'an offset of 2^53',
      safetensors({ a: info('F64', [1], 0, 2 ** 53) }, eight),
      'got [0, 9007199254740992]',
    ],
    [
      'too few bytes for its shape',
      safetensors({ a: info('F64', [2], 0, 8) }, eight),
      'must have 16 bytes for shape [2] and dtype "F64", got data_offsets [0, 8]',
    ],
    [
      'an end beyond the data',
      safetensors({ a: info('F64', [2], 0, 16) }, eight),
      'must end within the 8 bytes of data, got data_offsets end 16',
    ],
    [
      'an overlap',
      safetensors({ a: info('F32', [2], 0, 8), b: info('F32', [1], 4, 8) }, eight),
      'tensor "b" must begin where the tensor before it ends, at 8, got 4: they overlap',
    ],
    [
      'twice the same bytes',
      safetensors({ a: info('F64', [1], 0, 8), b: info('F64', [1], 0, 8) }, eight),
      'at 8, got 0: they overlap',
    ],
    [
      'a gap',
      safetensors({ a: info('F32', [1], 4, 8) }, eight),
      'tensor "a" must begin where the tensor before it ends, at 0, got 4: bytes between them belong to none',
    ],
    [
      'bytes left over',
      safetensors({ a: info('F32', [1], 0, 4) }, eight),
      'the tensors must fill the 8 bytes of data, got 4 filled',
    ],
    [
      'NaN',
      safetensors({ 'a.b': info('F32', [2, 2], 0, 16) }, numbers('float32', [0, 1, NaN, 2])),
      'tensor "a.b"[1][0] must be finite, got NaN',
    ],
    [
      'infinity in half precision',
      safetensors({ a: info('F16', [1], 0, 2) }, numbers('uint16', [0xfc00])),
      'tensor "a"[0] must be finite, got -Infinity',
    ],
    [
      'infinity in bfloat16',
      safetensors({ a: info('BF16', [], 0, 2) }, numbers('uint16', [0x7f80])),
      'tensor "a" must be finite, got Infinity',
    ],
  ])('refuses %s', (_, file, message) => {
    expect(() => readSafetensors(file)).toThrow(message);
    expect(() => readSafetensors(file)).toThrow(/^readSafetensors: /);
  });

  it('refuses a header of 10^5 tensors by its length and one of 1025 by their number', () => {
    const header = (count: number) =>
      JSON.stringify(
        Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, info('F32', [0], 0, 0)])),
      );
    expect(() => readSafetensors(safetensors(header(1e5), ascii('')))).toThrow(
      /the header must have at most 1048576 bytes/,
    );
    expect(() => readSafetensors(safetensors(header(1025), ascii('')))).toThrow(
      'at most 1024 tensors, got 1025',
    );
    expect(readSafetensors(safetensors(header(1024), ascii('')))).toHaveLength(1024);
  });

  it('refuses a header of brackets before it is parsed', () => {
    expect(() => readSafetensors(safetensors(`{"a":${'['.repeat(1e6)}`, ascii('')))).toThrow(
      'the header must be nested at most 16 deep',
    );
  });

  it('refuses what is not bytes', () => {
    expect(() => readSafetensors('text' as unknown as Uint8Array)).toThrow(
      new TypeError('readSafetensors: input must be a Uint8Array or an ArrayBuffer, got "text"'),
    );
  });

  it('refuses every truncation of a real file', () => {
    const file = safetensors({ a: info('F32', [2], 0, 8) }, numbers('float32', [1, 2]));
    for (let length = 0; length < file.length; length++) {
      expect(() => readSafetensors(file.subarray(0, length)), String(length)).toThrow(FormatError);
    }
  });
});
