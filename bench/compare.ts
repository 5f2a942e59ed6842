import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compareResults, comparisonText, hasWorsened } from './comparison.js';
import { parseResults } from './results.js';

/** Says what moved between two files of results. */
function main(words: readonly string[]): number {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { fail: { type: 'boolean' } },
    });
    if (positionals.length !== 2) throw new RangeError('two files of results are compared');
    const [before, after] = positionals.map((file) => parseResults(readFileSync(file, 'utf8'), file));
    const comparison = compareResults(before, after);
    console.log(comparisonText(comparison, positionals));
    return values.fail === true && hasWorsened(comparison) ? 1 : 0;
  } catch (caught) {
    console.error(`bench:compare: ${caught instanceof Error ? caught.message : String(caught)}`);
    console.error('usage: npm run bench:compare -- BEFORE.json AFTER.json [--fail]');
    return 2;
  }
}

process.exitCode = main(process.argv.slice(2));
