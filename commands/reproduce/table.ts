import { inDigits } from 'relu-splines/experiments';
import type { Claim, Conclusion, Row } from 'relu-splines/experiments';
import { textTable } from '../tables.js';

/** Mean and spread, with the median where the two tell different stories. */
function oursOf({ ours }: Row): string {
  if (ours.count === 0) return '–';
  if (!Number.isFinite(ours.spread) || ours.spread === 0) return inDigits(ours.mean);
  const isSkewed = Math.abs(ours.mean - ours.median) > ours.spread / 2;
  return `${inDigits(ours.mean)} ± ${inDigits(ours.spread)}${isSkewed ? `, median ${inDigits(ours.median)}` : ''}`;
}

function printOf({ printed }: Row): string {
  if (printed === undefined) return '';
  return printed.spread === undefined
    ? inDigits(printed.mean)
    : `${inDigits(printed.mean)} ± ${inDigits(printed.spread)}`;
}

/** The cells of a table of rows, with its head; columns that print says nothing for are left out. */
export function cellsOf(rows: readonly Row[]): readonly (readonly string[])[] {
  const hasPrint = rows.some(({ printed }) => printed !== undefined);
  const head = [
    'condition',
    'quantity',
    ...(hasPrint ? ['print'] : []),
    'ours',
    ...(hasPrint ? ['z', 'verdict'] : []),
  ];
  return [
    head,
    ...rows.map((row) => [
      row.condition,
      row.quantity,
      ...(hasPrint ? [printOf(row)] : []),
      oursOf(row) + (row.ours.missing > 0 ? ` (${row.ours.missing} without)` : ''),
      ...(hasPrint ? [Number.isFinite(row.z) ? row.z.toFixed(1).replace('-', '−') : '', row.verdict] : []),
    ]),
  ];
}

/** A claim with what decides it. */
export function claimInWords({ statement, holds, evidence }: Claim): string {
  return `${holds ? 'holds' : 'does not hold'}: ${statement} (${evidence})`;
}

/** What an experiment came to, as plain text. */
export function textOf(title: string, source: string, { rows, claims }: Conclusion): string {
  return [
    `${title} (${source})`,
    '',
    ...(rows.length === 0 ? [] : [textTable(cellsOf(rows)), '']),
    ...claims.map((claim) => `- ${claimInWords(claim)}`),
  ].join('\n');
}
