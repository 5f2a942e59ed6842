import { describe, expect, it } from 'vitest';
import { readNpz } from 'relu-splines/io';
import { ascii, concatenate, littleEndian, npy, npyHeader, npzOf, numbers, zip } from './files.js';

const PAIR = numbers('float32', [1.5, -2]);
const ARRAY = npy(npyHeader('<f4', '(2,)'), PAIR);
const READ = [{ name: 'a', shape: [2], values: Float64Array.of(1.5, -2) }];

describe('the arrays of an archive', () => {
  it.each<[string, string]>([
    [
      'keys in another order, double quotes, no padding',
      `{"shape":(2,),"descr":"<f4","fortran_order":False}`,
    ],
    ['spaces and line ends', `  { 'descr' : '<f4' , 'fortran_order' : True , 'shape' : ( 2 , ) , }  \n\n`],
  ])('reads a header with %s', async (_, header) => {
    expect(await readNpz(npzOf('a', npy(header, PAIR)))).toEqual(READ);
  });

  it('leaves out integers and booleans that are no weights', async () => {
    const files = ['|b1', '|i1', '<u2', '>i4', '<i8'].map((descr, i) => ({
      name: `n${i}.npy`,
      content: npy(npyHeader(descr, '()'), new Uint8Array([1, 1, 2, 4, 8][i])),
    }));
    expect(await readNpz(zip([...files, { name: 'a.npy', content: ARRAY }]))).toEqual(READ);
  });

  it.each<[string, Uint8Array, string | RegExp]>([
    [
      'another signature',
      ascii('NUMPY something else'),
      'must begin with the bytes \\x93NUMPY and a version',
    ],
    ['nothing', new Uint8Array(), 'must begin with the bytes \\x93NUMPY and a version'],
    [
      'version 0',
      npy(npyHeader('<f4', '(2,)'), PAIR, 0),
      'must have format version 1.0, 2.0 or 3.0, got 0.0',
    ],
    [
      'version 4',
      npy(npyHeader('<f4', '(2,)'), PAIR, 4),
      'must have format version 1.0, 2.0 or 3.0, got 4.0',
    ],
    ['a header cut off', ARRAY.subarray(0, 40), 'must have its header of 58 bytes, got 30'],
    ['a header length cut off', npy('', PAIR, 2).subarray(0, 11), 'must have a header length, got the end'],
    [
      'a header of 4 GiB',
      concatenate(npy('', PAIR, 2).subarray(0, 8), littleEndian(0xffffffff, 4)),
      'must have a header of at most 10000 bytes, got 4294967295',
    ],
    [
      'bytes that are no text',
      concatenate(npy('', PAIR).subarray(0, 8), Uint8Array.of(2, 0, 0xff, 0xff)),
      'the header must be UTF-8',
    ],
    [
      'records with fields',
      npy(`{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (2,)}`, PAIR),
      'must hold plain numbers, got records with named fields',
    ],
    [
      'Python objects',
      npy(npyHeader('|O', '(2,)'), PAIR),
      'got "|O": pickled Python objects, which can run code and are not read',
    ],
    [
      'complex numbers',
      npy(npyHeader('<c8', '(1,)'), PAIR),
      `must hold float16, float32 or float64 ('<f4', '>f8', …), got "<c8"`,
    ],
    ['extended precision', npy(npyHeader('<f16', '(1,)'), PAIR), 'got "<f16"'],
    ['the machine’s own byte order', npy(npyHeader('=f4', '(2,)'), PAIR), 'got "=f4"'],
    ['no byte order for a float', npy(npyHeader('|f4', '(2,)'), PAIR), 'got "|f4"'],
    ['texts', npy(npyHeader('<U2', '(1,)'), PAIR), 'got "<U2"'],
    [
      'code instead of a dictionary',
      npy(`__import__('os').system('true')`, PAIR),
      'expected \'{\', got "__import__"',
    ],
    [
      'code for a shape',
      npy(npyHeader('<f4', '(2**9,)'), PAIR),
      'the header must be a dictionary, got "**9,), }',
    ],
    ['an escape in a text', npy(npyHeader('<f4\\x00', '(2,)'), PAIR), 'the header must be a dictionary, got'],
    ['a key twice', npy(`{'descr': '<f4', 'descr': '<f8'}`, PAIR), 'once each, got "descr"'],
    ['another key', npy(`{'descr': '<f4', '__proto__': 1}`, PAIR), 'once each, got "__proto__"'],
    [
      'no shape',
      npy(`{'descr': '<f4', 'fortran_order': False}`, PAIR),
      'must have the keys descr, fortran_order and shape',
    ],
    [
      'a number for a flag',
      npy(`{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}`, PAIR),
      'expected True or False, got "0"',
    ],
    [
      'a word for a flag',
      npy(`{'descr': '<f4', 'fortran_order': None, 'shape': (2,)}`, PAIR),
      'fortran_order must be True or False, got "None"',
    ],
    ['a number for a shape', npy(npyHeader('<f4', '2'), PAIR), `expected '(', got "2"`],
    ['brackets round a number, no tuple', npy(npyHeader('<f4', '(2)'), PAIR), `expected ',', got ")"`],
    ['a negative length', npy(npyHeader('<f4', '(-2,)'), PAIR), 'the header must be a dictionary, got "-2'],
    [
      'something after the dictionary',
      npy(`${npyHeader('<f4', '(2,)')} {}`, PAIR),
      'expected the end, got "{"',
    ],
    ['a dictionary that does not end', npy(`{'descr': '<f4'`, PAIR), `expected '}', got its end`],
    [
      'a shape that overflows',
      npy(npyHeader('<f4', '(4294967296, 4294967296)'), PAIR),
      'must have at most 33554432 elements',
    ],
    [
      'a length beyond all numbers',
      npy(npyHeader('<f4', `(${'9'.repeat(400)},)`), PAIR),
      'shape[0] must be an integer of at least 0, got Infinity',
    ],
    ['nine dimensions', npy(npyHeader('<f4', `(${'1,'.repeat(9)})`), PAIR), 'at most 8 dimensions, got 9'],
    [
      'too little data',
      npy(npyHeader('<f4', '(3,)'), PAIR),
      'must have 12 bytes of data for shape [3] and "<f4", got 8',
    ],
    [
      'too much data',
      npy(npyHeader('<f4', '(1,)'), PAIR),
      'must have 4 bytes of data for shape [1] and "<f4", got 8',
    ],
    [
      'too few integers',
      npy(npyHeader('<i8', '(2,)'), PAIR),
      'must have 16 bytes of data for shape [2] and "<i8", got 8',
    ],
    [
      'NaN',
      npy(npyHeader('>f4', '(1, 2)'), numbers('float32', [0, NaN], false)),
      'tensor "a"[0][1] must be finite, got NaN',
    ],
    [
      'NaN in Fortran order',
      npy(npyHeader('<f4', '(2, 2)', true), numbers('float32', [0, NaN, 1, 2])),
      'tensor "a"[1][0] must be finite, got NaN',
    ],
    [
      'an infinite half',
      npy(npyHeader('<f2', '()'), numbers('uint16', [0x7c00])),
      'tensor "a" must be finite, got Infinity',
    ],
  ])('refuses an array with %s', async (_, array, message) => {
    await expect(readNpz(npzOf('a', array))).rejects.toThrow(message);
    await expect(readNpz(npzOf('a', array, true))).rejects.toThrow(/^readNpz: tensor "a"/);
  });

  it('refuses a weight of integers', async () => {
    const array = npy(npyHeader('<i8', '(1,)'), new Uint8Array(8));
    await expect(readNpz(npzOf('fc1.weight', array))).rejects.toThrow(
      `readNpz: tensor "fc1.weight" must hold float16, float32 or float64 ('<f4', '>f8', …), got "<i8"; ` +
        'integers are only skipped where they are no weights: save it with .astype(float)',
    );
  });
});
