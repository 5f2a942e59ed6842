import { describe, expect, it } from 'vitest';
import { dataset, shallowNetwork } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { gradientFlow } from 'relu-splines/flow';
import type { FlowOptions } from 'relu-splines/flow';
import { distance, euler, weightsOf } from '../fuzz/flow/descent.js';

interface Problem {
  readonly network: ShallowNetwork;
  readonly data: Dataset;
  readonly time: number;
  /** What it failed with. */
  readonly options: FlowOptions;
  /** The first events of these units: unit and kind. */
  readonly events: readonly (readonly [unit: number, kind: string])[];
}

/** Found by the fuzz campaign: each had the same few events again and again at one instant, and most stalled there. */
const problems: Readonly<Record<string, Problem>> = {
  'on a datum with v = 0: the sign that v is about to have decides': {
    network: shallowNetwork({
      inputWeights: [1, 0.5, 2, -1],
      inputBiases: [-2, 0.5, 1.5, 2],
      outputWeights: [-0.5, 0, 0.5, 0.5],
      outputBias: -2,
    }),
    data: dataset([-2, -1.5, -1, 1, 1, 1.5], [-0.5, 1.5, 1.5, -1, 1, 0.5]),
    time: 4,
    options: { method: 'implicit', relativeTolerance: 1e-6 },
    events: [[1, 'stick']],
  },
  'and where v̇ = 0 as well, that of a moment later': {
    network: shallowNetwork({
      inputWeights: [-1, -1, -2, -2, -1, 2],
      inputBiases: [-1, 1, 0, 2, 1, -2],
      outputWeights: [-2, -1, 0, 0, 2, 2],
    }),
    data: dataset([-1, -1, 0, 2, 3], [2, 2, 2, -1, -1]),
    time: 0.07,
    options: { method: 'implicit', relativeTolerance: 1e-6 },
    events: [
      [2, 'stick'],
      [5, 'cross'],
    ],
  },
  'on a datum where both forces are zero: those of a moment later decide': {
    network: shallowNetwork({
      inputWeights: [-2, -1, 1, 1, -1, 1],
      inputBiases: [0, -1, 1, -1, -1, 1],
      outputWeights: [0, 0, -2, 0, -1, 1],
    }),
    data: dataset([-2, -1, 2], [-1, 0, -2]),
    time: 0.4,
    options: { method: 'explicit', relativeTolerance: 1e-8 },
    events: [
      [4, 'stick'],
      [4, 'release-active'],
    ],
  },
  'sliding with a v that is still rounding: its dense output says nothing of its sign': {
    network: shallowNetwork({
      inputWeights: [-1, 1, -2, 2],
      inputBiases: [0, 2, 0, 2],
      outputWeights: [0, -2, -1, 0],
      outputBias: 1,
    }),
    data: dataset([-1, 0, 2, 3], [-3, 0, 2, 2]),
    time: 2,
    options: { method: 'implicit', relativeTolerance: 1e-8 },
    events: [
      [0, 'stick'],
      [2, 'stick'],
      [0, 'release-active'],
      [2, 'release-active'],
    ],
  },
  'let go at v = 0, which landing has left above zero': {
    network: shallowNetwork({
      inputWeights: [1, -1, 1, 0],
      inputBiases: [-1, 2, 1, 1],
      outputWeights: [-2, 1, 2, 1],
    }),
    data: dataset([-3, 0, 2, 3], [-1, -1, -2, 2]),
    time: 0.4,
    options: { method: 'explicit', relativeTolerance: 1e-4 },
    events: [
      [1, 'stick'],
      [1, 'release-inactive'],
    ],
  },
};

describe('small numbers on a grid, where forces vanish exactly', () => {
  it.each(Object.entries(problems))('%s', (_, { network, data, time, options, events }) => {
    const flow = gradientFlow(network, data, { ...options, time, steps: 5000 });
    expect(flow.status).toBe('time');
    const units = new Set(events.map(([unit]) => unit));
    const found = flow.events.filter(({ unit }) => units.has(unit)).map(({ unit, kind }) => [unit, kind]);
    expect(found.slice(0, events.length)).toEqual(events);
    const start = weightsOf(network);
    const coarse = euler(start, data, time, 20_000);
    const fine = euler(start, data, time, 40_000);
    // Euler's error halves with its step; what a step of the flow misses grows by less than a hundred.
    const error = 2 * distance(coarse, fine) + 100 * (options.relativeTolerance ?? 1e-6);
    expect(distance(weightsOf(flow.network), fine)).toBeLessThanOrEqual(error);
  });

  it('on a repeller where both forces are zero: it stays until a force matters, and says that it need not', () => {
    const network = shallowNetwork({ inputWeights: [-1, -1], inputBiases: [1, -2], outputWeights: [0, 2] });
    const data = dataset([-2, 1, 2], [0, 0, -3]);
    const [fine, coarse] = [1e-8, 1e-4].map((relativeTolerance) =>
      gradientFlow(network, data, { time: 3, steps: 5000, relativeTolerance }),
    );
    for (const { status, events } of [fine, coarse]) {
      expect(status).toBe('time');
      expect(events.map(({ kind }) => kind)).toEqual(['stick', 'release-active', 'stick']);
      expect(events[0]).toEqual({
        time: 0,
        unit: 0,
        datum: 1,
        orientation: -1,
        kind: 'stick',
        unique: false,
      });
    }
    // What a coarse step misses grows by less than a hundred.
    expect(distance(weightsOf(fine.network), weightsOf(coarse.network))).toBeLessThanOrEqual(100 * 1e-4);
  });
});
