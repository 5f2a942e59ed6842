import { lossAndGradientInto, sweepWorkspace } from 'relu-splines';
import { contestant, race, time } from '../harness.js';
import type { Contestant, Effort } from '../harness.js';
import { instances } from '../instances.js';
import type { Instance } from '../instances.js';
import { compiledPeer, handOver, peerContestant, peerResult, pythonPeer } from '../peers.js';
import { digits, error, printTable, ratio, timing } from '../table.js';
import { naive } from '../variants/naive.js';

const SIZES = [
  [23, 1000],
  [401, 21],
  [1000, 1000],
  [10_000, 10_000],
  [1_000_000, 21],
  [1_000_000, 1_000_000],
] as const;

/** Above this many units times data an O(N·H) contestant is left out: seconds a call, gigabytes in NumPy. */
const QUADRATIC_LIMIT = 2_000_000;

/** Loss and gradient beside the naive loop, the same algorithm in C, and O(N·H) in Python; growth with size. */
export function gradientSuite(effort: Effort, quick: boolean): void {
  const peers = [compiledPeer(), pythonPeer('numpy'), pythonPeer('torch')].filter(
    (peer) => peer !== undefined,
  );
  const rows = SIZES.filter(([count, width]) => !quick || count + width < 1e5).map(([count, width]) => {
    const live = instances(count, width);
    handOver(live);
    const contestants: Partial<Record<string, Contestant>> = { library: library(live) };
    if (count * width <= QUADRATIC_LIMIT) contestants.naive = contestant(inTurns(live, naive));
    for (const peer of peers) {
      if (peer.name === 'C' || count * width <= QUADRATIC_LIMIT) {
        contestants[peer.name] = peerContestant(peer);
      }
    }
    const times = race(contestants, effort);
    return [
      `${count}, ${width}`,
      timing(times.library),
      ratio(times.library, times.C),
      ...['naive', 'NumPy', 'PyTorch'].map((name) => ratio(times[name], times.library)),
      peers.some((peer) => peer.name === 'C') ? difference(live[0], peers[0]) : '–',
    ];
  });
  printTable(
    'Loss and gradient',
    'Median of one call (fastest run – what 90 % of the runs kept to). Ratios by medians (by the fastest runs). The difference is the ' +
      'largest of any gradient entry from that of C, relative to the largest entry.',
    ['N, H', 'library', '× C', 'naive ×', 'NumPy ×', 'PyTorch ×', 'difference'],
    rows,
  );
  growth(effort, quick);
}

function library(live: readonly Instance[]): Contestant {
  const works = live.map(({ network, data }) => sweepWorkspace(data, network.inputWeights.length));
  return contestant(inTurns(live, (out, { network }, k) => lossAndGradientInto(out, network, works[k])));
}

/** One call a time, of the instances in turns. */
function inTurns(
  live: readonly Instance[],
  call: (out: Float64Array, instance: Instance, k: number) => number,
): () => number {
  const outs = live.map(({ network }) => new Float64Array(3 * network.inputWeights.length + 1));
  let turn = 0;
  return () => {
    turn = (turn + 1) % live.length;
    return call(outs[turn], live[turn], turn);
  };
}

function difference({ network, data }: Instance, peer: Parameters<typeof peerContestant>[0]): string {
  peerContestant(peer)(0);
  const width = network.inputWeights.length;
  const out = new Float64Array(3 * width + 1);
  lossAndGradientInto(out, network, sweepWorkspace(data, width));
  const { gradient } = peerResult();
  let largest = 0;
  let farthest = 0;
  gradient.forEach((entry, k) => {
    largest = Math.max(largest, Math.abs(entry));
    farthest = Math.max(farthest, Math.abs(entry - out[k]));
  });
  return error(farthest / largest);
}

function growth(effort: Effort, quick: boolean): void {
  const sizes = quick ? [1e3, 1e4] : [1e3, 1e4, 1e5, 1e6];
  const each = sizes.map((size) => {
    const live = instances(size, size);
    const works = live.map(({ data }) => sweepWorkspace(data, size));
    const call = inTurns(live, (out, { network }, k) => lossAndGradientInto(out, network, works[k]));
    return time(call, effort);
  });
  printTable(
    'Growth with size, N = H',
    'Nanoseconds a unit or datum; what grows is the number of cache misses.',
    ['N = H', ...sizes.map((size) => size.toLocaleString('en'))],
    [
      ['ns / (N + H)', ...each.map(({ median }, k) => digits((median * 1e3) / (2 * sizes[k])))],
      ['relative', ...each.map(({ median }, k) => digits((median * sizes[0]) / each[0].median / sizes[k]))],
      [
        'relative, fastest runs',
        ...each.map(({ fastest }, k) => digits((fastest * sizes[0]) / each[0].fastest / sizes[k])),
      ],
    ],
  );
}
