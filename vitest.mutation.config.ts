import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';
import { configDefaults, defineConfig } from 'vitest/config';
import { resolve } from './vitest.config.js';

const fewCases = fileURLToPath(new URL('./test/mutation/fast-check.ts', import.meta.url));

/** Searches and runs of minutes: they would only be asked about mutants that everything else let pass. */
const SLOW = [
  'test/fit/figures.test.ts',
  'test/fit/exhaustive.test.ts',
  'test/init/roughness.test.ts',
  'test/flow/steps/methods.test.ts',
];

/** Small files first: most mutants die of any test, and a quick one says so sooner. */
class SmallFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve([...files].sort((a, b) => cost(a.moduleId) - cost(b.moduleId)));
  }
}

/** Tests that draw many cases, or read many, are told by their imports. */
function cost(file: string): number {
  const text = readFileSync(file, 'utf8');
  return text.length * (text.includes('fast-check') ? 3 : 1) * (text.includes('reference/load') ? 3 : 1);
}

/** What a mutant meets: the tests of its room, in one process, without a fresh world for every file. */
export default defineConfig({
  resolve,
  plugins: [
    {
      name: 'few-cases',
      enforce: 'pre',
      resolveId: (id, importer) => (id === 'fast-check' && importer !== fewCases ? fewCases : undefined),
    },
  ],
  test: {
    include: (process.env.MUTATION_TESTS ?? 'nothing').split(','),
    exclude: [...configDefaults.exclude, ...SLOW],
    sequence: { sequencer: SmallFirst },
    isolate: false,
    testTimeout: 60_000,
  },
});
