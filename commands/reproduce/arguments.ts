import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { experimentNamed, experiments } from 'relu-splines/experiments';
import type { AnyExperiment } from 'relu-splines/experiments';
import { countOf } from '../count.js';
import { Refusal, refusing } from '../refusal.js';

/** What the command line asks for. */
export interface Request {
  readonly experiments: readonly AnyExperiment[];
  /** What differs from the defaults, for each experiment. */
  readonly configs: readonly Readonly<Record<string, unknown>>[];
  readonly out: string;
  /** Where the Markdown report goes; undefined for none. */
  readonly report: string | undefined;
  readonly workers: number;
  /** Whether runs are read from the folder instead of made. */
  readonly render: boolean;
}

const list = experiments
  .map(({ name, title, source }) => `  ${name.padEnd(26)} ${title} (${source})`)
  .join('\n');

/** What `--help` says. */
const usage = `usage: npm run reproduce -- NAME | all [options]

  --seeds n        repetitions, where an experiment has any (default: the papers' number)
  --config JSON    settings of the one experiment, as JSON or as the name of a .json file
  --out DIR        where JSON lines and SVG go (default: reproduction)
  --report FILE    also write the report as Markdown
  --workers n      threads (default: as many as there are cores, and no more than that)
  --render         draw and report the runs in DIR, made earlier, instead of making any
  --list           name the experiments and stop

experiments:
${list}`;

/**
 * Reads the arguments; where only help or the names are wanted, what to print.
 *
 * @throws {@link Refusal} for what cannot be meant, settings that the experiment refuses among it.
 */
export function readArguments(args: readonly string[]): Request | string {
  const { values, positionals } = parsed(args);
  if (values.help === true) return usage;
  if (values.list === true) return list;
  if (positionals.length !== 1) {
    throw new Refusal(`name one experiment, or all; got ${positionals.length} names`);
  }
  const [name] = positionals;
  const chosen =
    name === 'all' ? experiments : [refusing('', () => experimentNamed(name, experiments, 'reproduce'))];
  if (name === 'all' && values.config !== undefined) {
    throw new Refusal('--config goes with the name of one experiment');
  }
  const shared = values.config === undefined ? {} : configOf(values.config);
  const seeds = countOf('--seeds', values.seeds);
  const workers = countOf('--workers', values.workers) ?? Infinity;
  if (values.render === true) {
    const useless = (['seeds', 'config', 'workers'] as const).find((option) => values[option] !== undefined);
    if (useless !== undefined) {
      throw new Refusal(`--${useless} says how to make runs, and --render makes none`);
    }
  }
  const configs = chosen.map((each) => ({
    ...shared,
    // An experiment without chance has one seed, whatever is asked for.
    ...(seeds === undefined || each.defaults.seeds === 1 ? {} : { seeds }),
  }));
  chosen.forEach((each, i) => refusing('', () => each.configure(configs[i])));
  return {
    experiments: chosen,
    configs,
    out: values.out ?? 'reproduction',
    report: values.report,
    workers: Math.min(workers, availableParallelism()),
    render: values.render === true,
  };
}

function parsed(args: readonly string[]) {
  return refusing('', () =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        seeds: { type: 'string' },
        config: { type: 'string' },
        out: { type: 'string' },
        report: { type: 'string' },
        workers: { type: 'string' },
        render: { type: 'boolean' },
        list: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }),
  );
}

function configOf(text: string): Readonly<Record<string, unknown>> {
  const value = refusing('--config', (): unknown =>
    JSON.parse(text.endsWith('.json') ? readFileSync(text, 'utf8') : text),
  );
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal(`--config must be an object of settings, got ${JSON.stringify(value)}`);
  }
  return value as Readonly<Record<string, unknown>>;
}
