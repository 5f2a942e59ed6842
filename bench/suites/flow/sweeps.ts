import type { FlowResult } from 'relu-splines/flow';
import { goal } from '../../goals.js';
import { summary } from '../../harness.js';
import type { Part } from '../../parts.js';
import { errorOf, figure, table } from '../../record.js';
import type { Session } from '../../session.js';
import { alphaSweep } from '../../variants/white-noise.js';
import { drift, run } from './run.js';

const TOLERANCE = 1e-6;
const ALPHAS = [0.1, 0.3, 1, 3, 10, 100];

/** White noise over spaced or random x, as the papers have it. */
export function noisePart({ isQuick }: Session, inputs: 'spaced' | 'random'): Part {
  const width = isQuick ? 100 : 1_000;
  const seeds = isQuick ? 1 : 5;
  const measured = ALPHAS.filter((alpha) => !isQuick || alpha >= 10).map((alpha) => {
    const runs = Array.from({ length: seeds }, (_, seed) => {
      const problem = alphaSweep(alpha, seed, width, 'noise', inputs === 'random');
      const { flow, microseconds } = run(problem, {
        loss: 1e-10,
        relativeTolerance: TOLERANCE,
        steps: 100_000,
      });
      return { flow, microseconds, drift: drift(problem.network, flow.network) };
    });
    const flows = runs.map(({ flow }) => flow);
    return {
      alpha,
      flows,
      time: summary(runs.map(({ microseconds }) => microseconds)),
      rise: Math.max(...flows.map(({ stats }) => stats.largestRise)),
      drift: Math.max(...runs.map((each) => each.drift)),
    };
  });
  const place = inputs === 'random' ? 'random x' : 'spaced x and two pins';
  return {
    tables: [
      table({
        id: `noise-${inputs}`,
        title: `White noise on ${place} (N = 23, H = ${width})`,
        note:
          `To loss 1e-10 or to rest, by the method that the library chooses, tolerance 1e-6; one run for each of ${seeds} seeds: medians ` +
          'of steps taken, steps refused or cut short, and events; the time of a run; largest rise of the loss in a step; largest drift of a ' +
          'conserved quantity, relative to w² + b² + v²; most times that one unit stuck to one datum.',
        head: 'α',
        columns: ['steps', 'refused', 'events', 'time', 'rise', 'drift', 'captures', 'ends'],
        rows: measured.map(({ alpha, flows, time, rise, drift }) => ({
          name: String(alpha),
          cells: [
            figure(median(flows.map(({ stats }) => stats.accepted))),
            figure(median(flows.map(({ stats }) => stats.rejected))),
            figure(median(flows.map(({ events }) => events.length))),
            time,
            errorOf(rise),
            errorOf(drift),
            figure(Math.max(...flows.map(({ stats }) => stats.mostCaptures))),
            endings(flows),
          ],
        })),
      }),
    ],
    goals: [
      goal({
        aim: 'flow-accuracy',
        what: `largest rise of the loss in a step, white noise, ${place}, all α above, tolerance 1e-6`,
        goal: '≤ 1e-6',
        measured: errorOf(Math.max(...measured.map(({ rise }) => rise))),
        atMost: TOLERANCE,
      }),
      goal({
        aim: 'flow-accuracy',
        what: `largest drift of a conserved quantity, white noise, ${place}, all α above, tolerance 1e-6`,
        goal: '≤ 1e-5',
        measured: errorOf(Math.max(...measured.map((each) => each.drift))),
        atMost: 10 * TOLERANCE,
      }),
    ],
  };
}

/** Smooth targets, where loss 1e-10 has to be reached in few implicit steps. */
export function smoothPart({ isQuick }: Session): Part {
  const width = isQuick ? 100 : 1_000;
  const measured = [1, 3, 10, 100].map((alpha) => {
    const problem = alphaSweep(alpha, 1, width, 'smooth');
    const runs = Array.from({ length: isQuick ? 1 : 15 }, () =>
      run(problem, { loss: 1e-10, method: 'implicit', relativeTolerance: TOLERANCE }),
    );
    return {
      alpha,
      flow: runs[0].flow,
      time: summary(runs.map(({ microseconds }) => microseconds)),
      drift: drift(problem.network, runs[0].flow.network),
    };
  });
  const slowest = measured.reduce((most, each) => (each.time.median > most.time.median ? each : most));
  return {
    tables: [
      table({
        id: 'smooth',
        title: `Smooth targets (N = 23, H = ${width}) to loss 1e-10`,
        note: 'y = sin(πx/2); implicit steps, tolerance 1e-6. Rise and drift as above.',
        head: 'α',
        columns: ['steps', 'events', 'time', 'rise', 'drift', 'ends'],
        rows: measured.map(({ alpha, flow, time, drift }) => ({
          name: String(alpha),
          cells: [
            figure(flow.stats.accepted),
            figure(flow.events.length),
            time,
            errorOf(flow.stats.largestRise),
            errorOf(drift),
            flow.status,
          ],
        })),
      }),
    ],
    goals: [
      goal({
        aim: 'flow-steps',
        what: 'implicit steps, smooth targets, (23, 1000), most of α = 1, 3, 10, 100',
        goal: '≤ 300',
        measured: isQuick ? null : figure(Math.max(...measured.map(({ flow }) => flow.stats.accepted))),
        atMost: 300,
      }),
      goal({
        aim: 'flow-steps',
        what: `the same in time, slowest α (${slowest.alpha})`,
        goal: '≤ 0.5 s',
        measured: isQuick ? null : slowest.time,
        atMost: 5e5,
      }),
      goal({
        aim: 'flow-steps',
        what: 'the loss that they reach, most of all α',
        goal: '≤ 1e-10',
        measured: isQuick ? null : errorOf(Math.max(...measured.map(({ flow }) => flow.loss))),
        atMost: 1e-10,
      }),
    ],
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

function endings(flows: readonly FlowResult[]): string {
  const counts = new Map<string, number>();
  for (const { status } of flows) counts.set(status, (counts.get(status) ?? 0) + 1);
  return Array.from(counts, ([status, count]) => `${count} ${status}`).join(', ');
}
