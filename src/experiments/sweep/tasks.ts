import { integerIn } from '../../numeric/checks.js';
import type { AnyExperiment, Setting, StoredMetrics } from '../definition.js';
import { experiments } from '../registry.js';
import { checkedSweep, checkSweep } from './spec.js';
import type { GridPoint, Sweep, SweepSpec } from './spec.js';

/**
 * How a task ended: `done`; `no number` where a metric or part of one is not finite; `failed` where the experiment
 * threw, which is an outcome too, since the configuration was found in order.
 */
export type TaskStatus = 'done' | 'no number' | 'failed';

/** Which run a task is. */
export interface SweepTask {
  readonly task: number;
  /** The settings of the grid, then what tells the runs of the experiment apart. */
  readonly parameters: Readonly<Record<string, Setting>>;
  readonly seed: number;
}

/** A finished task. */
export interface TaskResult extends SweepTask {
  readonly status: TaskStatus;
  /** What was measured, null where there is no number; nothing if the task failed. */
  readonly metrics: StoredMetrics;
  /** Why the task failed. */
  readonly message?: string;
}

/**
 * The number of tasks that a sweep asks for.
 *
 * @throws As {@link checkSweep}.
 * @example
 * ```ts
 * import { taskCount } from 'relu-splines/experiments';
 *
 * const config = { counts: [10], ratios: [2], inits: ['uniform'], seeds: 3 };
 * taskCount({ experiment: 'loneliness', config, grid: { halfWidth: [1, 2] } }); // 6
 * ```
 */
export function taskCount(spec: SweepSpec, known: readonly AnyExperiment[] = experiments): number {
  return checkSweep(spec, known).tasks;
}

/**
 * Runs one task. Pure: the result depends on the specification and the number alone, whichever process or machine
 * computes it, and after whichever others.
 *
 * @throws As {@link checkSweep}; `RangeError` for an index that is not from 0 to {@link taskCount} − 1. Whatever the
 * experiment throws beyond that is data: the status `failed`, with its message.
 * @example
 * ```ts
 * import { runTask } from 'relu-splines/experiments';
 *
 * const config = { counts: [10], ratios: [2], inits: ['uniform'], seeds: 3 };
 * const { seed, status, parameters } = runTask({ experiment: 'loneliness', config }, 2);
 * seed; // 2
 * status; // 'done'
 * parameters; // { init: 'uniform', count: 10, ratio: 2 }
 * ```
 */
export function runTask(
  spec: SweepSpec,
  index: number,
  known: readonly AnyExperiment[] = experiments,
): TaskResult {
  return runTaskOf(checkSweep(spec, known), index);
}

/**
 * {@link runTask} of a sweep that is checked already: for many tasks of a large grid, which takes longer to lay out than
 * many a task takes.
 *
 * @throws As {@link taskAt}.
 * @example
 * ```ts
 * import { checkSweep, runTaskOf } from 'relu-splines/experiments';
 *
 * const config = { counts: [10], ratios: [2], inits: ['uniform'], seeds: 3 };
 * const sweep = checkSweep({ experiment: 'loneliness', config });
 * [0, 1, 2].map((task) => runTaskOf(sweep, task).seed); // [0, 1, 2]
 * ```
 */
export function runTaskOf(sweep: Sweep, index: number): TaskResult {
  const task = taskAt(sweep, index);
  const { config, first } = pointOf(sweep, index);
  try {
    const { metrics } = sweep.experiment.run(config, index - first);
    return { ...task, status: isComplete(metrics) ? 'done' : 'no number', metrics };
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { ...task, status: 'failed', metrics: {}, message };
  }
}

/**
 * What task number `index` is, without running it.
 *
 * @example
 * ```ts
 * import { checkSweep, taskAt } from 'relu-splines/experiments';
 *
 * const config = { counts: [10], ratios: [2], inits: ['uniform'], seeds: 3 };
 * const sweep = checkSweep({ experiment: 'loneliness', config });
 * sweep.tasks; // 3
 * taskAt(sweep, 2); // { task: 2, parameters: { init: 'uniform', count: 10, ratio: 2 }, seed: 2 }
 * ```
 */
export function taskAt(sweep: Sweep, index: number): SweepTask {
  checkTask(sweep, index);
  const { settings, config, first } = pointOf(sweep, index);
  const { point, seed } = sweep.experiment.task(config, index - first);
  return { task: index, parameters: { ...settings, ...point }, seed };
}

/**
 * How long task number `index` takes beside the others.
 *
 * @example
 * ```ts
 * import { checkSweep, taskCost } from 'relu-splines/experiments';
 *
 * const config = { counts: [10, 100], ratios: [2], inits: ['uniform'], seeds: 1 };
 * const sweep = checkSweep({ experiment: 'loneliness', config });
 * taskCost(sweep, 1) > taskCost(sweep, 0); // true
 * ```
 */
export function taskCost(sweep: Sweep, index: number): number {
  checkTask(sweep, index);
  const { config, first } = pointOf(sweep, index);
  return sweep.experiment.cost(config, index - first);
}

function checkTask(sweep: Sweep, index: number): void {
  checkedSweep(sweep);
  integerIn('sweep', 'the task', index, 0, sweep.tasks - 1);
}

function pointOf({ points }: Sweep, index: number): GridPoint {
  return points.findLast(({ first }) => first <= index) ?? points[0];
}

function isComplete(metrics: StoredMetrics): boolean {
  return Object.values(metrics).every((value) =>
    typeof value === 'object' && value !== null ? value.every((each) => each !== null) : value !== null,
  );
}
