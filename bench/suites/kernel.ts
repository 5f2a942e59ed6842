import { bdso, dataset, residuals, toNetwork } from 'relu-splines';
import type { Bdso, Dataset } from 'relu-splines';
import { kernelFlow, kernelRegression } from 'relu-splines/limits';
import { time } from '../harness.js';
import type { Effort } from '../harness.js';
import { uniform } from '../instances.js';
import { error, printTable, timing } from '../table.js';

const SIZES: readonly (readonly [count: number, width: number])[] = [
  [23, 1_000],
  [23, 100_000],
  [100, 1_000],
  [100, 10_000],
  [1_000, 10_000],
  [10_000, 100_000],
  [10_000, 21],
  [100_000, 21],
];

/** The kernel regime at finite width: time against size, and how well the data are met. */
export function kernelSuite(effort: Effort, quick: boolean): void {
  printTable(
    'Kernel regression',
    'Delta-slopes of least norm, from zero, on even x and breakpoints of either orientation. The residual is the largest of the ' +
      'solution, evaluated afresh, relative to the largest |y|.',
    ['N, H', 'method', 'time', 'rank', 'residual'],
    SIZES.filter(([count, width]) => !quick || count * width <= 1e6).map(([count, width]) => {
      const { spline, data } = design(count, width);
      const measured = time(() => kernelRegression(spline, data).norm, effort);
      const { solution, method, rank, interpolates } = kernelRegression(spline, data);
      const left = residuals(toNetwork(solution), data);
      return [
        sizes(count, width),
        method,
        timing(measured),
        rank.toLocaleString('en'),
        interpolates ? error(largest(left) / largest(data.y)) : '(fewer units than data)',
      ];
    }),
  );
  printTable(
    'Kernel flow',
    'The features are decomposed once; any time costs the last column. The residual is that of the end, as above.',
    ['N, H', 'decomposition', 'condition', 'residual', 'one time'],
    SIZES.filter(([count, width]) => Math.min(count, width) <= (quick ? 23 : 100)).map(([count, width]) => {
      const { spline, data } = design(count, width);
      const measured = time(() => kernelFlow(spline, data).rank, effort);
      const flow = kernelFlow(spline, data);
      const left = residuals(toNetwork(flow.at(Infinity).solution), data);
      return [
        sizes(count, width),
        timing(measured),
        error(flow.condition),
        flow.interpolates ? error(largest(left) / largest(data.y)) : '–',
        timing(time(() => flow.at(1e-3).norm, effort)),
      ];
    }),
  );
}

/** Even x on [−1, 1], a noisy sine, breakpoints evenly on [−1.2, 1.2], facing either way at random. */
function design(count: number, width: number): { spline: Bdso; data: Dataset } {
  const random = uniform(count + width);
  const x = Float64Array.from({ length: count }, (_, n) => -1 + (2 * n) / (count - 1));
  const y = x.map((place) => Math.sin(4 * place) + 0.3 * (2 * random() - 1));
  const breakpoints = Float64Array.from({ length: width }, (_, i) => -1.2 + (2.4 * (i + 0.5)) / width);
  const orientations = breakpoints.map(() => (random() < 0.5 ? -1 : 1));
  const spline = bdso({ breakpoints, deltaSlopes: new Float64Array(width), orientations });
  return { spline, data: dataset(x, y) };
}

function sizes(count: number, width: number): string {
  return `${count.toLocaleString('en')}, ${width.toLocaleString('en')}`;
}

function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
