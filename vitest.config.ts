import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests and examples import the package by its own name, as a user would; most specific first.
    alias: [
      { find: /^relu-splines\/io\/node$/, replacement: source('io/node.ts') },
      { find: /^relu-splines\/(\w+)$/, replacement: source('$1/index.ts') },
      { find: /^relu-splines$/, replacement: source('index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    // The check script reads its figures from here, so that they are the real ones.
    reporters: ['default', ['json', { outputFile: '.cache/test-results.json' }]],
  },
});
