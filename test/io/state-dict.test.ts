import { describe, expect, it } from 'vitest';
import { FormatError, readStateDict, ShapeError } from 'relu-splines/io';

describe('readStateDict', () => {
  it('reads numbers and nested lists, from text and from an object', () => {
    const expected = [
      { name: 'a', shape: [], values: Float64Array.of(0.1) },
      { name: 'b', shape: [2, 3], values: Float64Array.of(1, 2, 3, 4, 5, -0) },
      { name: 'c', shape: [2, 0], values: new Float64Array() },
      { name: 'd', shape: [1, 1, 2], values: Float64Array.of(1e308, 5e-324) },
    ];
    const text = '{"a": 0.1, "b": [[1,2,3],[4,5,-0]], "c": [[],[]], "d": [[[1e308, 5e-324]]]}';
    expect(readStateDict(text)).toEqual(expected);
    expect(readStateDict(`\uFEFF ${text}\n`)).toEqual(expected);
    expect(readStateDict(JSON.parse(text) as object)).toEqual(expected);
  });

  it('keeps __proto__ and constructor as names and leaves Object alone', () => {
    const tensors = readStateDict('{"__proto__": [[1]], "constructor": [2], "toString": 3}');
    expect(tensors.map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
    expect(readStateDict(Object.create({ inherited: [1] }) as object)).toEqual([]);
  });

  it.each<[string, string, new (message: string) => Error, string]>([
    ['text that is no JSON', 'weights', FormatError, 'source must be JSON'],
    ['text that is cut off', '{"a": [1, 2', FormatError, 'source must be JSON'],
    ['an open string', '{"a\\', FormatError, 'source must be JSON'],
    ['bare NaN, as Python writes it', '{"a": [1, NaN]}', FormatError, '; it holds NaN or Infinity'],
    ['a list', '[1, 2]', FormatError, 'source must be a JSON object, got an array of length 2'],
    ['null', 'null', FormatError, 'source must be a JSON object, got null'],
    ['a key twice', '{"a": 1, "b": {"c": 1}, "a": 2}', FormatError, 'source has the key "a" twice'],
    [
      'a key twice, once escaped',
      '{"a\\n": 1, "\\u0061\\u000a" : 2}',
      FormatError,
      'source has the key "a\\n" twice',
    ],
    [
      'a checkpoint around the state_dict',
      '{"epoch": 3, "state_dict": {"0.weight": [[1]]}}',
      TypeError,
      'tensor "state_dict" must be a number or nested lists of numbers, got an object; if that is the state_dict, hand it over alone',
    ],
    [
      'ragged rows',
      '{"0.weight": [[1], [2, 3]]}',
      ShapeError,
      'tensor "0.weight"[1] must have the length of the first list, 1, got 2',
    ],
    [
      'ragged rows deep inside',
      '{"w": [[[1, 2]], [[3]]]}',
      ShapeError,
      'tensor "w"[1][0] must have the length of the first list, 2, got 1',
    ],
    [
      'a number among rows',
      '{"w": [[1], 2]}',
      ShapeError,
      'tensor "w"[1] must be a list of 1 like the first, got 2',
    ],
    [
      'a row among numbers',
      '{"w": [1, [2]]}',
      ShapeError,
      'tensor "w"[1] must be a number, got an array of length 1',
    ],
    [
      'a text',
      '{"w": [[1], ["2"]]}',
      TypeError,
      'tensor "w"[1][0] must be a number or nested lists of numbers, got "2"',
    ],
    [
      'null',
      '{"w": [null]}',
      TypeError,
      'tensor "w"[0] must be a number or nested lists of numbers, got null',
    ],
    [
      'a boolean',
      '{"w": true}',
      TypeError,
      'tensor "w" must be a number or nested lists of numbers, got true',
    ],
    [
      'a wrapped state_dict',
      '{"state_dict": {"w": [1]}}',
      TypeError,
      'tensor "state_dict" must be a number or nested lists of numbers, got an object',
    ],
    [
      'a number that overflows',
      '{"w": [[0, 1e999]]}',
      RangeError,
      'tensor "w"[0][1] must be finite, got Infinity',
    ],
    [
      'nine dimensions',
      `{"w": ${'['.repeat(9)}1${']'.repeat(9)}}`,
      RangeError,
      'tensor "w" must have at most 8 dimensions, got more',
    ],
    [
      'seventeen brackets',
      `{"w": ${'['.repeat(17)}1${']'.repeat(17)}}`,
      RangeError,
      'source must be nested at most 16 deep',
    ],
    ['a million brackets', `{"w": ${'['.repeat(1e6)}`, RangeError, 'source must be nested at most 16 deep'],
  ])('refuses %s', (_, text, kind, message) => {
    expect(() => readStateDict(text)).toThrow(kind);
    expect(() => readStateDict(text)).toThrow(message);
    expect(() => readStateDict(text)).toThrow(/^readStateDict: /);
  });

  it('refuses more than 1024 tensors', () => {
    const text = (count: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, 0])));
    expect(readStateDict(text(1024))).toHaveLength(1024);
    expect(() => readStateDict(text(1025))).toThrow(
      new RangeError('readStateDict: there must be at most 1024 tensors, got more'),
    );
    expect(() => readStateDict(text(1e5))).toThrow(
      new RangeError('readStateDict: source must have at most 1025 keys, got more'),
    );
  });

  it('refuses more than 2^20 lists before it parses them', () => {
    expect(readStateDict(`{"a": [${'[],'.repeat(2 ** 20 - 3)}[]]}`)[0].shape).toEqual([2 ** 20 - 2, 0]);
    expect(() => readStateDict(`{"a": [${'[],'.repeat(2 ** 20 - 2)}[]]}`)).toThrow(
      new RangeError('readStateDict: source must hold at most 1048576 lists, got more'),
    );
  });

  it('refuses objects that would not end: a list in itself, lists shared many times', () => {
    const endless: unknown[] = [];
    endless.push(endless);
    expect(() => readStateDict({ w: endless })).toThrow(
      'tensor "w" must have at most 8 dimensions, got more',
    );
    // 100^6 numbers in 600 places; and 100^7 empty lists.
    let shared: unknown = 1;
    for (let depth = 0; depth < 6; depth++) shared = Array<unknown>(100).fill(shared);
    expect(() => readStateDict({ w: shared })).toThrow('tensor "w" must have at most 33554432 elements');
    let empty: unknown = [];
    for (let depth = 0; depth < 7; depth++) empty = Array<unknown>(100).fill(empty);
    expect(() => readStateDict({ w: empty })).toThrow('tensor "w" must have at most 33554432 elements');
  });

  it.each([[null], [5], [[1]], [new Float64Array(2)]])('refuses %s for a source', (source) => {
    expect(() => readStateDict(source as unknown as object)).toThrow(
      /^readStateDict: source must be a text or an object of nested arrays, got /,
    );
  });

  it('refuses holes in a list', () => {
    // eslint-disable-next-line no-sparse-arrays -- the hole is the point
    expect(() => readStateDict({ w: [1, , 2] })).toThrow(
      'tensor "w"[1] must be a number or nested lists of numbers, got undefined',
    );
  });
});
