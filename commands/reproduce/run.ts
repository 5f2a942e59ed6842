import { Piscina } from 'piscina';
import type { AnyExperiment, StoredRun } from 'relu-splines/experiments';
import type { Request } from './arguments.js';
import { progressOf } from '../progress.js';
import type { Task, Worked } from './worker.js';

/**
 * Makes all runs of the request on its workers, and hands over those of an experiment as soon as it has them all, with the
 * milliseconds that the workers took for them.
 *
 * All runs are in one queue, so that no worker waits for the last run of an experiment; in it those of an experiment
 * that take longest come first.
 */
export async function runAll(
  { experiments, configs, workers }: Request,
  conclude: (place: number, runs: readonly StoredRun[], ms: number) => Promise<void>,
): Promise<void> {
  const plans = experiments.map((experiment, place) => planOf(experiment, configs[place]));
  const total = plans.flat().reduce((sum, { cost }) => sum + cost, 0);
  const pool = new Piscina<Task, Worked>({
    filename: new URL('./worker.mjs', import.meta.url).href,
    minThreads: workers,
    maxThreads: workers,
  });
  const progress = progressOf(plans.flat().length, total, 'runs');
  try {
    let written = Promise.resolve();
    await Promise.all(
      plans.map(async (plan, place) => {
        const { name } = experiments[place];
        const runs = new Array<StoredRun>(plan.length);
        let spent = 0;
        await Promise.all(
          plan.map(async ({ index, cost }) => {
            const { run, ms } = await pool.run({ name, config: configs[place], index });
            runs[index] = run;
            spent += ms;
            progress.tick(name, cost);
          }),
        );
        // One at a time: their tables would mix.
        written = written.then(() => {
          progress.clear();
          return conclude(place, runs, spent);
        });
        await written;
      }),
    );
  } finally {
    progress.clear();
    await pool.destroy();
  }
}

function planOf(
  experiment: AnyExperiment,
  config: Readonly<Record<string, unknown>>,
): readonly { readonly index: number; readonly cost: number }[] {
  return Array.from({ length: experiment.count(config) }, (_, index) => ({
    index,
    cost: experiment.cost(config, index),
  })).sort((a, b) => b.cost - a.cost || a.index - b.index);
}
