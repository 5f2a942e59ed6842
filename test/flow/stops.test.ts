import { describe, expect, it } from 'vitest';
import { dataset, gradient, loss, shallowNetwork } from 'relu-splines';
import { gradientFlow, resumeFlow } from 'relu-splines/flow';
import { messageFor } from '../../src/flow/flow-status.js';
import { parametersOf } from '../../src/forms/parameters.js';
import { expectRefusal } from '../laws/refusal.js';
import { released, smooth, whiteNoise } from './flow.help.js';

const constant = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [], outputBias: 2 });

describe('why a flow stops', () => {
  it('at the loss that it starts with, without a step', () => {
    const flow = gradientFlow(smooth.network, smooth.data, { loss: loss(smooth.network, smooth.data) });
    expect([flow.status, flow.stats.accepted, flow.time]).toEqual(['loss', 0, 0]);
  });

  it('not at a loss of 0 that nobody asked for', () => {
    expect(gradientFlow(constant, dataset([0, 1], [2, 2]), { time: 1 }).status).toBe('time');
  });

  it('not at rest where that is not asked for', () => {
    const data = dataset([0, 1], [1, 3]);
    expect(gradientFlow(constant, data, { time: 1e6 }).status).toBe('stationary');
    expect(gradientFlow(constant, data, { time: 1e6, stationarity: false }).status).toBe('time');
  });

  it('tells of steps that were taken alone', () => {
    const times: number[] = [];
    const flow = gradientFlow(released.network, released.data, {
      time: 3,
      onProgress: ({ time, steps }) => {
        times.push(time);
        expect(steps).toBe(times.length);
      },
    });
    expect(flow.stats.rejected).toBeGreaterThan(0);
    expect(times).toHaveLength(flow.stats.accepted);
    times.slice(1).forEach((time, k) => {
      expect(time).toBeGreaterThan(times[k]);
    });
  });

  it.each([
    ['time', 'Reached the time asked for: at time 2, loss 0.5.'],
    ['loss', 'Reached the loss asked for: at time 2, loss 0.5.'],
    [
      'stationary',
      'Stationary at time 2, loss 0.5: motion below tolerance over a doubling of time, no growth rate above 1/t. See criticality(network, data) for what kind of point it is.',
    ],
    [
      'step-limit',
      'Stopped by the limit on steps at time 2, loss 0.5. Resume with a higher limit, or ask for a larger tolerance.',
    ],
    ['aborted', 'Aborted by the signal at time 2, loss 0.5. What there is can be resumed.'],
    [
      'stalled',
      'Stalled at time 2, loss 0.5: the next step is too short to move time, or events at one instant do not end. The tolerance is finer than the rounding of this problem; ask for a larger one.',
    ],
  ] as const)('says so in words: %s', (status, message) => {
    expect(messageFor(status, 2, 0.5, null)).toBe(message);
  });

  it('says what kind of point it is, where that is known', () => {
    expect(messageFor('stationary', 2, 0.5, 'A point.')).toMatch(/above 1\/t\. A point\.$/);
  });
});

describe('how a flow begins', () => {
  it('by a step of a hundredth of the time in which the weights would move by their own size', () => {
    const { network, data } = smooth;
    const scaleOf = (value: number): number => 1e-8 + 1e-6 * Math.abs(value);
    const theta = parametersOf(network);
    const velocity = gradient(network, data);
    const most = (values: Float64Array): number =>
      values.reduce((largest, value, c) => Math.max(largest, Math.abs(value) / scaleOf(theta[c])), 0);
    const flow = gradientFlow(network, data, { steps: 1 });
    expect(flow.stats.accepted).toBe(1);
    expect(Math.abs(flow.time / ((0.01 * most(theta)) / most(velocity)) - 1)).toBeLessThan(1e-12);
  });

  it('by one of 1e-3 where nothing moves, or there is nothing', () => {
    const zero = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [] });
    expect(gradientFlow(zero, dataset([0], [1]), { steps: 1 }).time).toBe(1e-3);
    expect(gradientFlow(constant, dataset([0], [2]), { steps: 1 }).time).toBe(1e-3);
  });

  it('takes tolerances at both ends of what makes sense', () => {
    for (const relativeTolerance of [1e-13, 0.1]) {
      expect(gradientFlow(smooth.network, smooth.data, { relativeTolerance, steps: 2 }).status).toBe(
        'step-limit',
      );
    }
    expectRefusal(
      () => gradientFlow(smooth.network, smooth.data, { stationarity: 1 as unknown as boolean }),
      'TypeError',
      'gradientFlow: stationarity must be true or false, got 1',
    );
  });
});

describe('how a flow goes on', () => {
  const { network, data } = whiteNoise({ alpha: 0.3, seed: 1, width: 30 });

  it('by the method that it was in, unless another is asked for', () => {
    const implicit = gradientFlow(network, data, { method: 'implicit', steps: 3 });
    expect(implicit.memory).toMatchObject({ method: 'implicit', stiff: null });
    const method = (options: object, earlier = implicit): unknown => {
      const { memory } = resumeFlow(earlier, data, { steps: 2, ...options });
      return [memory.method, memory.stiff];
    };
    expect(method({})).toEqual(['implicit', null]);
    expect(method({ method: 'explicit' })).toEqual(['explicit', null]);
    const explicit = gradientFlow(network, data, { steps: 3 });
    expect([explicit.memory.method, explicit.memory.stiff]).toEqual(['explicit', 0]);
    expect(method({}, explicit)).toEqual(['explicit', 0]);
    expect(method({ method: 'implicit' }, explicit)).toEqual(['implicit', null]);
    const counted = { ...explicit, memory: { ...explicit.memory, stiff: 5 } };
    // Each step that is not at the edge takes a sixth back; of two at most are taken.
    expect(resumeFlow(counted, data, { steps: 2 }).memory.stiff).toBeGreaterThan(4.6);
    expect(method({}, { ...explicit, memory: { ...explicit.memory, stiff: null } })).toEqual(['explicit', 0]);
  });
});
