/** How mutants are made and judged; `scripts/mutate.mjs` says which, room by room. */
export default {
  plugins: ['@stryker-mutator/mocha-runner'],
  testRunner: 'mocha',
  buildCommand: 'node scripts/mutation-tests.mjs',
  mochaOptions: { spec: ['.cache/mutation/tests.mjs'] },
  mutate: JSON.parse(process.env.MUTATION_MUTATE ?? '[]'),
  coverageAnalysis: 'perTest',
  // What runs once at import would need a fresh process for every mutant: constants and tables, seen by all tests.
  ignoreStatic: true,
  // Texts, nearly all of them of errors: the tests of refusals compare these, for all rooms at once.
  mutator: { excludedMutations: ['StringLiteral'] },
  // What the tests take as they are says more than the first run, which counts in every loop.
  timeoutFactor: 0,
  timeoutMS: Number(process.env.MUTATION_TIMEOUT),
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: process.env.MUTATION_REPORT ?? '.cache/mutation/report.json' },
  tempDirName: '.cache/stryker',
  ignorePatterns: [
    'dist',
    'figures',
    'bench',
    'docs',
    'reproduction',
    'sweeps',
    '.cache',
    'coverage',
    'commands',
    'site',
  ],
};
