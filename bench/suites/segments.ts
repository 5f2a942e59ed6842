import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dataset } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { greedyMerge, optimalSegments, segmentSums } from 'relu-splines/segments';
import { segmentationTable } from '../../src/segments/dynamic-program.js';
import { race, time, contestant } from '../harness.js';
import type { Effort, Timing } from '../harness.js';
import { uniform } from '../instances.js';
import { digits, duration, error, printTable, ratio, timing } from '../table.js';

const PIECES = 20;
/** A piece of strucchange has more data than coefficients. */
const LENGTH = 3;

const SHAPES = {
  'noisy sine': (t: number, noise: number) => Math.sin(8 * t) + 0.2 * noise,
  quadratic: (t: number) => t * t,
  'noise alone': (_: number, noise: number) => noise,
} as const;

function samples(count: number, shape: keyof typeof SHAPES): Dataset {
  const random = uniform(count);
  const x = Float64Array.from({ length: count }, () => 2 * random() - 1);
  return dataset(
    x,
    x.map((t) => SHAPES[shape](t, 2 * random() - 1)),
  );
}

/** Optimal segmentation against size, with pruning and without, beside R; greedy merging beside it and beyond. */
export function segmentsSuite(effort: Effort, quick: boolean): void {
  const sizes = quick ? [500, 1000] : [500, 1000, 2000, 4000];
  for (const shape of Object.keys(SHAPES) as (keyof typeof SHAPES)[]) optimalTable(shape, sizes, effort);
  mergeTable(quick ? [1e3, 1e4] : [1e3, 1e4, 1e5, 1e6], effort);
}

function optimalTable(shape: keyof typeof SHAPES, sizes: readonly number[], effort: Effort): void {
  const compare = shape === 'noisy sine' && strucchangeIsThere();
  const pruned: Timing[] = [];
  const rows = sizes.map((count) => {
    const data = samples(count, shape);
    const problem = {
      sums: segmentSums(data),
      places: Int32Array.from({ length: count + 1 }, (_, n) => n),
      pieces: PIECES,
      minimumLength: LENGTH,
    };
    const best = (prune: boolean): number => segmentationTable(problem, prune).best[PIECES * (count + 1) - 1];
    const times = race({ pruned: contestant(() => best(true)), full: contestant(() => best(false)) }, effort);
    if (times.pruned) pruned.push(times.pruned);
    const costs = segmentationTable(problem).costs / segmentationTable(problem, false).costs;
    const peer = compare && count <= 1000 ? strucchange(data) : undefined;
    const own = times.pruned?.fastest ?? Number.NaN;
    return [
      count.toLocaleString('en'),
      timing(times.pruned),
      timing(times.full),
      ratio(times.full, times.pruned),
      digits(100 * costs),
      error(best(true) - best(false)),
      peer ? `${duration(peer.seconds * 1e6)} (${digits((peer.seconds * 1e6) / own)} ×)` : '–',
      peer ? error(Math.abs(peer.rss / best(true) - 1)) : '–',
    ];
  });
  const exponent =
    Math.log((pruned.at(-1)?.fastest ?? Number.NaN) / pruned[0].fastest) /
    Math.log((sizes.at(-1) ?? Number.NaN) / sizes[0]);
  printTable(
    `Optimal segments, ${shape}, all k = 1 … ${PIECES}, at least ${LENGTH} data a piece`,
    `Time grows like N^${digits(exponent)}. The share of costs is that of pieces whose cost was needed, in %; the difference ` +
      'between the sums of squares of both must be 0.',
    ['N', 'pruned', 'full search', 'ratio', 'costs', 'difference', 'R strucchange', 'rss'],
    rows,
  );
}

function mergeTable(sizes: readonly number[], effort: Effort): void {
  printTable(
    `Greedy merging, noisy sine, k = ${PIECES}`,
    'With sums and all; σ² that of the noise. The last columns are the sums of squares of its pieces, and of exactly k of them, in ' +
      'terms of the optimum with k pieces.',
    ['N', 'time', 'ns / datum', 'pieces', 'rss', 'rss of k'],
    sizes.map((count) => {
      const data = samples(count, 'noisy sine');
      const options = { pieces: PIECES, noiseVariance: 0.04 / 3 };
      const measured = time(() => greedyMerge(data, options).rss, effort);
      const { pieces, rss } = greedyMerge(data, options);
      const exact = greedyMerge(data, { ...options, exactly: true }).rss;
      const best = count <= 4000 ? optimalSegments(data, { pieces: PIECES })[PIECES - 1]?.rss : undefined;
      return [
        count.toLocaleString('en'),
        timing(measured),
        digits((measured.median * 1e3) / count),
        String(pieces),
        best === undefined ? '–' : digits(rss / best),
        best === undefined ? '–' : digits(exact / best),
      ];
    }),
  );
}

function strucchangeIsThere(): boolean {
  if (spawnSync('Rscript', ['-e', 'library(strucchange)']).status === 0) return true;
  console.log('R strucchange: skipped, Rscript with strucchange is not installed');
  return false;
}

// Relative to the folder of the benchmarks, where `run.ts` starts them.
function strucchange({ x, y }: Dataset): { seconds: number; rss: number } {
  const input = 'build/segments.csv';
  writeFileSync(input, ['x,y', ...Array.from(x, (each, n) => `${each},${y[n]}`)].join('\n') + '\n');
  const ended = spawnSync('Rscript', ['r/strucchange.R', input, String(PIECES), String(LENGTH)]);
  if (ended.status !== 0)
    throw new Error(`Rscript ended with status ${ended.status}: ${String(ended.stderr)}`);
  const [seconds, rss] = String(ended.stdout).trim().split(' ').map(Number);
  return { seconds, rss };
}
