import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';
import { configDefaults, defineConfig } from 'vitest/config';
import { resolve } from './vitest.config.js';

const fewCases = fileURLToPath(new URL('./test/mutation/fast-check.ts', import.meta.url));

/** Searches and runs of minutes, which not even the run that finds slow tests should wait for. */
const ENDLESS = [
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

/**
 * Stryker asks at each mutated place, by a call and a comparison of texts, whether this is the mutant on trial, and goes
 * on counting who comes by. In the innermost loops that takes ten times as long as the work; a number is compared at once.
 */
function quick(code: string): string {
  if (!code.includes('stryMutAct_')) return code;
  const asked = code
    .replace(/(stryMutAct_\w+)\("(\d+)"\)/g, '(stryker$.trial === $2 && $1("$2"))')
    .replace(/(stryCov_\w+)\(("[^)]*")\)/g, '(stryker$.trial === undefined && $1($2))');
  return `const stryker$ = (globalThis.__stryker__ ??= {});${asked}`;
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
    { name: 'quick-mutants', enforce: 'pre', transform: quick },
  ],
  test: {
    include: (process.env.MUTATION_TESTS ?? 'nothing').split(','),
    exclude: [...configDefaults.exclude, ...ENDLESS],
    sequence: { sequencer: SmallFirst },
    setupFiles: ['./test/mutation/trial.ts', './test/mutation/skip-slow.ts'],
    isolate: false,
    testTimeout: 60_000,
  },
});
