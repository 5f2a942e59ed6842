import { performance } from 'node:perf_hooks';
import { runTask } from 'relu-splines/experiments';
import type { SweepSpec, TaskResult } from 'relu-splines/experiments';

/** What a worker is asked for. */
export interface Order {
  readonly spec: SweepSpec;
  readonly task: number;
}

/** What it gives back. */
export interface Finished {
  readonly result: TaskResult;
  readonly ms: number;
}

/** Runs one task of a sweep. */
export default function work({ spec, task }: Order): Finished {
  const start = performance.now();
  const result = runTask(spec, task);
  return { result, ms: Math.round(performance.now() - start) };
}
