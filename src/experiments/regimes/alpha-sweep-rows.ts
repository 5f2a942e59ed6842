import { compareRows } from '../rows.js';
import type { Row, RowEntry } from '../rows.js';
import { groupByPoint, runsAt, summaryOf, valuesOf } from '../runs.js';
import { TABLE_2 } from './alpha-sweep-print.js';
import type {
  AlphaSweepConfig,
  AlphaSweepMetrics,
  AlphaSweepPoint,
  AlphaSweepRun,
} from './alpha-sweep-runs.js';
import { METHOD_WORDS } from './white-noise.js';
import type { NoiseInit } from './white-noise.js';
import { inDigits } from '../words.js';

/** The four distances of the table, in its order. */
const DISTANCES = {
  linearMean: 'MAE to the linear spline',
  linearRoot: 'RMSE to the linear spline',
  cubicMean: 'MAE to the cubic spline',
  cubicRoot: 'RMSE to the cubic spline',
} as const;

/** What inits are called in tables: print's He is PyTorch's default (erratum 41). */
export const INIT_WORDS = { uniform: 'uniform', he: 'He (PyTorch’s default)' } as const;

/** The table of print, and what stands beside it. */
export function rowsOf(config: AlphaSweepConfig, runs: readonly AlphaSweepRun[]): Row[] {
  return compareRows(groupByPoint(runs).flatMap((group) => entriesOf(config, group.point, group.runs)));
}

function entriesOf(
  { width }: AlphaSweepConfig,
  point: AlphaSweepPoint,
  runs: readonly AlphaSweepRun[],
): RowEntry[] {
  const { init, alpha, method } = point;
  const units = `H ${method === 'limit' ? '→ ∞' : `= ${width}`}`;
  const how = method === 'adam' || method === 'flow' ? METHOD_WORDS[method] : units;
  const condition = `${INIT_WORDS[init]}, α ${alpha === '∞' ? '→' : '='} ${alpha}, ${how}`;
  const print = method === 'adam' && alpha !== '∞' ? TABLE_2[init].get(alpha) : undefined;
  const entry = (quantity: string, measure: keyof AlphaSweepMetrics): RowEntry => ({
    condition,
    quantity,
    values: valuesOf(runs, (metrics) => metrics[measure] ?? NaN),
  });
  const entries = (Object.keys(DISTANCES) as (keyof typeof DISTANCES)[]).map((measure): RowEntry => {
    const plain = entry(DISTANCES[measure], measure);
    return print === undefined
      ? plain
      : { ...plain, printed: print[measure], ordering: `${init}: ${measure}` };
  });
  if (alpha !== '∞') entries.push(entry('Σ ε²', 'squaredError'));
  if (method === 'flow') entries.push(entry('part of the runs that fit all data', 'fits'));
  return entries;
}

/** The factors of an init, increasing. */
export function alphasOf({ uniformAlphas, heAlphas }: AlphaSweepConfig, init: NoiseInit): number[] {
  return [...(init === 'uniform' ? uniformAlphas : heAlphas)].sort((a, b) => a - b);
}

/** The mean of a measure over the runs at a point; NaN where there are none. */
export function meanAt(
  runs: readonly AlphaSweepRun[],
  point: Partial<AlphaSweepPoint>,
  measure: keyof AlphaSweepMetrics,
): number {
  return summaryOf(runsAt(runs, point), (metrics) => metrics[measure] ?? NaN).mean;
}

/** Σ ε² that counts as “near 0”. */
export const NEAR_ZERO = 0.01;

/** Does the mean fit pass through the data, half as far from the linear spline as from the cubic one, or less? */
export function hasLinearRegime(runs: readonly AlphaSweepRun[], point: Partial<AlphaSweepPoint>): boolean {
  const linear = meanAt(runs, point, 'linearMean');
  return meanAt(runs, point, 'squaredError') < NEAR_ZERO && linear < meanAt(runs, point, 'cubicMean') / 2;
}

/** Figures in a sentence. */
export function shortly(values: readonly number[]): string {
  return values.map((value) => inDigits(value)).join(', ');
}
