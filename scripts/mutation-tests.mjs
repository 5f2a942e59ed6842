// Bundles the tests of a room, and the sources that Stryker has changed, for mocha: MUTATION_TESTS is the folder of the
// tests. `npm run mutate` calls it, once for the time they take and once in Stryker's copy of the repository.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Searches and runs of minutes, which not even the run that finds slow tests should wait for. */
const ENDLESS = [
  'test/fit/figures.test.ts',
  'test/init/roughness.test.ts',
  'test/flow/steps/methods.test.ts',
];

/** Tests that count what their properties met, and so need all the cases. */
const WHOLE = /gradient\.exact|hessian-theorems|inertia|null-directions\.exact|shifted-hessian/;

const folder = process.env.MUTATION_TESTS;

/** Small files first: most mutants die of any test, and a quick one says so sooner. */
const files = readdirSync(folder, { recursive: true })
  .map((file) => join(folder, file))
  .filter((file) => file.endsWith('.test.ts') && !ENDLESS.includes(file))
  .sort((a, b) => cost(a) - cost(b));

await build({
  stdin: { contents: files.map((file) => `import './${file}';`).join('\n'), resolveDir: process.cwd() },
  outfile: '.cache/mutation/tests.mjs',
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  // The package says of itself that importing it does nothing; its tests are imported for what that does.
  ignoreAnnotations: true,
  logLevel: 'error',
  plugins: [{ name: 'mutation-tests', setup }],
});

/** Tests that draw many cases, or read many, are told by their imports. */
function cost(file) {
  const text = readFileSync(file, 'utf8');
  return text.length * (text.includes('fast-check') ? 3 : 1) * (text.includes('reference/load') ? 3 : 1);
}

function setup({ onResolve, onLoad }) {
  const stand = (name) => ({ path: resolve(`test/mutation/${name}.ts`) });
  onResolve({ filter: /^vitest$/ }, () => stand('vitest'));
  onResolve({ filter: /^fast-check$/ }, ({ importer }) =>
    WHOLE.test(importer) || importer.includes('/mutation/')
      ? { path: 'fast-check', external: true }
      : stand('fast-check'),
  );
  onResolve({ filter: /^relu-splines/ }, ({ path }) => ({ path: source(path.split('/').slice(1)) }));
  onLoad({ filter: /\.ts$/ }, ({ path }) => ({
    contents: prepared(readFileSync(path, 'utf8'), path),
    loader: 'ts',
  }));
}

/** Tests import the package by its own name. */
function source(names) {
  if (names.length === 0) return resolve('src/index.ts');
  return resolve('src', names.length === 1 ? `${names[0]}/index.ts` : `${names.join('/')}.ts`);
}

/**
 * Stryker asks at each mutated place, by a call and a comparison of texts, whether this is the mutant on trial, and goes
 * on counting who comes by. In the innermost loops that takes ten times as long as the work; a number is compared at once.
 * And tests find their data from where they stand, which the bundle does not.
 */
function prepared(code, path) {
  const here = code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href));
  if (!code.includes('stryMutAct_')) return here;
  const asked = here
    .replace(/(stryMutAct_\w+)\("(\d+)"\)/g, '(stryker$.trial === $2 && $1("$2"))')
    .replace(/(stryCov_\w+)\(("[^)]*")\)/g, '(stryker$.trial === undefined && $1($2))');
  return `const stryker$ = (globalThis.__stryker__ ??= {});${asked}`;
}
