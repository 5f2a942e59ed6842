import { list, object } from '../../numeric/checks.js';
import type { Setting } from '../definition.js';
import { summarise } from '../rows.js';
import type { Summary } from '../rows.js';
import { groupsBy } from '../runs.js';
import type { SweepRecord } from './records.js';

/** What the seeds of one point of a sweep come to. */
export interface PointSummary {
  readonly parameters: Readonly<Record<string, Setting>>;
  /** How many tasks the point has here. */
  readonly tasks: number;
  /** How many of them failed; each is missing in every quantity. */
  readonly failed: number;
  /** Scalar metric → what its values come to. Curves are left out. */
  readonly quantities: Readonly<Record<string, Summary>>;
}

/**
 * Count, mean, spread and range of every scalar metric, for each point over its seeds; points in the order of their
 * first record.
 *
 * @example
 * ```ts
 * import { checkSweep, runTask, summariseSweep } from 'relu-splines/experiments';
 *
 * const config = { counts: [10], ratios: [2], inits: ['uniform'], seeds: 5 };
 * const spec = { experiment: 'loneliness', config };
 * const { key } = checkSweep(spec);
 * const records = [0, 1, 2, 3, 4].map((task) => ({ ...runTask(spec, task), key, version: '1.0.0' }));
 *
 * const [{ tasks, quantities }] = summariseSweep(records);
 * tasks; // 5
 * quantities.lonelyShare.mean > 0; // true
 * ```
 */
export function summariseSweep(records: readonly SweepRecord[]): PointSummary[] {
  list('sweep', 'records', records);
  records.forEach((record, i) => {
    object('sweep', `records[${i}]`, record);
    object('sweep', `records[${i}].metrics`, record.metrics);
  });
  return groupsBy(records, ({ parameters }) => parameters).map((group) => ({
    parameters: group[0].parameters,
    tasks: group.length,
    failed: group.filter(({ status }) => status === 'failed').length,
    quantities: quantitiesOf(group),
  }));
}

function quantitiesOf(group: readonly SweepRecord[]): Readonly<Record<string, Summary>> {
  const scalars = new Set(
    group.flatMap(({ metrics }) => Object.keys(metrics).filter((name) => !Array.isArray(metrics[name]))),
  );
  return Object.fromEntries(
    Array.from(scalars, (name) => [
      name,
      summarise(
        group.map(({ metrics }) => {
          const value = metrics[name];
          return typeof value === 'number' ? value : NaN;
        }),
      ),
    ]),
  );
}
