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
  return groupsBy(runs, ({ point }) => point).map((group) => ({ point: group[0].point, runs: group }));
}

/** Items whose keys are the same as JSON, together, in the order in which keys first appear. */
export function groupsBy<Item>(items: readonly Item[], keyOf: (item: Item) => unknown): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
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
