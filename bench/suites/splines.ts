import { dataset } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { smoothingSpline } from 'relu-splines/splines';
import { smoothed, smoothInto } from '../../src/splines/two-filter.js';
import type { SmoothingData } from '../../src/splines/two-filter.js';
import { denseSmoother } from '../../test/splines/dense-smoother.js';
import { contestant, race, time } from '../harness.js';
import type { Effort } from '../harness.js';
import { uniform } from '../instances.js';
import { digits, error, printTable, ratio, timing } from '../table.js';
import { reinschSmoother } from '../variants/reinsch.js';

/** A degree of smoothing that leaves about ten degrees of freedom, whatever N is: λ as R counts it, per datum. */
const TEN_FREEDOMS = 4e-8;

/** The smoothing spline against N: one λ, λ found, and what other ways to solve it cost and lose. */
export function splinesSuite(effort: Effort, quick: boolean): void {
  const sizes = quick ? [100, 1000, 10_000] : [100, 1000, 10_000, 100_000];
  printTable(
    'Smoothing spline, about ten degrees of freedom',
    'λ given, ten degrees of freedom asked for, and λ by generalised cross-validation; each with values, derivatives, ' +
      'leverages and scores. The kernel alone is compared with the banded system of Reinsch with leverages; the last two ' +
      'columns are by how much that is off, in y (noise 1) and in the sum of the leverages.',
    ['N', 'λ given', 'ns / datum', 'df 10', 'GCV', 'kernel', 'Reinsch ×', 'off in y', 'off in df'],
    sizes.map((count) => {
      const { data, scaled } = problem(count);
      const lambda = TEN_FREEDOMS * count;
      const given = time(() => smoothingSpline(data, { rLambda: lambda }).gcv, effort);
      const freedom = time(() => smoothingSpline(data, { degreesOfFreedom: 10 }).gcv, effort);
      const gcv = time(() => smoothingSpline(data, { criterion: 'gcv' }).gcv, effort);
      const out = smoothed(count);
      const kernels = race(
        {
          filters: contestant(() => {
            smoothInto(out, scaled, lambda);
            return out.values[1];
          }),
          reinsch: contestant(() => reinschSmoother(scaled, lambda).values[1]),
        },
        effort,
      );
      const banded = reinschSmoother(scaled, lambda);
      return [
        String(count),
        timing(given),
        digits((given.median * 1e3) / count),
        timing(freedom),
        timing(gcv),
        timing(kernels.filters),
        ratio(kernels.reinsch, kernels.filters),
        error(farthest(banded.values, out.values)),
        error(Math.abs(sum(banded.leverages) - sum(out.leverages))),
      ];
    }),
  );
  printTable(
    'Smoothing spline beside a dense solve',
    'The same as one dense system, in this language. The differences are in y (noise 1) and in a leverage; the last column ' +
      "is what the dense system's condition allows it to be off. R, whose smooth.spline would be the peer, was not installed.",
    ['N', 'λ given', 'dense ×', 'in y', 'in leverage', 'condition · EPSILON'],
    (quick ? [30, 100] : [30, 100, 200]).map((count) => {
      const { data, scaled } = problem(count);
      const lambda = TEN_FREEDOMS * count;
      const x = prefix(scaled.gaps);
      const times = race(
        {
          spline: contestant(() => smoothingSpline(data, { rLambda: lambda }).gcv),
          dense: contestant(() => denseSmoother(x, scaled.y, scaled.weights, lambda).roughness),
        },
        effort,
      );
      const fit = smoothingSpline(data, { rLambda: lambda });
      const dense = denseSmoother(x, scaled.y, scaled.weights, lambda);
      return [
        String(count),
        timing(times.spline),
        ratio(times.dense, times.spline),
        error(farthest(fit.values, dense.values)),
        error(farthest(fit.leverages, dense.leverages)),
        error(dense.condition * Number.EPSILON),
      ];
    }),
  );
}

function problem(count: number): { readonly data: Dataset; readonly scaled: SmoothingData } {
  const random = uniform(count);
  const inner = Float64Array.from({ length: count - 2 }, random).sort();
  const x = Float64Array.of(0, ...inner, 1);
  const y = x.map((v) => 3 * Math.sin(9 * v) + 2 * random() - 1);
  const gaps = x.subarray(1).map((v, n) => v - x[n]);
  return { data: dataset(x, y), scaled: { gaps, y, weights: new Float64Array(count).fill(1) } };
}

function prefix(gaps: ArrayLike<number>): Float64Array {
  const x = new Float64Array(gaps.length + 1);
  for (let n = 0; n < gaps.length; n++) x[n + 1] = x[n] + gaps[n];
  return x;
}

function sum(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0);
}

function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((most, value, n) => Math.max(most, Math.abs(value - b[n])), 0);
}
