import { evaluate } from 'relu-splines';
import {
  deepLossAndGradientInto,
  deepWorkspace,
  evaluateDeep,
  flattenDeep,
  toPiecewiseLinear,
} from 'relu-splines/deep';
import { contestant, race } from '../harness.js';
import type { Contestant } from '../harness.js';
import { instance } from '../instances.js';
import { apart, joined } from '../parts.js';
import type { Part } from '../parts.js';
import { pythonContestant } from '../programs.js';
import type { TimedAnswer } from '../programs.js';
import { errorOf, figure, ratioOf, table } from '../record.js';
import type { SuiteRecord } from '../record.js';
import type { Session } from '../session.js';
import { growthPart } from './deep/growth.js';
import { SHAPES, nested, random } from './deep/networks.js';

const LOW = -3;
const HIGH = 3;
const POINTS = { coarse: 1_000, fine: 100_000 } as const;

/** Exact pieces beside dense sampling, how they grow, and backpropagation, beside PyTorch. */
export function deepSuite(session: Session): SuiteRecord {
  const torch = session.isQuick ? undefined : session.python('PyTorch', 'numpy', 'torch');
  return session.record({
    name: 'deep',
    title: 'Deep networks',
    ...joined([samplingPart(session, torch), growthPart(session), backpropagationPart(session, torch)]),
  });
}

interface PeerValues extends TimedAnswer {
  readonly values: readonly number[];
}

function samplingPart({ effort, isQuick }: Session, torch: string | undefined): Part {
  const rows = SHAPES.slice(0, isQuick ? 2 : 5).map((widths) => {
    const network = random(widths);
    const window = { low: LOW, high: HIGH };
    const pieces = toPiecewiseLinear(network, { window });
    const grid = (points: number): Float64Array =>
      Float64Array.from({ length: points }, (_, n) => LOW + ((HIGH - LOW) * n) / (points - 1));
    const [coarse, fine] = [grid(POINTS.coarse), grid(isQuick ? 1e4 : POINTS.fine)];
    const contestants: Partial<Record<string, Contestant>> = {
      exact: contestant(() => toPiecewiseLinear(network, { window }).slopes[0]),
      coarse: contestant(() => evaluateDeep(network, coarse)[0]),
      fine: contestant(() => evaluateDeep(network, fine)[0]),
      ...(torch !== undefined && {
        torch: pythonContestant<PeerValues>(torch, 'networks', {
          task: 'deep-forward',
          layers: nested(network),
          low: LOW,
          high: HIGH,
          points: POINTS.fine,
        }),
      }),
    };
    const times = race(contestants, effort);
    const values = evaluateDeep(network, fine);
    const off = apart(evaluate(pieces, fine), values);
    return {
      name: widths.join('–'),
      cells: [
        figure(pieces.knots.length),
        times.exact ?? null,
        ratioOf(times.coarse, times.exact),
        ratioOf(times.fine, times.exact),
        ratioOf(times.torch, times.exact),
        figure(toldApart(pieces.knots, coarse.length)),
        figure(toldApart(pieces.knots, fine.length)),
        errorOf(off),
      ],
    };
  });
  return {
    tables: [
      table({
        id: 'sampling',
        title: 'Exact pieces beside dense sampling of the forward pass',
        note:
          'He’s initialization, σ_b = 1, window [−3, 3]. Sampling at 1,000 and 100,000 points as multiples of the exact ' +
          'extraction, the latter by PyTorch as well, without looking for kinks in the samples; "told apart" are knots with no other in their cell of the grid, ' +
          'the most that such a look could find. Difference of the pieces from the forward pass at the finer points, relative to the largest value.',
        head: 'widths',
        columns: [
          'knots',
          'exact',
          '10³ points ×',
          '10⁵ points ×',
          'PyTorch, 10⁵ ×',
          'told apart, 10³',
          'told apart, 10⁵',
          'difference',
        ],
        rows,
      }),
    ],
  };
}

/** Knots that are alone in their cell of a grid. */
function toldApart(knots: ArrayLike<number>, points: number): number {
  const counts = new Map<number, number>();
  for (let p = 0; p < knots.length; p++) {
    const cell = Math.floor(((knots[p] - LOW) / (HIGH - LOW)) * (points - 1));
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  return [...counts.values()].filter((count) => count === 1).length;
}

interface PeerGradient extends TimedAnswer {
  readonly gradient: readonly number[];
}

function backpropagationPart({ effort, isQuick }: Session, torch: string | undefined): Part {
  const counts = isQuick ? [20] : [20, 401];
  const rows = SHAPES.slice(0, isQuick ? 2 : 6).flatMap((widths) => {
    const network = random(widths);
    const out = new Float64Array(flattenDeep(network).length);
    return counts.map((count) => {
      const { data } = instance(count, 1, 1);
      const work = deepWorkspace(network, data);
      const asked =
        torch === undefined
          ? undefined
          : pythonContestant<PeerGradient>(torch, 'networks', {
              task: 'deep-gradient',
              layers: nested(network),
              x: data.x,
              y: data.y,
            });
      const contestants: Partial<Record<'library' | 'torch', Contestant>> = {
        library: contestant(() => deepLossAndGradientInto(out, network, work)),
        ...(asked && { torch: asked }),
      };
      const { library, torch: peer } = race(contestants, {
        ...effort,
        secondsPerRound: effort.secondsPerRound / 2,
      });
      return {
        name: `${widths.join('–')}, ${count}`,
        cells: [
          library ?? null,
          library === undefined ? null : figure((1e3 * library.median) / (out.length * count)),
          ratioOf(peer, library),
          asked === undefined ? null : errorOf(apart(asked.answer().gradient, out)),
        ],
      };
    });
  });
  return {
    tables: [
      table({
        id: 'backpropagation',
        title: 'Loss and gradient by backpropagation',
        note:
          'Nanoseconds by the number of weights and biases times that of data; PyTorch in doubles, on one thread, and how far its gradient is from the ' +
          'library’s, relative to the largest entry.',
        head: 'widths, N',
        columns: ['library', 'ns / (weight × datum)', 'PyTorch ×', 'difference'],
        rows,
      }),
    ],
  };
}
