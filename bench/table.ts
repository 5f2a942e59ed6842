import type { Timing } from './harness.js';

/** A title, what to know about it, and a Markdown table with right-aligned columns. */
export function printTable(
  title: string,
  note: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const widths = header.map((name, k) => Math.max(3, name.length, ...rows.map((row) => row[k].length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]) : cell.padStart(widths[k]))).join(' | ')} |`;
  const rule = `|${widths.map((width, k) => (k === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  console.log([`\n### ${title}\n`, `${note}\n`, line(header), rule, ...rows.map(line)].join('\n'));
}

/** Microseconds in a unit that reads well. */
export function duration(microseconds: number): string {
  if (microseconds < 1000) return `${digits(microseconds)} µs`;
  if (microseconds < 1e6) return `${digits(microseconds / 1e3)} ms`;
  return `${digits(microseconds / 1e6)} s`;
}

/** The median, the fastest run, and what 90 % of the runs kept to. */
export function timing(measured: Timing | undefined): string {
  if (measured === undefined) return '–';
  const { median, fastest, slow } = measured;
  return `${duration(median)} (${duration(fastest)} – ${duration(slow)})`;
}

/** How many times `measured` is `reference`, by medians and by the least disturbed runs. */
export function ratio(measured: Timing | undefined, reference: Timing | undefined): string {
  if (measured === undefined || reference === undefined) return '–';
  const [median, fastest] = [measured.median / reference.median, measured.fastest / reference.fastest];
  return `${digits(median)} (${digits(fastest)})`;
}

/** Three significant digits, no exponent. */
export function digits(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(value >= 10 ? 1 : 2);
}

/** An error: one digit and the power of ten. */
export function error(value: number): string {
  return value === 0 ? '0' : value.toExponential(0);
}
