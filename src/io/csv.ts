import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import { show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { asBytes, decodeUtf8, startsWith } from './bytes.js';
import { csvRecords, detectDelimiter } from './csv-records.js';
import { FormatError } from './format-error.js';
import { MAX_TEXT_LENGTH } from './limits.js';

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
}

/** A decimal number; written so that no text takes more than one pass. */
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

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
 * byte-order mark; numbers with a decimal point, and space around them. Nothing is guessed: a missing value, a
 * decimal comma, a row of another length or a missing header is an error.
 *
 * @param input The text, or its bytes in UTF-8.
 * @throws `FormatError` for a cell that is missing or not a number (line and column are named), for a stray
 * quote, a header of numbers or with a name twice, and for bytes that are not UTF-8; `ShapeError` for rows of
 * another length and for a table without rows; `RangeError` for a number that overflows, a column asked for
 * that is not there, and a text or a row above the limits; `TypeError` for what is neither text nor bytes.
 * @example
 * ```ts
 * import { column, readCsv } from 'relu-splines/io';
 *
 * const table = readCsv('times,accel\n2.4,0\n2.6,-1.3\n');
 * table.columns; // ['times', 'accel']
 * column(table, 'accel'); // Float64Array [0, -1.3]
 * ```
 */
export function readCsv(input: string | Uint8Array | ArrayBuffer, options: CsvOptions = {}): Table {
  const where = 'readCsv';
  const text = textOf(where, input);
  const records = csvRecords(where, text, delimiterOf(where, options.delimiter, text));
  const header = headerOf(where, records.next().value);
  const wanted = options.columns?.map((name) => columnIndex(where, header, name)) ?? header.map((_, c) => c);
  const rows: number[][] = wanted.map(() => []);
  for (const { line, cells } of records) {
    if (cells.length !== header.length) {
      throw new ShapeError(
        `${where}: line ${line} must have as many cells as the header, ${header.length}, got ${cells.length}`,
      );
    }
    wanted.forEach((c, k) => rows[k].push(cellValue(where, line, header[c], cells[c])));
  }
  if (rows[0]?.length === 0) {
    throw new ShapeError(`${where}: input must have at least one row below its header, got none`);
  }
  return { columns: wanted.map((c) => header[c]), values: rows.map((values) => Float64Array.from(values)) };
}

/**
 * The numbers of one column.
 *
 * @throws `RangeError` listing the columns if there is none of that name.
 * @example
 * ```ts
 * import { column, readCsv } from 'relu-splines/io';
 *
 * column(readCsv('x;y\n1;2\n3;4'), 'y'); // Float64Array [2, 4]
 * ```
 */
export function column(table: Table, name: string): ReadonlyFloat64Array {
  return table.values[columnIndex('column', table.columns, name)];
}

function columnIndex(where: string, columns: readonly string[], name: string): number {
  const index = columns.indexOf(name);
  if (index < 0) {
    throw new RangeError(`${where}: the column must be one of ${listNames(columns)}, got ${show(name)}`);
  }
  return index;
}

function textOf(where: string, input: unknown): string {
  let text: string;
  if (typeof input === 'string') text = input;
  else {
    const bytes = asBytes(where, input);
    if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) {
      throw new FormatError(`${where}: input must be UTF-8 text, got UTF-16; save it as "CSV UTF-8"`);
    }
    text = decodeUtf8(where, 'input', bytes);
  }
  if (text.length > MAX_TEXT_LENGTH) {
    throw new RangeError(
      `${where}: input must have at most ${MAX_TEXT_LENGTH} characters, got ${text.length}`,
    );
  }
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function delimiterOf(where: string, delimiter: unknown, text: string): string {
  if (delimiter === undefined) return detectDelimiter(text);
  if (delimiter === ',' || delimiter === ';' || delimiter === '\t') return delimiter;
  throw new RangeError(`${where}: delimiter must be ',', ';' or a tab, got ${show(delimiter)}`);
}

function headerOf(where: string, record: { readonly cells: readonly string[] } | undefined): string[] {
  const header = record?.cells.map((cell) => cell.trim()) ?? [];
  if (header.every((name) => name === '')) {
    throw new FormatError(`${where}: line 1 must be a header with the names of the columns, got nothing`);
  }
  if (header.every((name) => DECIMAL.test(name))) {
    throw new FormatError(
      `${where}: line 1 must be a header with the names of the columns, got numbers: ${listNames(header)}`,
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

function cellValue(where: string, line: number, name: string, cell: string): number {
  const place = `${where}: line ${line}, column ${show(name)}`;
  const text = cell.trim();
  if (DECIMAL.test(text)) {
    const value = Number(text);
    if (!Number.isFinite(value)) throw new RangeError(`${place} must be finite, got ${show(text)}`);
    return value;
  }
  if (MISSING.has(text)) {
    throw new FormatError(`${place} must have a value, got ${show(text)}; fill it in or leave out the row`);
  }
  throw new FormatError(`${place} must be a number with a decimal point, got ${show(text)}`);
}

function listNames(names: readonly string[]): string {
  const listed = names.slice(0, 20).map(show).join(', ');
  return names.length > 20 ? `${listed} and ${names.length - 20} more` : listed;
}
