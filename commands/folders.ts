import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes the folder, with those above it, and sees that it can be written.
 *
 * One step at a time: `mkdirSync` of Node 20 with `recursive` never returns where the system says that a folder cannot
 * exist, as below `/proc`.
 *
 * @throws Error of the system, with the path in its message, where that cannot be.
 */
export function writableFolder(folder: string): void {
  const path = resolve(folder);
  if (!existsSync(path)) {
    writableFolder(dirname(path));
    mkdirSync(path);
  }
  // Refuses what is no folder.
  readdirSync(path);
  accessSync(path, constants.W_OK | constants.X_OK);
}

/**
 * Sees that a file can be written there, and makes its folder; the file itself is neither made nor changed.
 *
 * @throws As {@link writableFolder}.
 */
export function writableFile(path: string): void {
  writableFolder(dirname(resolve(path)));
  if (existsSync(path)) closeSync(openSync(path, 'a'));
}
