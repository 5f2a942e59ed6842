import { experiments } from 'relu-splines/experiments';
import type { AnyExperiment, Conclusion } from 'relu-splines/experiments';
import { markdownTable } from '../tables.js';
import { cellsOf, claimInWords } from './table.js';

/** An experiment with what it came to. */
export interface Concluded {
  readonly experiment: AnyExperiment;
  readonly config: Readonly<Record<string, unknown>>;
  readonly conclusion: Conclusion;
}

/** Tables longer than this are folded away. */
const LONG = 24;

/**
 * The report as Markdown: for each experiment the recipe, the figures, the table with print and ours side by side, and
 * what holds.
 *
 * @param figures Where the figures are, seen from the report.
 */
export function markdownReport(all: readonly Concluded[], figures: string): string {
  return [
    '# Reproduction',
    '',
    ...opening(all),
    '',
    'The papers leave many conventions open. The recipes below were chosen after seeing which of several lands nearest',
    'to print; every convention is a setting (`--config`). *z* is (ours − print) over the',
    'standard error of both. `agrees`: |z| ≤ 2. `same ordering`: not that, but each condition lies on the same side of',
    'the others as in print. `print impossible`: no runs can give what is printed. Spreads are standard deviations over',
    'the seeds.',
    '',
    ...overview(all),
    ...all.flatMap((each) => section(each, figures)),
  ].join('\n');
}

/** Only the whole says how to make it: a part says it of each experiment. */
function opening(all: readonly Concluded[]): string[] {
  const isWhole = all.length === experiments.length && all.every((each) => settingsOf(each) === '');
  if (!isWhole) return ['Tables and figures of the papers, beside what this library measures.'];
  return [
    'Every table and figure of the papers, beside what this library measures. Made by',
    '',
    '```sh',
    'npm run reproduce -- all --out docs/reproduction --report docs/reproduction.md',
    '```',
  ];
}

/** The option with the settings that are not the defaults, after a space; nothing if all are. */
function settingsOf({ experiment, config }: Concluded): string {
  const changed = Object.entries(config).filter(
    ([setting, value]) => JSON.stringify(value) !== JSON.stringify(experiment.defaults[setting]),
  );
  return changed.length === 0 ? '' : ` --config '${JSON.stringify(Object.fromEntries(changed))}'`;
}

function overview(all: readonly Concluded[]): string[] {
  const cells = all.map(({ experiment, conclusion }) => {
    const count = (verdict: string): string => {
      const found = conclusion.rows.filter((row) => row.verdict === verdict).length;
      return found === 0 ? '' : String(found);
    };
    const { claims } = conclusion;
    const holding = claims.filter(({ holds }) => holds).length;
    return [
      `[${experiment.title}](#${experiment.name})`,
      experiment.source,
      count('agrees'),
      count('same ordering'),
      count('differs'),
      count('print impossible'),
      `${holding} of ${claims.length}`,
    ];
  });
  const head = [
    'experiment',
    'in print',
    'agrees',
    'same ordering',
    'differs',
    'print impossible',
    'claims that hold',
  ];
  return [markdownTable([head, ...cells]), ''];
}

function section(concluded: Concluded, figures: string): string[] {
  const { experiment, config, conclusion } = concluded;
  const { rows, claims } = conclusion;
  const table = rows.length === 0 ? [] : [markdownTable(cellsOf(rows)), ''];
  const folded =
    rows.length > LONG
      ? ['<details>', `<summary>${rows.length} rows</summary>`, '', ...table, '</details>', '']
      : table;
  const { seeds } = config;
  return [
    `<a id="${experiment.name}"></a>`,
    '',
    `## ${experiment.title}`,
    '',
    `*${experiment.source}* · \`npm run reproduce -- ${experiment.name}${settingsOf(concluded)}\`${seeds === 1 ? '' : ` · ${String(seeds)} seeds`}`,
    '',
    experiment.recipe,
    '',
    ...Object.entries(conclusion.figures).flatMap(([name, figure]) => [
      `![${figure.description.replaceAll(/[[\]]/g, '')}](${figures}/${name}.svg)`,
      '',
    ]),
    ...folded,
    conclusion.findings,
    '',
    ...claims.map((claim) => `- ${claimInWords(claim)}`),
    '',
  ];
}
