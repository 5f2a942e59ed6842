import { lossAndGradientInto, sweepWorkspace } from 'relu-splines';
import { dataMoments } from '../../src/loss/data-moments.js';
import { lossAndGradientByMomentsInto, momentWorkspace } from '../../src/loss/moments.js';
import { fitExponent } from '../exponent.js';
import { goal } from '../goals.js';
import type { Goal } from '../goals.js';
import { contestant, race } from '../harness.js';
import { instances } from '../instances.js';
import type { Instance } from '../instances.js';
import { apart } from '../parts.js';
import { compiledPeer, handOver, peerContestant } from '../peers.js';
import type { Peer } from '../peers.js';
import { costPanel } from '../plots.js';
import { errorOf, ratioOf, table } from '../record.js';
import type { ErrorFigure, SuiteRecord, Timing } from '../record.js';
import type { Session } from '../session.js';

type Size = readonly [count: number, width: number];
type Way = 'still' | 'moving' | 'direct' | 'C';

const SIZES: readonly Size[] = [
  [200, 21],
  [1_000, 21],
  [10_000, 21],
  [100_000, 21],
  [1_000_000, 21],
  [1_000, 100],
  [10_000, 100],
  [100_000, 1_000],
];

interface Result {
  readonly size: Size;
  readonly times: Readonly<Partial<Record<Way, Timing>>>;
  readonly difference: ErrorFigure;
}

/** The gradient from data moments, beside the direct one and the C loop over the data. */
export function momentsSuite(session: Session): SuiteRecord {
  const peer = compiledPeer(session);
  const results = SIZES.filter(([count]) => !session.isQuick || count <= 10_000).map((size) =>
    measure(size, peer, session),
  );
  const narrow = results.filter(({ size: [, width] }) => width === 21);
  const costs = (way: Way): { size: number; time: Timing }[] =>
    narrow.flatMap(({ size: [count], times: { [way]: time } }) =>
      time === undefined ? [] : [{ size: count, time }],
    );
  const ways = (['still', 'moving', 'direct', 'C'] as const).filter((way) => costs(way).length > 1);
  return session.record({
    name: 'moments',
    title: 'Loss and gradient by data moments',
    tables: [
      table({
        id: 'sizes',
        title: 'One call',
        note:
          'Still: the network of the last call again. Moving: every breakpoint passes about one datum from call to call, so that all ' +
          'pieces are measured anew. Direct and C, over the data, as multiples of “still”. The difference is the largest of any ' +
          'gradient entry from that of the direct kernel, relative to the largest entry.',
        head: 'N, H',
        columns: ['still', 'moving', 'direct ×', 'C ×', 'difference'],
        rows: results.map(({ size, times, difference }) => ({
          name: size.join(', '),
          cells: [
            times.still ?? null,
            times.moving ?? null,
            ratioOf(times.direct, times.still),
            ratioOf(times.C, times.still),
            difference,
          ],
        })),
      }),
    ],
    plots: [
      {
        id: 'growth',
        title: 'Loss and gradient of 21 units: time against the number of data',
        notes: ['The bands hold the middle half of the runs.'],
        panels: [
          costPanel(
            'N',
            ways.map((name) => ({ name, costs: costs(name) })),
          ),
        ],
      },
    ],
    exponents: ways.map((way) => fitExponent(`${way}, H = 21`, 'N', costs(way))),
    goals: goalsOf(narrow),
  });
}

function measure([count, width]: Size, peer: Peer | undefined, { effort }: Session): Result {
  const live = instances(count, width);
  handOver(live);
  const outs = live.map(() => new Float64Array(3 * width + 1));
  const direct = live.map(({ data }) => sweepWorkspace(data, width));
  const moments = live.map(({ data }) => momentWorkspace(dataMoments(data), width));
  const steps = live.map(({ network }) => [network, shifted(network, 2 / count)]);
  let turn = 0;
  const next = (): number => (turn = (turn + 1) % live.length);
  let flip = 0;
  const times = race<Way>(
    {
      still: contestant(() => {
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
  return { size: [count, width], times, difference: agreement(live[0]) };
}

function goalsOf(narrow: readonly Result[]): Goal[] {
  const at = (count: number): Result['times'] => narrow.find(({ size }) => size[0] === count)?.times ?? {};
  const [few, many] = [at(1_000), at(1_000_000)];
  return [
    goal({
      aim: 'many-data',
      what: 'time at (10⁶, 21) over that at (10³, 21)',
      goal: '≤ 3 ×',
      measured: ratioOf(many.still, few.still),
      atMost: 3,
    }),
    goal({
      aim: 'many-data',
      what: 'a C loop over the data at (10⁶, 21), over the library',
      goal: '≥ 1,000 ×',
      measured: ratioOf(many.C, many.still),
      atLeast: 1_000,
    }),
  ];
}

/** The network with all breakpoints moved. */
function shifted(network: Instance['network'], by: number): Instance['network'] {
  const inputBiases = network.inputBiases.map((b, i) => b - network.inputWeights[i] * by);
  return { ...network, inputBiases };
}

function agreement({ network, data }: Instance): ErrorFigure {
  const width = network.inputWeights.length;
  const direct = new Float64Array(3 * width + 1);
  const out = new Float64Array(3 * width + 1);
  lossAndGradientInto(direct, network, sweepWorkspace(data, width));
  lossAndGradientByMomentsInto(out, network, momentWorkspace(dataMoments(data), width));
  return errorOf(apart(out, direct));
}
