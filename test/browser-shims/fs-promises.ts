/** What the tests use of `node:fs/promises`, in a browser. */
import { readFileSync } from './fs.js';

export function readFile(path: string | URL): Promise<Uint8Array> {
  return Promise.resolve(readFileSync(path));
}

/** The examples write their figures; no test in a browser does. */
export function writeFile(path: string): Promise<void> {
  return Promise.reject(new Error(`writeFile: a browser writes no files, got ${path}`));
}
