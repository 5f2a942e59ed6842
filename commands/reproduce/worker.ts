import { experimentNamed } from 'relu-splines/experiments';
import type { StoredRun } from 'relu-splines/experiments';

/** One run of an experiment, as a worker is asked for it. */
export interface Task {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly index: number;
}

/** What a worker does: one run. */
export default function work({ name, config, index }: Task): StoredRun {
  return experimentNamed(name).run(config, index);
}
