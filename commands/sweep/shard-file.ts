import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { checkRecord, readRecords, writeRecord } from 'relu-splines/experiments';
import type { Shard, Sweep, SweepRecord } from 'relu-splines/experiments';
import { takeLock } from './lock.js';
import { writableFolder } from '../folders.js';
import { Refusal, isSystemError, refusing } from '../refusal.js';

/** A shard's file, open for one writer. */
export interface ShardWriter {
  /** Tasks that were finished before. */
  readonly finished: ReadonlySet<number>;
  /** Writes one record, and comes back when it is on the disk. */
  append(record: SweepRecord): void;
  /** Gives the file free; does nothing the second time. */
  close(): void;
}

/** The file of a shard: `out`; in it, if it is a folder; beside nothing else, in the working folder, if nothing is said. */
export function shardPath(specPath: string, { index, count }: Shard, out: string | undefined): string {
  const name = `${basename(specPath).replace(/\.json$/, '')}-${index}-of-${count}.jsonl`;
  if (out === undefined) return name;
  return out.endsWith('/') || isFolder(out) ? join(out, name) : out;
}

/**
 * Opens the file of a shard to go on where it ends: what is there is checked, and a torn last line is cut off.
 *
 * @throws {@link Refusal} for a place that cannot be written, while another process writes the file, and for a file
 * that is not of this sweep and this version.
 */
export function openShard(path: string, sweep: Sweep, version: string): ShardWriter {
  const lock = refusing('cannot write here', () => {
    writableFolder(dirname(path));
    return takeLock(path);
  });
  try {
    const file = refusing('cannot write here', () => openSync(path, 'a+'));
    // A device may have no end.
    if (!fstatSync(file).isFile()) throw new Refusal(`${path}: must be a file, and is a pipe or a device`);
    const content = readFileSync(file);
    // The end of a line is never part of another character in UTF-8.
    const whole = content.subarray(0, content.lastIndexOf('\n') + 1);
    const { records } = refusing('', () => readRecords(whole.toString(), path));
    for (const { line, record } of records) {
      refusing('', () => {
        checkRecord(sweep, record, `${path}:${line}`);
      });
      if (record.version !== version) {
        throw new Refusal(`${path}:${line}: version ${record.version} ran it, and this is ${version}`);
      }
    }
    if (whole.length < content.length) ftruncateSync(file, whole.length);
    let isOpen = true;
    const close = (): void => {
      if (!isOpen) return;
      isOpen = false;
      closeSync(file);
      lock.release();
    };
    return {
      finished: new Set(records.map(({ record }) => record.task)),
      append: (record) => {
        if (!isOpen) throw new Refusal(`${path}: nothing is written after a write that failed`);
        try {
          write(file, Buffer.from(writeRecord(record)));
        } catch (error) {
          // Half a line may be there, which only the last may be.
          close();
          throw error;
        }
      },
      close,
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function write(file: number, line: Buffer): void {
  for (let done = 0; done < line.length;) done += writeSync(file, line, done);
  try {
    fsyncSync(file);
  } catch (error) {
    // Some file systems cannot, and say so.
    if (!isSystemError(error) || !['EINVAL', 'ENOTSUP'].includes(error.code)) throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Whatever is in the way is told when the file is opened.
    return false;
  }
}
