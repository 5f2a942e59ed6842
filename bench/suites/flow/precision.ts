import type { Series, SeriesPoint } from 'relu-splines/plot';
import { goal } from '../../goals.js';
import { summary } from '../../harness.js';
import { apart } from '../../parts.js';
import type { Part } from '../../parts.js';
import { askPeer } from './scipy.js';
import type { PeerRun } from './scipy.js';
import { errorOf, figure, table } from '../../record.js';
import type { Cell, Row, Timing } from '../../record.js';
import type { Session } from '../../session.js';
import { alphaSweep } from '../../variants/white-noise.js';
import type { FlowProblem } from '../../variants/white-noise.js';
import { drift, parameters, run } from './run.js';

const METHODS = ['explicit', 'implicit'] as const;
type Method = (typeof METHODS)[number] | 'auto';
const TIME = 5;

/** Where a flow should be at the end, and how far from it another is. */
interface Reference {
  readonly problem: FlowProblem;
  readonly weights: readonly number[];
  readonly events: number;
  readonly errorOf: (weights: readonly number[]) => number;
}

interface OwnRun {
  readonly method: Method;
  readonly tolerance: number;
  readonly error: number;
  readonly drift: number;
  readonly rise: number;
  readonly evaluations: number;
  readonly time: Timing;
}

/** Work against precision, beside SciPy's integrators, and accuracy in units of the tolerance on more problems. */
export function precisionPart(session: Session): Part {
  const { isQuick } = session;
  const reference = referenceOf(alphaSweep(0.5, 2, 20));
  const { problem, errorOf: distance } = reference;
  const check = run(problem, { time: TIME, relativeTolerance: 1e-12, method: 'implicit' }).flow;
  const apart = distance(parameters(check.network));
  const tolerances = isQuick ? [1e-4, 1e-6] : [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10];
  const own = METHODS.flatMap((method) =>
    tolerances.map((tolerance) => ownRun(reference, method, tolerance, isQuick ? 2 : 15)),
  );
  const peers = askPeer(session, problem, TIME);
  return {
    tables: [
      table({
        id: 'precision',
        title: 'Work and precision',
        note:
          `N = 23, H = 20, α = 0.5, white noise, to t = ${TIME}, ${reference.events} events. The error is the largest of all weights against an ` +
          'explicit run at 1e-13, relative to the largest weight; an implicit run at 1e-12 is ' +
          `${apart.toExponential(0)} from it. SciPy's integrators know no events: "stalled" is where a budget of evaluations left them.`,
        head: 'method, tolerance',
        columns: ['error', 'evaluations', 'time', 'drift', 'rise'],
        rows: [...own.map(ownRow), ...peers.map((each) => peerRow(each, distance))],
      }),
    ],
    plots: [
      {
        id: 'precision',
        title: 'Flow: error against time',
        notes: [
          `N = 23, H = 20, α = 0.5, white noise, to t = ${TIME}, one point a tolerance; runs that stalled are not shown.`,
        ],
        panels: [
          {
            x: { label: 'time', unit: 'µs', scale: 'log' },
            y: { label: 'error', scale: 'log' },
            series: [...METHODS.map((method) => ownSeries(method, own)), ...peerSeries(peers, distance)],
          },
        ],
      },
    ],
  };
}

/** Error, drift and rise in units of the tolerance, over problems that differ in α and seed. */
export function accuracyPart({ isQuick }: Session): Part {
  const alphas = isQuick ? [1] : [0.3, 1, 3, 10];
  const seeds = isQuick ? [0] : [0, 1, 2, 3, 4];
  const tolerances = isQuick ? [1e-6] : [1e-4, 1e-6, 1e-8];
  const problems = alphas.map((alpha) => ({
    alpha,
    references: seeds.map((seed) => referenceOf(alphaSweep(alpha, seed, 20))),
  }));
  const rows = problems.flatMap(({ alpha, references }) =>
    (['auto', ...METHODS] as const).flatMap((method) =>
      tolerances.map((tolerance) => {
        const runs = references.map((reference) => ownRun(reference, method, tolerance, 1));
        const most = (part: 'error' | 'drift' | 'rise'): number =>
          Math.max(...runs.map((each) => each[part])) / tolerance;
        return {
          name: `${alpha}, ${method}, ${tolerance.toExponential()}`,
          method,
          error: most('error'),
          drift: most('drift'),
          rise: most('rise'),
        };
      }),
    ),
  );
  const bound = (
    part: 'error' | 'drift' | 'rise',
    what: string,
    atMost: number,
    methods: readonly Method[] = ['auto', 'explicit', 'implicit'],
  ) =>
    goal({
      aim: 'flow-accuracy',
      what:
        `${what}, in tolerances, most of ${methods.join(', ')} and α = ${alphas.join(', ')} at ` +
        tolerances.map((each) => each.toExponential()).join(', '),
      goal: `≤ ${atMost}`,
      measured: errorOf(
        Math.max(...rows.filter(({ method }) => methods.includes(method)).map((row) => row[part])),
      ),
      atMost,
    });
  return {
    tables: [
      table({
        id: 'accuracy',
        title: 'Accuracy of the flow in units of its tolerance',
        note:
          `N = 23, H = 20, white noise, to t = ${TIME}: the most of ${seeds.length} seeds. Error as above; drift of a conserved quantity relative ` +
          'to w² + b² + v²; rise of the loss in a step; each over the tolerance. The default, auto, goes over to implicit steps where the flow is stiff.',
        head: 'α, method, tolerance',
        columns: ['error', 'drift', 'rise'],
        rows: rows.map(({ name, error, drift, rise }) => ({
          name,
          cells: [error, drift, rise].map(errorOf),
        })),
      }),
    ],
    goals: [
      bound('error', 'distance to the reference', 10, ['auto', 'implicit']),
      bound('error', 'distance to the reference', 10, ['explicit']),
      bound('drift', 'drift of conserved quantities', 10),
      bound('rise', 'rise of the loss', 1),
    ],
  };
}

function referenceOf(problem: FlowProblem): Reference {
  const { flow } = run(problem, { time: TIME, relativeTolerance: 1e-13, method: 'explicit' });
  const weights = parameters(flow.network);
  return {
    problem,
    weights,
    events: flow.events.length,
    errorOf: (other) => apart(other, weights),
  };
}

function ownRun(
  { problem, errorOf: distance }: Reference,
  method: OwnRun['method'],
  tolerance: number,
  goes: number,
): OwnRun {
  const runs = Array.from({ length: goes }, () =>
    run(problem, { time: TIME, method, relativeTolerance: tolerance }),
  );
  const { network, stats } = runs[0].flow;
  return {
    method,
    tolerance,
    error: distance(parameters(network)),
    drift: drift(problem.network, network),
    rise: stats.largestRise,
    evaluations: stats.evaluations,
    time: summary(runs.map(({ microseconds }) => microseconds)),
  };
}

function ownRow({ method, tolerance, error, evaluations, time, drift, rise }: OwnRun): Row {
  return {
    name: `library, ${method}, ${tolerance.toExponential()}`,
    cells: [errorOf(error), figure(evaluations), time, errorOf(drift), errorOf(rise)],
  };
}

function peerRow(
  { method, tolerance, evaluations, seconds, reached, theta }: PeerRun,
  distance: Reference['errorOf'],
): Row {
  const error: Cell = theta === null ? `stalled at t = ${reached.toFixed(2)}` : errorOf(distance(theta));
  return {
    name: `SciPy ${method}, ${tolerance.toExponential()}`,
    cells: [error, figure(evaluations), summary([seconds * 1e6]), null, null],
  };
}

function ownSeries(method: OwnRun['method'], runs: readonly OwnRun[]): Series {
  return {
    name: `library, ${method}`,
    mark: 'line-and-points',
    points: runs
      .filter((each) => each.method === method && each.error > 0)
      .map(({ time, error }) => ({ x: time.median, y: error })),
  };
}

function peerSeries(peers: readonly PeerRun[], distance: Reference['errorOf']): Series[] {
  const byMethod = new Map<string, SeriesPoint[]>();
  for (const { method, seconds, theta } of peers) {
    if (theta === null) continue;
    const points = byMethod.get(method) ?? [];
    points.push({ x: seconds * 1e6, y: distance(theta) });
    byMethod.set(method, points);
  }
  return Array.from(byMethod, ([method, points]) => ({
    name: `SciPy ${method}`,
    mark: 'line-and-points',
    points,
  }));
}
