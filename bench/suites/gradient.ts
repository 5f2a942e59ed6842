import { fitExponent } from '../exponent.js';
import type { Cost } from '../exponent.js';
import { goal } from '../goals.js';
import type { Goal } from '../goals.js';
import { race } from '../harness.js';
import { instances } from '../instances.js';
import { handOver } from '../peers.js';
import { costPanel } from '../plots.js';
import { figure, ratioOf, table } from '../record.js';
import type { ErrorFigure, Ratio, SuiteRecord, Timing } from '../record.js';
import type { Session } from '../session.js';
import { PEERS, QUADRATIC, contestantsOf, differencesOf, openCompany } from './gradient-company.js';
import type { Company, Name } from './gradient-company.js';

type Size = readonly [count: number, width: number];

const SIZES: readonly Size[] = [
  [23, 1000],
  [401, 21],
  [100, 100],
  [300, 300],
  [1000, 1000],
  [10_000, 10_000],
  [100_000, 100_000],
  [1_000_000, 1_000_000],
  [1_000_000, 21],
];

/** Above this many units times data an O(N·H) contestant is left out: seconds a call, gigabytes in NumPy. */
const LIMIT = { quick: 100_000, full: 2_000_000 };

/** Up to here tables fit into the processor's first cache, and the overhead of a call still counts. */
const ASYMPTOTIC = 1000;

interface Result {
  readonly size: Size;
  readonly times: Readonly<Partial<Record<Name, Timing>>>;
  readonly differences: Readonly<Partial<Record<Name, ErrorFigure>>>;
}

/** Loss and gradient beside the naive loop, the same algorithm in C, and O(N·H) by array libraries; growth with size. */
export async function gradientSuite(session: Session): Promise<SuiteRecord> {
  const company = await openCompany(session);
  const results = SIZES.filter(([count, width]) => !session.isQuick || count + width < 1e5).map((size) =>
    measure(size, company, session),
  );
  const square = results.filter(({ size: [count, width] }) => count === width);
  const costs = (name: Name): Cost[] =>
    square.flatMap(({ size: [size], times: { [name]: time } }) =>
      time === undefined ? [] : [{ size, time }],
    );
  return session.record({
    name: 'gradient',
    title: 'Loss and gradient',
    tables: [
      table({
        id: 'sizes',
        title: 'One call',
        note:
          'The peers’ times as multiples of the library’s, but for C: there the library’s as multiples of C’s. ' +
          'tfjs is its plain JavaScript backend, and computes in float32.',
        head: 'N, H',
        columns: ['library', '× C', ...QUADRATIC.map((peer) => `${peer} ×`)],
        rows: results.map(({ size, times }) => ({
          name: size.join(', '),
          cells: [
            times.library ?? null,
            ratioOf(times.library, times.C),
            ...QUADRATIC.map((peer) => ratioOf(times[peer], times.library)),
          ],
        })),
      }),
      table({
        id: 'differences',
        title: 'How far their gradients are from the library’s',
        note: 'The largest difference of an entry, relative to the largest entry.',
        head: 'N, H',
        columns: PEERS,
        rows: results.map(({ size, differences }) => ({
          name: size.join(', '),
          cells: PEERS.map((peer) => differences[peer] ?? null),
        })),
      }),
      table({
        id: 'growth',
        title: 'Nanoseconds per unit and datum, N = H',
        note: 'What grows with the size is the number of cache misses.',
        head: 'N = H',
        columns: ['library', 'C'],
        rows: square.map(({ size: [size], times }) => ({
          name: size.toLocaleString('en'),
          cells: [times.library, times.C].map((time) =>
            time ? figure((time.median * 1e3) / (2 * size)) : null,
          ),
        })),
      }),
    ],
    plots: [
      {
        id: 'growth',
        title: 'Loss and gradient: time against size',
        notes: ['N = H; the bands hold the middle half of the runs.'],
        panels: [
          costPanel(
            'N = H',
            (['library', ...PEERS] as const).map((name) => ({ name, costs: costs(name) })),
          ),
        ],
      },
    ],
    exponents: (['library', ...PEERS] as const).flatMap((name) => {
      const isLinear = name === 'library' || name === 'C';
      const fitted = costs(name).filter(({ size }) => !isLinear || size >= ASYMPTOTIC);
      return fitted.length > 1 ? [fitExponent(name, 'N = H', fitted)] : [];
    }),
    goals: [...goalsOf(results), goalOfGrowth(results)],
  });
}

function measure(size: Size, company: Company, { effort, isQuick }: Session): Result {
  const [count, width] = size;
  const live = instances(count, width);
  handOver(live);
  const withQuadratic = count * width <= (isQuick ? LIMIT.quick : LIMIT.full);
  return {
    size,
    times: race(contestantsOf(live, company, withQuadratic), effort),
    differences: differencesOf(live[0], company, withQuadratic),
  };
}

function timesAt(results: readonly Result[], count: number, width: number): Result['times'] {
  return results.find(({ size }) => size[0] === count && size[1] === width)?.times ?? {};
}

function goalsOf(results: readonly Result[]): Goal[] {
  const at = (count: number, width: number): Result['times'] => timesAt(results, count, width);
  const times = (peer: Name, atLeast: number, [count, width]: Size): Goal =>
    goal({
      aim: count === 23 ? 'gradient-23-1000' : 'gradient-1000-1000',
      what: `${peer} over the library at (${count}, ${width})`,
      goal: `≥ ${atLeast} ×`,
      measured: ratioOf(at(count, width)[peer], at(count, width).library),
      atLeast,
    });
  const beside = ([count, width]: Size, atMost: number): Goal =>
    goal({
      aim: 'c',
      what: `the library over C at (${count}, ${width})`,
      goal: `≤ ${atMost} ×`,
      measured: ratioOf(at(count, width).library, at(count, width).C),
      atMost,
    });
  return [
    times('NumPy', 20, [23, 1000]),
    times('PyTorch', 30, [23, 1000]),
    times('naive', 10, [23, 1000]),
    times('NumPy', 300, [1000, 1000]),
    times('PyTorch', 300, [1000, 1000]),
    times('naive', 300, [1000, 1000]),
    beside([23, 1000], 2.2),
    beside([1000, 1000], 2),
    beside([10_000, 10_000], 2),
    beside([1_000_000, 1_000_000], 2),
  ];
}

/** Time per unit and datum at 10⁶ over that at 10³. */
function goalOfGrowth(results: readonly Result[]): Goal {
  const [few, many] = [1e3, 1e6].map((size) => timesAt(results, size, size).library);
  const ratio = ratioOf(many, few);
  const perUnit: Ratio | null = ratio && {
    ...ratio,
    median: ratio.median / 1e3,
    fastest: ratio.fastest / 1e3,
  };
  return goal({
    aim: 'growth',
    what: 'time per (N + H) at 10⁶ over that at 10³',
    goal: '≤ 6 ×',
    measured: perUnit,
    atMost: 6,
  });
}
