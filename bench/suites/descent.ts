import { descend } from 'relu-splines/descent';
import type { DescentOptions } from 'relu-splines/descent';
import { fitExponent } from '../exponent.js';
import type { Cost } from '../exponent.js';
import { goal } from '../goals.js';
import type { Goal } from '../goals.js';
import { consume, contestant, race } from '../harness.js';
import type { Contestant } from '../harness.js';
import { instances } from '../instances.js';
import type { Instance } from '../instances.js';
import { apart } from '../parts.js';
import { printedNumbers } from '../peers.js';
import { costPanel } from '../plots.js';
import { errorOf, figure, ratioOf, table } from '../record.js';
import type { ErrorFigure, SuiteRecord, Timing } from '../record.js';
import type { Session } from '../session.js';
import { naiveAdam, naiveDescent } from '../variants/naive-descent.js';
import { openTensorflow } from '../variants/tensorflow.js';
import type { Tensorflow } from '../variants/tensorflow.js';

type Method = 'gd' | 'adam';
type Size = readonly [count: number, width: number];
type Options = Omit<DescentOptions, 'steps'> & { readonly learningRate: number };

const METHODS: readonly Method[] = ['gd', 'adam'];
const SIZES: readonly Size[] = [
  [23, 1_000],
  [401, 21],
  [1_000, 1_000],
  [1_000_000, 21],
];

/** Above this many units times data an O(N·H) contestant is left out: seconds a step. */
const LIMIT = { quick: 100_000, full: 2_000_000 };

interface Result {
  readonly method: Method;
  readonly size: Size;
  readonly times: Readonly<Partial<Record<string, Timing>>>;
  readonly difference: ErrorFigure | null;
  /** Bytes a step. */
  readonly allocated: number;
}

interface Company {
  readonly python: string | undefined;
  readonly tensorflow: Tensorflow | undefined;
}

/** Steps of gradient descent and Adam, beside a plain loop, PyTorch and tfjs; growth with the width. */
export async function descentSuite(session: Session): Promise<SuiteRecord> {
  const { isQuick } = session;
  const company = {
    python: session.python('PyTorch', 'torch'),
    tensorflow: await openTensorflow(session),
  };
  const results = SIZES.filter(([count]) => !isQuick || count <= 1_000).flatMap((size) =>
    METHODS.map((method) => measure(method, size, company, session)),
  );
  const widths = isQuick ? [100, 1_000] : [100, 1_000, 10_000, 100_000];
  const growth = widths.map((width) => ({ size: width, time: adamStep(width, session) }));
  return session.record({
    name: 'descent',
    title: 'Descent',
    tables: [
      table({
        id: 'steps',
        title: 'A step, in whole runs of `descend`',
        note:
          'Peers as multiples of the library. How far the parameters are from those of the plain loop after 100 steps, relative to the ' +
          'largest; bytes allocated a step. tfjs computes in float32.',
        head: 'method, N, H',
        columns: ['a step', 'steps / s', 'plain loop ×', 'PyTorch ×', 'tfjs ×', 'difference', 'bytes'],
        rows: results.map(({ method, size, times, difference, allocated }) => ({
          name: [method, ...size].join(', '),
          cells: [
            times.library ?? null,
            times.library === undefined ? null : figure(Math.round(1e6 / times.library.median)),
            ...['naive', 'PyTorch', 'tfjs'].map((peer) => ratioOf(times[peer], times.library)),
            difference,
            figure(allocated),
          ],
        })),
      }),
      table({
        id: 'growth',
        title: 'A step of Adam against the width, N = 23',
        note: '',
        head: 'H',
        columns: ['a step', 'ns / H'],
        rows: growth.map(({ size, time }) => ({
          name: size.toLocaleString('en'),
          cells: [time, figure((1e3 * time.median) / size)],
        })),
      }),
    ],
    plots: [plot(growth)],
    exponents: [fitExponent('a step of Adam, N = 23', 'H', growth)],
    goals: goalsOf(results),
  });
}

function plot(growth: readonly Cost[]): SuiteRecord['plots'][number] {
  return {
    id: 'growth',
    title: 'A step of Adam: time against the width',
    notes: ['N = 23; the band holds the middle half of the runs.'],
    panels: [costPanel('H', [{ name: 'library', costs: growth }])],
  };
}

function goalsOf(results: readonly Result[]): Goal[] {
  const adam = results.find(({ method, size: [count] }) => method === 'adam' && count === 23);
  return [
    goal({
      aim: 'adam',
      what: 'PyTorch over the library, a step of Adam at (23, 1000)',
      goal: '≥ 12 ×',
      measured: ratioOf(adam?.times.PyTorch, adam?.times.library),
      atLeast: 12,
    }),
    goal({
      aim: 'adam',
      what: 'bytes allocated a step of Adam at (23, 1000)',
      // A result of a call, a number that moved to the heap; no array of the size of the problem.
      goal: '< 1,000, an eighth of one array of the weights',
      measured: adam === undefined ? null : figure(adam.allocated),
      atMost: 999,
    }),
  ];
}

/** Steps small enough not to diverge: curvatures of the loss grow like N·H. */
function optionsOf(method: Method, count: number, width: number): Options {
  return { method, learningRate: method === 'gd' ? 1 / (count * width) : 1e-4 };
}

/** The loss of a run that takes all its steps: others would be measured wrong. */
function lossAfter({ network, data }: Instance, options: DescentOptions): number {
  const { status, message, loss } = descend(network, data, options);
  if (status !== 'steps') throw new Error(`bench: ${message}`);
  return loss;
}

function measure(
  method: Method,
  [count, width]: Size,
  { python, tensorflow }: Company,
  { effort, isQuick }: Session,
): Result {
  const problems = instances(count, width);
  // Setting up costs O(N): runs are long enough for it not to count.
  const steps = Math.max(isQuick ? 200 : 1_000, Math.min(100_000, count));
  const options = optionsOf(method, count, width);
  const naive = method === 'gd' ? naiveDescent : naiveAdam;
  const naiveSteps = Math.max(1, Math.floor(2e6 / (count * width)));
  const contestants: Partial<Record<string, Contestant>> = {
    library: perStep(problems, (each) => lossAfter(each, { ...options, steps }), steps),
  };
  const isSmall = count * width <= (isQuick ? LIMIT.quick : LIMIT.full);
  if (isSmall) {
    contestants.naive = perStep(
      problems,
      (each) => naive(each, options.learningRate, naiveSteps)[0],
      naiveSteps,
    );
    if (python !== undefined) contestants.PyTorch = torch(python, method, count, width);
    if (tensorflow !== undefined && method === 'adam') {
      const runs = problems.map((each) => tensorflow.adam(each, options.learningRate));
      let turn = 0;
      contestants.tfjs = contestant(() => runs[turn++ % runs.length]());
    }
  }
  const times = race(contestants, effort);
  return {
    method,
    size: [count, width],
    times,
    difference: isSmall
      ? errorOf(distance(problems[0], options, naive(problems[0], options.learningRate, 100)))
      : null,
    allocated: allocated(problems[0], options),
  };
}

function adamStep(width: number, { effort }: Session): Timing {
  const steps = Math.max(10, Math.round(1e5 / width));
  const options = { ...optionsOf('adam', 23, width), steps };
  const step = perStep(instances(23, width), (each) => lossAfter(each, options), steps);
  const { library } = race({ library: step }, effort) as { library: Timing };
  return library;
}

function perStep(problems: readonly Instance[], run: (each: Instance) => number, steps: number): Contestant {
  let turn = 0;
  const whole = contestant(() => run(problems[turn++ % problems.length]));
  return {
    ...whole,
    run: (seconds, leastRuns) => whole.run(seconds, leastRuns).map((microseconds) => microseconds / steps),
  };
}

function distance({ network, data }: Instance, options: Options, expected: Float64Array): number {
  return apart(descend(network, data, { ...options, steps: 100 }).state.values, expected);
}

/** What 3,000 steps more allocate, a step: the median of several goes, since others collect in between. */
function allocated(each: Instance, options: Options): number {
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

function torch(python: string, method: Method, count: number, width: number): Contestant {
  return {
    isSlowToStart: true,
    run(seconds, leastRuns) {
      const words = ['python/descent.py', method, count, width, seconds, leastRuns].map(String);
      return printedNumbers('PyTorch', python, words);
    },
  };
}
