import { spawnSync } from 'node:child_process';
import { conservedQuantities, gradientFlow } from 'relu-splines/flow';
import type { FlowOptions, FlowResult } from 'relu-splines/flow';
import type { ShallowNetwork } from 'relu-splines';
import { consume } from '../harness.js';
import type { Effort } from '../harness.js';
import { digits, duration, error, printTable } from '../table.js';
import { alphaSweep, square } from '../variants/white-noise.js';
import type { FlowProblem } from '../variants/white-noise.js';

/** Gradient flow: the cost of a step, the α sweep, smooth targets, and work against precision beside SciPy. */
export function flowSuite(_effort: Effort, quick: boolean): void {
  stepTable(quick);
  sweepTable(quick, false);
  sweepTable(quick, true);
  smoothTable(quick);
  precisionTable(quick);
}

interface Run {
  readonly flow: FlowResult;
  readonly seconds: number;
}

function run({ network, data }: FlowProblem, options: FlowOptions): Run {
  const before = performance.now();
  const flow = gradientFlow(network, data, options);
  const seconds = (performance.now() - before) / 1e3;
  consume(flow.loss);
  return { flow, seconds };
}

function stepTable(quick: boolean): void {
  const sizes = quick ? [100, 1_000] : [100, 1_000, 10_000];
  const rows = sizes.map((size) => {
    const problem = square(size);
    const steps = Math.max(15, Math.round(20_000 / size));
    const times = (['explicit', 'implicit'] as const).map((method) => {
      const goes = Array.from({ length: quick ? 3 : 15 }, () => {
        const { flow, seconds } = run(problem, { method, steps, stationarity: false });
        return (1e6 * seconds) / (flow.stats.accepted + flow.stats.rejected);
      });
      return goes.sort((a, b) => a - b);
    });
    const median = (values: readonly number[]): number => values[values.length >> 1];
    return [
      `${size}, ${size}`,
      ...times.map((goes) => `${duration(median(goes))} (${duration(goes[0])})`),
      digits((1e3 * median(times[1])) / (2 * size)),
    ];
  });
  printTable(
    'Flow: one step',
    'A step, cut short or not, events included; fastest go in parentheses. Six stages and one factorisation for the implicit one.',
    ['N, H', 'explicit', 'implicit', 'implicit, ns per unit and datum'],
    rows,
  );
}

function sweepTable(quick: boolean, randomInputs: boolean): void {
  const width = quick ? 100 : 1_000;
  const seeds = quick ? 2 : 5;
  const rows = [0.1, 0.3, 1, 3, 10, 100].map((alpha) => {
    const runs = Array.from({ length: seeds }, (_, seed) => {
      const problem = alphaSweep(alpha, seed, width, 'noise', randomInputs);
      return { problem, ...run(problem, { loss: 1e-10, steps: 100_000 }) };
    });
    const of = (value: (each: (typeof runs)[number]) => number): string => {
      const sorted = runs.map(value).sort((a, b) => a - b);
      return `${digits(sorted[seeds >> 1])} / ${digits(sorted[seeds - 1])}`;
    };
    const most = (value: (each: (typeof runs)[number]) => number): number => Math.max(...runs.map(value));
    return [
      String(alpha),
      of(({ flow }) => flow.stats.accepted),
      of(({ flow }) => flow.events.length),
      of(({ seconds }) => seconds),
      error(most(({ flow }) => flow.stats.largestRise)),
      error(most(({ flow, problem }) => drift(problem.network, flow.network))),
      String(most(({ flow }) => flow.stats.mostCaptures)),
      endings(runs.map(({ flow }) => flow)),
    ];
  });
  printTable(
    `Flow on white noise (N = 23, H = ${width}), ${randomInputs ? 'random x' : 'spaced x and pins'}`,
    `To loss 1e-10 or to rest, tolerance 1e-6, ${seeds} seeds: median / most of steps, events and seconds; largest rise of the ` +
      'loss in a step; largest drift of a conserved quantity, relative to w² + b² + v²; most times that one unit stuck to one datum.',
    ['α', 'steps', 'events', 'seconds', 'rise', 'drift', 'captures', 'ends'],
    rows,
  );
}

function endings(flows: readonly FlowResult[]): string {
  const counts = new Map<string, number>();
  for (const { status } of flows) counts.set(status, (counts.get(status) ?? 0) + 1);
  return Array.from(counts, ([status, count]) => `${count} ${status}`).join(', ');
}

function drift(before: ShallowNetwork, after: ShallowNetwork): number {
  const [from, to] = [before, after].map(conservedQuantities);
  return from.reduce((most, value, i) => {
    const scale = after.inputWeights[i] ** 2 + after.inputBiases[i] ** 2 + after.outputWeights[i] ** 2;
    return Math.max(most, Math.abs(to[i] - value) / Math.max(scale, 1));
  }, 0);
}

function smoothTable(quick: boolean): void {
  const width = quick ? 100 : 1_000;
  const rows = [1, 3, 10, 100].map((alpha) => {
    const problem = alphaSweep(alpha, 1, width, 'smooth');
    const goes = Array.from({ length: quick ? 1 : 5 }, () =>
      run(problem, { loss: 1e-10, method: 'implicit' }),
    );
    const { flow } = goes[0];
    const seconds = goes.map((go) => go.seconds).sort((a, b) => a - b);
    return [
      String(alpha),
      String(flow.stats.accepted),
      String(flow.events.length),
      `${digits(seconds[seconds.length >> 1])} (${digits(seconds[0])})`,
      flow.status,
    ];
  });
  printTable(
    `Flow on smooth targets (N = 23, H = ${width}) to loss 1e-10`,
    'Implicit, tolerance 1e-6; seconds of the median run and of the fastest.',
    ['α', 'steps', 'events', 'seconds', 'ends'],
    rows,
  );
}

interface PeerRun {
  readonly method: string;
  readonly tolerance: number;
  readonly evaluations: number;
  readonly seconds: number;
  readonly reached: number;
  readonly theta: readonly number[] | null;
}

function precisionTable(quick: boolean): void {
  const problem = alphaSweep(0.5, 2, 20);
  const time = 5;
  const reference = run(problem, { time, relativeTolerance: 1e-13, method: 'explicit' }).flow;
  const other = run(problem, { time, relativeTolerance: 1e-12, method: 'implicit' }).flow;
  const wanted = parameters(reference.network);
  const scale = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const errorOf = (theta: readonly number[]): number =>
    theta.reduce((most, value, c) => Math.max(most, Math.abs(value - wanted[c])), 0) / scale;
  const tolerances = quick ? [1e-4, 1e-6] : [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10];
  const rows = (['explicit', 'implicit'] as const).flatMap((method) =>
    tolerances.map((relativeTolerance) => {
      const { flow, seconds } = run(problem, { time, method, relativeTolerance });
      return [
        `library, ${method}`,
        relativeTolerance.toExponential(),
        error(errorOf(parameters(flow.network))),
        flow.stats.evaluations.toLocaleString('en'),
        duration(1e6 * seconds),
      ];
    }),
  );
  printTable(
    'Flow: work and precision',
    `N = 23, H = 20, α = 0.5, white noise, to t = ${time} (${reference.events.length} events). Error: the largest of all weights against ` +
      `an explicit run at 1e-13, relative to the largest weight; an implicit run at 1e-12 is ${error(errorOf(parameters(other.network)))} from it.`,
    ['method', 'tolerance', 'error', 'evaluations', 'time'],
    [...rows, ...scipyRows(problem, time, tolerances, errorOf)],
  );
}

function parameters({ inputWeights, inputBiases, outputWeights, outputBias }: ShallowNetwork): number[] {
  return [...inputWeights, ...inputBiases, ...outputWeights, outputBias];
}

function scipyRows(
  { network, data }: FlowProblem,
  time: number,
  tolerances: readonly number[],
  errorOf: (theta: readonly number[]) => number,
): string[][] {
  if (spawnSync('python3', ['-c', 'import scipy']).status !== 0) {
    console.log('SciPy: skipped, python3 with scipy is not installed');
    return [];
  }
  const input = JSON.stringify({
    x: Array.from(data.x),
    y: Array.from(data.y),
    theta: parameters(network),
    time,
    methods: ['RK45', 'DOP853', 'LSODA', 'Radau'],
    tolerances: tolerances.filter((tolerance) => [1e-4, 1e-6, 1e-8].includes(tolerance)),
    budget: 100_000,
  });
  const ended = spawnSync('python3', ['python/flow.py'], { input, maxBuffer: 1e8 });
  if (ended.status !== 0) throw new Error(`SciPy ended with ${ended.status}: ${String(ended.stderr)}`);
  return String(ended.stdout)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PeerRun)
    .map(({ method, tolerance, evaluations, seconds, reached, theta }) => [
      `SciPy ${method}`,
      tolerance.toExponential(),
      theta === null ? `stalled at t = ${digits(reached)}` : error(errorOf(theta)),
      evaluations.toLocaleString('en'),
      duration(1e6 * seconds),
    ]);
}
