import { describe, expect, it } from 'vitest';
import { FormatError, readNpz } from 'relu-splines/io';
import { crc32 } from '../../src/io/crc32.js';
import { ascii, concatenate, npy, npyHeader, npzOf, numbers, zip } from './files.js';
import type { EndLies, ZipFile } from './files.js';

const PAIR = numbers('float32', [1.5, -2]);
const ARRAY = npy(npyHeader('<f4', '(2,)'), PAIR);
const READ = [{ name: 'a', shape: [2], values: Float64Array.of(1.5, -2) }];

async function refusal(file: Uint8Array): Promise<unknown> {
  return readNpz(file).then(
    () => 'nothing refused',
    (error: unknown) => error,
  );
}

describe('readNpz', () => {
  it('reads stored and deflated arrays, from a view and from a buffer', async () => {
    for (const deflate of [false, true]) {
      const file = npzOf('a', ARRAY, deflate);
      expect(await readNpz(file)).toEqual(READ);
      expect(await readNpz(file.slice().buffer)).toEqual(READ);
      expect(await readNpz(concatenate(ascii('PK?'), file).subarray(3))).toEqual(READ);
    }
  });

  it('reads an archive with a comment, even one that looks like an end record', async () => {
    const fake = 'PK\u0005\u0006'.padEnd(30, '\u0000');
    expect(await readNpz(zip([{ name: 'a.npy', content: ARRAY }], {}, fake))).toEqual(READ);
  });

  it('reads an empty archive as no tensors', async () => {
    expect(await readNpz(zip([]))).toEqual([]);
  });
});

/** The first letter of the last name changed: in the directory, which no CRC covers. */
function renamed(archive: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(archive);
  bytes[new TextDecoder('latin1').decode(bytes).lastIndexOf('a.npy')] = 'b'.charCodeAt(0);
  return bytes;
}

describe('the zip around the arrays', () => {
  const file: ZipFile = { name: 'a.npy', content: ARRAY };
  const lying = (lies: ZipFile['lies'], deflate = false) =>
    zip([{ ...file, deflate, ...(lies && { lies }) }]);

  it.each<[string, Uint8Array, string | RegExp]>([
    ['nothing', new Uint8Array(), 'input must be a zip, got no end-of-directory record: not one, or cut off'],
    ['text', ascii('this is not a zip, however long it may be'), 'input must be a zip'],
    ['a zip that is cut off', zip([file]).subarray(0, -1), 'input must be a zip'],
    [
      'a PyTorch checkpoint',
      zip([
        { name: 'net/data.pkl', content: ascii('\u0080\u0002}.') },
        { name: 'net/version', content: ascii('3\n') },
      ]),
      /^readNpz: input is a pickled PyTorch checkpoint, which can run code and is not read; in Python: import json, torch; .*json\.dump/,
    ],
    [
      'another zip',
      zip([file, { name: 'config.json', content: ascii('{}') }]),
      'the zip must hold only .npy arrays, got the entry "config.json"',
    ],
    ['a name twice', zip([file, file]), 'the zip has the entry "a.npy" twice'],
    [
      'a name that is no text',
      zip([{ ...file, name: Uint8Array.of(0xff) }]),
      'the name of zip entry 0 must be UTF-8 text',
    ],
    [
      'a wrong CRC-32',
      lying({ crc: 0x1234 }),
      /zip entry "a\.npy" must have the CRC-32 00001234, got [0-9a-f]{8}: it is damaged/,
    ],
    ['encryption', lying({ flags: 1 }), 'zip entry "a.npy" must not be encrypted'],
    [
      'another compression',
      lying({ method: 12 }),
      'must be stored (0) or deflated (8), got compression method 12',
    ],
    ['zip64 sizes', lying({ size: 0xffffffff }), 'zip entry "a.npy" must have plain sizes, got zip64 ones'],
    [
      'a size of 4 GB',
      lying({ size: 0xfffffff0 }, true),
      'zip entry "a.npy" must have at most 268435456 bytes, got 4294967280',
    ],
    [
      'stored bytes of two sizes',
      lying({ size: 5 }),
      `is stored and must have one size, got ${ARRAY.length} and 5`,
    ],
    [
      'bytes beyond the directory',
      lying({ packedSize: 1000, size: 1000 }),
      'must end before the directory at',
    ],
    [
      'an entry nowhere',
      lying({ offset: 0x7fffffff }),
      'zip entry "a.npy" must have a header at 2147483647, got none',
    ],
    ['an entry where none is', lying({ offset: 3 }), 'zip entry "a.npy" must have a header at 3, got none'],
    [
      'a size beyond what can be packed',
      lying({ size: 200_000_000 }, true),
      /must unpack to at most 1032 times its \d+ bytes, got a size of 200000000/,
    ],
    [
      'a size that is too small',
      lying({ size: ARRAY.length - 1 }, true),
      `must unpack to its declared ${ARRAY.length - 1} bytes, got more`,
    ],
    [
      'a size that is too large',
      lying({ size: ARRAY.length + 1 }, true),
      `must unpack to its declared ${ARRAY.length + 1} bytes, got ${ARRAY.length}`,
    ],
    [
      'bytes that are not deflated',
      zip([{ name: 'a.npy', content: new Uint8Array(9).fill(0xff), lies: { method: 8 } }]),
      'zip entry "a.npy" must be deflate data: ',
    ],
    [
      'deflated bytes that are cut off',
      lying({ packedSize: 10 }, true),
      'zip entry "a.npy" must be deflate data: ',
    ],
    [
      'overlapping entries',
      zip([file, { ...file, name: 'b.npy', lies: { offset: 0 } }]),
      'zip entries must not overlap, got "a.npy" and "b.npy"',
    ],
    [
      'a name that is another one in the directory',
      renamed(zip([file])),
      'zip entry "b.npy" must have that name in its own header too, got another: it is damaged',
    ],
  ])('refuses %s', async (_, bytes, message) => {
    const error = await refusal(bytes);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).toMatch(/^readNpz: /);
  });

  it.each<[string, EndLies, string]>([
    ['a zip64 count', { count: 0xffff, here: 0xffff }, 'must be a plain zip, got a zip64 directory'],
    ['a zip64 offset', { offset: 0xffffffff }, 'must be a plain zip, got a zip64 directory'],
    ['one disk of several', { disk: 1 }, 'must be a zip in one part, got one of several'],
    ['a part of a directory', { here: 0 }, 'the zip directory must be in one part, got one of several'],
    [
      'fewer entries than there are',
      { count: 0, here: 0 },
      'the zip directory must end with its 0 entries, at',
    ],
    ['more entries than there are', { count: 2, here: 2 }, 'the zip directory must have 2 entries, got 1'],
    ['a directory behind the end', { offset: 5000 }, 'the zip directory must end before its end record at'],
    ['a directory elsewhere', { offset: 7 }, 'the zip directory must have 1 entries, got 0'],
    ['a directory that is too short', { size: 46 }, 'entry 0 of the zip directory must end within it, at'],
    ['65000 entries', { count: 65000, here: 65000 }, 'the zip must have at most 1024 entries, got 65000'],
  ])('refuses an end record with %s', async (_, end, message) => {
    await expect(readNpz(zip([file], end))).rejects.toThrow(message);
  });

  it('stops a bomb at its declared size', async () => {
    // 30 MB of zeros in 29 kB; the directory says 1 MB, which the packed bytes could well be.
    const zeros = new Uint8Array(30_000_000);
    const bomb = zip([{ name: 'a.npy', content: zeros, deflate: true, lies: { size: 1_000_000 } }]);
    await expect(readNpz(bomb)).rejects.toThrow('must unpack to its declared 1000000 bytes, got more');
  });

  it('refuses sizes that are too much together before it unpacks the first', async () => {
    // Each could be what it says; the packed bytes are never looked at.
    const files = [0, 1, 2].map((i) => ({
      name: `${i}.npy`,
      content: new Uint8Array(100_000),
      lies: { method: 8, size: 100_000_000 },
    }));
    await expect(readNpz(zip(files))).rejects.toThrow(
      new RangeError('readNpz: the zip must unpack to at most 268435456 bytes, got 300000000'),
    );
  });

  it('refuses every truncation', async () => {
    const whole = npzOf('a', ARRAY, true);
    for (let length = 0; length < whole.length; length++) {
      expect(await refusal(whole.subarray(0, length)), String(length)).toBeInstanceOf(FormatError);
    }
  });
});

describe('crc32', () => {
  it('gives the check value of the standard', () => {
    expect(crc32(ascii('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array())).toBe(0);
  });
});
