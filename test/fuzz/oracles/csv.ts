/** CSV read one character at a time by a table of states (RFC 4180 as `readCsv` documents it). */

/** Columns of numbers by name; null where the reader should refuse. */
export function readTable(
  source: string,
  told?: string,
): { readonly columns: readonly string[]; readonly values: readonly (readonly number[])[] } | null {
  const text = (source.startsWith('\uFEFF') ? source.slice(1) : source).replace(/[\r\n]+$/, '');
  const records = recordsOf(text, told ?? delimiterOf(text));
  if (records === null) return null;
  const [header, ...rows] = records.map((cells) => cells.map((cell) => cell.trim()));
  if (header.every((name) => name === '') || header.every((name) => decimal(name) !== null)) return null;
  if (new Set(header).size < header.length || header.length > 2 ** 14 || rows.length === 0) return null;
  const values: number[][] = header.map(() => []);
  for (const row of rows) {
    if (row.length !== header.length) return null;
    for (const [c, cell] of row.entries()) {
      const value = decimal(cell);
      if (value === null || Math.abs(value) === Infinity) return null;
      values[c].push(value);
    }
  }
  return { columns: header, values };
}

function recordsOf(text: string, delimiter: string): string[][] | null {
  const records: string[][] = [];
  let cells: string[] = [];
  let cell = '';
  let state: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
  let before = '';
  for (const character of `${text}\n`) {
    const isSecondOfEnd = before === '\r' && character === '\n' && state !== 'quoted';
    before = character;
    if (isSecondOfEnd) continue;
    if (state === 'quoted') {
      if (character === '"') state = 'closed';
      else cell += character;
    } else if (character === '"') {
      if (state === 'plain') return null;
      if (state === 'closed') cell += '"';
      state = 'quoted';
    } else if (character === delimiter || isLineEnd(character)) {
      cells.push(cell);
      cell = '';
      state = 'start';
      if (isLineEnd(character)) {
        records.push(cells);
        cells = [];
      }
    } else {
      if (state === 'closed') return null;
      state = 'plain';
      cell += character;
    }
  }
  // The end that was put there is inside a quote.
  return state === 'quoted' ? null : records;
}

const isLineEnd = (character: string): boolean => character === '\n' || character === '\r';

function delimiterOf(text: string): string {
  const parts = text.split('"');
  let header = '';
  for (let i = 0; i < parts.length; i += 2) {
    const [line, ...more] = parts[i].split(/[\r\n]/);
    header += line;
    if (more.length > 0) break;
  }
  let best = ',';
  let most = 0;
  for (const candidate of ['\t', ';', ',']) {
    const count = header.split(candidate).length - 1;
    if (count > most) {
      best = candidate;
      most = count;
    }
  }
  return best;
}

/** A decimal number, its digits taken one by one; null for any other text. */
function decimal(text: string): number | null {
  let rest = text;
  if (rest.startsWith('+') || rest.startsWith('-')) rest = rest.slice(1);
  const digits = (): number => {
    let count = 0;
    while (count < rest.length && '0123456789'.includes(rest[count])) count++;
    rest = rest.slice(count);
    return count;
  };
  let count = digits();
  if (rest.startsWith('.')) {
    rest = rest.slice(1);
    count += digits();
  }
  if (count === 0) return null;
  if (rest.startsWith('e') || rest.startsWith('E')) {
    rest = rest.slice(1);
    if (rest.startsWith('+') || rest.startsWith('-')) rest = rest.slice(1);
    if (digits() === 0) return null;
  }
  return rest === '' ? Number(text) : null;
}
