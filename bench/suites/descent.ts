import { spawnSync } from 'node:child_process';
import { descend } from 'relu-splines/descent';
import type { DescentOptions } from 'relu-splines/descent';
import { consume, contestant, race } from '../harness.js';
import type { Contestant, Effort, Timing } from '../harness.js';
import { instances } from '../instances.js';
import type { Instance } from '../instances.js';
import { digits, error, printTable, ratio } from '../table.js';
import { naiveAdam, naiveDescent } from '../variants/naive-descent.js';

type Method = 'gd' | 'adam';

/** Steps small enough not to diverge: curvatures of the loss grow like N·H. */
function optionsOf(method: Method, count: number, width: number): Omit<DescentOptions, 'steps'> {
  return { method, learningRate: method === 'gd' ? 1 / (count * width) : 1e-4 };
}

/** The loss of a run that takes all its steps: others would be measured wrong. */
function lossAfter({ network, data }: Instance, options: DescentOptions): number {
  const { status, message, loss } = descend(network, data, options);
  if (status !== 'steps') throw new Error(`bench: ${message}`);
  return loss;
}

const SIZES: readonly (readonly [count: number, width: number])[] = [
  [23, 1_000],
  [401, 21],
  [1_000, 1_000],
  [1_000_000, 21],
];

/** Steps a second of gradient descent and Adam, beside a plain loop and PyTorch. */
export function descentSuite(effort: Effort, quick: boolean): void {
  const torch = hasTorch();
  const rows = SIZES.filter(([count]) => !quick || count <= 1_000).flatMap(([count, width]) => {
    const problems = instances(count, width);
    return (['gd', 'adam'] as const).map((method) => measure(method, count, width, problems, effort, torch));
  });
  printTable(
    'Descent: microseconds a step, whole runs of `descend`',
    'Fastest run beside the median. Times over the library’s, by medians (and by fastest runs); how far the parameters ' +
      'are from those of the plain loop after 100 steps, relative to the largest; bytes allocated a step.',
    ['method', 'N, H', 'µs a step', 'steps a second', 'plain loop', 'PyTorch', 'difference', 'bytes'],
    rows,
  );
}

function measure(
  method: Method,
  count: number,
  width: number,
  problems: readonly Instance[],
  effort: Effort,
  torch: boolean,
): string[] {
  // Setting up costs O(N): runs are long enough for it not to count.
  const steps = Math.max(1_000, Math.min(100_000, count));
  const options = optionsOf(method, count, width);
  const naive = method === 'gd' ? naiveDescent : naiveAdam;
  const naiveSteps = Math.max(1, Math.floor(2e6 / (count * width)));
  const timings = race(
    {
      library: perStep(problems, (each) => lossAfter(each, { ...options, steps }), steps),
      ...(count * width <= 2e6 && {
        naive: perStep(problems, (each) => naive(each, options.learningRate, naiveSteps)[0], naiveSteps),
      }),
      ...(torch && count * width <= 2e6 && { torch: torchContestant(method, count, width) }),
    },
    effort,
  );
  const { library } = timings as { library?: Timing };
  const difference =
    count * width > 2e6
      ? '–'
      : error(distance(problems[0], options, naive(problems[0], options.learningRate, 100)));
  return [
    method,
    `${count}, ${width}`,
    library === undefined ? '–' : `${digits(library.median)} (${digits(library.fastest)})`,
    library === undefined ? '–' : digits(1e6 / library.median),
    ratio(timings.naive, library),
    ratio(timings.torch, library),
    difference,
    digits(allocated(problems[0], options)),
  ];
}

function perStep(problems: readonly Instance[], run: (each: Instance) => number, steps: number): Contestant {
  let turn = 0;
  const take = contestant(() => run(problems[turn++ % problems.length]));
  return (seconds) => take(seconds).map((microseconds) => microseconds / steps);
}

function distance(
  { network, data }: Instance,
  options: Omit<DescentOptions, 'steps'>,
  expected: Float64Array,
): number {
  const { values } = descend(network, data, { ...options, steps: 100 }).state;
  let [most, largest] = [0, 0];
  expected.forEach((value, i) => {
    most = Math.max(most, Math.abs(value - values[i]));
    largest = Math.max(largest, Math.abs(value));
  });
  return most / largest;
}

/** What 3,000 steps more allocate, a step: the least of several goes, since others collect in between. */
function allocated(each: Instance, options: Omit<DescentOptions, 'steps'>): number {
  const growth = (steps: number): number => {
    const before = process.memoryUsage().heapUsed;
    const loss = lossAfter(each, { ...options, steps });
    const bytes = process.memoryUsage().heapUsed - before;
    consume(loss);
    return bytes;
  };
  const goes = Array.from({ length: 7 }, () => (growth(4_000) - growth(1_000)) / 3_000);
  return Math.max(0, goes.sort((a, b) => a - b)[3]);
}

function hasTorch(): boolean {
  if (spawnSync('python3', ['-c', 'import torch']).status === 0) return true;
  console.log('PyTorch: skipped, python3 with torch is not installed');
  return false;
}

function torchContestant(method: Method, count: number, width: number): Contestant {
  return (seconds) => {
    const words = ['python/descent.py', method, count, width, seconds].map(String);
    const ended = spawnSync('python3', words);
    if (ended.status !== 0) throw new Error(`PyTorch ended with ${ended.status}: ${String(ended.stderr)}`);
    return String(ended.stdout).trim().split('\n').map(Number);
  };
}
