import { Matrix, solve } from 'ml-matrix';
import { dataset } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { widthLimitInterpolant, widthLimitKernel } from 'relu-splines/limits';
import type { WidthLimitDensity } from 'relu-splines/limits';
import { evaluatePiecewise, naturalCubicSpline } from 'relu-splines/splines';
import { contestant, race, time } from '../harness.js';
import { uniform } from '../instances.js';
import { apart, counts, farthest, growthPart, joined } from '../parts.js';
import type { Part } from '../parts.js';
import { errorOf, figure, ratioOf, table } from '../record.js';
import type { SuiteRecord } from '../record.js';
import type { Session } from '../session.js';

const DENSITIES: readonly WidthLimitDensity[] = [
  { kind: 'uniform', low: -0.5, high: 1.5 },
  { kind: 'cauchy', scale: 0.5 },
  { kind: 'gaussian-network', sigmaB: 1, sigmaW: 1 },
];

/** What an infinitely wide network learns: by hat functions in O(N), by the plain kernel in O(N³). */
export async function limitsSuite(session: Session): Promise<SuiteRecord> {
  await session.npm('ml-matrix', 'ml-matrix');
  return session.record({
    name: 'limits',
    title: 'The limit of infinite width',
    ...joined([growth(session), plainPart(session)]),
  });
}

function growth({ effort, isQuick }: Session): Part {
  const sizes = isQuick ? [100, 1000] : [100, 1000, 10_000, 100_000];
  const kinds = DENSITIES.flatMap((density) =>
    (['penalised', 'free'] as const).map((linearPart) => ({ density, linearPart })),
  );
  const rows = kinds.map(({ density, linearPart }) => {
    const costs = sizes.map((size) => {
      const data = sine(size);
      const call = (): number => widthLimitInterpolant(data, density, { linearPart }).evaluate(0.4);
      return { size, time: time(call, { ...effort, secondsPerRound: effort.secondsPerRound / 3 }) };
    });
    const data = sine(1000);
    const f = widthLimitInterpolant(data, density, { linearPart }).evaluate(GRID);
    const natural = density.kind === 'uniform' && linearPart === 'free';
    const wanted = natural ? evaluatePiecewise(naturalCubicSpline(data), GRID) : GRID.map(wave);
    return { name: `${density.kind}, ${linearPart}`, costs, off: farthest(f, wanted) };
  });
  return joined([
    {
      tables: [
        table({
          id: 'densities',
          title: 'Any density',
          note:
            'The interpolant of a sine at N random places of [0, 1], made and asked for one value. The last column is how far f is from the ' +
            'sine on [0.1, 0.9] for N = 1,000; where the line is free and p uniform, from the natural cubic spline.',
          head: 'density, line',
          columns: [...sizes.map((size) => `N = ${counts(size)}`), 'ns / N', 'f apart'],
          rows: rows.map(({ name, costs, off }) => {
            const { size, time } = costs[costs.length - 1];
            return {
              name,
              cells: [...costs.map(({ time }) => time), figure((time.median * 1e3) / size), errorOf(off)],
            };
          }),
        }),
      ],
    },
    growthPart('densities', 'Width-limit interpolant: time against size', [{ size: 'N', series: rows }]),
  ]);
}

function plainPart({ effort, isQuick }: Session): Part {
  const sizes = isQuick ? [50, 100] : [50, 100, 200, 400];
  const [density] = DENSITIES;
  const measured = sizes.map((size) => {
    const data = sine(size);
    const hats = (): ArrayLike<number> => widthLimitInterpolant(data, density).coefficients;
    const times = race(
      {
        hats: contestant(() => hats()[0]),
        plain: contestant(() => plainSolve(data, density)[0]),
        matrices: contestant(() => matrixSolve(data, density)[0]),
        finite: contestant(() => widthLimitInterpolant(data, density, { time: 1 }).coefficients[0]),
      },
      effort,
    );
    const off = (a: ArrayLike<number>) => errorOf(apart(a, hats()));
    return {
      size,
      times,
      plain: off(plainSolve(data, density)),
      matrices: off(matrixSolve(data, density)),
    };
  });
  const costs = (way: 'hats' | 'plain' | 'matrices' | 'finite') =>
    measured.flatMap(({ size, times }) => {
      const time = times[way];
      return time === undefined ? [] : [{ size, time }];
    });
  return joined([
    {
      tables: [
        table({
          id: 'plain',
          title: 'Beside the plain solve',
          note:
            'Uniform breakpoints. The plain solve makes the N × N kernel and factors it, by Cholesky in a loop or by LU of ml-matrix; how far ' +
            'its a is from that of the hat functions, relative to the largest, is what the condition of K takes from it. A finite time needs eigenvectors.',
          head: 'N',
          columns: [
            'hat functions',
            'plain ×',
            'plain, a apart',
            'ml-matrix ×',
            'ml-matrix, a apart',
            'finite time',
          ],
          rows: measured.map(({ size, times, plain, matrices }) => ({
            name: counts(size),
            cells: [
              times.hats ?? null,
              ratioOf(times.plain, times.hats),
              plain,
              ratioOf(times.matrices, times.hats),
              matrices,
              times.finite ?? null,
            ],
          })),
        }),
      ],
    },
    growthPart('plain', 'Width limit beside the plain solve: time against size', [
      {
        size: 'N',
        series: [
          { name: 'hat functions', costs: costs('hats') },
          { name: 'plain solve', costs: costs('plain') },
          { name: 'ml-matrix', costs: costs('matrices') },
          { name: 'finite time', costs: costs('finite') },
        ],
      },
    ]),
  ]);
}

const GRID = Float64Array.from({ length: 500 }, (_, k) => 0.1 + (0.8 * k) / 499);
const wave = (x: number): number => Math.sin(9 * x);

function sine(N: number): Dataset {
  const next = uniform(N);
  // One place in each cell, so that no two are close.
  const x = Float64Array.from({ length: N }, (_, n) => (n + 0.5 + 0.4 * next()) / N);
  return dataset(x, x.map(wave));
}

/** K a = y by ml-matrix. */
function matrixSolve({ x, y }: Dataset, density: WidthLimitDensity): number[] {
  const kernel = Matrix.from1DArray(x.length, x.length, widthLimitKernel(density).matrix(x));
  return solve(kernel, Matrix.columnVector(y)).to1DArray();
}

/** K a = y by Cholesky's method, as one would write it down. */
function plainSolve({ x, y }: Dataset, density: WidthLimitDensity): Float64Array {
  const N = x.length;
  const factor = widthLimitKernel(density).matrix(x);
  const a = Float64Array.from(y);
  for (let i = 0; i < N; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = factor[i * N + j];
      for (let k = 0; k < j; k++) sum -= factor[i * N + k] * factor[j * N + k];
      factor[i * N + j] = i === j ? Math.sqrt(sum) : sum / factor[j * N + j];
    }
    for (let k = 0; k < i; k++) a[i] -= factor[i * N + k] * a[k];
    a[i] /= factor[i * N + i];
  }
  for (let i = N - 1; i >= 0; i--) {
    for (let k = i + 1; k < N; k++) a[i] -= factor[k * N + i] * a[k];
    a[i] /= factor[i * N + i];
  }
  return a;
}
