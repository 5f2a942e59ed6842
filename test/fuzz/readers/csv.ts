import { column, readCsv } from 'relu-splines/io';
import type { CsvOptions, Table } from 'relu-splines/io';
import type { Chance } from '../chance.js';
import { HOSTILE_NUMBERS } from '../hostile.js';
import { mutated, TEXT } from '../mutate.js';
import { readUtf8 } from '../oracles/json.js';
import { readTable } from '../oracles/csv.js';
import { readerSubject } from '../reader.js';
import type { Subject } from '../subject.js';
import { anyNumber, bytesOf, embedded, fileOf, fixtureOf, lazily } from './seeds.js';

const seeds = lazily(() => [
  ...[
    'x,y\n1,2\n3,4\n',
    '"x";y\r\n1;2e3\n"-3.5";.4\n\n',
    'a\tb\tc\n1\t-2\t3.25\n4\t5\t6e-3\n',
    '\ufefft\n1\n2\n3',
    '"a,b","say ""x""",c\r1,2,3\r4,5,6\r',
  ].map(bytesOf),
  fileOf('examples/data/mcycle.csv').subarray(0, 300),
  fixtureOf('mcycle_shallow_predictions.csv').subarray(0, 400),
]);

/** A table with whatever ends of lines, quotes and spaces, most of its numbers in order. */
function written(chance: Chance): Uint8Array {
  const delimiter = chance.pick([',', ';', '\t']);
  const end = chance.pick(['\n', '\r\n', '\r']);
  const columns = chance.within(1, 4);
  const quoted = (cell: string): string => (chance.happens(0.2) ? `"${cell}"` : cell);
  const name = (): string =>
    chance.pick(['x', 'y', 'time', 'a b', 'é', '1', '', 'x"y', 'a,b', 'a;b', 'q\nr']);
  const header = Array.from({ length: columns }, () => `"${name().replaceAll('"', '""')}"`);
  const cell = (): string => {
    if (chance.happens(0.03)) return chance.pick(HOSTILE_NUMBERS);
    const number = anyNumber(chance);
    const text = chance.happens(0.2) ? number.toExponential(chance.below(18)) : String(number);
    return chance.happens(0.1) ? ` ${text} ` : text;
  };
  const rows = Array.from({ length: chance.within(0, 5) }, () =>
    Array.from({ length: columns }, () => quoted(cell())).join(delimiter),
  );
  return bytesOf([header.join(delimiter), ...rows].join(end) + (chance.happens(0.5) ? end : ''));
}

/** Any text of the characters that matter. */
function scribbled(chance: Chance): Uint8Array {
  const characters = Array.from('xy,;\t"\n\r1-.eNA 0+');
  return bytesOf(Array.from({ length: chance.below(40) }, () => chance.pick(characters)).join(''));
}

interface Input {
  readonly bytes: Uint8Array;
  readonly options: CsvOptions;
}

function make(chance: Chance): Input {
  const kind = chance.below(10);
  const bytes = kind === 0 ? scribbled(chance) : kind < 4 ? written(chance) : mutated(seeds(), TEXT, chance);
  const delimiter = chance.pick([',', ';', '\t'] as const);
  return {
    bytes: embedded(bytes, chance.below(8)),
    options: chance.happens(0.1) ? { delimiter } : {},
  };
}

function check(table: Table, { bytes, options }: Input): string | null {
  const text = readUtf8(bytes);
  const right = text === null ? null : readTable(text, options.delimiter);
  if (text === null || right === null) return 'accepts what should be refused';
  const complaint = differenceOf(table, right);
  if (complaint !== null) return complaint;
  // What was read, written plainly, is read the same; and one column alone is the same column.
  const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  const plain = [
    table.columns.map(quotedName).join(','),
    ...Array.from(table.values[0], (_, n) => table.values.map((values) => digits(values[n])).join(',')),
  ].join('\n');
  const again = differenceOf(readCsv(plain, { delimiter: ',' }), right);
  if (again !== null) return `written and read again: ${again}`;
  const name = table.columns[table.columns.length - 1];
  const alone = readCsv(bytes, { ...options, columns: [name] });
  return differenceOf(
    { columns: [name], values: [column(alone, name)] },
    { columns: right.columns.slice(-1), values: right.values.slice(-1) },
  );
}

function differenceOf(
  table: Table,
  right: { readonly columns: readonly string[]; readonly values: readonly (readonly number[])[] },
): string | null {
  const { columns, values } = table;
  if (columns.length !== right.columns.length || columns.some((name, c) => name !== right.columns[c])) {
    return `columns are ${JSON.stringify(columns)}, and should be ${JSON.stringify(right.columns)}`;
  }
  for (const [c, numbers] of values.entries()) {
    const expected = right.values[c];
    if (numbers.length !== expected.length) return `${numbers.length} rows, and should be ${expected.length}`;
    const wrong = expected.findIndex((value, n) => !Object.is(value, numbers[n]) || !Number.isFinite(value));
    if (wrong >= 0) {
      return `column ${c}, row ${wrong} is ${numbers[wrong]}, and should be ${expected[wrong]}`;
    }
  }
  return null;
}

/** `String` loses the sign of −0. */
function digits(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Tables: `readCsv` from bytes, with and without being told the delimiter. */
export const csvSubject: Subject = readerSubject<Input, Table>({
  name: 'csv',
  share: 25,
  prefix: /^readCsv: \S/,
  make,
  bytes: ({ bytes }) => bytes,
  read: ({ bytes, options }) => readCsv(bytes, options),
  check,
  checkRefusal: (_, { bytes, options }) => {
    const text = readUtf8(bytes);
    return text !== null && readTable(text, options.delimiter) !== null ? 'refuses a table in order' : null;
  },
});
