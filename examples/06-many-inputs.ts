/**
 * Trains a network of two inputs on a smooth hill over a square by gradient flow, and draws where it bends: on one line a
 * unit, its breakline, across which the slope jumps. Along any line through the square the network is a shallow univariate
 * one, and everything else in this library applies to it.
 *
 *     npx tsx examples/06-many-inputs.ts [--figures FOLDER]
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dataset, evaluate, loss, partition, roughness, toBdso, toPiecewiseLinear } from 'relu-splines';
import { randomStream } from 'relu-splines/init';
import {
  breaklines,
  evaluateMultivariate,
  multivariateConserved,
  multivariateDataset,
  multivariateFlow,
  multivariateLoss,
  multivariateNetwork,
  restrictToLine,
} from 'relu-splines/multivariate';
import type { MultivariateNetwork } from 'relu-splines/multivariate';
import { breaklineFigure, splineFigure } from 'relu-splines/plot';
import type { VegaLiteSpec } from 'relu-splines/plot';
import { writeSvg } from './render.js';

const SEED = 2022;
const WIDTH = 30;
const TIME = 10;
/** Points of the grid along one side. */
const SIDE = 9;

const window = { x: [-1, 1], y: [-1, 1] } as const;
const hill = (a: number, b: number): number => Math.exp(-3 * (a * a + b * b));
const side = Array.from({ length: SIDE }, (_, n) => -1 + (2 * n) / (SIDE - 1));
const points = side.flatMap((b) => side.map((a) => [a, b]));
const data = multivariateDataset(
  points,
  points.map(([a, b]) => hill(a, b)),
);

/** Weights as PyTorch draws them: uniform up to 1/√fan-in. */
function torchDefault(): MultivariateNetwork {
  const stream = randomStream(SEED);
  const drawn = (count: number, most: number): Float64Array => {
    const values = new Float64Array(count);
    stream.uniformInto(values);
    return values.map((value) => most * (2 * value - 1));
  };
  return multivariateNetwork({
    inputs: 2,
    inputWeights: drawn(2 * WIDTH, 1 / Math.sqrt(2)),
    inputBiases: drawn(WIDTH, 1 / Math.sqrt(2)),
    outputWeights: drawn(WIDTH, 1 / Math.sqrt(WIDTH)),
    outputBias: drawn(1, 1 / Math.sqrt(WIDTH))[0],
  });
}

const { values } = parseArgs({ options: { figures: { type: 'string', default: 'figures' } } });
await mkdir(values.figures, { recursive: true });
const written: string[] = [];
async function draw(name: string, figure: VegaLiteSpec): Promise<void> {
  const path = join(values.figures, `${name}.svg`);
  await writeSvg(figure, path);
  written.push(path);
}

const start = torchDefault();
const flow = multivariateFlow(start, data, { time: TIME, relativeTolerance: 1e-4 });
const conserved = multivariateConserved(start);
const drift = multivariateConserved(flow.network).reduce(
  (most, delta, i) => Math.max(most, Math.abs(delta - conserved[i])),
  0,
);
console.log(
  `${WIDTH} units, a hill on ${data.y.length} points of the square [−1, 1]², gradient flow to time ${TIME}`,
);
console.log(`status ${flow.status}, ${flow.events.length} events, drift of δ ${drift.toExponential(0)}\n`);

/** Slanted, so that the middle is the only point of the grid on it; it leaves the square at t = ±`reach`. */
const line = { point: [0, 0], direction: [0.9, 0.4] };
const reach = 1 / 0.9;
const within = { low: -reach, high: reach };
const along = Array.from({ length: 41 }, (_, n) => reach * (n / 20 - 1));
const onLine = along.map((t) => line.point.map((p, k) => p + t * line.direction[k]));
const target = dataset(
  along,
  onLine.map(([a, b]) => hill(a, b)),
);

const total = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + Math.abs(value), 0);
const rootMeanSquare = (halfSum: number, { y }: { readonly y: ArrayLike<number> }): string =>
  Math.sqrt((2 * halfSum) / y.length).toFixed(4);
const row = (cells: readonly (string | number)[]): string =>
  cells.map((cell, k) => (k === 0 ? String(cell).padEnd(44) : String(cell).padStart(12))).join('');
const columns = [
  { name: 'before', network: start },
  { name: 'after', network: flow.network },
].map(({ name, network }) => {
  const lines = breaklines(network, window);
  const restricted = restrictToLine(network, line);
  const { breakpoints, deltaSlopes } = toBdso(restricted);
  // What the restriction is at t, and what the network is at p + t·d: the same sums in another order.
  const direct = evaluateMultivariate(network, onLine);
  const apart = evaluate(restricted, along).reduce(
    (most, f, n) => Math.max(most, Math.abs(f - direct[n])),
    0,
  );
  return { name, network, lines, restricted, breakpoints, deltaSlopes, apart };
});
type Column = (typeof columns)[number];
const rows: readonly (readonly [string, (column: Column) => string | number])[] = [
  ['root mean square error', ({ network }) => rootMeanSquare(multivariateLoss(network, data), data)],
  ['breaklines in the square', ({ lines }) => lines.length],
  [
    'Σ|η|, the slope jumps across them',
    ({ lines }) => total(lines.map(({ slopeJump }) => slopeJump)).toFixed(2),
  ],
  [
    'on the line: root mean square error',
    ({ restricted }) => rootMeanSquare(loss(restricted, target), target),
  ],
  ['  breakpoints in the square', ({ breakpoints }) => breakpoints.filter((t) => Math.abs(t) < reach).length],
  [
    '  Σ|μ|, their delta-slopes',
    ({ breakpoints, deltaSlopes }) =>
      total(deltaSlopes.filter((_, k) => Math.abs(breakpoints[k]) < reach)).toFixed(2),
  ],
  ['  roughness Σμ² in the square', ({ restricted }) => roughness(restricted, within).toFixed(3)],
  ['  most of 41 points in one piece', ({ restricted }) => Math.max(...partition(restricted, target).counts)],
  ['  restriction − direct evaluation, at most', ({ apart }) => apart.toExponential(0)],
];
console.log(row(['', ...columns.map(({ name }) => name)]));
for (const [name, of] of rows) console.log(row([name, ...columns.map(of)]));

for (const { name, lines, restricted } of columns) {
  await draw(
    `breaklines-${name}`,
    breaklineFigure({
      lines,
      window,
      data,
      units: WIDTH,
      title: `Where ${WIDTH} units bend, ${name} training`,
    }),
  );
  await draw(
    `line-${name}`,
    splineFigure({
      ...toBdso(restricted),
      pieces: toPiecewiseLinear(restricted),
      data: target,
      window: within,
      xLabel: 't',
      title: `Along t ↦ t·(${line.direction.join(', ')}), ${name} training`,
    }),
  );
}
console.log(`\nFigures: ${written.join(', ')}`);
