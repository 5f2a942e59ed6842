import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { inDigits, mergeShards, missingAsArray, summariseSweep } from 'relu-splines/experiments';
import type { PointSummary, Summary } from 'relu-splines/experiments';
import { writableFile } from '../folders.js';
import { refusing } from '../refusal.js';
import { loadSweep } from './spec-file.js';

/** What to merge, and where to put it. */
export interface GatherOptions {
  readonly specPath: string;
  readonly files: readonly string[];
  readonly out: string | undefined;
  readonly shards: number | undefined;
}

/**
 * Merges the files of all shards. On standard output: the summary, or, while tasks are missing, the one option
 * `--array=…` that makes `sbatch` run them.
 *
 * @returns The exit status: 0 if the sweep is complete, 1 if not.
 */
export function gather({ specPath, files, out, shards }: GatherOptions): 0 | 1 {
  const { spec } = loadSweep(specPath);
  const texts = files.map((name) => ({ name, text: refusing(name, () => readFileSync(name, 'utf8')) }));
  const merged = refusing('', () => mergeShards(spec, texts));
  for (const name of merged.torn) console.error(`sweep: the last line of ${name} is torn, and was left out`);
  if (merged.repeated > 0) console.error(`sweep: ${merged.repeated} repeated records, with the same results`);
  if (merged.status === 'incomplete') {
    const all = merged.missing.length + merged.records.length;
    console.error(
      `sweep: ${merged.missing.length} of ${all} tasks are missing: ${missingAsArray(merged.missing)}`,
    );
    console.log(`--array=${refusing('', () => missingAsArray(merged.missing, shards))}`);
    return 1;
  }
  if (out !== undefined) {
    refusing('cannot write here', () => {
      writableFile(out);
      writeFileSync(`${out}.part`, merged.text);
      renameSync(`${out}.part`, out);
    });
  }
  console.log(summariseSweep(merged.records).map(pointInLines).join('\n\n'));
  return 0;
}

/** A line for the point and one for each metric, the figures below each other. */
function pointInLines({ parameters, tasks, failed, quantities }: PointSummary): string {
  const point = Object.entries(parameters).map(([name, value]) => `${name} = ${String(value)}`);
  const failures = failed === 0 ? '' : `, ${failed} failed`;
  const longest = Math.max(0, ...Object.keys(quantities).map((name) => name.length));
  const measured = Object.entries(quantities).map(
    ([name, summary]) => `  ${name.padEnd(longest)}  ${meanAndSpread(summary)}`,
  );
  return [`${point.join(', ')} (${tasks} ${tasks === 1 ? 'task' : 'tasks'}${failures})`, ...measured].join(
    '\n',
  );
}

function meanAndSpread({ mean, spread, count, missing }: Summary): string {
  const without = missing === 0 ? '' : ` (${missing} without a number)`;
  if (count === 0) return `no number in ${missing}`;
  return `${inDigits(mean, 4)}${count < 2 ? '' : ` ± ${inDigits(spread, 4)}`}${without}`;
}
