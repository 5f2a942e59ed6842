import { evaluatePiecewise, naturalCubicSpline, smoothingSpline } from 'relu-splines/splines';
import { smoothed, smoothInto } from '../../src/splines/two-filter.js';
import { denseSmoother } from '../../test/splines/dense-smoother.js';
import { contestant, race, time } from '../harness.js';
import { counts, farthest, growthPart, joined } from '../parts.js';
import type { Part } from '../parts.js';
import { errorOf, figure, ratioOf, table } from '../record.js';
import type { SuiteRecord } from '../record.js';
import type { Session } from '../session.js';
import { reinschSmoother } from '../variants/reinsch.js';
import { splinePeersPart } from './splines/peers.js';
import { TEN_FREEDOMS, splineProblem } from './splines/problem.js';

/** Smoothing and natural splines against N, beside R and SciPy, and what other ways to solve them cost and lose. */
export function splinesSuite(session: Session): SuiteRecord {
  return session.record({
    name: 'splines',
    title: 'Splines',
    ...joined([growth(session), splinePeersPart(session), densePart(session)]),
  });
}

function growth({ effort, isQuick }: Session): Part {
  const half = { ...effort, secondsPerRound: effort.secondsPerRound / 2 };
  const sizes = isQuick ? [100, 1000] : [100, 1000, 10_000, 100_000];
  const measured = sizes.map((size) => {
    const { data, scaled } = splineProblem(size);
    const lambda = TEN_FREEDOMS * size;
    const out = smoothed(size);
    const kernels = race(
      {
        filters: contestant(() => {
          smoothInto(out, scaled, lambda);
          return out.values[1];
        }),
        reinsch: contestant(() => reinschSmoother(scaled, lambda).values[1]),
      },
      half,
    );
    const banded = reinschSmoother(scaled, lambda);
    return {
      size,
      given: time(() => smoothingSpline(data, { rLambda: lambda }).gcv, half),
      freedom: time(() => smoothingSpline(data, { degreesOfFreedom: 10 }).gcv, half),
      gcv: time(() => smoothingSpline(data, { criterion: 'gcv' }).gcv, half),
      natural: time(() => evaluatePiecewise(naturalCubicSpline(data), 0.4), half),
      kernels,
      offValues: farthest(banded.values, out.values),
      offFreedom: Math.abs(sum(banded.leverages) - sum(out.leverages)),
    };
  });
  const costs = (way: 'given' | 'freedom' | 'gcv' | 'natural') =>
    measured.map((each) => ({ size: each.size, time: each[way] }));
  return joined([
    {
      tables: [
        table({
          id: 'growth',
          title: 'Smoothing splines of about ten degrees of freedom, and natural ones',
          note:
            'λ given, ten degrees of freedom asked for, and λ by generalised cross-validation; each with values, derivatives, ' +
            'leverages and scores. The kernel alone is compared with the banded system of Reinsch with leverages; behind it by how ' +
            'much that is off, in y (noise 1) and in the sum of the leverages. Natural cubic splines are made and asked for one value.',
          head: 'N',
          columns: [
            'λ given',
            'ns / datum',
            'df 10',
            'GCV',
            'kernel',
            'Reinsch ×',
            'off in y',
            'off in df',
            'natural',
          ],
          rows: measured.map(({ size, given, freedom, gcv, natural, kernels, offValues, offFreedom }) => ({
            name: counts(size),
            cells: [
              given,
              figure((given.median * 1e3) / size),
              freedom,
              gcv,
              kernels.filters ?? null,
              ratioOf(kernels.reinsch, kernels.filters),
              errorOf(offValues),
              errorOf(offFreedom),
              natural,
            ],
          })),
        }),
      ],
    },
    growthPart('growth', 'Splines: time against size', [
      {
        size: 'N',
        series: [
          { name: 'smoothing, λ given', costs: costs('given') },
          { name: 'smoothing, df 10', costs: costs('freedom') },
          { name: 'smoothing, GCV', costs: costs('gcv') },
          { name: 'natural', costs: costs('natural') },
        ],
      },
    ]),
  ]);
}

function densePart({ effort, isQuick }: Session): Part {
  return {
    tables: [
      table({
        id: 'dense',
        title: 'Smoothing spline beside a dense solve',
        note:
          'The same as one dense system, in this language. The differences are in y (noise 1) and in a leverage; the last column ' +
          "is what the dense system's condition allows it to be off.",
        head: 'N',
        columns: ['λ given', 'dense ×', 'in y', 'in leverage', 'condition · EPSILON'],
        rows: (isQuick ? [30] : [30, 100, 200]).map((count) => {
          const { data, scaled } = splineProblem(count);
          const lambda = TEN_FREEDOMS * count;
          const x = prefix(scaled.gaps);
          const dense = denseSmoother(x, scaled.y, scaled.weights, lambda);
          const fit = smoothingSpline(data, { rLambda: lambda });
          const times = race(
            {
              spline: contestant(() => smoothingSpline(data, { rLambda: lambda }).gcv),
              dense: contestant(() => denseSmoother(x, scaled.y, scaled.weights, lambda).roughness),
            },
            effort,
          );
          return {
            name: counts(count),
            cells: [
              times.spline ?? null,
              ratioOf(times.dense, times.spline),
              errorOf(farthest(fit.values, dense.values)),
              errorOf(farthest(fit.leverages, dense.leverages)),
              errorOf(dense.condition * Number.EPSILON),
            ],
          };
        }),
      }),
    ],
  };
}

function prefix(gaps: ArrayLike<number>): Float64Array {
  const x = new Float64Array(gaps.length + 1);
  for (let n = 0; n < gaps.length; n++) x[n + 1] = x[n] + gaps[n];
  return x;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < values.length; k++) total += values[k];
  return total;
}
