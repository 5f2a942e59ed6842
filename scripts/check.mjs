// Everything that has to hold before a change lands, after the tests: runs each step, goes on after a failure,
// and ends in one line that counts what really passed and failed, the tests of the last run included.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';

const steps = [
  ['lint', ['run', 'lint']],
  ['format', ['run', 'format:check']],
  ['types', ['run', 'types']],
  ['build', ['run', 'build']],
  ['layers', ['run', 'layers', '--', '--reporter=default']],
  ['package metadata', ['run', 'lint:package']],
  ['package types', ['run', 'lint:types']],
  ['size budget', ['run', 'size']],
  ['packed tarball', ['run', 'test:package']],
  ['audit', ['run', 'audit']],
  ['documentation', ['run', 'docs']],
  ['explorer and pages in a browser', ['run', 'test:browser']],
  ['tests of the library in Chromium', ['run', 'test:chromium']],
];

let passed = 0;
let failed = 0;

/** Adds the tests of a run by the file that vitest wrote of it. */
const count = (results) => {
  const tests = JSON.parse(readFileSync(results, 'utf8'));
  passed += tests.numPassedTests;
  failed += tests.numTotalTests - tests.numPassedTests;
};
const resultsOf = (name) => new URL(`../.cache/${name}-results.json`, import.meta.url);
const inBrowsers = ['browser', 'chromium'].map(resultsOf);
for (const results of inBrowsers) rmSync(results, { force: true });
try {
  count(resultsOf('test'));
} catch {
  console.error('No results of a test run: run `npm test` first.');
  process.exit(1);
}

for (const [name, args] of steps) {
  console.log(`\n== ${name}`);
  const { status } = spawnSync('npm', args, { stdio: 'inherit' });
  if (status === 0) passed += 1;
  else failed += 1;
  console.log(`== ${name}: ${status === 0 ? 'passed' : 'FAILED'}`);
}
for (const results of inBrowsers) if (existsSync(results)) count(results);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
