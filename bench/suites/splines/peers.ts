import { evaluatePiecewise, naturalCubicSpline, smoothingSpline } from 'relu-splines/splines';
import type { SmoothingOptions } from 'relu-splines/splines';
import { contestant, race } from '../../harness.js';
import type { Contestant } from '../../harness.js';
import { counts, farthest } from '../../parts.js';
import type { Part } from '../../parts.js';
import { pythonContestant, rSpline } from '../../programs.js';
import type { Asked, FittedValues } from '../../programs.js';
import { errorOf, ratioOf, table } from '../../record.js';
import type { Cell, Row, Timing } from '../../record.js';
import type { Session } from '../../session.js';
import { TEN_FREEDOMS, splineProblem } from './problem.js';
import type { SplineProblem } from './problem.js';

/** The same splines by R and SciPy. */
export function splinePeersPart(session: Session): Part {
  const sizes = session.isQuick ? [100] : [100, 1000, 10_000];
  const r = session.r('R', 'stats');
  const python = session.isQuick ? undefined : session.python('SciPy', 'numpy', 'scipy');
  const rows = sizes.flatMap((count) => {
    const problem = splineProblem(count);
    const lambda = TEN_FREEDOMS * count;
    const ways: [name: string, options: SmoothingOptions, way: 'lambda' | 'df' | 'gcv', value: number][] = [
      ['λ given', { rLambda: lambda }, 'lambda', lambda],
      ['df 10', { degreesOfFreedom: 10 }, 'df', 10],
      ['GCV', { criterion: 'gcv' }, 'gcv', 0],
    ];
    return [
      ...ways
        .slice(0, session.isQuick ? 1 : 3)
        .map(([name, options, way, value]) =>
          smoothingRow(session, problem, name, options, r, way, value, python),
        ),
      naturalRow(session, problem, session.isQuick ? undefined : r, python),
    ];
  });
  return {
    tables: [
      table({
        id: 'peers',
        title: 'Splines of R and SciPy',
        note:
          'Smoothing splines with all distinct x as knots: R’s smooth.spline, SciPy’s make_smoothing_spline for a given λ. Natural cubic splines, made and ' +
          'asked for the values halfway between the data: R’s splinefun, SciPy’s CubicSpline. Times over the library’s; differences in y, whose noise is 1. ' +
          'R takes .3330 for 1/3 in its penalty, and stops its search for λ earlier.',
        head: 'spline, N',
        columns: ['library', 'R ×', 'difference, R', 'SciPy ×', 'difference, SciPy'],
        rows,
      }),
    ],
  };
}

function smoothingRow(
  session: Session,
  { data }: SplineProblem,
  name: string,
  options: SmoothingOptions,
  r: string | undefined,
  way: 'lambda' | 'df' | 'gcv',
  value: number,
  python: string | undefined,
): Row {
  const fit = smoothingSpline(data, options);
  return row(
    session,
    `${name}, ${counts(data.x.length)}`,
    () => smoothingSpline(data, options).gcv,
    fit.values,
    r === undefined ? undefined : rSpline(r, data, way, value),
    python === undefined || way !== 'lambda'
      ? undefined
      : pythonContestant<FittedValues>(python, 'splines', {
          task: 'smoothing',
          x: data.x,
          y: data.y,
          lambda: fit.lambda,
        }),
  );
}

function naturalRow(
  session: Session,
  { data }: SplineProblem,
  r: string | undefined,
  python: string | undefined,
): Row {
  const { x, y } = data;
  const at = x.subarray(1).map((place, n) => (place + x[n]) / 2);
  const call = (): Float64Array => evaluatePiecewise(naturalCubicSpline(data), at);
  return row(
    session,
    `natural, ${counts(x.length)}`,
    () => call()[0],
    call(),
    r === undefined ? undefined : rSpline(r, data, 'natural'),
    python === undefined
      ? undefined
      : pythonContestant<FittedValues>(python, 'splines', { task: 'natural', x, y, at }),
  );
}

function row(
  { effort }: Session,
  name: string,
  call: () => number,
  values: ArrayLike<number>,
  r: Asked<FittedValues> | undefined,
  scipy: Asked<FittedValues> | undefined,
): Row {
  const contestants: Partial<Record<'library' | 'R' | 'SciPy', Contestant>> = {
    library: contestant(call),
    ...(r && { R: r }),
    ...(scipy && { SciPy: scipy }),
  };
  const { library, R, SciPy } = race(contestants, { ...effort, secondsPerRound: effort.secondsPerRound / 3 });
  const beside = (peer: Asked<FittedValues> | undefined, took: Timing | undefined): Cell[] => [
    ratioOf(took, library),
    peer === undefined ? null : errorOf(farthest(peer.answer().values, values)),
  ];
  return { name, cells: [library ?? null, ...beside(r, R), ...beside(scipy, SciPy)] };
}
