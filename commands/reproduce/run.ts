import type { AnyExperiment, StoredRun } from 'relu-splines/experiments';
import { overAll } from '../pool.js';
import { beginning, progressOf } from '../progress.js';
import type { Request } from './arguments.js';
import type { Task } from './worker.js';
import type work from './worker.js';

/** A task with its place among the experiments, and what it is thought to cost. */
interface Planned extends Task {
  readonly place: number;
  readonly cost: number;
}

/**
 * Makes all runs of the request on its workers, and hands over those of an experiment as soon as it has them all, with
 * the milliseconds that the workers took for them.
 *
 * All runs are in one queue, so that no worker waits for the last run of an experiment; in it those of an experiment
 * that take longest come first.
 */
export async function runAll(
  { experiments, configs, workers }: Request,
  conclude: (place: number, runs: readonly StoredRun[], ms: number) => Promise<void>,
): Promise<void> {
  const plan = experiments.flatMap((experiment, place) => planOf(experiment, configs[place], place));
  console.error(beginning(plan.length, 'runs', workers));
  const progress = progressOf(
    plan.length,
    plan.reduce((sum, { cost }) => sum + cost, 0),
    'runs',
  );
  const worker = new URL('./worker.mjs', import.meta.url);
  const made = experiments.map((experiment, place) => ({
    runs: new Array<StoredRun>(experiment.count(configs[place])),
    done: 0,
    ms: 0,
  }));
  await overAll<(task: Planned) => ReturnType<typeof work>>(worker, workers, plan, (answer, order) => {
    const mine = made[order.place];
    mine.runs[order.index] = answer.run;
    mine.ms += answer.ms;
    mine.done++;
    progress.tick(order.name, order.cost);
    if (mine.done < mine.runs.length) return undefined;
    progress.clear();
    return conclude(order.place, mine.runs, mine.ms);
  });
  progress.clear();
}

function planOf(
  experiment: AnyExperiment,
  config: Readonly<Record<string, unknown>>,
  place: number,
): readonly Planned[] {
  return Array.from({ length: experiment.count(config) }, (_, index) => ({
    name: experiment.name,
    config,
    index,
    place,
    cost: experiment.cost(config, index),
  })).sort((a, b) => b.cost - a.cost || a.index - b.index);
}
