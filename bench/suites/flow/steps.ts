import type { Cost } from '../../exponent.js';
import { goal } from '../../goals.js';
import { race } from '../../harness.js';
import { counts, growthPart, joined, longCalls } from '../../parts.js';
import type { Part } from '../../parts.js';
import { figure, ratioOf, table } from '../../record.js';
import type { Timing } from '../../record.js';
import type { Session } from '../../session.js';
import { wave } from '../../variants/white-noise.js';
import { run } from './run.js';

interface Steps {
  readonly count: number;
  readonly width: number;
  readonly explicit: Timing;
  readonly implicit: Timing;
}

const METHODS = ['explicit', 'implicit'] as const;

/** The cost of one step against N = H, against N alone, and against H alone. */
export function stepPart(session: Session): Part {
  const sizes = session.isQuick ? [100, 1_000] : [100, 300, 1_000, 3_000, 10_000];
  const square = sizes.map((size) => measure(size, size, session));
  const small = 100;
  const sides = session.isQuick ? [300] : [300, 1_000, 3_000, 10_000, 30_000];
  const long = sides.map((count) => measure(count, small, session));
  const wide = sides.map((width) => measure(small, width, session));
  const series = (steps: readonly Steps[], size: (each: Steps) => number) =>
    METHODS.map((method) => ({
      name: method,
      costs: steps.map((each): Cost => ({ size: size(each), time: each[method] })),
    }));
  const [first] = square;
  return joined([
    {
      tables: [
        table({
          id: 'steps',
          title: 'One step',
          note:
            `Runs of ${session.isQuick ? 'ten' : 'forty'} steps or more, taken or not, events and the setting up included, by the number of steps. An explicit ` +
            'step is six evaluations of the field, an implicit one six solves and one factorisation.',
          head: 'N, H',
          columns: ['explicit', 'implicit', 'implicit, ns / (N + H)', 'implicit over explicit'],
          rows: [...square, ...long, ...wide].map(({ count, width, explicit, implicit }) => ({
            name: counts(count, width),
            cells: [
              explicit,
              implicit,
              figure((1e3 * implicit.median) / (count + width)),
              ratioOf(implicit, explicit),
            ],
          })),
        }),
      ],
      goals: [
        goal({
          aim: 'flow-steps',
          what: 'one implicit step at (10⁴, 10⁴)',
          goal: '≤ 25 ms',
          measured: square.find(({ count }) => count === 10_000)?.implicit ?? null,
          atMost: 25e3,
        }),
      ],
    },
    growthPart('steps', 'Flow: time of a step against size', [
      { size: 'N = H', series: series(square, ({ count }) => count) },
      {
        size: 'N',
        title: `H = ${small}`,
        series: series([first, ...long], ({ count }) => count),
      },
      {
        size: 'H',
        title: `N = ${small}`,
        series: series([first, ...wide], ({ width }) => width),
      },
    ]),
  ]);
}

function measure(count: number, width: number, { effort, isQuick }: Session): Steps {
  const problem = wave(count, width);
  const steps = isQuick ? 10 : Math.max(40, Math.round(20_000 / (count + width)));
  const step = (method: (typeof METHODS)[number]) =>
    longCalls(() => {
      const { flow, microseconds } = run(problem, { method, steps, stationarity: false });
      return microseconds / (flow.stats.accepted + flow.stats.rejected);
    });
  // The engine compiles on the first go.
  const contestants = { explicit: step('explicit'), implicit: step('implicit') };
  for (const method of METHODS) contestants[method].run(effort.secondsToWarmUp, 1);
  const { explicit, implicit } = race(contestants, effort);
  if (explicit === undefined || implicit === undefined) throw new Error('a step was not timed');
  return { count, width, explicit, implicit };
}
