import {
  multivariateDataset,
  multivariateLossAndGradientInto,
  multivariateNetwork,
  multivariateWorkspace,
} from 'relu-splines/multivariate';
import type { MultivariateDataset, MultivariateNetwork } from 'relu-splines/multivariate';
import { contestant, race } from '../harness.js';
import type { Effort } from '../harness.js';
import { uniform } from '../instances.js';
import { error, printTable, ratio, timing } from '../table.js';

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

/** Loss and gradient over many inputs beside the naive loop over data, units and inputs. */
export function multivariateSuite(effort: Effort, quick: boolean): void {
  const rows = SIZES.filter(([inputs, count, width]) => !quick || inputs * count * width < 1e6).map(
    ([inputs, count, width]) => {
      // Taken in turns: an engine turns the arrays of a program's only instance into constants.
      const live = Array.from({ length: 4 }, (_, k) => instance(inputs, count, width, k + 1));
      const works = live.map(({ data }) => multivariateWorkspace(data, width));
      const outs = live.map(() => new Float64Array(width * (inputs + 2) + 1));
      let turn = 0;
      const inTurns = (call: (k: number) => number): (() => number) => {
        return () => {
          turn = (turn + 1) % live.length;
          return call(turn);
        };
      };
      const times = race(
        {
          library: contestant(
            inTurns((k) => multivariateLossAndGradientInto(outs[k], live[k].network, works[k])),
          ),
          naive: contestant(inTurns((k) => naive(outs[k], live[k]))),
        },
        effort,
      );
      return [
        `${inputs}, ${count}, ${width}`,
        timing(times.library),
        timing(times.naive),
        ratio(times.naive, times.library),
        difference(live[0], works[0]),
      ];
    },
  );
  printTable(
    'Loss and gradient over many inputs',
    'Median of one call (fastest run – what 90 % of the runs kept to). The difference is the largest of any gradient ' +
      'entry from the naive one, relative to the largest entry.',
    ['D, N, H', 'library', 'naive', 'naive ×', 'difference'],
    rows,
  );
}

function instance(inputs: number, count: number, width: number, seed: number): MultivariateInstance {
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

function difference(each: MultivariateInstance, work: ReturnType<typeof multivariateWorkspace>): string {
  const [got, wanted] = [0, 0].map(
    () => new Float64Array(each.network.inputBiases.length * (each.data.inputs + 2) + 1),
  );
  multivariateLossAndGradientInto(got, each.network, work);
  naive(wanted, each);
  let largest = 0;
  let farthest = 0;
  wanted.forEach((entry, k) => {
    largest = Math.max(largest, Math.abs(entry));
    farthest = Math.max(farthest, Math.abs(entry - got[k]));
  });
  return error(farthest / largest);
}
