import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import { has, knownKeys, list, show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { asBytes, boundedText, decodeUtf8, startsWith } from './bytes.js';
import { csvRecords, detectDelimiter } from './csv-records.js';
import { FormatError } from './format-error.js';

/** Columns of numbers with their names. */
export interface Table {
  /** Names of the columns, in the order of the file. */
  readonly columns: readonly string[];
  /** The numbers of each column, all of one length. */
  readonly values: readonly ReadonlyFloat64Array[];
}

/** What {@link readCsv} may be told. */
export interface CsvOptions {
  /** Names of the columns to read, in the order wanted; the others may then hold anything. Default all. */
  readonly columns?: readonly string[];
  /** What separates cells; by default told from the header line. */
  readonly delimiter?: ',' | ';' | '\t';
  /** The decimal mark; default `'.'`. Where it is a comma, none is taken for a delimiter unless `delimiter` says so. */
  readonly decimal?: '.' | ',';
  /** A row with a missing value among the columns that are read: an error (the default), or left out. */
  readonly missing?: 'refuse' | 'leave-out';
}

/** A number with either mark; written so that no text takes more than one pass. */
const DECIMAL = {
  '.': /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/,
  ',': /^[+-]?(?:\d+(?:,\d*)?|,\d+)(?:[eE][+-]?\d+)?$/,
} as const;

/** What programs write for a value that is not there. */
const MISSING: ReadonlySet<string> = new Set([
  '',
  'NA',
  'N/A',
  'NaN',
  'nan',
  'NULL',
  'null',
  'None',
  '.',
  '?',
]);

/**
 * Reads numbers from CSV: a header line with the names of the columns, then one row a line.
 *
 * Comma, semicolon or tab between cells (told from the header line), quotes as in RFC 4180, any line ends, a
 * byte-order mark; numbers with a decimal point, and space around them. Nothing is guessed: a missing value (an
 * empty cell, `NA`, `NaN`, `NULL`, …), a decimal comma, a row of another length or a missing header is an error.
 * The first two are read where `missing` and `decimal` say so; a table whose rows are all left out is an error.
 *
 * @param input The text, or its bytes in UTF-8.
 * @throws `FormatError` for a cell that is missing or not a number (line and column are named), for a stray
 * quote, a header of numbers or with a name twice, and for bytes that are not UTF-8; `ShapeError` for rows of
 * another length and for a table without rows; `RangeError` for a number that overflows, a column asked for
 * that is not there, an option with another value, and a text or a row above the limits; `TypeError` for what is
 * neither text nor bytes, and for an unknown option.
 * @example
 * ```ts
 * import { column, readCsv } from 'relu-splines/io';
 *
 * const table = readCsv('times,accel\n2.4,0\n2.6,-1.3\n');
 * table.columns; // ['times', 'accel']
 * column(table, 'accel'); // Float64Array [0, -1.3]
 *
 * const german = readCsv('x;y\n1;0,5\n2;NA\n3;-1,5\n', { decimal: ',', missing: 'leave-out' });
 * column(german, 'y'); // Float64Array [0.5, -1.5]
 * ```
 */
export function readCsv(input: string | Uint8Array | ArrayBuffer, options: CsvOptions = {}): Table {
  const where = 'readCsv';
  const { columns, delimiter, decimal, missing } = checkedOptions(where, options);
  const text = textOf(where, input);
  const records = csvRecords(where, text, delimiter ?? detectDelimiter(text, decimal));
  const header = headerOf(where, records.next().value, decimal);
  const wanted = columns?.map((name) => columnIndex(where, header, name)) ?? header.map((_, c) => c);
  const rows: number[][] = wanted.map(() => []);
  for (const { line, cells } of records) {
    if (cells.length !== header.length) {
      throw new ShapeError(
        `${where}: line ${line} must have as many cells as the header, ${header.length}, got ${cells.length}`,
      );
    }
    if (missing === 'leave-out' && wanted.some((c) => MISSING.has(cells[c].trim()))) continue;
    wanted.forEach((c, k) => rows[k].push(cellValue(where, line, header[c], cells[c], decimal)));
  }
  if (rows[0]?.length === 0) {
    const those = missing === 'leave-out' ? ' without a missing value' : '';
    throw new ShapeError(`${where}: input must have at least one row${those} below its header, got none`);
  }
  return { columns: wanted.map((c) => header[c]), values: rows.map((values) => Float64Array.from(values)) };
}

/**
 * The numbers of one column.
 *
 * @throws `RangeError` listing the columns if there is none of that name; `TypeError` for what is no table.
 * @example
 * ```ts
 * import { column, readCsv } from 'relu-splines/io';
 *
 * column(readCsv('x;y\n1;2\n3;4'), 'y'); // Float64Array [2, 4]
 * ```
 */
export function column(table: Table, name: string): ReadonlyFloat64Array {
  const where = 'column';
  if (!has(table, 'columns') || !has(table, 'values')) {
    throw new TypeError(`${where}: table must be one that readCsv gives, got ${show(table)}`);
  }
  list(where, 'table.columns', table.columns);
  list(where, 'table.values', table.values);
  return table.values[columnIndex(where, table.columns, name)];
}

function columnIndex(where: string, columns: readonly string[], name: string): number {
  const index = columns.indexOf(name);
  if (index < 0) {
    throw new RangeError(`${where}: the column must be one of ${listNames(columns)}, got ${show(name)}`);
  }
  return index;
}

function textOf(where: string, input: unknown): string {
  if (typeof input === 'string') return boundedText(where, 'input', input);
  const bytes = asBytes(where, input);
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) {
    throw new FormatError(`${where}: input must be UTF-8 text, got UTF-16; save it as "CSV UTF-8"`);
  }
  return boundedText(where, 'input', decodeUtf8(where, 'input', bytes));
}

function checkedOptions(where: string, options: CsvOptions) {
  knownKeys(where, options, ['columns', 'delimiter', 'decimal', 'missing']);
  const { columns, delimiter, decimal = '.', missing = 'refuse' } = options;
  if (columns !== undefined) list(where, 'columns', columns);
  if (delimiter !== undefined && ![',', ';', '\t'].includes(delimiter)) {
    throw new RangeError(`${where}: delimiter must be ',', ';' or a tab, got ${show(delimiter)}`);
  }
  if (!Object.hasOwn(DECIMAL, decimal)) {
    throw new RangeError(`${where}: decimal must be '.' or ',', got ${show(decimal)}`);
  }
  if (!['refuse', 'leave-out'].includes(missing)) {
    throw new RangeError(`${where}: missing must be 'refuse' or 'leave-out', got ${show(missing)}`);
  }
  return { columns, delimiter, decimal, missing };
}

function headerOf(
  where: string,
  record: { readonly cells: readonly string[] } | undefined,
  decimal: '.' | ',',
): string[] {
  const header = record?.cells.map((cell) => cell.trim()) ?? [];
  if (header.every((name) => name === '')) {
    throw new FormatError(`${where}: line 1 must be a header with the names of the columns, got nothing`);
  }
  if (header.every((name) => DECIMAL[decimal].test(name))) {
    throw new FormatError(
      `${where}: line 1 must be a header with the names of the columns, got numbers: ${listNames(header)}; ` +
        'put a line of names such as x,y before them',
    );
  }
  const names = new Set<string>();
  for (const name of header) {
    if (names.has(name))
      throw new FormatError(`${where}: the header must name each column once, got ${show(name)} twice`);
    names.add(name);
  }
  return header;
}

function cellValue(where: string, line: number, name: string, cell: string, decimal: '.' | ','): number {
  const place = `${where}: line ${line}, column ${show(name)}`;
  const text = cell.trim();
  if (DECIMAL[decimal].test(text)) {
    const value = Number(text.replace(',', '.'));
    if (!Number.isFinite(value)) throw new RangeError(`${place} must be finite, got ${show(text)}`);
    return value;
  }
  if (MISSING.has(text)) {
    throw new FormatError(
      `${place} must have a value, got ${show(text)}; fill it in, or leave such rows out by missing: 'leave-out'`,
    );
  }
  const other = decimal === '.' ? ',' : '.';
  const hint = DECIMAL[other].test(text) ? `; say decimal: '${other}' if that is meant` : '';
  const mark = decimal === '.' ? 'point' : 'comma';
  throw new FormatError(`${place} must be a number with a decimal ${mark}, got ${show(text)}${hint}`);
}

function listNames(names: readonly string[]): string {
  const listed = names.slice(0, 20).map(show).join(', ');
  return names.length > 20 ? `${listed} and ${names.length - 20} more` : listed;
}
