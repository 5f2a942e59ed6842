import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyExperiment, StoredRun } from 'relu-splines/experiments';
import { Refusal } from '../refusal.js';

/** The first line of a file of runs. */
interface Header {
  readonly experiment: string;
  readonly config: Readonly<Record<string, unknown>>;
}

const runsPath = (folder: string, { name }: AnyExperiment): string => join(folder, `${name}.jsonl`);

/** Runs as JSON lines, after a line with the whole configuration that they rest on. */
export function runLines(experiment: AnyExperiment, config: unknown, runs: readonly StoredRun[]): string {
  const header: Header = { experiment: experiment.name, config: experiment.configure(config) };
  return [header, ...runs].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Writes {@link runLines} into the folder. */
export function writeRuns(
  folder: string,
  experiment: AnyExperiment,
  config: unknown,
  runs: readonly StoredRun[],
): void {
  writeFileSync(runsPath(folder, experiment), runLines(experiment, config, runs));
}

/**
 * The runs that were written into the folder, and their configuration.
 *
 * @throws {@link Refusal} where there are none, or where they are not all.
 */
export function readRuns(
  folder: string,
  experiment: AnyExperiment,
): { readonly config: Readonly<Record<string, unknown>>; readonly runs: readonly StoredRun[] } {
  const path = runsPath(folder, experiment);
  try {
    const [header, ...runs] = readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    const { config } = header as Header;
    const expected = experiment.count(config);
    if (runs.length !== expected) throw new Error(`it has ${runs.length} runs of ${expected}`);
    return { config, runs: runs as readonly StoredRun[] };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Refusal(`cannot read the runs of ${experiment.name} from ${path}: ${why}`, { cause });
  }
}
