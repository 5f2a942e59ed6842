/**
 * The readers, from files. The one file of the room that needs Node.
 *
 * @module relu-splines/io/node
 */

import { open } from 'node:fs/promises';
import { show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { readCheckpoint } from './checkpoint.js';
import type { Checkpoint, CheckpointFormat } from './checkpoint.js';
import { readCsv } from './csv.js';
import type { CsvOptions, Table } from './csv.js';
import { FormatError } from './format-error.js';
import { MAX_BYTES } from './limits.js';

/**
 * Reads a trained network from a file; see `readCheckpoint` of `relu-splines/io`. The format is told by the
 * content, whatever the file is called.
 *
 * @returns A promise, rejected with the errors of `readCheckpoint`, the path before their message, with `TypeError`
 * for a path that is neither text nor URL, and with Node's own for a file that cannot be opened.
 * @example
 * ```ts
 * import { readCheckpointFile } from 'relu-splines/io/node';
 *
 * const { layers } = await readCheckpointFile('test/fixtures/mcycle_shallow.safetensors');
 * layers.map(({ outputs }) => outputs); // [64, 1]
 * ```
 */
export async function readCheckpointFile(
  path: string | URL,
  options: { readonly format?: CheckpointFormat } = {},
): Promise<Checkpoint> {
  return withPath('readCheckpointFile', path, async () => readCheckpoint(await contentOf(path), options));
}

/**
 * Reads a table of numbers from a CSV file; see `readCsv` of `relu-splines/io`.
 *
 * @returns A promise, rejected with the errors of `readCsv`, the path before their message, with `TypeError` for a
 * path that is neither text nor URL, and with Node's own for a file that cannot be opened.
 * @example
 * ```ts
 * import { readCsvFile } from 'relu-splines/io/node';
 *
 * const { columns } = await readCsvFile('examples/data/mcycle.csv');
 * columns; // ['times', 'accel']
 * ```
 */
export async function readCsvFile(path: string | URL, options: CsvOptions = {}): Promise<Table> {
  return withPath('readCsvFile', path, async () => readCsv(await contentOf(path), options));
}

async function contentOf(path: string | URL): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new TypeError('must be a file, got a directory or a device');
    if (found.size > MAX_BYTES) {
      throw new RangeError(`must have at most ${MAX_BYTES} bytes, got ${found.size}`);
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** Runs `read`; an error of this library comes back as one of the same kind that names the file. */
async function withPath<Result>(
  where: string,
  path: string | URL,
  read: () => Promise<Result>,
): Promise<Result> {
  if (typeof path !== 'string' && !(path instanceof URL)) {
    throw new TypeError(`${where}: path must be a text or a URL, got ${show(path)}`);
  }
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof Error && !('code' in cause)) {
      const Kind = [FormatError, ShapeError, RangeError, TypeError].find((kind) => cause instanceof kind);
      if (Kind) throw new Kind(`${String(path)}: ${cause.message}`, { cause });
    }
    throw cause;
  }
}
