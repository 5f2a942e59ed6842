import { readFileSync } from 'node:fs';
import { dataset } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { descend } from 'relu-splines/descent';
import { freeKnotFit } from 'relu-splines/fit';
import type { Effort as Search } from 'relu-splines/fit';
import { randomStream, torchDefault } from 'relu-splines/init';
import { optimalSegments } from 'relu-splines/segments';
import { consume, time } from '../harness.js';
import type { Effort } from '../harness.js';
import { uniform } from '../instances.js';
import { digits, duration, printTable } from '../table.js';

/** Full-batch Adam, the best of so many rates and seeds. The papers' runs took 50,000 epochs. */
const EPOCHS = { quick: 500, full: 5_000 };
const RATES = [1e-2, 3e-3, 1e-3];
const SEEDS = [1, 2];

/** Free knots against optimal segments and Adam, and growth with the data. */
export function fitSuite(effort: Effort, quick: boolean): void {
  const epochs = quick ? EPOCHS.quick : EPOCHS.full;
  const widths = quick ? [5, 20] : [5, 10, 20, 50, 100];
  const rows = Object.entries(targets()).flatMap(([name, data]) => {
    const distinct = data.groupStarts.length - 1;
    const fitting = widths.filter((width) => width < distinct - 1);
    const bounds = optimalSegments(data, { pieces: Math.max(...fitting), ties: 'together' });
    return fitting.map((width) => [
      `${name}, ${width}`,
      ...residuals(data, width, 'fast'),
      ...residuals(data, width, 'thorough'),
      sum(bounds[width - 1]?.rss ?? NaN),
      sum(bestAdam(data, width, epochs)),
      searchTime(data, width, 'fast', effort),
      searchTime(data, width, 'thorough'),
    ]);
  });
  printTable(
    'Free knots: residual sums of squares by width',
    'H − 1 knots and any line, H knots and the slope condition, both by the fast and by the thorough search; the best lines ' +
      `that need not meet, with as many pieces as the first; Adam, the best of ${RATES.length * SEEDS.length} runs of ` +
      `${epochs} epochs (rates ${RATES.join(', ')}; ${SEEDS.length} seeds each).`,
    [
      'data, H',
      'free',
      'constrained',
      'free, thorough',
      'constr., thorough',
      'bound',
      'Adam',
      'fast',
      'thorough',
    ],
    rows,
  );
  growth(effort, quick);
}

function targets(): Readonly<Record<string, Dataset>> {
  const grid = Array.from({ length: 401 }, (_, n) => -2 + n / 100);
  const on = (target: (x: number) => number): Dataset => dataset(grid, grid.map(target));
  const text = readFileSync(new URL('../../examples/data/mcycle.csv', import.meta.url), 'utf8');
  const table = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
  return {
    quadratic: on((x) => (x * x) / 2),
    'sin πx': on((x) => Math.sin(Math.PI * x)),
    sawtooth: on((x) => 1 - 4 * Math.abs(x - Math.floor(x) - 0.5)),
    'noisy sine': noisySine(1_000),
    mcycle: dataset(
      table.map(([x]) => x),
      table.map(([, y]) => y),
    ),
  };
}

function noisySine(count: number): Dataset {
  const random = uniform(count);
  const x = Array.from({ length: count }, () => -2 + 4 * random());
  return dataset(
    x,
    x.map((place) => Math.sin(Math.PI * place) + 0.6 * (random() - 0.5)),
  );
}

function residuals(data: Dataset, width: number, effort: Search): string[] {
  const { families } = freeKnotFit(data, { width, effort });
  return ['free', 'constrained'].map((name) => {
    const fit = families.find(({ family }) => family === name);
    return fit === undefined ? '–' : sum(2 * fit.loss);
  });
}

function bestAdam(data: Dataset, width: number, epochs: number): number {
  const losses = RATES.flatMap((learningRate) =>
    SEEDS.map((seed) => {
      const network = torchDefault({ width }, randomStream(seed));
      return descend(network, data, { method: 'adam', learningRate, steps: epochs }).loss;
    }),
  );
  return 2 * Math.min(...losses);
}

/** The median of the harness's runs, or without an effort one run. */
function searchTime(data: Dataset, width: number, search: Search, effort?: Effort): string {
  const run = (): number => freeKnotFit(data, { width, effort: search }).loss;
  if (effort !== undefined) return duration(time(run, effort).median);
  const start = performance.now();
  consume(run());
  return duration((performance.now() - start) * 1e3);
}

function growth(effort: Effort, quick: boolean): void {
  const rows = [1_000, 10_000, 100_000]
    .filter((count) => !quick || count <= 10_000)
    .flatMap((count) => {
      const data = noisySine(count);
      return [5, 20, 100, 200].map((width) => {
        const { median, fastest } = time(() => freeKnotFit(data, { width }).loss, effort);
        return [`${count}, ${width}`, duration(median), duration(fastest), digits(median / count)];
      });
    });
  printTable(
    'Free knots: time of the fast search',
    'A noisy sine; both families.',
    ['N, H', 'median', 'fastest', 'µs / datum'],
    rows,
  );
}

/** A residual sum of squares. */
function sum(value: number): string {
  return value < 1e-20 ? '0' : value.toPrecision(5);
}
