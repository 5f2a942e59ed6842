import type { Run } from './definition.js';
import { summarise } from './rows.js';
import type { Summary } from './rows.js';

/** Runs of one point of the grid, in the order of their seeds. */
export interface RunGroup<P, M> {
  readonly point: P;
  readonly runs: readonly Run<P, M>[];
}

/** The runs by point, in the order in which points first appear. */
export function groupByPoint<P, M>(runs: readonly Run<P, M>[]): RunGroup<P, M>[] {
  const groups = new Map<string, { readonly point: P; readonly runs: Run<P, M>[] }>();
  for (const run of runs) {
    const key = JSON.stringify(run.point);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { point: run.point, runs: [run] });
    else group.runs.push(run);
  }
  return Array.from(groups.values());
}

/** The runs whose points have these values, among others. */
export function runsAt<P, M>(runs: readonly Run<P, M>[], part: Partial<P>): Run<P, M>[] {
  const wanted = Object.keys(part) as (keyof P)[];
  return runs.filter(({ point }) => wanted.every((key) => point[key] === part[key]));
}

/** The values of one measure, a number a run. */
export function valuesOf<P, M>(runs: readonly Run<P, M>[], measure: (metrics: M) => number): number[] {
  return runs.map(({ metrics }) => measure(metrics));
}

/** {@link summarise} of one measure. */
export function summaryOf<P, M>(runs: readonly Run<P, M>[], measure: (metrics: M) => number): Summary {
  return summarise(valuesOf(runs, measure));
}
