import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyExperiment, StoredRun } from 'relu-splines/experiments';
import { Refusal, fileProblem, isSystemError } from '../refusal.js';

/** The first line of a file of runs. */
interface Header {
  readonly experiment: string;
  readonly config: Readonly<Record<string, unknown>>;
}

const runsPath = (folder: string, { name }: AnyExperiment): string => join(folder, `${name}.jsonl`);

/** Runs as JSON lines, after a line with the whole configuration that they rest on. */
function runLines(experiment: AnyExperiment, config: unknown, runs: readonly StoredRun[]): string {
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
 * @throws {@link Refusal} where there are none, or where they are not those that the configuration asks for.
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
    const { experiment: name, config } = header as Header;
    if (name !== experiment.name) throw new Error('its first line does not name the experiment');
    const expected = experiment.count(config);
    if (runs.length !== expected) throw new Error(`it has ${runs.length} runs of ${expected}`);
    runs.forEach((run, index) => {
      const { point, seed } = experiment.task(config, index);
      const { point: found, seed: given, metrics } = { ...(run as Partial<StoredRun> | null) };
      const isThat = JSON.stringify(found) === JSON.stringify(point) && given === seed;
      if (!isThat || typeof metrics !== 'object') throw new Error(`line ${index + 2} is not run ${index}`);
    });
    return { config, runs: runs as readonly StoredRun[] };
  } catch (cause) {
    const why = isSystemError(cause)
      ? fileProblem(cause, path)
      : cause instanceof Error
        ? cause.message
        : String(cause);
    throw new Refusal(`cannot read the runs of ${experiment.name} from ${path}: ${why}`, { cause });
  }
}
