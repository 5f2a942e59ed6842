import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FormatError, readCheckpoint, ShapeError } from 'relu-splines/io';
import { readCheckpointFile, readCsvFile } from 'relu-splines/io/node';
import { fixture } from './files.js';

const folder = mkdtempSync(join(tmpdir(), 'relu-splines-io-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('readCheckpointFile', () => {
  it.each(['json', 'safetensors', 'npz'])(
    'reads the same as the bytes from .%s, by path and by URL',
    async (extension) => {
      const name = `mcycle_deep.${extension}`;
      const url = new URL(`../fixtures/${name}`, import.meta.url);
      const expected = await readCheckpoint(fixture(name));
      expect(await readCheckpointFile(url)).toEqual(expected);
      // Whatever it is called.
      expect(await readCheckpointFile(written('network', fixture(name)))).toEqual(expected);
    },
  );

  it('says the path before the error, of the same kind', async () => {
    const ragged = written('ragged.json', '{"w": [[1], []]}');
    await expect(readCheckpointFile(ragged)).rejects.toThrow(
      new ShapeError(
        `${ragged}: readCheckpoint: tensor "w"[1] must have the length of the first list, 1, got 0`,
      ),
    );
    const empty = written('empty', '');
    await expect(readCheckpointFile(empty)).rejects.toThrow(FormatError);
    await expect(readCheckpointFile(empty)).rejects.toThrow(
      `${empty}: readCheckpoint: input must be a state_dict`,
    );
    await expect(readCheckpointFile(written('net.npz', '{}'), { format: 'npz' })).rejects.toThrow(
      'net.npz: readNpz: input must be a zip',
    );
  });

  it('refuses what is missing, a folder, or too long to read', async () => {
    await expect(readCheckpointFile(join(folder, 'none'))).rejects.toThrow(/ENOENT.*none/);
    await expect(readCheckpointFile(folder)).rejects.toThrow(
      new TypeError(`${folder}: must be a file, got a directory or a device`),
    );
    // A sparse file: it has the size, and takes no room.
    const long = written('long', '');
    truncateSync(long, 2 ** 28 + 1);
    await expect(readCheckpointFile(long)).rejects.toThrow(
      new RangeError(`${long}: must have at most 268435456 bytes, got 268435457`),
    );
  });
});

it.each([[3], [null], [{ path: 'net.json' }]])('refuses %j for a path', async (path) => {
  for (const read of [readCheckpointFile, readCsvFile]) {
    await expect(read(path as unknown as string)).rejects.toThrow(
      new RegExp(`^${read.name}: path must be a text or a URL, got `),
    );
  }
});

describe('readCsvFile', () => {
  it('reads a table and passes its options on', async () => {
    const url = new URL('../../examples/data/mcycle.csv', import.meta.url);
    expect((await readCsvFile(url)).columns).toEqual(['times', 'accel']);
    expect((await readCsvFile(url, { columns: ['accel'] })).columns).toEqual(['accel']);
  });

  it('says the path before the error', async () => {
    const path = written('bad.csv', 'x,y\n1,two\n');
    await expect(readCsvFile(path)).rejects.toThrow(
      new FormatError(
        `${path}: readCsv: line 2, column "y" must be a number with a decimal point, got "two"`,
      ),
    );
  });
});
