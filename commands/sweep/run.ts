import { taskCost, tasksOfShard } from 'relu-splines/experiments';
import type { Shard, TaskStatus } from 'relu-splines/experiments';
import { version } from '../../package.json';
import { overAll } from '../pool.js';
import { beginning, progressOf } from '../progress.js';
import { refusing } from '../refusal.js';
import { openShard, shardPath } from './shard-file.js';
import { loadSweep } from './spec-file.js';
import type { Order } from './worker.js';
import type work from './worker.js';

/** What to run, and where to put it. */
export interface RunOptions {
  readonly specPath: string;
  readonly shard: Shard;
  readonly out: string | undefined;
  readonly workers: number;
}

/** Exit status of a process that a signal ended, as a shell reports it. */
const ENDINGS = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Runs the tasks of a shard that are not in its file yet.
 *
 * Tasks run in threads, so that this one hears signals at once. A signal finds each record either whole on the disk or
 * not begun, because each is written in one go; what a thread is at is given up, and is first next time.
 */
export async function runShard({ specPath, shard, out, workers }: RunOptions): Promise<void> {
  const { spec, sweep } = loadSweep(specPath);
  const path = shardPath(specPath, shard, out);
  const writer = openShard(path, sweep, version);
  const label = `sweep: shard ${shard.index}/${shard.count}`;
  const tasks = tasksOfShard(sweep.tasks, shard);
  const open = tasks.filter((task) => !writer.finished.has(task));
  let written = tasks.length - open.length;
  for (const [signal, status] of Object.entries(ENDINGS)) {
    process.on(signal, () => {
      writer.close();
      console.error(
        `${label}: ${signal} after ${written} of ${tasks.length} tasks; the same command goes on`,
      );
      process.exit(status);
    });
  }
  if (written > 0) console.error(`${label}: ${written} of ${tasks.length} tasks are in ${path} already`);

  const counts: Record<TaskStatus, number> = { done: 0, 'no number': 0, failed: 0 };
  try {
    const cost = open.reduce((sum, task) => sum + taskCost(sweep, task), 0);
    if (open.length > 0) console.error(`${label}: ${beginning(open.length, 'tasks', workers)}`);
    const progress = progressOf(open.length, cost, 'tasks');
    const orders = open.map((task): Order => ({ spec, task }));
    const worker = new URL('./worker.mjs', import.meta.url);
    await overAll<typeof work>(worker, workers, orders, ({ result, ms }) => {
      refusing(`cannot write ${path}`, () => {
        writer.append({ key: sweep.key, ...result, ms, version });
      });
      written++;
      counts[result.status]++;
      progress.tick(label, taskCost(sweep, result.task));
    });
    progress.clear();
  } finally {
    writer.close();
  }
  const { failed, 'no number': without } = counts;
  const oddities =
    open.length === 0
      ? ''
      : `; of ${open.length} now, ${failed} failed, ${without} have a metric without a number`;
  console.error(`${label}: ${tasks.length} tasks are in ${path}${oddities}`);
}
