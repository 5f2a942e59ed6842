import { show } from '../numeric/checks.js';
import { FormatError } from './format-error.js';
import { MAX_COLUMNS } from './limits.js';

/** One record of a CSV text. */
export interface CsvRecord {
  /** The line on which it begins, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The records of a CSV text (RFC 4180), one after the other: cells in double quotes may hold the delimiter, line
 * ends and doubled quotes; lines end in LF, CRLF or CR. Empty lines at the end are no records.
 *
 * Written here because a strict reader is what is wanted: the well-kept libraries for browsers read past
 * stray quotes, and do not say on which line a cell stands.
 *
 * @throws `FormatError` for a quote where none belongs, or that is not closed; `RangeError` for too many cells.
 */
export function* csvRecords(where: string, text: string, delimiter: string): Generator<CsvRecord, undefined> {
  const length = contentLength(text);
  let at = 0;
  let line = 1;
  while (at < length) {
    const begin = line;
    const cells: string[] = [];
    for (;;) {
      if (text[at] === '"') {
        const close = closingQuote(where, text, at, line);
        const quoted = text.slice(at + 1, close);
        line += lineEnds(quoted);
        cells.push(quoted.replaceAll('""', '"'));
        at = close + 1;
        if (at < length && text[at] !== delimiter && !isLineEnd(text[at])) {
          throw new FormatError(
            `${where}: line ${line} must have a delimiter after a closing quote, got ${show(text[at])}`,
          );
        }
      } else {
        let end = at;
        while (end < length && text[end] !== delimiter && !isLineEnd(text[end])) {
          if (text[end] === '"') {
            throw new FormatError(
              `${where}: line ${line} must have quotes only around whole cells, got one inside`,
            );
          }
          end++;
        }
        cells.push(text.slice(at, end));
        at = end;
      }
      if (at >= length || text[at] !== delimiter) break;
      if (cells.length === MAX_COLUMNS) {
        throw new RangeError(`${where}: line ${line} must have at most ${MAX_COLUMNS} cells, got more`);
      }
      at++;
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
    line++;
    yield { line: begin, cells };
  }
}

/**
 * The delimiter of a CSV text: the one of comma, semicolon and tab that is most frequent in the header line.
 *
 * @param decimal The decimal mark: a comma is then no delimiter.
 */
export function detectDelimiter(text: string, decimal: '.' | ','): string {
  // Of equally frequent ones the one that is rarer inside names, a tab before a comma; of none the last.
  const candidates = decimal === ',' ? ['\t', ';'] : ['\t', ';', ','];
  const counts = new Map(candidates.map((candidate) => [candidate, 0]));
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (quoted) continue;
    if (isLineEnd(character)) break;
    const count = counts.get(character);
    if (count !== undefined) counts.set(character, count + 1);
  }
  const [[delimiter, most]] = [...counts].sort(([, a], [, b]) => b - a);
  return most > 0 ? delimiter : candidates[candidates.length - 1];
}

function isLineEnd(character: string): boolean {
  return character === '\n' || character === '\r';
}

/** Length of the text without the line ends after the last record. */
function contentLength(text: string): number {
  let length = text.length;
  while (length > 0 && isLineEnd(text[length - 1])) length--;
  return length;
}

function closingQuote(where: string, text: string, open: number, line: number): number {
  let at = text.indexOf('"', open + 1);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  if (at < 0) throw new FormatError(`${where}: line ${line} must close the quote that it opens, got the end`);
  return at;
}

function lineEnds(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\n' || (text[i] === '\r' && text[i + 1] !== '\n')) count++;
  }
  return count;
}
