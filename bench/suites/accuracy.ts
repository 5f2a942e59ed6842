import { lossAndGradientInto, sweepWorkspace } from 'relu-splines';
import { dataMoments } from '../../src/loss/data-moments.js';
import { lossAndGradientByMomentsInto, momentWorkspace } from '../../src/loss/moments.js';
import { exactError } from '../../test/exact/dyadic.js';
import { exactLoss } from '../../test/exact/loss.js';
import type { ExactLoss } from '../../test/exact/loss.js';
import { contestant, race } from '../harness.js';
import { instance, instances } from '../instances.js';
import type { Instance, Shape } from '../instances.js';
import { error } from '../format.js';
import { errorOf, ratioOf, table } from '../record.js';
import type { SuiteRecord, Table } from '../record.js';
import type { Session } from '../session.js';
import { naive } from '../variants/naive.js';
import { prefixForm } from '../variants/prefix-form.js';
import { walk, walkTables } from '../variants/walk.js';

type Kernel = (out: Float64Array, instance: Instance) => number;

const KERNELS: Readonly<Record<string, Kernel>> = {
  library: (out, { network, data }) =>
    lossAndGradientInto(out, network, sweepWorkspace(data, network.inputWeights.length)),
  moments: (out, { network, data }) =>
    lossAndGradientByMomentsInto(
      out,
      network,
      momentWorkspace(dataMoments(data), network.inputWeights.length),
    ),
  naive,
  'prefix form': prefixForm,
  'not centred': (out, each) => walk(out, each, walkTables(each), { centred: false, compensated: false }),
  compensated: (out, each) => walk(out, each, walkTables(each), { centred: true, compensated: true }),
};

interface Case extends Shape {
  readonly name: string;
  readonly count: number;
  readonly width: number;
}

const CASES: readonly Case[] = [
  { name: 'x in [−1, 1]', count: 100, width: 100 },
  { name: 'x in [−1, 1]', count: 1_000, width: 100 },
  { name: 'x in [−1, 1]', count: 10_000, width: 21 },
  { name: 'x in [−1, 1]', count: 100_000, width: 21 },
  { name: '1e6 + [−1, 1]', count: 1_000, width: 100, place: (t) => 1e6 + t },
  { name: '1e6 + [−1, 1]', count: 100_000, width: 21, place: (t) => 1e6 + t },
  { name: '1 + 1e−6·[−1, 1]', count: 1_000, width: 100, place: (t) => 1 + 1e-6 * t },
  { name: '1e6 ± 1, two places', count: 20, width: 100, place: (t) => 1e6 + Math.sign(t) },
  { name: '1e9·[−1, 1], y too', count: 1_000, width: 100, place: (t) => 1e9 * t, height: 1e9 },
  { name: '1e−9·[−1, 1], y too', count: 1_000, width: 100, place: (t) => 1e-9 * t, height: 1e-9 },
];

/** Errors of loss and gradient against exact arithmetic, and what compensated sums would cost. */
export function accuracySuite(session: Session): SuiteRecord {
  const cases = CASES.filter(({ count }) => !session.isQuick || count <= 1000).map((each) => {
    const problem = instance(each.count, each.width, 7, each);
    return { ...each, problem, exact: exactLoss(problem.network, problem.data) };
  });
  const errors = (
    id: string,
    title: string,
    note: string,
    measure: (kernel: Kernel, each: (typeof cases)[number]) => number,
  ): Table =>
    table({
      id,
      title,
      note,
      head: 'data, N, H',
      columns: Object.keys(KERNELS),
      rows: cases.map((each) => ({
        name: `${each.name}, ${each.count}, ${each.width}`,
        cells: Object.values(KERNELS).map((kernel) => errorOf(measure(kernel, each))),
      })),
    });
  return session.record({
    name: 'accuracy',
    title: 'Accuracy of loss and gradient',
    tables: [
      errors(
        'gradient',
        'Error of the gradient',
        'Largest error of an entry against exact arithmetic, relative to the largest entry among the w, the b, the v or b₀ it belongs ' +
          'to. “Prefix form” is f = slope·x + intercept with prefix sums of ε and εx, “not centred” the library’s walk with wx + b as it ' +
          'is at the entry, “compensated” the library’s walk with all running sums compensated.',
        (kernel, { problem, exact }) => gradientErrors(kernel, problem, exact).plain,
      ),
      errors(
        'gradient-natural',
        'Error of the gradient, natural scale',
        'The same, each entry relative to the sum of the absolute terms that make it up, |v|(|wx| + |b|) and |y| among them.',
        (kernel, { problem, exact }) => gradientErrors(kernel, problem, exact).natural,
      ),
      errors('loss', 'Error of the loss', 'Relative.', (kernel, { problem, exact }) => {
        const out = new Float64Array(exact.gradient.length);
        return exactError(kernel(out, problem), exact.loss) / exact.loss.toNumber();
      }),
      lossOfGoodFits(),
      costOfCompensation(session),
    ],
    plots: [],
    exponents: [],
    goals: [],
  });
}

function gradientErrors(
  kernel: Kernel,
  problem: Instance,
  exact: ExactLoss,
): { plain: number; natural: number } {
  const width = problem.network.inputWeights.length;
  const out = new Float64Array(3 * width + 1);
  kernel(out, problem);
  const errors = out.map((entry, k) => exactError(entry, exact.gradient[k]));
  let plain = 0;
  for (let from = 0; from < out.length; from += width) {
    const block = exact.gradient.slice(from, from + width).map((entry) => Math.abs(entry.toNumber()));
    plain = Math.max(plain, Math.max(...errors.subarray(from, from + width)) / Math.max(...block));
  }
  const natural = errors.reduce((most, each, k) => Math.max(most, each / exact.scales.gradient[k] || 0), 0);
  return { plain, natural };
}

/** The loss by moments is a difference of sums of squares: where it ends. */
function lossOfGoodFits(): Table {
  const noises = [1, 1e-2, 1e-4, 1e-6, 1e-8];
  return table({
    id: 'good-fits',
    title: 'Error of the loss where the fit is good',
    note: 'Relative, N = 10,000, H = 21, residuals made smaller by the factor given.',
    head: 'residuals ×',
    columns: noises.map(error),
    rows: ['library', 'moments'].map((name) => ({
      name,
      cells: noises.map((noise) => {
        const { network, data } = instance(10_000, 21, 3);
        const out = new Float64Array(64);
        const work = sweepWorkspace(data, 21);
        lossAndGradientInto(out, network, work);
        // Targets near the network's own values: the old residuals, made smaller, are the new ones.
        const y = data.y.map((each, n) => each - work.atData[n] * (1 - noise));
        const problem = { network, data: { ...data, y } };
        const exact = exactLoss(network, problem.data).loss;
        return errorOf(exactError(KERNELS[name](out, problem), exact) / exact.toNumber());
      }),
    })),
  });
}

function costOfCompensation({ effort }: Session): Table {
  const sizes = [
    [1000, 1000],
    [10_000, 21],
  ] as const;
  return table({
    id: 'compensation',
    title: 'What compensated sums cost',
    note: 'Both walks in the same plain code.',
    head: 'N, H',
    columns: ['plain', 'compensated', '×'],
    rows: sizes.map(([count, width]) => {
      const live = instances(count, width);
      const tables = live.map(walkTables);
      const out = new Float64Array(3 * width + 1);
      let turn = 0;
      const of = (compensated: boolean): (() => number) => {
        return () => {
          turn = (turn + 1) % live.length;
          return walk(out, live[turn], tables[turn], { centred: true, compensated });
        };
      };
      const times = race({ plain: contestant(of(false)), compensated: contestant(of(true)) }, effort);
      return {
        name: `${count}, ${width}`,
        cells: [times.plain ?? null, times.compensated ?? null, ratioOf(times.compensated, times.plain)],
      };
    }),
  });
}
