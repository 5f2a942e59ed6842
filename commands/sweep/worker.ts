import { performance } from 'node:perf_hooks';
import { checkSweep, runTaskOf } from 'relu-splines/experiments';
import type { Sweep, SweepSpec, TaskResult } from 'relu-splines/experiments';

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

/** The sweep of the last order: a worker has one, and to lay out a large grid takes longer than many a task. */
let last: { readonly text: string; readonly sweep: Sweep } | undefined;

function sweepOf(spec: SweepSpec): Sweep {
  const text = JSON.stringify(spec);
  if (last?.text !== text) last = { text, sweep: checkSweep(spec) };
  return last.sweep;
}

/** Runs one task of a sweep. */
export default function work({ spec, task }: Order): Finished {
  const sweep = sweepOf(spec);
  const start = performance.now();
  const result = runTaskOf(sweep, task);
  return { result, ms: Math.round(performance.now() - start) };
}
