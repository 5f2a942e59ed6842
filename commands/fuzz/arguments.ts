import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { CAMPAIGNS } from '../../test/fuzz/campaigns.js';
import { sharesOf } from '../../test/fuzz/campaign.js';
import type { Subject } from '../../test/fuzz/subject.js';
import { countOf } from '../count.js';
import { Refusal, refusing } from '../refusal.js';

/** The inputs of one subject that are wanted. */
export interface Wanted {
  readonly subject: Subject;
  readonly from: number;
  readonly count: number;
}

/** What the command line asks for. */
export interface Request {
  readonly wanted: readonly Wanted[];
  readonly seed: number;
  readonly workers: number;
  /** Whether tables are printed as Markdown. */
  readonly markdown: boolean;
}

const SUBJECTS = Object.values(CAMPAIGNS).flat();

const list = Object.entries(CAMPAIGNS)
  .map(([campaign, subjects]) => `  ${campaign}: ${subjects.map(({ name }) => name).join(', ')}`)
  .join('\n');

/** What `--help` says. */
const usage = `usage: npm run fuzz -- ${Object.keys(CAMPAIGNS).join(' | ')} | all [options]

  --count n      inputs in all, spread over the subjects (default 100000)
  --seed n       another seed, other inputs (default 1)
  --only NAME    this subject alone
  --from i       begin with input number i of it: with --count 1, a failure again
  --workers n    threads (default: as many as there are cores, and no more than that)
  --markdown     print tables as Markdown

subjects:
${list}

Inputs that something is wrong with are kept in .cache/fuzz, and the exit status is 1.`;

/**
 * Reads the arguments; where only help is wanted, what to print.
 *
 * @throws {@link Refusal} for what cannot be meant.
 */
export function readArguments(args: readonly string[]): Request | string {
  const { values, positionals } = refusing('', () =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        count: { type: 'string' },
        seed: { type: 'string' },
        only: { type: 'string' },
        from: { type: 'string' },
        workers: { type: 'string' },
        markdown: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }),
  );
  if (values.help === true) return usage;
  if (positionals.length > 1) throw new Refusal(`name one campaign, or all; got ${positionals.length} names`);
  const subjects = subjectsOf(positionals[0] ?? 'all', values.only);
  if (values.from !== undefined && subjects.length > 1) {
    throw new Refusal('--from goes with the name of one subject, --only');
  }
  const from = values.from === undefined || values.from === '0' ? 0 : (countOf('--from', values.from) ?? 0);
  const counts = sharesOf(subjects, countOf('--count', values.count) ?? 100_000);
  return {
    wanted: subjects.map((subject, k) => ({ subject, from, count: counts[k] })),
    seed: countOf('--seed', values.seed) ?? 1,
    workers: Math.min(countOf('--workers', values.workers) ?? Infinity, availableParallelism()),
    markdown: values.markdown === true,
  };
}

function subjectsOf(campaign: string, only: string | undefined): readonly Subject[] {
  if (campaign !== 'all' && !Object.hasOwn(CAMPAIGNS, campaign)) {
    throw new Refusal(`there is no campaign ${JSON.stringify(campaign)}; there are\n${list}`);
  }
  const subjects = campaign === 'all' ? SUBJECTS : CAMPAIGNS[campaign as keyof typeof CAMPAIGNS];
  if (only === undefined) return subjects;
  const found = subjects.filter(({ name }) => name === only);
  if (found.length === 0)
    throw new Refusal(`there is no subject ${JSON.stringify(only)}; there are\n${list}`);
  return found;
}
