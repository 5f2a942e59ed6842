import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';

/**
 * Bundles the benchmarks, as the library is bundled for its users, and runs them in a process of their own: loaders of
 * TypeScript hand buffers between threads, and in a program that has done so once V8 checks at every access to any
 * typed array whether it is still there.
 */
const folder = fileURLToPath(new URL('./', import.meta.url));
await build({
  config: false,
  entry: [`${folder}main.ts`],
  outDir: `${folder}build`,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  silent: true,
});
const ended = spawnSync(process.execPath, [`${folder}build/main.js`, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = ended.status ?? 1;
