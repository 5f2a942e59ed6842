import { lossAndGradientInto, sweepWorkspace } from 'relu-splines';
import { dataMoments, lossAndGradientByMomentsInto, momentWorkspace } from '../../src/loss/moments.js';
import { contestant, race } from '../harness.js';
import type { Effort } from '../harness.js';
import { instances } from '../instances.js';
import type { Instance } from '../instances.js';
import { compiledPeer, handOver, peerContestant } from '../peers.js';
import { digits, error, printTable, ratio, timing } from '../table.js';

const SIZES = [
  [200, 21],
  [1_000, 21],
  [10_000, 21],
  [100_000, 21],
  [1_000_000, 21],
  [1_000, 100],
  [10_000, 100],
  [100_000, 1_000],
] as const;

/** The gradient from data moments, beside the direct one and the C loop over the data. */
export function momentsSuite(effort: Effort, quick: boolean): void {
  const peer = compiledPeer();
  let first: number | undefined;
  const rows = SIZES.filter(([count]) => !quick || count <= 10_000).map(([count, width]) => {
    const live = instances(count, width);
    handOver(live);
    const outs = live.map(() => new Float64Array(3 * width + 1));
    const direct = live.map(({ data }) => sweepWorkspace(data, width));
    const moments = live.map(({ data }) => momentWorkspace(dataMoments(data), width));
    const steps = live.map(({ network }) => [network, shifted(network, 2 / count)]);
    let turn = 0;
    const next = (): number => (turn = (turn + 1) % live.length);
    let flip = 0;
    const times = race(
      {
        moments: contestant(() => {
          const k = next();
          return lossAndGradientByMomentsInto(outs[k], live[k].network, moments[k]);
        }),
        moving: contestant(() => {
          const k = next();
          if (k === 0) flip = 1 - flip;
          return lossAndGradientByMomentsInto(outs[k], steps[k][flip], moments[k]);
        }),
        direct: contestant(() => {
          const k = next();
          return lossAndGradientInto(outs[k], live[k].network, direct[k]);
        }),
        ...(peer && { C: peerContestant(peer) }),
      },
      effort,
    );
    if (count === 1000 && width === 21) first = times.moments?.median;
    return [
      `${count}, ${width}`,
      timing(times.moments),
      timing(times.moving),
      ratio(times.direct, times.moments),
      ratio(times.C, times.moments),
      width === 21 && first !== undefined && times.moments ? digits(times.moments.median / first) : '–',
      agreement(live[0]),
    ];
  });
  printTable(
    'Loss and gradient by data moments',
    'Still: the network of the last call again. Moving: every breakpoint passes about one datum from call to call. ' +
      'Direct and C, over the data, as multiples of "still", by medians (by the fastest runs). The difference is the largest of any ' +
      'gradient entry from that of the direct kernel, relative to the largest entry.',
    ['N, H', 'still', 'moving', 'direct ×', 'C ×', 'of (1000, 21)', 'difference'],
    rows,
  );
}

/** The network with all breakpoints moved. */
function shifted(network: Instance['network'], by: number): Instance['network'] {
  const inputBiases = network.inputBiases.map((b, i) => b - network.inputWeights[i] * by);
  return { ...network, inputBiases };
}

function agreement({ network, data }: Instance): string {
  const width = network.inputWeights.length;
  const direct = new Float64Array(3 * width + 1);
  const out = new Float64Array(3 * width + 1);
  lossAndGradientInto(direct, network, sweepWorkspace(data, width));
  lossAndGradientByMomentsInto(out, network, momentWorkspace(dataMoments(data), width));
  const largest = direct.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  return error(out.reduce((most, entry, k) => Math.max(most, Math.abs(entry - direct[k])), 0) / largest);
}
