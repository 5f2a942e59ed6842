import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { benchDocument, plotFile } from '../../bench/document.js';
import { AIMS } from '../../bench/goals.js';
import type { Aim } from '../../bench/goals.js';
import { readNotes } from '../../bench/notes.js';
import { parseResults } from '../../bench/results.js';
import { CELLS, results, suite } from './synthetic.js';

const file = (path: string): URL => new URL(`../../bench/${path}`, import.meta.url);

describe('benchDocument', () => {
  const text = benchDocument(results([suite(CELLS)]), { introduction: 'How to run.\n', gradient: 'Why.\n' });

  it('says what the run was on', () => {
    for (const line of [
      '- `npm run bench -- gradient --quick`, 2026-01-02, 1 min',
      '- commit abc1234, with changes that it does not have, relu-splines 0.1.0',
      '- Abacus, 2 cores, 16 GiB, linux 6 x64',
      '- load of the machine over a minute: 0.5 at the start, 1.5 at the end',
      '- peers: C cc 1.2',
      '- skipped: NumPy: no python3 with numpy',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });

  it('has a row for every aim, and says which were missed and which nobody looked at', () => {
    for (const aim of Object.values(AIMS)) expect(text).toContain(`| ${aim} |`);
    expect(text).toContain(
      '| against the same algorithm in C | over C | ≤ 2 × | 3.00 (3.00) | **missed** | [gradient](#gradient) |',
    );
    expect(text).toContain('| Hessian | – | – | – | no suite of this run | – |');
  });

  it('shows every kind of cell in its way', () => {
    const table = text.slice(text.indexOf('### One call'), text.indexOf('### Growth'));
    expect(table).toBe(
      [
        '### One call',
        '',
        'What is said of it.',
        '',
        '| N, H    |                    library |',
        '| ------- | -------------------------: |',
        '| timing  | 1.50 ms (750 µs – 3.00 ms) |',
        '| ratio   |                2.50 (2.25) |',
        '| error   |                      3e-16 |',
        '| figure  |                    12.5 kB |',
        '| words   |                    stalled |',
        '| missing |                          – |',
        '',
        '',
      ].join('\n'),
    );
  });

  it('puts exponents, plots and prose after the tables', () => {
    expect(text.slice(text.indexOf('### Growth'))).toBe(
      [
        '### Growth',
        '',
        '| time of | grows with | to the power of |  from |        to |',
        '| ------- | ---------: | --------------: | ----: | --------: |',
        '| library |      N = H |     1.25 ± 0.05 | 1,000 | 1,000,000 |',
        '',
        '![Growth](plots/gradient-growth.svg)',
        '',
        'Why.',
        '',
      ].join('\n'),
    );
  });
});

describe('bench/README.md', () => {
  const committed = parseResults(readFileSync(file('results.json'), 'utf8'), 'results.json');

  it('is what bench:readme makes of results.json and the notes', () => {
    expect(readFileSync(file('README.md'), 'utf8')).toBe(benchDocument(committed, readNotes()));
  });

  it('has prose only for what ran, and a goal for every aim', () => {
    const names = committed.suites.map(({ name }) => name);
    expect(Object.keys(readNotes()).filter((name) => !names.includes(name))).toEqual(['introduction']);
    const aims = committed.suites.flatMap(({ goals }) => goals.map(({ aim }) => aim));
    expect(Object.keys(AIMS).filter((aim) => !aims.includes(aim as Aim))).toEqual([]);
  });

  it('has the plots that it shows', () => {
    for (const { name, plots } of committed.suites) {
      for (const { id } of plots) expect(existsSync(file(plotFile(name, id))), plotFile(name, id)).toBe(true);
    }
  });
});
