import { goal } from '../../bench/goals.js';
import { errorOf, figure, table } from '../../bench/record.js';
import type { Cell, Ratio, SuiteRecord, Timing } from '../../bench/record.js';
import type { Results } from '../../bench/results.js';

/** A timing with that median, quartiles a fifth to either side. */
export function timing(median: number, spread = 0.2): Timing {
  return {
    kind: 'timing',
    median,
    fastest: median / 2,
    lower: median * (1 - spread),
    upper: median * (1 + spread),
    slow: median * 2,
    runs: 15,
  };
}

/** A ratio of that median, and of those fastest runs. */
export function ratio(median: number, fastest = median): Ratio {
  return { kind: 'ratio', median, fastest };
}

/** A suite of one table with a row for each entry, and one goal. */
export function suite(rows: Readonly<Record<string, Cell>>, reached = 3): SuiteRecord {
  return {
    name: 'gradient',
    title: 'Loss and gradient',
    tables: [
      table({
        id: 'sizes',
        title: 'One call',
        note: 'What is said of it.',
        head: 'N, H',
        columns: ['library'],
        rows: Object.entries(rows).map(([name, cell]) => ({ name, cells: [cell] })),
      }),
    ],
    plots: [{ id: 'growth', title: 'Growth', panels: [] }],
    exponents: [
      { what: 'library', size: 'N = H', value: 1.25, standardError: 0.05, from: 1000, to: 1_000_000 },
    ],
    goals: [goal({ aim: 'c', what: 'over C', goal: '≤ 2 ×', measured: ratio(reached), atMost: 2 })],
    peers: { C: 'cc 1.2' },
    skipped: ['NumPy: no python3 with numpy'],
  };
}

/** A run of such suites. */
export function results(suites: readonly SuiteRecord[], node = '20.20.2'): Results {
  return {
    format: 1,
    date: '2026-01-02T03:04:05.000Z',
    words: ['gradient', '--quick'],
    isQuick: true,
    machine: { processor: 'Abacus', cores: 2, memory: 16, platform: 'linux 6 x64' },
    versions: { node, v8: '11.3', library: '0.1.0' },
    commit: 'abc1234',
    isDirty: true,
    load: { start: 0.5, end: 1.5 },
    seconds: 60,
    suites,
  };
}

/** One cell of every kind. */
export const CELLS: Readonly<Record<string, Cell>> = {
  timing: timing(1500),
  ratio: ratio(2.5, 2.25),
  error: errorOf(3e-16),
  figure: figure(12.5, 'kB'),
  words: 'stalled',
  missing: null,
};
