import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loss } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { gradientFlow } from 'relu-splines/flow';
import type { FlowResult } from 'relu-splines/flow';
import { parametersOf } from '../../src/forms/parameters.js';
import { datasets, networksWithData } from '../arbitraries/datasets.js';
import { networks } from '../arbitraries/networks.js';
import { RUNS } from '../arbitraries/numbers.js';
import { released } from './flow.help.js';

describe('problems of every kind', () => {
  const end = (network: ShallowNetwork, data: Dataset, steps: number): FlowResult =>
    gradientFlow(network, data, { time: 100, steps });

  it('reach their time or come to rest: 1,000 small ones with ties, dead units, w = 0 and v = 0', () => {
    const problems = fc.record({
      network: networks({ wild: false, maxUnits: 6 }),
      data: datasets({ wild: false, maxCount: 8 }),
    });
    fc.assert(
      fc.property(problems, ({ network, data }) => {
        const flow = end(network, data, 5000);
        expect(['time', 'stationary']).toContain(flow.status);
        expect(parametersOf(flow.network).every(Number.isFinite)).toBe(true);
        const start = loss(network, data);
        // Tolerance 1e-6 a step, relative to weights; the loss is a square.
        expect(flow.stats.largestRise).toBeLessThanOrEqual(1e-6 * Math.max(1, start));
        expect(flow.events.length).toBeLessThan(200);
      }),
      { ...RUNS, numRuns: 1000 },
    );
  });

  it('end with a status and finite weights, also with data as far out as breakpoints get', () => {
    fc.assert(
      fc.property(networksWithData({ maxUnits: 5, maxCount: 6 }), ({ network, data }) => {
        const flow = end(network, data, 200);
        expect(['time', 'stationary', 'step-limit', 'stalled']).toContain(flow.status);
        expect(parametersOf(flow.network).every(Number.isFinite)).toBe(true);
        expect(flow.stats.accepted + flow.stats.rejected).toBeLessThanOrEqual(201);
      }),
      RUNS,
    );
  });

  it('repeat themselves exactly', () => {
    const { network, data } = released;
    expect(end(network, data, 1000)).toEqual(end(network, data, 1000));
  });
});
