import { describe, expect, it } from 'vitest';
import { readRequest } from '../../bench/arguments.js';
import { parseResults } from '../../bench/results.js';
import { goal } from '../../bench/goals.js';
import { figure, ratioOf, table } from '../../bench/record.js';
import { CELLS, results, suite, timing } from './synthetic.js';

describe('parseResults', () => {
  const good = results([suite(CELLS)]);

  it('reads back what was written', () => {
    expect(parseResults(JSON.stringify(good), 'a.json')).toEqual(good);
  });

  it.each([
    ['{', 'must be JSON'],
    ['[]', 'must be an object'],
    ['{}', 'format must be 1, got undefined'],
    [JSON.stringify({ ...good, machine: 'fast' }), 'machine must be an object'],
    [JSON.stringify({ ...good, words: [1] }), 'words must be an array of strings'],
    [JSON.stringify({ ...good, commit: null }), 'commit must be a string'],
    [JSON.stringify({ ...good, suites: {} }), 'suites must be an array'],
    [JSON.stringify({ ...good, suites: [null] }), 'suites[0]: name and title must be strings'],
    [
      JSON.stringify(results([suite({ broken: figure(NaN) })])),
      'suites[0]: tables must be an array of tables with cells for all columns',
    ],
    [
      JSON.stringify({ ...good, suites: [{ ...suite({}), goals: [{}] }] }),
      'suites[0]: goals must be an array of goals',
    ],
  ])('refuses %s', (text, what) => {
    expect(() => parseResults(text, 'a.json')).toThrow(
      new TypeError(`a.json: ${what}; \`npm run bench -- --json FILE\` writes such files`),
    );
  });
});

describe('readRequest', () => {
  const known = ['gradient', 'flow'];

  it('takes suites in the order of the report, all where none is named', () => {
    expect(readRequest([], known)).toEqual({ names: known, isQuick: false });
    expect(readRequest(['flow', '--quick', 'gradient', '--json', 'a', '--peers', 'b'], known)).toEqual({
      names: known,
      isQuick: true,
      json: 'a',
      peers: 'b',
    });
    expect(readRequest(['flow'], known).names).toEqual(['flow']);
  });

  it('refuses unknown words with the list', () => {
    expect(() => readRequest(['flw'], known)).toThrow('no suite flw; there are gradient, flow');
    expect(() => readRequest(['--fast'], known)).toThrow("Unknown option '--fast'");
    expect(() => readRequest(['--json'], known)).toThrow("Option '--json <value>' argument missing");
  });
});

describe('goal', () => {
  const measured = timing(100);

  it('holds medians against bounds, which are included', () => {
    const of = (bounds: { atMost?: number; atLeast?: number }): boolean | null =>
      goal({ aim: 'hessian', what: 'time', goal: '', measured, ...bounds }).isMet;
    expect([of({ atMost: 100 }), of({ atMost: 99 }), of({ atLeast: 100 }), of({ atLeast: 101 })]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(goal({ aim: 'hessian', what: 'time', goal: '', measured: null, atMost: 1 }).isMet).toBeNull();
    expect(() => of({})).toThrow('goal: time must have a bound, got none');
  });
});

describe('table', () => {
  it('refuses rows of one name and rows of another length', () => {
    const of = (names: readonly string[], cells: number): unknown =>
      table({
        id: 'sizes',
        title: '',
        note: '',
        head: 'N',
        columns: ['time'],
        rows: names.map((name) => ({ name, cells: Array.from({ length: cells }, () => null) })),
      });
    expect(() => of(['1', '1'], 1)).toThrow('table: rows of sizes must differ in name, got 1 twice');
    expect(() => of(['1'], 2)).toThrow('table: row 1 of sizes must have 1 cells, got 2');
  });
});

describe('ratioOf', () => {
  it('is null where one of them is missing', () => {
    expect(ratioOf(timing(6), timing(2))).toEqual({ kind: 'ratio', median: 3, fastest: 3 });
    expect([ratioOf(undefined, timing(1)), ratioOf(timing(1), null)]).toEqual([null, null]);
  });
});
