import { evaluate } from 'relu-splines';
import {
  deepHeNormal,
  deepLossAndGradientInto,
  deepNetwork,
  deepWorkspace,
  evaluateDeep,
  flattenDeep,
  inducedBreakpoints,
  toPiecewiseLinear,
} from 'relu-splines/deep';
import type { DeepNetwork } from 'relu-splines/deep';
import { randomStream } from 'relu-splines/init';
import { contestant, race, time } from '../harness.js';
import type { Effort } from '../harness.js';
import { instance } from '../instances.js';
import { digits, error, printTable, ratio, timing } from '../table.js';

const LOW = -3;
const HIGH = 3;

const SHAPES: readonly number[][] = [
  [40],
  [20, 20],
  [10, 10, 10, 10],
  [8, 8, 8, 8, 8],
  [100, 100],
  [100, 100, 100, 100],
  [300],
  [300, 300],
];

/** Exact pieces beside dense sampling, how they grow, and backpropagation. */
export function deepSuite(effort: Effort, quick: boolean): void {
  const shapes = SHAPES.filter((widths) => !quick || Math.max(...widths) <= 100);
  sampling(shapes.slice(0, quick ? 4 : 6), effort);
  growth(shapes, effort, quick);
  backpropagation(shapes.slice(0, 6), effort);
}

function random(widths: readonly number[]): DeepNetwork {
  return deepHeNormal({ widths, sigmaB: 1 }, randomStream(1));
}

/** Folds [0, 1] onto itself so often: 2^times pieces, from two units a layer. */
function sawtooth(times: number): DeepNetwork {
  const weights = [
    [2, -4],
    [2, -4],
  ];
  return deepNetwork([
    { weights: [[1], [1]], biases: [0, -0.5] },
    ...Array.from({ length: times - 1 }, () => ({ weights, biases: [0, -0.5] })),
    { weights: [[2, -4]] },
  ]);
}

function sampling(shapes: readonly number[][], effort: Effort): void {
  const rows = shapes.map((widths) => {
    const network = random(widths);
    const window = { low: LOW, high: HIGH };
    const pieces = toPiecewiseLinear(network, { window });
    const grids = [1e3, 1e5].map((points) =>
      Float64Array.from({ length: points }, (_, n) => LOW + ((HIGH - LOW) * n) / (points - 1)),
    );
    const times = race(
      {
        exact: contestant(() => toPiecewiseLinear(network, { window }).slopes[0]),
        coarse: contestant(() => evaluateDeep(network, grids[0])[0]),
        fine: contestant(() => evaluateDeep(network, grids[1])[0]),
      },
      effort,
    );
    const values = evaluateDeep(network, grids[1]);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const off = evaluate(pieces, grids[1]).reduce(
      (most, value, n) => Math.max(most, Math.abs(value - values[n])),
      0,
    );
    return [
      widths.join('–'),
      String(pieces.knots.length),
      timing(times.exact),
      ratio(times.coarse, times.exact),
      ratio(times.fine, times.exact),
      grids.map(({ length }) => String(toldApart(pieces.knots, length))).join(' / '),
      error(off / largest),
    ];
  });
  printTable(
    'Deep networks: exact pieces beside dense sampling of the forward pass',
    'He’s initialization, σ_b = 1, window [−3, 3]. Sampling at 1,000 and 100,000 points as multiples of the exact ' +
      'extraction, without looking for kinks in the samples; "told apart" are knots with no other in their cell of the grid, the most that ' +
      'such a look could find. Difference of the pieces from the forward pass at 100,000 points, relative to the largest value.',
    ['widths', 'knots', 'exact', '10³ points ×', '10⁵ points ×', 'told apart', 'difference'],
    rows,
  );
}

/** Knots that are alone in their cell of a grid. */
function toldApart(knots: ArrayLike<number>, points: number): number {
  const counts = new Map<number, number>();
  for (let p = 0; p < knots.length; p++) {
    const cell = Math.floor(((knots[p] - LOW) / (HIGH - LOW)) * (points - 1));
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  return [...counts.values()].filter((count) => count === 1).length;
}

function growth(shapes: readonly number[][], effort: Effort, quick: boolean): void {
  const instances: [name: string, network: DeepNetwork][] = [
    ...shapes.map((widths): [string, DeepNetwork] => [widths.join('–'), random(widths)]),
    ...[4, 8, 12, ...(quick ? [] : [16])].map((times): [string, DeepNetwork] => [
      `2 × ${times}, sawtooth`,
      sawtooth(times),
    ]),
  ];
  const rows = instances.map(([name, network]) => {
    const found = inducedBreakpoints(network);
    const units = found.widths.reduce((sum, width) => sum + width, 0);
    const weights = flattenDeep(network).length;
    const knots = new Set(found.breakpoints).size;
    const exact = time(() => toPiecewiseLinear(network).slopes[0], effort);
    const induced = time(() => inducedBreakpoints(network).jumps[0], effort);
    return [
      name,
      String(units),
      String(knots),
      timing(exact),
      timing(induced),
      digits((1e3 * exact.median) / (units * knots)),
      digits((1e3 * exact.median) / (weights * knots)),
    ];
  });
  printTable(
    'Deep networks: growth of the exact extraction',
    'All of ℝ. Nanoseconds by the number of units and by that of weights and biases, each times that of knots (all induced breakpoints).',
    [
      'widths',
      'units',
      'knots',
      'pieces',
      'breakpoints and jumps',
      'ns / (unit × knot)',
      'ns / (weight × knot)',
    ],
    rows,
  );
}

function backpropagation(shapes: readonly number[][], effort: Effort): void {
  const counts = [20, 401] as const;
  const rows = shapes.map((widths) => {
    const network = random(widths);
    const out = new Float64Array(flattenDeep(network).length);
    return [
      widths.join('–'),
      ...counts.flatMap((count) => {
        const work = deepWorkspace(network, instance(count, 1, 1).data);
        const timed = time(() => deepLossAndGradientInto(out, network, work), effort);
        return [timing(timed), digits((1e3 * timed.median) / (out.length * count))];
      }),
    ];
  });
  printTable(
    'Deep networks: loss and gradient by backpropagation',
    'On 20 and on 401 data; nanoseconds by the number of weights and biases times that of data.',
    ['widths', ...counts.flatMap((count) => [`N = ${count}`, 'ns / (weight × datum)'])],
    rows,
  );
}
