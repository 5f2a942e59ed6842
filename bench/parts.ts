import { fitExponent } from './exponent.js';
import type { Contestant } from './harness.js';
import { costPanel } from './plots.js';
import type { CostSeries } from './plots.js';
import type { SuiteRecord } from './record.js';

/** What one part of a suite found. */
export type Part = Partial<Pick<SuiteRecord, 'tables' | 'plots' | 'exponents' | 'goals'>>;

/** Parts one after the other. */
export function joined(
  parts: readonly Part[],
): Pick<SuiteRecord, 'tables' | 'plots' | 'exponents' | 'goals'> {
  return {
    tables: parts.flatMap(({ tables = [] }) => tables),
    plots: parts.flatMap(({ plots = [] }) => plots),
    exponents: parts.flatMap(({ exponents = [] }) => exponents),
    goals: parts.flatMap(({ goals = [] }) => goals),
  };
}

/** Series of costs against one size. */
export interface GrowthPanel {
  readonly size: string;
  readonly title?: string;
  readonly series: readonly CostSeries[];
}

/** A plot of costs against sizes, and the exponent of each of its series of two or more. */
export function growthPart(
  id: string,
  title: string,
  panels: readonly GrowthPanel[],
  notes: readonly string[] = ['The bands hold the middle half of the runs.'],
): Part {
  return {
    plots: [
      {
        id,
        title,
        notes,
        panels: panels.map(({ size, series, title }) => costPanel(size, series, title)),
      },
    ],
    exponents: panels.flatMap(({ size, series, title }) =>
      series
        .filter(({ costs }) => costs.length > 1)
        .map(({ name, costs }) => fitExponent(title === undefined ? name : `${name}, ${title}`, size, costs)),
    ),
  };
}

/** One long call after the other as a contestant: so many as there must be, and more while there is time. */
export function longCalls(call: () => number): Contestant {
  return {
    run(seconds, leastRuns) {
      const times: number[] = [];
      const begin = performance.now();
      while (times.length < leastRuns || performance.now() - begin < seconds * 1e3) times.push(call());
      return times;
    },
  };
}

/** The largest size of any of some numbers. */
export function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let k = 0; k < values.length; k++) most = Math.max(most, Math.abs(values[k]));
  return most;
}

/** How far the numbers of one list are from those of another at most. */
export function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  for (let k = 0; k < a.length; k++) most = Math.max(most, Math.abs(a[k] - b[k]));
  return most;
}

/** How far numbers are from others at most, relative to the largest of these. */
export function apart(values: ArrayLike<number>, expected: ArrayLike<number>): number {
  return farthest(values, expected) / largest(expected);
}

/** Numbers of a size, with commas: the name of a row. */
export function counts(...values: readonly number[]): string {
  return values.map((value) => value.toLocaleString('en')).join(', ');
}
