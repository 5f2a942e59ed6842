import type { Exponent } from './exponent.js';
import { cellText, exponentValue, plain, tableText, verdict } from './format.js';
import { AIMS } from './goals.js';
import type { Aim, Goal } from './goals.js';
import type { SuiteRecord } from './record.js';
import type { Results } from './results.js';

/** Hand-written Markdown by the name of its file without `.md`: `introduction`, and one for a suite that needs it. */
export type Notes = Readonly<Partial<Record<string, string>>>;

/** The file of a plot, relative to `bench/`. */
export function plotFile(suite: string, id: string): string {
  return `plots/${suite}-${id}.svg`;
}

/** `bench/README.md` of a run: how to run, what it ran on, goals, then suite after suite. */
export function benchDocument(results: Results, notes: Notes): string {
  const { suites } = results;
  const parts = [
    '# Benchmarks',
    '<!-- Made by `npm run bench:readme` from results.json and notes/*.md: edit those. -->',
    notes.introduction?.trim() ?? '',
    '## This run',
    runText(results),
    '## Goals',
    'By medians, of which the fastest runs are in parentheses; of times also what 90 % of the runs kept to.',
    goalsTable(suites),
    ...suites.map((suite) => suiteText(suite, notes[suite.name])),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function runText({
  date,
  words,
  machine,
  versions,
  commit,
  isDirty,
  load,
  seconds,
  suites,
}: Results): string {
  const peers = suites.flatMap((suite) => Object.entries(suite.peers));
  const versionsOf = Object.entries(Object.fromEntries(peers)).map(([peer, version]) => `${peer} ${version}`);
  const skipped = [...new Set(suites.flatMap((suite) => suite.skipped))];
  const { processor, cores, memory, platform } = machine;
  return [
    `- \`${['npm run bench', ...(words.length > 0 ? ['--', ...words] : [])].join(' ')}\`, ${date.slice(0, 10)}, ${Math.round(seconds / 60)} min`,
    `- commit ${commit}${isDirty ? ', with changes that it does not have' : ''}, relu-splines ${versions.library}`,
    `- ${processor}, ${cores} cores, ${memory} GiB, ${platform}`,
    `- Node ${versions.node} (V8 ${versions.v8})`,
    `- load of the machine over a minute: ${load.start} at the start, ${load.end} at the end`,
    ...(versionsOf.length > 0 ? [`- peers: ${versionsOf.join('; ')}`] : []),
    ...(skipped.length > 0 ? [`- skipped: ${skipped.join('; ')}`] : []),
  ].join('\n');
}

function goalsTable(suites: readonly SuiteRecord[]): string {
  const goals = suites.flatMap((suite) => suite.goals.map((goal) => ({ ...goal, suite: suite.name })));
  const lines = (Object.keys(AIMS) as Aim[]).flatMap((aim) => {
    const own = goals.filter((goal) => goal.aim === aim);
    if (own.length === 0) return [[AIMS[aim], '–', '–', '–', 'no suite of this run', '–']];
    return own.map((goal, k) => [
      k === 0 ? AIMS[aim] : '',
      goal.what,
      goal.goal,
      cellText(goal.measured),
      mark(goal),
      `[${goal.suite}](#${goal.suite})`,
    ]);
  });
  const row = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  const header = ['aim', 'what', 'goal', 'measured', '', 'suite'];
  return [row(header), '| --- | --- | --- | ---: | --- | --- |', ...lines.map(row)].join('\n');
}

/** Bars would end a cell. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}

function mark(goal: Goal): string {
  return goal.isMet === false ? '**missed**' : verdict(goal);
}

function suiteText(suite: SuiteRecord, note: string | undefined): string {
  const { name, title, tables, exponents, plots, skipped } = suite;
  return [
    `<a id="${name}"></a>\n\n## ${title} (\`${name}\`)`,
    ...(skipped.length > 0 ? [`Skipped: ${skipped.join('; ')}.`] : []),
    ...tables.flatMap((table) => [
      `### ${table.title}`,
      ...(table.note === '' ? [] : [table.note]),
      tableText(table),
    ]),
    ...(exponents.length > 0 ? ['### Growth', exponentTable(exponents)] : []),
    ...plots.map((plot) => `![${plot.title}](${plotFile(name, plot.id)})`),
    ...(note === undefined ? [] : [note.trim()]),
  ].join('\n\n');
}

function exponentTable(exponents: readonly Exponent[]): string {
  return tableText({
    head: 'time of',
    columns: ['grows with', 'to the power of', 'from', 'to'],
    rows: exponents.map((each) => ({
      name: each.what,
      cells: [each.size, exponentValue(each), plain(each.from), plain(each.to)],
    })),
  });
}
