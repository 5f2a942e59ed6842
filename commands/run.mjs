// Bundles a command and its workers as the library is bundled for its users, and runs it in this process: a loader of
// TypeScript would make V8 check at every access to a typed array whether its buffer is still there.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const [name, ...args] = process.argv.slice(2);
const commands = readdirSync(new URL('.', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
if (!commands.includes(name)) {
  console.error(`usage: node commands/run.mjs ${commands.join('|')} [arguments]`);
  process.exit(2);
}

// A folder of its own: many processes of a sweep may start at once, on many machines with one file system. Inside the
// checkout, where packages are found.
const folders = `${root}.cache/commands`;
mkdirSync(folders, { recursive: true });
// A process that is killed leaves its folder. Whatever began a day ago has read all of its own, or is gone.
const DAY = 24 * 3600 * 1000;
for (const left of readdirSync(folders).map((each) => `${folders}/${each}`)) {
  const begun = statSync(left, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
  if (begun < Date.now() - DAY) rmSync(left, { recursive: true, force: true });
}
const folder = mkdtempSync(`${folders}/${name}-`);
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true });
});
// Where the command does not hear a signal itself, this ends it, and the folder goes.
for (const [signal, status] of Object.entries({ SIGINT: 130, SIGTERM: 143 })) {
  process.on(signal, () => {
    if (process.listenerCount(signal) === 1) process.exit(status);
  });
}
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: readdirSync(new URL(`./${name}/`, import.meta.url))
    .filter((file) => file === 'main.ts' || file === 'worker.ts')
    .map((file) => `commands/${name}/${file}`),
  outdir: folder,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  outExtension: { '.js': '.mjs' },
  // The explorer's example data, which Vite hands over as its text.
  loader: { '.csv': 'text' },
  logLevel: 'warning',
  // Written here: the bundler is a process of its own, and would make the folder again after this one has ended.
  write: false,
});
for (const { path, contents } of outputFiles) writeFileSync(path, contents);
process.argv.splice(1, process.argv.length - 1, `npm run ${name}`, ...args);
await import(pathToFileURL(`${folder}/main.mjs`).href);
