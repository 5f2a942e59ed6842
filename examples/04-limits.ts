/**
 * What training converges to, and what a network should be compared with, on the motorcycle data.
 *
 * First, one network of the papers' uniform design is trained by gradient flow from three scales α, to the end, on means
 * of the data. It is held against the linear spline, the natural cubic spline, the solution of least norm for
 * breakpoints that never move, and the limit of that for infinitely many units. Then all data are fitted with a few
 * straight pieces: in four ways, and by descent.
 *
 *     npx tsx examples/04-limits.ts [--figures FOLDER]
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  bdso,
  dataset,
  evaluate,
  foldStandardisation,
  loss,
  rescale,
  standardise,
  toNetwork,
  toPiecewiseLinear,
} from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { descend } from 'relu-splines/descent';
import { freeKnotFit } from 'relu-splines/fit';
import { gradientFlow } from 'relu-splines/flow';
import { randomStream, torchDefault } from 'relu-splines/init';
import { column } from 'relu-splines/io';
import { readCsvFile } from 'relu-splines/io/node';
import { kernelRegression, regimeMeasures, widthLimitInterpolant } from 'relu-splines/limits';
import { comparisonFigure } from 'relu-splines/plot';
import type { ComparisonCurve } from 'relu-splines/plot';
import { continuousRefit, greedyMerge, optimalSegments } from 'relu-splines/segments';
import type { Segmentation } from 'relu-splines/segments';
import { compareFunctions, evaluatePiecewise, linearSpline, naturalCubicSpline } from 'relu-splines/splines';
import { writeSvg } from './render.js';

type RealFunction = (x: number) => number;

const { values } = parseArgs({ options: { figures: { type: 'string', default: 'figures' } } });
await mkdir(values.figures, { recursive: true });

// The acceleration of a head in g against the time since the impact in ms; standardised, as one trains.
const scale = { xMean: 25.179, xScale: 13.083, yMean: -25.546, yScale: 48.14 };
const standard = (x: number): number => (x - scale.xMean) / scale.xScale;
const axes = { xLabel: 'time', xUnit: 'ms', yLabel: 'acceleration', yUnit: 'g' };
const table = await readCsvFile(fileURLToPath(new URL('./data/mcycle.csv', import.meta.url)));
const measured = dataset(column(table, 'times'), column(table, 'accel'));

await whatTrainingConvergesTo();
await fewPieces();

async function whatTrainingConvergesTo(): Promise<void> {
  // One mean for every 5 ms: distinct x, as it takes for a function through all points.
  const means = windowMeans(measured, 5);
  const data = standardise(means, scale);

  // |w| = 1 and v = 0, at each place of a midpoint grid one unit that faces right and one that faces left.
  const [width, from, to] = [160, 0, 60];
  const breakpoints = Array.from({ length: width }, (_, i) =>
    standard(from + ((to - from) * (2 * Math.floor(i / 2) + 1)) / width),
  );
  const orientations = breakpoints.map((_, i) => (i % 2 === 0 ? 1 : -1));
  const deltaSlopes = breakpoints.map(() => 0);
  const start = toNetwork(bdso({ breakpoints, deltaSlopes, orientations }), { scale: 1 });

  const linear = linearSpline(means);
  const natural = naturalCubicSpline(means);
  const functions = new Map<string, RealFunction>([
    ['natural cubic spline', (x) => evaluatePiecewise(natural, x)],
    ['width limit', widthLimit(data, from, to)],
    ['linear spline', (x) => evaluate(linear, x)],
    ['least norm', inUnits(kernelRegression(start, data).solution)],
  ]);
  const grid = placesAlong(means);
  const distances = (one: RealFunction): string[] =>
    Array.from(functions.values(), (other) => {
      const { meanAbsolute, rootMeanSquare } = compareFunctions(one, other, { points: grid });
      return rootMeanSquare === 0 ? '–' : `${short(meanAbsolute)} / ${short(rootMeanSquare)}`;
    });

  const networks: ComparisonCurve[] = [];
  const apart = [['', 'ends', 'loss', ...functions.keys()]];
  const moves = [['', 'breakpoints', 'the furthest', 'delta-slopes', 'units that crossed', 'events']];
  for (const alpha of [0.3, 3, 100]) {
    const trained = gradientFlow(rescale(start, alpha), data, { loss: 1e-10 });
    const panel = `α = ${alpha}`;
    const f = inUnits(trained.network);
    networks.push({ name: 'trained network', points: pointsOf(f, grid), panel, emphasis: true });
    apart.push([panel, trained.status, trained.loss.toExponential(0), ...distances(f)]);
    const moved = regimeMeasures(start, trained.network, data);
    moves.push([
      panel,
      percent(moved.breakpointMove),
      percent(moved.largestBreakpointMove),
      percent(moved.deltaSlopeMove),
      percent(moved.crossedUnits),
      String(trained.events.length),
    ]);
  }
  for (const [name, f] of functions) apart.push([name, '', '', ...distances(f)]);

  // A straight line costs norm, and the less the longer the interval of the breakpoints is.
  const lengths = [['interval', 'to the natural spline', '× length', 'with a free line']];
  for (const length of [60, 120, 240, 480, 960]) {
    const distance = (linearPart: 'penalised' | 'free'): number => {
      const limit = widthLimit(data, 30 - length / 2, 30 + length / 2, linearPart);
      return compareFunctions(limit, (x) => evaluatePiecewise(natural, x), { points: grid }).rootMeanSquare;
    };
    const penalised = distance('penalised');
    lengths.push([
      `${length} ms`,
      penalised.toExponential(2),
      (length * penalised).toExponential(2),
      distance('free').toExponential(0),
    ]);
  }

  const references = Array.from(functions, ([name, f]) => ({ name, points: pointsOf(f, grid) }));
  const path = join(values.figures, 'limits.svg');
  const figure = comparisonFigure({
    ...axes,
    title: `What ${width} trained units converge to`,
    data: means,
    // The solution of least norm is left out: the width limit hides it.
    curves: [...networks, ...references.filter(({ name }) => name !== 'least norm')],
  });
  await writeSvg(figure, path);
  console.log(`WHAT TRAINING CONVERGES TO
${width} units with breakpoints on ${from} to ${to} ms, trained by gradient flow from (αw, αb, 0) on ${means.x.length} means of 5 ms

Distance in g over the data's range: mean absolute / root mean square
${layout(apart)}
least norm: the least Σ v² with the breakpoints held; width limit: the same for infinitely many units

How far training moved what it started from: breakpoints in parts of the data's range, delta-slopes,
which start at zero, in parts of their size
${layout(moves)}

The width limit, if breakpoints are on a longer interval about 30 ms: root mean square distance in g
${layout(lengths)}

Figure: ${path}
`);
}

async function fewPieces(): Promise<void> {
  // As many pieces as Bayes's information criterion wants of lines that need not meet.
  const path = optimalSegments(measured, { pieces: 8, minimumLength: 2, ties: 'together' });
  const best = path.flatMap((fit) => fit ?? []).reduce((least, fit) => (fit.bic < least.bic ? fit : least));
  const { pieces } = best;
  const greedy = greedyMerge(measured, { pieces, exactly: true, ties: 'together' });
  const refit = continuousRefit(measured, best.cuts);
  const free = freeKnotFit(measured, { width: pieces });

  // Networks of as many units, from nine starts.
  const data = standardise(measured, scale);
  const adam = Array.from({ length: 9 }, (_, seed) => {
    const begin = torchDefault({ width: pieces }, randomStream(seed));
    const end = descend(begin, data, { method: 'adam', learningRate: 0.01, steps: 20_000 });
    return foldStandardisation(end.network, scale);
  }).sort((one, other) => loss(one, measured) - loss(other, measured));

  const row = (name: string, count: number, rss: number): string[] => [
    name,
    String(count),
    rss.toFixed(0),
    percent(rss / (path[0]?.rss ?? NaN)),
  ];
  const ofNetwork = (name: string, network: ShallowNetwork): string[] =>
    row(name, piecesAmong(network, measured), 2 * loss(network, measured));
  const rows = [
    ['', 'pieces', 'rss (g²)', 'of one line'],
    row('the best lines, which need not meet', pieces, best.rss),
    row('greedy merging', pieces, greedy.rss),
    row('joined where the best lines part', pieces, refit.rss),
    ofNetwork(`free knots, ${pieces} units`, free.network),
    ofNetwork(`Adam, ${pieces} units, best of ${adam.length} starts`, adam[0]),
    ofNetwork('  the median', adam[4]),
    ofNetwork('  the worst', adam[8]),
  ];

  const grid = placesAlong(measured);
  const apart = 'Lines that need not meet';
  const joined = 'Lines that meet';
  const figurePath = join(values.figures, 'few-pieces.svg');
  const figure = comparisonFigure({
    ...axes,
    title: 'A few straight pieces',
    data: measured,
    curves: [
      ...strokesOf(best, grid).map((points) => ({
        name: 'best lines',
        points,
        panel: apart,
        emphasis: true,
      })),
      ...strokesOf(greedy, grid).map((points) => ({ name: 'greedy merging', points, panel: apart })),
      {
        name: 'free knots',
        points: pointsOf((x) => evaluate(free.network, x), grid),
        panel: joined,
        emphasis: true,
      },
      { name: 'best lines, joined', points: pointsOf((x) => evaluate(refit.spline, x), grid), panel: joined },
      { name: 'Adam, best', points: pointsOf((x) => evaluate(adam[0], x), grid), panel: joined },
      { name: 'Adam, median', points: pointsOf((x) => evaluate(adam[4], x), grid), panel: joined },
    ],
  });
  await writeSvg(figure, figurePath);
  console.log(`WHAT A FEW PIECES COULD DO
all ${measured.x.length} data; ${pieces} pieces, or units, by the information criterion of lines that need not meet

${layout(rows)}
${pieces} units can have ${pieces} knots and so ${pieces + 1} pieces, which meet

Figure: ${figurePath}`);
}

/** The mean of x and of y over each stretch of x that is so long. */
function windowMeans({ x, y }: Dataset, length: number): Dataset {
  const sums = new Map<number, readonly [count: number, x: number, y: number]>();
  x.forEach((place, n) => {
    const [count, sumX, sumY] = sums.get(Math.floor(place / length)) ?? [0, 0, 0];
    sums.set(Math.floor(place / length), [count + 1, sumX + place, sumY + y[n]]);
  });
  const windows = Array.from(sums.values());
  return dataset(
    windows.map(([count, sumX]) => sumX / count),
    windows.map(([count, , sumY]) => sumY / count),
  );
}

/** A network that was trained on standardised data, as a function of ms in g. */
function inUnits(network: ShallowNetwork): RealFunction {
  const folded = foldStandardisation(network, scale);
  return (x) => evaluate(folded, x);
}

/** The width limit for breakpoints that are uniform from one time to another, as a function of ms in g. */
function widthLimit(
  data: Dataset,
  from: number,
  to: number,
  linearPart: 'penalised' | 'free' = 'penalised',
): RealFunction {
  const density = { kind: 'uniform', low: standard(from), high: standard(to) } as const;
  const limit = widthLimitInterpolant(data, density, { linearPart });
  return (x) => scale.yMean + scale.yScale * limit.evaluate(standard(x));
}

/** How many pieces of the network have data in their range. */
function piecesAmong(network: ShallowNetwork, { x }: Dataset): number {
  const { knots } = toPiecewiseLinear(network);
  return knots.filter((knot) => x[0] < knot && knot < x[x.length - 1]).length + 1;
}

/** 401 places from the first to the last datum. */
function placesAlong({ x }: Dataset): number[] {
  const [low, high] = [x[0], x[x.length - 1]];
  return Array.from({ length: 401 }, (_, k) => (low * (400 - k) + high * k) / 400);
}

function pointsOf(f: RealFunction, grid: readonly number[]): ComparisonCurve['points'] {
  return grid.map((x) => ({ x, y: f(x) }));
}

/** One stroke for each line, from cut to cut. */
function strokesOf(fit: Segmentation, grid: readonly number[]): ComparisonCurve['points'][] {
  const ends = [grid[0], ...fit.cuts, grid[grid.length - 1]];
  return Array.from(fit.slopes, (slope, p) =>
    [ends[p], ends[p + 1]].map((x) => ({ x, y: fit.intercepts[p] + slope * x })),
  );
}

function short(value: number): string {
  return value < 0.001 ? value.toExponential(1) : value.toPrecision(3);
}

function percent(part: number): string {
  return `${Number((100 * part).toPrecision(2))} %`;
}

/** Columns as wide as what is in them: the first to the left, numbers to the right. */
function layout(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, k) => Math.max(...rows.map((cells) => cells[k].length)) + 2);
  return rows
    .map((cells) =>
      cells.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]) : cell.padStart(widths[k]))).join(''),
    )
    .map((line) => `  ${line}`)
    .join('\n');
}
