import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { configDefaults, defineConfig } from 'vitest/config';
import { ARGUMENTS, chromiumPath } from './test/browser/chromium.js';
import { resolve } from './vitest.config.js';

/** The few things of Node that tests use as tools, as a browser can do them. */
const shim = (module: string, file: string): { find: string; replacement: string } => ({
  find: `node:${module}`,
  replacement: fileURLToPath(new URL(`./test/browser-shims/${file}`, import.meta.url)),
});

/** The tests of the library once more, within Chromium: the numbers must not depend on the engine. */
export default defineConfig({
  resolve: {
    alias: [
      ...resolve.alias,
      shim('fs/promises', 'fs-promises.ts'),
      shim('fs', 'fs.ts'),
      shim('zlib', 'zlib.ts'),
    ],
  },
  // A dependency found late would make the server begin anew in the midst of the tests.
  optimizeDeps: {
    noDiscovery: true,
    include: [
      'fast-check',
      'fflate',
      'ml-matrix',
      '@stdlib/random-base-improved-ziggurat',
      'vega',
      'vega-lite',
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      ...configDefaults.exclude,
      // They drive a browser, and run in Node.
      'test/browser/**',
      // They start processes, or test what does.
      'test/bench/**',
      'test/commands/**',
      'test/examples/**',
      // They read with the readers of files and count what Node allocates.
      'test/fuzz/**',
      // They read the repository's own text, and write and run the examples in it.
      'test/architecture/**',
      'test/docs/**',
      'test/laws/refusals.test.ts',
      // The entry point that only Node has.
      'test/io/node.test.ts',
    ],
    testTimeout: 60_000,
    // One page for all of them: loading every module anew for each file takes longer than the tests.
    isolate: false,
    // The server hardly works: a page may have each core.
    maxWorkers: '100%',
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      // The one address that the browser may reach.
      api: { host: '127.0.0.1' },
      provider: playwright({ launchOptions: { executablePath: chromiumPath(), args: [...ARGUMENTS] } }),
      instances: [{ browser: 'chromium' }],
    },
    reporters: ['default', ['json', { outputFile: '.cache/chromium-results.json' }]],
  },
});
