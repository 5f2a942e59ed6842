import { accessSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
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
