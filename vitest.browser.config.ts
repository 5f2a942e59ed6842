import { defineConfig } from 'vitest/config';
import { resolve } from './vitest.config.js';

/** The tests of the explorer in a real browser, apart from the others: they need a browser and a built site. */
export default defineConfig({
  resolve,
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: 'test/browser/setup.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One browser at a time: each has processes enough.
    fileParallelism: false,
    reporters: ['default', ['json', { outputFile: '.cache/browser-results.json' }]],
  },
});
