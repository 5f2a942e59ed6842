import type { Cell, Measured, Table } from './record.js';
import type { Exponent } from './exponent.js';
import type { Goal } from './goals.js';

/** A cell as a table shows it. */
export function cellText(cell: Cell): string {
  if (cell === null) return '–';
  return typeof cell === 'string' ? cell : measuredText(cell);
}

/** A number in the way of its kind, what is behind the median in parentheses. */
export function measuredText(measured: Measured): string {
  switch (measured.kind) {
    case 'timing': {
      const { median, fastest, slow } = measured;
      return `${duration(median)} (${duration(fastest)} – ${duration(slow)})`;
    }
    case 'ratio':
      return `${digits(measured.median)} (${digits(measured.fastest)})`;
    case 'error':
      return error(measured.value);
    case 'figure': {
      const { value, unit, digits: wanted } = measured;
      const number = wanted === undefined ? plain(value) : precise(value, wanted);
      return unit === undefined ? number : `${number} ${unit}`;
    }
  }
}

/** Microseconds in a unit that reads well. */
export function duration(microseconds: number): string {
  if (microseconds < 1) return `${digits(microseconds * 1e3)} ns`;
  if (microseconds < 1e3) return `${digits(microseconds)} µs`;
  if (microseconds < 1e6) return `${digits(microseconds / 1e3)} ms`;
  return `${digits(microseconds / 1e6)} s`;
}

/** Three significant digits, no exponent but for the very small. */
export function digits(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString('en');
  if (size > 0 && size < 0.01) return value.toPrecision(3);
  return value.toFixed(size >= 10 ? 1 : 2);
}

/** An integer in full, any other number to three digits. */
export function plain(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en') : digits(value);
}

/** So many significant digits, or none where the number is zero but for rounding. */
function precise(value: number, wanted: number): string {
  return Math.abs(value) < 1e-20 ? '0' : value.toPrecision(wanted);
}

/** An error: one digit and the power of ten. */
export function error(value: number): string {
  return value === 0 ? '0' : value.toExponential(0);
}

/** A table in Markdown: titles, a rule, rows; all columns but the first right-aligned. */
export function tableText({ head, columns, rows }: Pick<Table, 'head' | 'columns' | 'rows'>): string {
  const header = [head, ...columns];
  const body = rows.map(({ name, cells }) => [name, ...cells.map(cellText)]);
  const widths = header.map((title, k) => Math.max(3, title.length, ...body.map((row) => row[k].length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]) : cell.padStart(widths[k]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, k) => (k === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(header), rule, ...body.map(line)].join('\n');
}

/** A fitted exponent in words. */
export function exponentText(exponent: Exponent): string {
  const { what, size, from, to } = exponent;
  return `${what}: time grows as (${size})^(${exponentValue(exponent)}) from ${plain(from)} to ${plain(to)}`;
}

/** An exponent and its standard error, where it has one. */
export function exponentValue({ value, standardError }: Exponent): string {
  return standardError === null ? value.toFixed(2) : `${value.toFixed(2)} ± ${standardError.toFixed(2)}`;
}

/** Whether a goal is met, in a word. */
export function verdict({ isMet }: Goal): string {
  if (isMet === null) return 'not measured';
  return isMet ? 'met' : 'missed';
}
