import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';

const FOLDER = join('.cache', 'fuzz', 'scratch');

/** Writes an input where readers of files find it, one file a thread and a name, and gives the path. */
export function scratchFile(name: string, content: Uint8Array): string {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, `${process.pid}-${threadId}-${name}`);
  writeFileSync(path, content);
  return path;
}

/** Removes all files of {@link scratchFile}. */
export function removeScratch(): void {
  rmSync(FOLDER, { recursive: true, force: true });
}
