import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecords, writeRecord } from 'relu-splines/experiments';
import { linesOf, recordOf } from './fake.js';

const spec = {
  experiment: 'fake',
  config: { widths: [1, 2, 3] },
  grid: { mood: ['good', 'throws', 'no number'] },
};
const all = Array.from({ length: 18 }, (_, task) => task);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a record', () => {
  it.each(all)('of task %i comes back from its line', (task) => {
    const record = recordOf(spec, task);
    const line = writeRecord(record);
    expect(line.endsWith('\n') && line.indexOf('\n') === line.length - 1).toBe(true);
    expect(readRecords(line, 'file')).toEqual({ records: [{ line: 1, record }], torn: '' });
    expect(writeRecord(readRecords(line, 'file').records[0].record)).toBe(line);
  });

  it('keeps every bit of a number and every character of a message', () => {
    fc.assert(
      fc.property(
        fc.double({ noDefaultInfinity: true, noNaN: true }),
        fc.string({ unit: 'binary' }),
        (value, message) => {
          const record = { ...recordOf(spec, 0), metrics: { value }, status: 'failed' as const, message };
          const [{ record: back }] = readRecords(writeRecord(record), 'file').records;
          // JSON has one zero.
          expect(back.metrics.value).toBe(value === 0 ? 0 : value);
          expect(utf8(String(back.message))).toEqual(utf8(message));
        },
      ),
      { seed: 7 },
    );
  });
});

describe('a file', () => {
  const text = linesOf(spec, [0, 3, 10]);

  it('is torn wherever it ends within a line, and then only its last line', () => {
    const bytes = utf8(text);
    const ends = [...bytes.keys()].filter((i) => bytes[i] === 10);
    for (let length = 0; length <= bytes.length; length++) {
      const { records, torn } = readRecords(new TextDecoder().decode(bytes.subarray(0, length)), 'file');
      const whole = ends.filter((end) => end < length).length;
      expect(records.map(({ record }) => record)).toEqual(
        [0, 3, 10].slice(0, whole).map((task) => recordOf(spec, task, 3 + task)),
      );
      expect(torn !== '').toBe(length > (whole === 0 ? 0 : ends[whole - 1] + 1));
    }
  });

  it('may be empty', () => {
    expect(readRecords('', 'file')).toEqual({ records: [], torn: '' });
  });

  const record = JSON.parse(writeRecord(recordOf(spec, 0))) as Record<string, unknown>;
  const without = (name: string): Record<string, unknown> =>
    Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
  const refusals: readonly (readonly [line: string, message: string])[] = [
    ['', 'must be a record of a sweep, got ""'],
    ['{"key":"a', 'must be a record of a sweep, got "{\\"key\\":\\"a"'],
    ['\0\0\0', 'must be a record of a sweep, got "\\u0000\\u0000\\u0000"'],
    ['null', 'must be a record of a sweep, got "null"'],
    ['[1]', 'must be a record of a sweep, got "[1]"'],
    ['{}', 'the record has no key'],
    ...['key', 'task', 'parameters', 'seed', 'status', 'metrics', 'version'].map(
      (name) => [JSON.stringify(without(name)), `the record has no ${name}`] as const,
    ),
    [JSON.stringify({ ...record, task: -1 }), 'task cannot be -1'],
    [JSON.stringify({ ...record, task: 1.5 }), 'task cannot be 1.5'],
    [JSON.stringify({ ...record, task: '1' }), 'task cannot be "1"'],
    [JSON.stringify({ ...record, seed: null }), 'seed cannot be null'],
    [JSON.stringify({ ...record, ms: null }), 'ms cannot be null'],
    [JSON.stringify({ ...record, status: 'fine' }), 'status cannot be "fine"'],
    [JSON.stringify({ ...record, metrics: [] }), 'metrics cannot be an array of length 0'],
    [JSON.stringify({ ...record, metrics: { a: '1' } }), 'metrics cannot be an object'],
    [JSON.stringify({ ...record, metrics: { a: [[1]] } }), 'metrics cannot be an object'],
    [JSON.stringify({ ...record, parameters: { a: {} } }), 'parameters cannot be an object'],
    [
      JSON.stringify({ ...record, message: 'why' }),
      'a record has a message if, and only if, its task failed',
    ],
    [
      JSON.stringify({ ...record, status: 'failed' }),
      'a record has a message if, and only if, its task failed',
    ],
    [JSON.stringify({ ...record, more: 1 }), 'a record has no field "more"'],
    ['{"__proto__":{"key":"a"}}', 'a record has no field "__proto__"'],
    [JSON.stringify(record).replace(/"ms":7/, '"ms":1e999'), 'ms cannot be Infinity'],
  ];

  it.each(refusals)('with the line %j in the middle is refused, by name and line', (line, message) => {
    const good = writeRecord(recordOf(spec, 1));
    expect(() => readRecords(`${good}${good}${line}\n${good}`, 'a/b.jsonl')).toThrow(
      `a/b.jsonl:3: ${message}`,
    );
  });

  it('is read or refused in words, whatever is in it', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.constantFrom(text, text.slice(0, 50), '\n', '\0'),
    );
    fc.assert(
      fc.property(fc.array(noise), (parts) => {
        let complaint = '';
        try {
          readRecords(parts.join(''), 'file');
        } catch (error) {
          complaint = String(error);
        }
        expect(complaint).toMatch(/^$|^RangeError: file:\d+: /);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
