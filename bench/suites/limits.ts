import { dataset } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { widthLimitInterpolant, widthLimitKernel } from 'relu-splines/limits';
import type { WidthLimitDensity } from 'relu-splines/limits';
import { evaluatePiecewise, naturalCubicSpline } from 'relu-splines/splines';
import { time } from '../harness.js';
import type { Effort } from '../harness.js';
import { uniform } from '../instances.js';
import { digits, error, printTable, timing } from '../table.js';

const DENSITIES: readonly WidthLimitDensity[] = [
  { kind: 'uniform', from: -0.5, to: 1.5 },
  { kind: 'cauchy', scale: 0.5 },
  { kind: 'gaussian-network', sigmaB: 1, sigmaW: 1 },
];

/** What an infinitely wide network learns: by hat functions in O(N), by the plain kernel in O(N³). */
export function limitsSuite(effort: Effort, quick: boolean): void {
  const sizes = quick ? [100, 1000, 10_000] : [100, 1000, 10_000, 100_000];
  printTable(
    'Width limit, any density',
    'The interpolant of a sine at N random places of [0, 1], made and asked for one value. The last column is how far f is from the ' +
      'sine on [0.1, 0.9] for N = 1,000; where the line is free and p uniform, from the natural cubic spline.',
    ['density, line', ...sizes.map((N) => `N = ${N.toLocaleString('en')}`), 'ns / N', 'f apart'],
    DENSITIES.flatMap((density) =>
      (['penalised', 'free'] as const).map((linearPart) => {
        const measured = sizes.map((N) => {
          const data = sine(N);
          return time(() => widthLimitInterpolant(data, density, { linearPart }).evaluate(0.4), effort);
        });
        const data = sine(1000);
        const f = widthLimitInterpolant(data, density, { linearPart }).evaluate(GRID);
        const natural = density.kind === 'uniform' && linearPart === 'free';
        const wanted = natural ? evaluatePiecewise(naturalCubicSpline(data), GRID) : GRID.map(wave);
        return [
          `${density.kind}, ${linearPart}`,
          ...measured.map(timing),
          digits((measured[measured.length - 1].median * 1e3) / sizes[sizes.length - 1]),
          error(largest(f.map((value, k) => value - wanted[k]))),
        ];
      }),
    ),
  );
  const small = quick ? [50, 100] : [50, 100, 200, 400];
  printTable(
    'Width limit, beside the plain solve',
    'Uniform breakpoints. The plain solve makes the N × N kernel and factors it; how far its a is from that of the hat functions, ' +
      'relative to the largest, is what the condition of K takes from it. A finite time needs eigenvectors.',
    ['N', 'hat functions', 'plain K a = y', '×', 'a apart', 'finite time'],
    small.map((N) => {
      const data = sine(N);
      const [density] = DENSITIES;
      const hats = time(() => widthLimitInterpolant(data, density).coefficients[0], effort);
      const plain = time(() => plainSolve(data, density)[0], effort);
      const trained = time(() => widthLimitInterpolant(data, density, { time: 1 }).coefficients[0], effort);
      const a = widthLimitInterpolant(data, density).coefficients;
      const apart = plainSolve(data, density).map((each, n) => each - a[n]);
      return [
        String(N),
        timing(hats),
        timing(plain),
        digits(plain.median / hats.median),
        error(largest(apart) / largest(a)),
        timing(trained),
      ];
    }),
  );
}

const GRID = Float64Array.from({ length: 500 }, (_, k) => 0.1 + (0.8 * k) / 499);
const wave = (x: number): number => Math.sin(9 * x);

function sine(N: number): Dataset {
  const next = uniform(N);
  // One place in each cell, so that no two are close.
  const x = Float64Array.from({ length: N }, (_, n) => (n + 0.5 + 0.4 * next()) / N);
  return dataset(x, x.map(wave));
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let k = 0; k < values.length; k++) most = Math.max(most, Math.abs(values[k]));
  return most;
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
