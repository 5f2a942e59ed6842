import { experimentNamed } from 'relu-splines/experiments';
import type { StoredRun } from 'relu-splines/experiments';

/** One run of an experiment, as a worker is asked for it. */
export interface Task {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly index: number;
}

/** A run, and how long it took. */
export interface Worked {
  readonly run: StoredRun;
  readonly ms: number;
}

/** What a worker does: one run. */
export default function work({ name, config, index }: Task): Worked {
  const start = performance.now();
  const run = experimentNamed(name).run(config, index);
  return { run, ms: performance.now() - start };
}
