import {
  evaluateMultivariate,
  multivariateDataset,
  multivariateLossAndGradientInto,
  multivariateNetwork,
  multivariateWorkspace,
} from 'relu-splines/multivariate';
import type { MultivariateDataset, MultivariateNetwork } from 'relu-splines/multivariate';
import { contestant, race, time } from '../harness.js';
import type { Contestant } from '../harness.js';
import { uniform } from '../instances.js';
import { apart, counts, growthPart, joined } from '../parts.js';
import type { Part } from '../parts.js';
import { pythonContestant } from '../programs.js';
import type { Asked, TimedAnswer } from '../programs.js';
import { errorOf, ratioOf, table } from '../record.js';
import type { Cell, SuiteRecord } from '../record.js';
import type { Session } from '../session.js';

interface MultivariateInstance {
  readonly network: MultivariateNetwork;
  readonly data: MultivariateDataset;
}

const SIZES = [
  [2, 100, 21],
  [2, 1000, 100],
  [2, 1000, 1000],
  [10, 1000, 100],
  [100, 1000, 100],
] as const;

type Size = readonly [inputs: number, count: number, width: number];

/** Evaluation, loss and gradient over many inputs: growth, and beside the naive loop, NumPy and PyTorch. */
export function multivariateSuite(session: Session): SuiteRecord {
  return session.record({
    name: 'multivariate',
    title: 'Many inputs',
    ...joined([gradientPart(session), growth(session)]),
  });
}

interface PeerAnswer extends TimedAnswer {
  readonly gradient: readonly number[];
}

function gradientPart(session: Session): Part {
  const { effort, isQuick } = session;
  const numpy = session.python('NumPy', 'numpy');
  const torch = isQuick ? undefined : session.python('PyTorch', 'torch');
  const sizes = SIZES.filter(([inputs, count, width]) => !isQuick || inputs * count * width < 1e5);
  const rows = sizes.map((size) => {
    // Taken in turns: an engine turns the arrays of a program's only instance into constants.
    const live = Array.from({ length: 4 }, (_, k) => instance(size, k + 1));
    const asked = {
      ...(numpy !== undefined && { NumPy: peer(numpy, 'numpy', live[0]) }),
      ...(torch !== undefined && { PyTorch: peer(torch, 'torch', live[0]) }),
    };
    const outs = live.map(outOf);
    const contestants: Partial<Record<string, Contestant>> = {
      library: library(live),
      naive: contestant(inTurns(live, (k) => naive(outs[k], live[k]))),
      ...asked,
    };
    const times = race(contestants, effort);
    const wanted = outOf(live[0]);
    multivariateLossAndGradientInto(wanted, live[0].network, multivariateWorkspace(live[0].data, size[2]));
    const off = (gradient: ArrayLike<number> | undefined): Cell =>
      gradient === undefined ? null : errorOf(apart(gradient, wanted));
    const plain = outOf(live[0]);
    naive(plain, live[0]);
    return {
      name: counts(...size),
      cells: [
        times.library ?? null,
        ratioOf(times.naive, times.library),
        off(plain),
        ratioOf(times.NumPy, times.library),
        off(asked.NumPy?.answer().gradient),
        ratioOf(times.PyTorch, times.library),
        off(asked.PyTorch?.answer().gradient),
      ],
    };
  });
  return {
    tables: [
      table({
        id: 'gradient',
        title: 'Loss and gradient over many inputs',
        note:
          'Times over the library’s. "Off" is the largest difference of any gradient entry from that of the library, relative to the ' +
          'largest entry. NumPy and PyTorch in doubles, on one thread; their matrix products use vector instructions, which JavaScript has none of.',
        head: 'D, N, H',
        columns: ['library', 'naive ×', 'naive, off', 'NumPy ×', 'NumPy, off', 'PyTorch ×', 'PyTorch, off'],
        rows,
      }),
    ],
  };
}

function growth({ effort, isQuick }: Session): Part {
  const half = { ...effort, secondsPerRound: effort.secondsPerRound / 2 };
  const widths = isQuick ? [10, 30] : [10, 30, 100, 300, 1000];
  const inputs = [2, 10] as const;
  const measured = inputs.map((D) => ({
    D,
    costs: widths.map((width) => {
      const live = Array.from({ length: 4 }, (_, k) => instance([D, 1000, width], k + 1));
      const evaluate = inTurns(live, (k) => evaluateMultivariate(live[k].network, live[k].data.points)[0]);
      return {
        size: width,
        gradient: race({ only: library(live) }, half).only,
        evaluate: time(evaluate, half),
      };
    }),
  }));
  return joined([
    {
      tables: [
        table({
          id: 'growth',
          title: 'Evaluation, and loss and gradient, at 1,000 places',
          note: '',
          head: 'H',
          columns: inputs.flatMap((D) => [`evaluation, D = ${D}`, `gradient, D = ${D}`]),
          rows: widths.map((width, k) => ({
            name: counts(width),
            cells: measured.flatMap(({ costs }) => [costs[k].evaluate, costs[k].gradient ?? null]),
          })),
        }),
      ],
    },
    growthPart(
      'growth',
      'Many inputs: time against units',
      measured.map(({ D, costs }) => ({
        size: 'H',
        title: `D = ${D}, N = 1,000`,
        series: [
          { name: 'evaluation', costs: costs.map(({ size, evaluate }) => ({ size, time: evaluate })) },
          {
            name: 'loss and gradient',
            costs: costs.flatMap(({ size, gradient }) =>
              gradient === undefined ? [] : [{ size, time: gradient }],
            ),
          },
        ],
      })),
    ),
  ]);
}

function instance([inputs, count, width]: Size, seed: number): MultivariateInstance {
  const random = uniform(seed);
  const signed = (length: number, size = 1): number[] =>
    Array.from({ length }, () => size * (2 * random() - 1));
  return {
    network: multivariateNetwork({
      inputs,
      inputWeights: signed(width * inputs, 1 / Math.sqrt(inputs)),
      inputBiases: signed(width),
      outputWeights: signed(width, 1 / Math.sqrt(width)),
      outputBias: 0.1,
    }),
    data: multivariateDataset(signed(count * inputs), signed(count), { inputs }),
  };
}

function outOf({ network: { inputBiases, inputs } }: MultivariateInstance): Float64Array {
  return new Float64Array(inputBiases.length * (inputs + 2) + 1);
}

function inTurns(live: readonly MultivariateInstance[], call: (k: number) => number): () => number {
  let turn = 0;
  return () => {
    turn = (turn + 1) % live.length;
    return call(turn);
  };
}

function library(live: readonly MultivariateInstance[]): Contestant {
  const works = live.map(({ data, network }) => multivariateWorkspace(data, network.inputBiases.length));
  const outs = live.map(outOf);
  return contestant(
    inTurns(live, (k) => multivariateLossAndGradientInto(outs[k], live[k].network, works[k])),
  );
}

function peer(
  python: string,
  library: 'numpy' | 'torch',
  { network, data }: MultivariateInstance,
): Asked<PeerAnswer> {
  return pythonContestant<PeerAnswer>(python, 'networks', {
    task: 'many-inputs',
    library,
    inputs: network.inputs,
    w: network.inputWeights,
    b: network.inputBiases,
    v: network.outputWeights,
    b0: network.outputBias,
    x: data.points,
    y: data.y,
  });
}

/** The definition: every unit at every datum. Returns the loss. */
function naive(out: Float64Array, { network, data }: MultivariateInstance): number {
  const { inputs: D, inputWeights: w, inputBiases: b, outputWeights: v, outputBias } = network;
  const { points: x, y } = data;
  const width = b.length;
  let squares = 0;
  out.fill(0);
  const hinge = (i: number, n: number): number => {
    let z = b[i];
    for (let d = 0; d < D; d++) z += w[i * D + d] * x[n * D + d];
    return z;
  };
  for (let n = 0; n < y.length; n++) {
    let f = outputBias;
    for (let i = 0; i < width; i++) f += v[i] * Math.max(hinge(i, n), 0);
    const epsilon = y[n] - f;
    squares += epsilon * epsilon;
    for (let i = 0; i < width; i++) {
      const z = hinge(i, n);
      if (!(z > 0)) continue;
      for (let d = 0; d < D; d++) out[i * D + d] -= v[i] * epsilon * x[n * D + d];
      out[width * D + i] -= v[i] * epsilon;
      out[width * (D + 1) + i] -= epsilon * z;
    }
    out[width * (D + 2)] -= epsilon;
  }
  return squares / 2;
}
