import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

/** Tests and examples import the package by its own name, as a user would; most specific first. */
export const resolve = {
  alias: [
    { find: /^relu-splines\/io\/node$/, replacement: source('io/node.ts') },
    { find: /^relu-splines\/(\w+)$/, replacement: source('$1/index.ts') },
    { find: /^relu-splines$/, replacement: source('index.ts') },
  ],
};

export default defineConfig({
  resolve,
  test: {
    include: ['test/**/*.test.ts'],
    // They have a configuration of their own.
    exclude: [...configDefaults.exclude, 'test/browser/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The runner's own process hardly works: tests may have each core.
    maxWorkers: '100%',
    // The check script reads its figures from here, so that they are the real ones.
    reporters: ['default', 'json'],
    outputFile: { json: '.cache/test-results.json' },
    // Asked for by `--coverage`. What the tests start as processes of their own is not seen.
    coverage: {
      provider: 'v8',
      include: ['src/**'],
      reporter: ['text-summary', 'json-summary', 'json', 'html'],
      reportsDirectory: 'coverage',
      thresholds: { lines: 99.6, functions: 99.7, statements: 99.3, branches: 97 },
    },
  },
});
