import { Matrix, solve } from 'ml-matrix';
import { bdso, dataset, residuals, toNetwork } from 'relu-splines';
import type { Bdso, Dataset } from 'relu-splines';
import { kernelFlow, kernelRegression } from 'relu-splines/limits';
import { contestant, race, time } from '../harness.js';
import type { Contestant } from '../harness.js';
import { uniform } from '../instances.js';
import { counts, growthPart, joined, largest } from '../parts.js';
import type { Part } from '../parts.js';
import { pythonContestant } from '../programs.js';
import type { TimedAnswer } from '../programs.js';
import { errorOf, figure, ratioOf, table } from '../record.js';
import type { SuiteRecord } from '../record.js';
import type { Session } from '../session.js';

type Size = readonly [count: number, width: number];

const SIZES: readonly Size[] = [
  [23, 1_000],
  [23, 100_000],
  [100, 1_000],
  [100, 10_000],
  [1_000, 10_000],
  [10_000, 21],
  [100_000, 21],
];

/** Above this many features a peer is left out: gigabytes, or minutes. */
const FEATURES = { NumPy: 1e6, PyTorch: 1e7, 'ml-matrix': 1e5 } as const;

/** The kernel regime at finite width: time against size, how well the data are met, and dense solves beside it. */
export async function kernelSuite(session: Session): Promise<SuiteRecord> {
  await session.npm('ml-matrix', 'ml-matrix');
  return session.record({
    name: 'kernel',
    title: 'The kernel regime at finite width',
    ...joined([regressionPart(session), growth(session), flowPart(session)]),
  });
}

interface PeerAnswer extends TimedAnswer {
  readonly norm: number;
  readonly residual: number;
}

function regressionPart(session: Session): Part {
  const { effort, isQuick } = session;
  const numpy = session.python('NumPy', 'numpy');
  const torch = isQuick ? undefined : session.python('PyTorch', 'numpy', 'torch');
  const rows = SIZES.filter(([count, width]) => !isQuick || count * width <= 1e5).map((size) => {
    const [count, width] = size;
    const { spline, data } = design(size);
    const found = kernelRegression(spline, data);
    const may = (peer: keyof typeof FEATURES): boolean => count < width && count * width <= FEATURES[peer];
    const ask = (library: string, python: string) =>
      pythonContestant<PeerAnswer>(python, 'networks', {
        task: 'kernel',
        library,
        x: data.x,
        y: data.y,
        breakpoints: spline.breakpoints,
        orientations: spline.orientations,
      });
    const asked = {
      ...(numpy !== undefined && may('NumPy') && { NumPy: ask('numpy', numpy) }),
      ...(torch !== undefined && may('PyTorch') && { PyTorch: ask('torch', torch) }),
    };
    const contestants: Partial<Record<string, Contestant>> = {
      library: contestant(() => kernelRegression(spline, data).norm),
      ...(may('ml-matrix') && { 'ml-matrix': contestant(() => denseNorm(spline, data).norm) }),
      ...asked,
    };
    const times = race(contestants, effort);
    const off = (norm: number | undefined) =>
      norm === undefined ? null : errorOf(Math.abs(norm / found.norm - 1));
    const left = found.interpolates
      ? errorOf(largest(residuals(toNetwork(found.solution), data)) / largest(data.y))
      : '(fewer units than data)';
    return {
      name: counts(...size),
      cells: [
        found.method,
        times.library ?? null,
        figure(found.rank),
        left,
        ratioOf(times.NumPy, times.library),
        off(asked.NumPy?.answer().norm),
        ratioOf(times.PyTorch, times.library),
        off(asked.PyTorch?.answer().norm),
        ratioOf(times['ml-matrix'], times.library),
        off(may('ml-matrix') ? denseNorm(spline, data).norm : undefined),
      ],
    };
  });
  return {
    tables: [
      table({
        id: 'regression',
        title: 'Kernel regression',
        note:
          'Delta-slopes of least norm, from zero, on even x and breakpoints of either orientation. The residual is the largest of the ' +
          'solution, evaluated afresh, relative to the largest |y|. NumPy by singular values of the features (lstsq), PyTorch and ml-matrix by the N × N kernel ' +
          '(solve), whose condition is the square; behind each how far the norm of its solution is from the library’s, relative.',
        head: 'N, H',
        columns: [
          'method',
          'library',
          'rank',
          'residual',
          'NumPy ×',
          'NumPy, norm',
          'PyTorch ×',
          'PyTorch, norm',
          'ml-matrix ×',
          'ml-matrix, norm',
        ],
        rows,
      }),
    ],
  };
}

function growth({ effort, isQuick }: Session): Part {
  const many = (isQuick ? [100, 300] : [100, 300, 1_000, 3_000, 10_000]).map((count) =>
    timed([count, 10 * count]),
  );
  const wide = (isQuick ? [1_000, 3_000] : [1_000, 3_000, 10_000, 30_000, 100_000]).map((width) =>
    timed([100, width]),
  );
  function timed(size: Size) {
    const { spline, data } = design(size);
    return { size, time: time(() => kernelRegression(spline, data).norm, effort) };
  }
  return growthPart('regression', 'Kernel regression: time against size', [
    {
      size: 'N',
      title: 'H = 10 N',
      series: [{ name: 'kernel regression', costs: many.map(({ size, time }) => ({ size: size[0], time })) }],
    },
    {
      size: 'H',
      title: 'N = 100',
      series: [{ name: 'kernel regression', costs: wide.map(({ size, time }) => ({ size: size[1], time })) }],
    },
  ]);
}

function flowPart({ effort, isQuick }: Session): Part {
  const sizes = SIZES.filter(
    ([count, width]) => Math.min(count, width) <= 100 && (!isQuick || (width <= 1_000 && count === 23)),
  );
  return {
    tables: [
      table({
        id: 'flow',
        title: 'Kernel flow',
        note: 'The features are decomposed once; any time costs the last column. The residual is that of the end, as above.',
        head: 'N, H',
        columns: ['decomposition', 'condition', 'residual', 'one time'],
        rows: sizes.map((size) => {
          const { spline, data } = design(size);
          const flow = kernelFlow(spline, data);
          const left = residuals(toNetwork(flow.at(Infinity).solution), data);
          return {
            name: counts(...size),
            cells: [
              time(() => kernelFlow(spline, data).rank, effort),
              errorOf(flow.condition),
              flow.interpolates ? errorOf(largest(left) / largest(data.y)) : null,
              time(() => flow.at(1e-3).norm, effort),
            ],
          };
        }),
      }),
    ],
  };
}

/** Even x on [−1, 1], a noisy sine, breakpoints evenly on [−1.2, 1.2], facing either way at random. */
function design([count, width]: Size): { spline: Bdso; data: Dataset } {
  const random = uniform(count + width);
  const x = Float64Array.from({ length: count }, (_, n) => -1 + (2 * n) / (count - 1));
  const y = x.map((place) => Math.sin(4 * place) + 0.3 * (2 * random() - 1));
  const breakpoints = Float64Array.from({ length: width }, (_, i) => -1.2 + (2.4 * (i + 0.5)) / width);
  const orientations = breakpoints.map(() => (random() < 0.5 ? -1 : 1));
  const spline = bdso({ breakpoints, deltaSlopes: new Float64Array(width), orientations });
  return { spline, data: dataset(x, y) };
}

/** As one would write it down: features, kernel, solve. */
function denseNorm({ breakpoints, orientations }: Bdso, { x, y }: Dataset): { readonly norm: number } {
  const features = new Matrix(x.length, breakpoints.length);
  for (let n = 0; n < x.length; n++) {
    for (let i = 0; i < breakpoints.length; i++) {
      features.set(n, i, Math.max(0, orientations[i] * (x[n] - breakpoints[i])));
    }
  }
  const back = features.transpose();
  const mu = back.mmul(solve(features.mmul(back), Matrix.columnVector(y)));
  return { norm: mu.norm('frobenius') };
}
