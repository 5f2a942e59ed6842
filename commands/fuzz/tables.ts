import type { Tally } from '../../test/fuzz/campaign.js';
import { markdownTable, textTable } from '../tables.js';

/** What came of each subject. */
export interface Line {
  readonly name: string;
  readonly tally: Tally;
}

/** The tables of a campaign: what came of the inputs, then what was measured and looked at besides, if anything was. */
export function tablesOf(lines: readonly Line[], markdown: boolean): string {
  const table = markdown ? markdownTable : textTable;
  const besides = lines.filter(({ tally }) => Object.keys(tally.figures).length > 0);
  const tables = [
    table([
      ['subject', 'inputs', 'what came of them', 'slowest, ms', 'failures'],
      ...lines.map(({ name, tally }) => [
        name,
        String(tally.inputs),
        counts(tally.verdicts),
        `${tally.slowest.toFixed(1)} (${tally.slowestIndex})`,
        String(tally.failures.length),
      ]),
    ]),
    ...(besides.length === 0 ? [] : [besidesTable(besides, table)]),
  ];
  return tables.join('\n\n');
}

function besidesTable(
  lines: readonly Line[],
  table: (cells: readonly (readonly string[])[]) => string,
): string {
  const figures = Array.from(new Set(lines.flatMap(({ tally }) => Object.keys(tally.figures))));
  const looks = Array.from(
    new Set(lines.flatMap(({ tally }) => Object.keys(tally.looks).map((look) => look.split(': ')[0]))),
  ).sort();
  return table([
    ['subject', ...figures.map((name) => `most ${name}`), ...looks],
    ...lines.map(({ name, tally }) => [
      name,
      ...figures.map((figure) => short(tally.figures[figure])),
      ...looks.map((look) =>
        counts(
          Object.fromEntries(
            Object.entries(tally.looks)
              .filter(([each]) => each.startsWith(`${look}: `))
              .map(([each, count]) => [each.slice(look.length + 2), count]),
          ),
        ),
      ),
    ]),
  ]);
}

/** `accepted 12, FormatError 3`: the most frequent first. */
function counts(found: Readonly<Record<string, number>>): string {
  return Object.entries(found)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

function short(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toPrecision(2)));
}
