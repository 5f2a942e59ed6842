import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { column, FormatError, readCsv, ShapeError } from 'relu-splines/io';
import type { CsvOptions } from 'relu-splines/io';
import { ascii } from './files.js';

const TABLE = { columns: ['x', 'y'], values: [Float64Array.of(1, -3.5), Float64Array.of(2e-3, 4)] };

describe('readCsv', () => {
  it.each([
    ['commas', 'x,y\n1,2e-3\n-3.5,4\n'],
    ['semicolons', 'x;y\n1;2e-3\n-3.5;4\n'],
    ['tabs', 'x\ty\n1\t2e-3\n-3.5\t4\n'],
    ['CRLF', 'x,y\r\n1,2e-3\r\n-3.5,4\r\n'],
    ['CR', 'x,y\r1,2e-3\r-3.5,4\r'],
    ['no last line end', 'x,y\n1,2e-3\n-3.5,4'],
    ['empty lines at the end', 'x,y\n1,2e-3\n-3.5,4\n\r\n\n'],
    ['a byte-order mark', '\uFEFFx,y\n1,2e-3\n-3.5,4\n'],
    ['quotes', '"x","y"\n"1","2e-3"\n"-3.5","4"'],
    ['spaces', ' x , y \n 1, +.2E-2\n-3.50 ,4.\n'],
  ])('reads %s', (_, text) => {
    expect(readCsv(text)).toEqual(TABLE);
    expect(readCsv(ascii(text))).toEqual(TABLE);
    expect(readCsv(ascii(text).slice().buffer)).toEqual(TABLE);
  });

  it('reads quoted names with delimiters, quotes and line ends', () => {
    const table = readCsv('"time, in ms";"the ""head""";"two\r\nlines"\n1;2;3');
    expect(table.columns).toEqual(['time, in ms', 'the "head"', 'two\r\nlines']);
    expect(() => readCsv('"two\r\nlines",y\n1,2\n3,z')).toThrow('line 4, column "y"');
  });

  it('reads one column, and the row names that R writes', () => {
    expect(readCsv('x\n1\n2\n')).toEqual({ columns: ['x'], values: [Float64Array.of(1, 2)] });
    expect(readCsv('"","times"\n"1",2.4\n"2",2.6').columns).toEqual(['', 'times']);
  });

  it('takes the delimiter it is told', () => {
    expect(readCsv('a;b,c\n1,2', { delimiter: ',' }).columns).toEqual(['a;b', 'c']);
    expect(() => readCsv('a|b\n1|2', { delimiter: '|' as ',' })).toThrow(
      new RangeError(`readCsv: delimiter must be ',', ';' or a tab, got "|"`),
    );
  });

  it('reads the wanted columns only, in the order wanted', () => {
    const text = 'x,label,y\n1,left,2\n3,NA,4\n';
    expect(readCsv(text, { columns: ['y', 'x'] })).toEqual({
      columns: ['y', 'x'],
      values: [Float64Array.of(2, 4), Float64Array.of(1, 3)],
    });
    expect(() => readCsv(text, { columns: ['z'] })).toThrow(
      new RangeError('readCsv: the column must be one of "x", "label", "y", got "z"'),
    );
  });

  it('reads the motorcycle data', () => {
    const table = readCsv(readFileSync(new URL('../../examples/data/mcycle.csv', import.meta.url)));
    const mean = (name: string) => column(table, name).reduce((sum, value) => sum + value, 0) / 133;
    expect(column(table, 'times')).toHaveLength(133);
    // The means are given to 10 significant digits.
    expect(mean('times')).toBeCloseTo(25.17894737, 8);
    expect(mean('accel')).toBeCloseTo(-25.54586466, 8);
  });

  it.each<[string, string, new (message: string) => Error, string]>([
    ['nothing', '', FormatError, 'line 1 must be a header with the names of the columns, got nothing'],
    [
      'empty lines',
      '\n\n',
      FormatError,
      'line 1 must be a header with the names of the columns, got nothing',
    ],
    [
      'no header',
      '1,2\n3,4',
      FormatError,
      'line 1 must be a header with the names of the columns, got numbers: "1", "2"; put a line of names such as x,y before them',
    ],
    ['a name twice', 'x,x\n1,2', FormatError, 'the header must name each column once, got "x" twice'],
    ['a header alone', 'x,y\n', ShapeError, 'input must have at least one row below its header, got none'],
    [
      'a text',
      'x,y\n1,2\n3,abc',
      FormatError,
      'line 3, column "y" must be a number with a decimal point, got "abc"',
    ],
    [
      'a decimal comma',
      'x;y\n1;2,5',
      FormatError,
      `line 2, column "y" must be a number with a decimal point, got "2,5"; say decimal: ',' if that is meant`,
    ],
    [
      'hexadecimal digits',
      'x\n0x10',
      FormatError,
      'line 2, column "x" must be a number with a decimal point, got "0x10"',
    ],
    [
      'a number with a unit',
      'x\n5ms',
      FormatError,
      'line 2, column "x" must be a number with a decimal point, got "5ms"',
    ],
    [
      'infinity',
      'x\nInf',
      FormatError,
      'line 2, column "x" must be a number with a decimal point, got "Inf"',
    ],
    [
      'a number that overflows',
      'x\n1\n-1e999',
      RangeError,
      'line 3, column "x" must be finite, got "-1e999"',
    ],
    [
      'an empty cell',
      'x,y\n1,',
      FormatError,
      `line 2, column "y" must have a value, got ""; fill it in, or leave such rows out by missing: 'leave-out'`,
    ],
    ['NA', 'x,y\n1,2\nNA,2', FormatError, 'line 3, column "x" must have a value, got "NA"'],
    ['NaN', 'x\nNaN', FormatError, 'line 2, column "x" must have a value, got "NaN"'],
    ['an empty line inside', 'x\n1\n\n2', FormatError, 'line 3, column "x" must have a value, got ""'],
    ['a short row', 'x,y\n1,2\n3', ShapeError, 'line 3 must have as many cells as the header, 2, got 1'],
    ['a long row', 'x,y\n1,2,3', ShapeError, 'line 2 must have as many cells as the header, 2, got 3'],
    [
      'a quote that stays open',
      'x\n1\n"2\n3',
      FormatError,
      'line 3 must close the quote that it opens, got the end',
    ],
    [
      'a quote inside a cell',
      'x\n1"2"',
      FormatError,
      'line 2 must have quotes only around whole cells, got one inside',
    ],
    [
      'a cell that goes on after its quotes',
      'x\n"1"2',
      FormatError,
      'line 2 must have a delimiter after a closing quote, got "2"',
    ],
  ])('refuses %s', (_, text, kind, message) => {
    expect(() => readCsv(text)).toThrow(kind);
    expect(() => readCsv(text)).toThrow(`readCsv: ${message}`);
  });

  it('reads decimal commas where it is told so, and no comma is then a delimiter', () => {
    const read = (text: string) => readCsv(text, { decimal: ',' }).values.map((values) => [...values]);
    // What write.csv2 of R writes.
    expect(read('"x";"y"\n1,5;-2,25e1\n,5;3\n')).toEqual([
      [1.5, 0.5],
      [-22.5, 3],
    ]);
    expect(read('x, in s\n1,5\n2\n')).toEqual([[1.5, 2]]);
    expect(() => read('1,5;2,5\n3;4')).toThrow(
      'a header with the names of the columns, got numbers: "1,5", "2,5"',
    );
    expect(() => read('x;y\n1.5;2')).toThrow(
      `readCsv: line 2, column "x" must be a number with a decimal comma, got "1.5"; say decimal: '.' if that is meant`,
    );
    expect(() => read('x;y\n1,5,1;2')).toThrow(/a decimal comma, got "1,5,1"$/);
    expect(readCsv('x,y\n"1,5","2,5"', { decimal: ',', delimiter: ',' }).values).toEqual([
      Float64Array.of(1.5),
      Float64Array.of(2.5),
    ]);
  });

  it('leaves out rows with a missing value among the columns it reads, where it is told so', () => {
    const text = 'x,y,note\n1,NA,a\n2,5,b\n,6,c\n4,7,\n';
    const read = (columns: string[]) =>
      readCsv(text, { columns, missing: 'leave-out' }).values.map((values) => [...values]);
    expect(read(['x', 'y'])).toEqual([
      [2, 4],
      [5, 7],
    ]);
    expect(read(['y'])).toEqual([[5, 6, 7]]);
    expect(() => read(['note'])).toThrow('readCsv: line 2, column "note" must be a number');
    expect(() => readCsv('x\nNA\n', { missing: 'leave-out' })).toThrow(
      new ShapeError(
        'readCsv: input must have at least one row without a missing value below its header, got none',
      ),
    );
    expect(() => readCsv('x,y\n1\nNA,2\n', { missing: 'leave-out' })).toThrow(ShapeError);
  });

  it.each<[unknown, string]>([
    [null, 'options must be an object, got null'],
    [{ seperator: ';' }, 'unknown option "seperator"; there are columns, delimiter, decimal, missing'],
    [{ columns: 'x' }, 'columns must be an array, got "x"'],
    [{ delimiter: '|' }, `delimiter must be ',', ';' or a tab, got "|"`],
    [{ decimal: ';' }, `decimal must be '.' or ',', got ";"`],
    [{ decimal: 'constructor' }, `decimal must be '.' or ',', got "constructor"`],
    [{ missing: 'drop' }, `missing must be 'refuse' or 'leave-out', got "drop"`],
  ])('refuses the options %j', (options, message) => {
    expect(() => readCsv('x\n1', options as CsvOptions)).toThrow(`readCsv: ${message}`);
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => readCsv(Uint8Array.of(0x78, 0x0a, 0xb0))).toThrow(
      new FormatError('readCsv: input must be UTF-8 text, got bytes that are not'),
    );
    expect(() => readCsv(Uint8Array.of(0xff, 0xfe, 0x78, 0))).toThrow(
      'readCsv: input must be UTF-8 text, got UTF-16; save it as "CSV UTF-8"',
    );
    expect(() => readCsv(7 as unknown as string)).toThrow(TypeError);
  });

  it('refuses more columns than a spreadsheet has', () => {
    const wide = (count: number) =>
      [Array.from({ length: count }, (_, c) => `c${c}`), Array(count).fill(1)].join('\n');
    expect(readCsv(wide(2 ** 14)).columns).toHaveLength(2 ** 14);
    expect(() => readCsv(wide(2 ** 14 + 1))).toThrow(
      new RangeError('readCsv: line 1 must have at most 16384 cells, got more'),
    );
  });

  it('takes time in proportion to the text', () => {
    // Each made a reader of the quadratic kind hang: digits, line ends, quotes, delimiters, a million of each.
    for (const text of [
      `x\n${'1'.repeat(1e6)}x`,
      `x\n${'\n'.repeat(1e6)}x`,
      `x\n${'"'.repeat(1e6 + 1)}`,
      `x${','.repeat(1e6)}`,
    ]) {
      expect(() => readCsv(text)).toThrow(/^readCsv: /);
    }
  });

  it('reads back any table of numbers', () => {
    const cell = fc.double({ noNaN: true, noDefaultInfinity: true });
    const tables = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 20 }),
      );
    const delimiters = fc.constantFrom(',', ';', '\t');
    fc.assert(
      fc.property(
        tables,
        delimiters,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        (rows, delimiter, end, quoted) => {
          const quote = (text: string) => (quoted ? `"${text}"` : text);
          const header = rows[0].map((_, c) => quote(`c${c}`)).join(delimiter);
          const digits = (value: number) => (Object.is(value, -0) ? '-0' : String(value));
          const lines = rows.map((row) => row.map((value) => quote(digits(value))).join(delimiter));
          const table = readCsv([header, ...lines].join(end));
          expect(table.values).toEqual(rows[0].map((_, c) => Float64Array.from(rows, (row) => row[c])));
        },
      ),
      { seed: 14, numRuns: 300 },
    );
  });
});

describe('column', () => {
  it('finds a column by name and lists them otherwise', () => {
    expect(column(TABLE, 'y')).toBe(TABLE.values[1]);
    expect(() => column(TABLE, 'z')).toThrow(
      new RangeError('column: the column must be one of "x", "y", got "z"'),
    );
    expect(() => column(TABLE, '__proto__')).toThrow(RangeError);
    expect(() => column(null as never, 'x')).toThrow(
      new TypeError('column: table must be one that readCsv gives, got null'),
    );
    expect(() => column([] as never, 'x')).toThrow(TypeError);
  });
});
