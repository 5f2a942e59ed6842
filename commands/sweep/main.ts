import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { chooseShard } from 'relu-splines/experiments';
import { countOf } from '../count.js';
import { gather } from './gather.js';
import { Refusal, refusing } from '../refusal.js';
import { runShard } from './run.js';
import { loadSweep } from './spec-file.js';

const HELP = `Runs an experiment over a grid, in as many processes and on as many machines as you like.

  npm run sweep -- SPEC.json [--shard i/n | --shards n] [--out FILE|FOLDER] [--workers k]
  npm run sweep -- merge SPEC.json FILES... [--out FILE] [--shards n]
  npm run sweep -- count SPEC.json

SPEC.json is {"experiment": name, "config"?: {setting: value}, "grid"?: {setting: [values]}}.

  --shard i/n   run the tasks t with t mod n = i, 0 <= i < n
  --shards n    the same, i being SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX;
                merge: name the shards, of n, that have the missing tasks
  --out         the shard's file, or a folder for it (with / at its end, if it is
                not there yet); default SPEC-i-of-n.jsonl here;
                merge: the merged file, written when nothing is missing
  --workers k   threads, default 1: an array gives every job a core

Without --shard and --shards, a contiguous Slurm array says both; outside of one, all tasks run.
The same command again goes on where the file ends. examples/sweeps/README.md has Slurm, GNU parallel, Kubernetes.

Exit status: 0 all done; 1 merge: tasks are missing (--array=... on standard output); 2 something to put right;
130, 143 stopped by SIGINT, SIGTERM: what is finished is kept.`;

try {
  process.exitCode = await command(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(`sweep: ${error.message.replace(/^(\S+: )?sweep: /, '$1')}`);
  process.exitCode = 2;
}

async function command(args: readonly string[]): Promise<number> {
  const { values, positionals } = refusing('', () =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        shard: { type: 'string' },
        shards: { type: 'string' },
        out: { type: 'string' },
        workers: { type: 'string' },
      },
    }),
  );
  if (values.help === true) {
    console.log(HELP);
    return 0;
  }
  const { shard, out } = values;
  const shards = countOf('--shards', values.shards);
  const workers = countOf('--workers', values.workers);
  const verb = ['merge', 'count'].includes(positionals[0]) ? positionals[0] : 'run';
  const operands = verb === 'run' ? positionals : positionals.slice(1);
  if (operands.length === 0) throw new Refusal('a specification is needed; --help says more');
  const [specPath, ...files] = operands;
  if (verb !== 'run' && (shard !== undefined || workers !== undefined)) {
    throw new Refusal(`${verb} takes neither --shard nor --workers; --help says more`);
  }
  if (verb === 'merge') {
    if (files.length === 0) throw new Refusal('merge needs the files of the shards; --help says more');
    return gather({ specPath, files, out, shards });
  }
  if (files.length > 0) throw new Refusal(`there is nothing to do with ${files.join(' ')}; --help says more`);
  if (verb === 'count') {
    console.log(loadSweep(specPath).sweep.tasks);
    return 0;
  }
  const chosen = refusing('', () => chooseShard({ shard, shards, environment: process.env }));
  await runShard({ specPath, shard: chosen, out, workers: Math.min(workers ?? 1, availableParallelism()) });
  return 0;
}
