import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { gradientFlow } from 'relu-splines/flow';
import {
  multivariateConserved,
  multivariateDataset,
  multivariateField,
  multivariateFlow,
  multivariateNetwork,
} from 'relu-splines/multivariate';
import type {
  MultivariateDataset,
  MultivariateFlowOptions,
  MultivariateNetwork,
} from 'relu-splines/multivariate';
import { expectPure } from '../laws/purity.js';
import { expectRefusal } from '../laws/refusal.js';
import { networkOf, parametersOf, randomProblem } from './networks.help.js';

/** The largest difference of two networks in any weight. */
function distance(a: MultivariateNetwork, b: MultivariateNetwork): number {
  const other = parametersOf(b);
  return Math.max(...parametersOf(a).map((value, k) => Math.abs(value - other[k])));
}

/** Gradient descent in `steps` steps over a time: the flow, to first order in the step. */
function descent(
  network: MultivariateNetwork,
  data: MultivariateDataset,
  time: number,
  steps: number,
): MultivariateNetwork {
  const h = time / steps;
  let theta = parametersOf(network);
  for (let k = 0; k < steps; k++) {
    const field = multivariateField(networkOf(theta, network.inputs), data);
    theta = theta.map((value, c) => value + h * field[c]);
  }
  return networkOf(theta, network.inputs);
}

/** Is a unit's plane on data, to rounding of its landing, with none on the active side? */
function standsOnLastDatum(network: MultivariateNetwork, data: MultivariateDataset, unit: number): boolean {
  const { inputs: D, inputWeights: w, inputBiases: b } = network;
  const heights = Array.from(data.y, (_, n) => {
    const row = w.subarray(unit * D, (unit + 1) * D);
    return row.reduce((sum, each, d) => sum + each * data.points[n * D + d], b[unit]);
  });
  return Math.abs(Math.max(...heights)) < 1e-9;
}

/** Flows with events; most have planes held on the way. */
const eventful = Array.from({ length: 12 }, (_, seed) => {
  const { network, data } = randomProblem(seed + 1, 1 + (seed % 3), 5, 14);
  const time = 2;
  const whole = multivariateFlow(network, data, { time, relativeTolerance: 1e-10 });
  return { network, data, whole, time };
});

describe('gradient flow over many inputs', () => {
  it('has met data on its way, in all of these problems together some dozens of times', () => {
    const events = eventful.flatMap(({ whole }) => whole.events);
    const count = (kind: string): number => events.filter((event) => event.kind === kind).length;
    expect(count('cross')).toBeGreaterThan(50);
    expect(count('stick')).toBeGreaterThan(20);
    expect(count('release-active')).toBeGreaterThan(5);
    expect(count('release-inactive')).toBeGreaterThan(5);
    // Nowhere a matter of convention, so that descent has to agree.
    expect(events.every(({ unique }) => unique)).toBe(true);
  });

  it('goes where gradient descent in small steps goes', () => {
    for (const { network, data, time, whole } of eventful) {
      const coarse = distance(whole.network, descent(network, data, time, 1_000));
      const fine = distance(whole.network, descent(network, data, time, 8_000));
      // First order: an eighth of the step, an eighth of the difference; going to and fro over data blurs each by a step.
      expect(fine).toBeLessThanOrEqual(coarse / 3);
      expect(fine).toBeLessThanOrEqual(2e-3);
    }
  });

  it('conserves δ of each unit, to the tolerance of its steps', () => {
    for (const { network, data, time } of eventful) {
      const before = multivariateConserved(network);
      for (const relativeTolerance of [1e-6, 1e-10]) {
        const flow = multivariateFlow(network, data, { time, relativeTolerance });
        const after = multivariateConserved(flow.network);
        const largest = Math.max(
          ...parametersOf(network).map(Math.abs),
          ...parametersOf(flow.network).map(Math.abs),
        );
        // Each of D + 2 weights is off by at most the tolerance a step, and δ by twice the weight times that.
        const bound =
          flow.stats.accepted * (network.inputs + 2) * 2 * largest * relativeTolerance * (largest + 0.01);
        before.forEach((delta, i) => {
          expect(Math.abs(after[i] - delta)).toBeLessThanOrEqual(bound);
        });
        // The loss does not rise, but for that error.
        expect(flow.stats.largestRise).toBeLessThanOrEqual(relativeTolerance * 100);
      }
    }
  });

  it('with one input is the univariate flow', () => {
    let held = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const { network, data } = randomProblem(seed, 1, 5, 14);
      const line = dataset(data.points, data.y);
      const options = { time: 2, times: [1, 2], relativeTolerance: 1e-10, stationarity: false };
      const many = multivariateFlow(network, data, options);
      const one = gradientFlow(network, line, { ...options, method: 'explicit' });
      expect(many.events.map(({ unit, datum, kind }) => [unit, data.points[datum], kind])).toEqual(
        one.events.map(({ unit, datum, kind }) => [unit, line.x[line.groupStarts[datum]], kind]),
      );
      many.events.forEach(({ time }, k) => {
        // Both times are off by as much as the tolerance of some dozen steps, over the speed at which data are met.
        expect(Math.abs(time - one.events[k].time)).toBeLessThanOrEqual(1e-6);
      });
      many.trajectory.forEach((point, k) => {
        const other = one.trajectory[k];
        expect(distance(point.network, { ...other.network, inputs: 1 })).toBeLessThanOrEqual(1e-6);
        expect(Math.abs(point.loss - other.loss)).toBeLessThanOrEqual(1e-6);
        for (const { unit, datum, share } of point.held) {
          held++;
          expect(line.x[line.groupStarts[other.slidingOn[unit]]]).toBe(data.points[datum]);
          expect(Math.abs(share - other.activities[unit])).toBeLessThanOrEqual(1e-6);
        }
        expect(point.held).toHaveLength(other.slidingOn.filter((on) => on >= 0).length);
      });
    }
    expect(held).toBeGreaterThan(5);
  });

  it('to t₁ and on to t₂ is to t₁ + t₂, and to 0 is nowhere', () => {
    let compared = 0;
    for (const { network, data, time } of eventful) {
      const options = { relativeTolerance: 1e-10 };
      const half = multivariateFlow(network, data, { ...options, time: time / 2 });
      // A unit that has lost its last datum stands on it, and the network alone does not say on which side.
      const last = half.events.filter(({ unit }) => standsOnLastDatum(half.network, data, unit));
      if (last.length > 0) continue;
      compared++;
      const whole = multivariateFlow(network, data, { ...options, time, times: [0, time / 2, time] });
      expect(half.status).toBe('time');
      expect(half.time).toBe(time / 2);
      const on = multivariateFlow(half.network, data, { ...options, time: time / 2 });
      // Planes that were held are caught again at once.
      const again = on.events.filter((event) => event.kind === 'stick' && event.time < 1e-9);
      expect(again.length).toBeGreaterThanOrEqual(half.held.length);
      // A hundred steps of 1e-10, carried along by the flow's own growth.
      expect(distance(on.network, whole.network)).toBeLessThanOrEqual(1e-7);
      expect(whole.trajectory.map((point) => point.time)).toEqual([0, time / 2, time]);
      expect(distance(whole.trajectory[0].network, network)).toBe(0);
      expect(distance(whole.trajectory[1].network, half.network)).toBeLessThanOrEqual(1e-7);
      expect(distance(whole.trajectory[2].network, whole.network)).toBe(0);
      expect(multivariateFlow(network, data, { time: 0 }).network).toEqual(network);
    }
    expect(compared).toBeGreaterThan(5);
  });
});

describe('a breakplane that meets a datum', () => {
  it('at the start: goes to the active side, is held, or does not see it', () => {
    // One unit, its plane x₁ = 0 through the first datum; q is the residual of the other, seen one, p adds the first.
    const network = multivariateNetwork({ inputWeights: [[1, 0]], inputBiases: [0], outputWeights: [1] });
    const from = (y0: number, y1: number): ReturnType<typeof multivariateFlow> =>
      multivariateFlow(
        network,
        multivariateDataset(
          [
            [0, 0],
            [1, 0],
          ],
          [y0, y1 + 1],
        ),
        { time: 1e-3, times: [0] },
      );
    const event = { unit: 0, datum: 0, time: 0, unique: true };
    expect(from(1, 1).events).toEqual([{ ...event, kind: 'cross', isSeen: true }]);
    const held = from(-2, 1);
    expect(held.status).toBe('time');
    expect(held.events).toEqual([{ ...event, kind: 'stick', isSeen: false }]);
    // q = 1, p = 1 − 2: half of the time.
    expect(held.trajectory[0].held).toEqual([{ unit: 0, datum: 0, share: 0.5 }]);
    expect(from(-1, -1).events).toEqual([]);
    // A repeller is left to the side that is seen more than half of the time: q = −1, p = 0.5 or 3.
    const left = { ...event, unique: false };
    expect(from(1.5, -1).events).toEqual([{ ...left, kind: 'release-active', isSeen: true }]);
    expect(from(4, -1).events).toEqual([{ ...left, kind: 'release-inactive', isSeen: false }]);
  });

  it('meets equal points together', () => {
    const network = multivariateNetwork({ inputWeights: [[1, 0]], inputBiases: [-0.5], outputWeights: [1] });
    const points = [
      [0, 0],
      [1, 1],
      [0, 0],
      [0, 0],
    ];
    const { events, status } = multivariateFlow(network, multivariateDataset(points, [4, 9, 4, 4]), {
      time: 5,
    });
    expect(events.filter(({ datum }) => datum === 0)).toHaveLength(1);
    expect(events.filter(({ datum }) => datum > 1)).toEqual([]);
    expect(status).not.toBe('step-limit');
  });

  it('that no longer sees any datum stays where it is', () => {
    // Its only datum asks for less than nothing.
    const network = multivariateNetwork({ inputWeights: [[1, 1]], inputBiases: [0.1], outputWeights: [1] });
    const data = multivariateDataset([[0, 0]], [-3]);
    const { events, status, network: end } = multivariateFlow(network, data, { time: 50, gradient: 1e-6 });
    expect(events).toMatchObject([{ kind: 'cross', isSeen: false, unit: 0, datum: 0 }]);
    expect(status).toBe('gradient');
    expect(end.outputBias).toBeCloseTo(-3, 5);
  });
});

describe('ends', () => {
  const { network, data } = randomProblem(3, 2, 4, 9);
  const end = (options: Partial<MultivariateFlowOptions>): ReturnType<typeof multivariateFlow> =>
    multivariateFlow(network, data, { time: 0.01, ...options });

  it('by time, loss, gradient, steps, signal, and numbers that overflow, each with a word on it', () => {
    const timed = end({});
    expect(timed.message).toBe(`Reached the time asked for: at time 0.01, loss ${timed.loss}.`);
    const lost = end({ loss: timed.loss });
    expect(lost.status).toBe('loss');
    expect(lost.message).toMatch(/^Reached the loss asked for: at time /);
    expect(end({ gradient: 1e9 })).toMatchObject({ status: 'gradient', time: 0 });
    const limited = end({ steps: 2 });
    expect(limited.status).toBe('step-limit');
    // One step that is cut at an event counts twice.
    expect([2, 3]).toContain(limited.stats.accepted + limited.stats.rejected);
    expect(limited.message).toMatch(/higher limit/);
    const controller = new AbortController();
    const heard: number[] = [];
    const aborted = end({
      signal: controller.signal,
      onProgress: ({ steps, time }) => {
        heard.push(time);
        if (steps === 3) controller.abort();
      },
    });
    expect(aborted.status).toBe('aborted');
    expect(aborted.stats.accepted).toBe(3);
    expect(heard).toHaveLength(3);
    expect(heard[2]).toBe(aborted.time);
    const wild = multivariateDataset(
      data.points,
      data.y.map(() => 1e300),
      { inputs: 2 },
    );
    const stalled = multivariateFlow(network, wild, { time: 1 });
    expect(stalled.status).toBe('stalled');
    expect(stalled.message).toMatch(/^Stalled at time .* ask for a larger one\. On a lattice/);
    const rest = end({ time: 1e9, steps: 20_000, relativeTolerance: 1e-4 });
    expect(rest.status).toBe('stationary');
    expect(rest.message).toMatch(/^Stationary at time .* over a doubling of time\.$/);
    expect(end({ time: 1e9, steps: 50, stationarity: false }).status).toBe('step-limit');
  });

  it('counts evaluations: six a step that is tried, one an event and one at the start', () => {
    const { network: still, data: few } = randomProblem(2, 2, 5, 14);
    const { stats, events } = multivariateFlow(still, few, { time: 0.15 });
    expect(events.map(({ kind }) => kind)).toEqual(['cross', 'cross', 'cross', 'cross']);
    // A step cut at an event counts as refused, and its landing as accepted.
    expect(stats.evaluations).toBe(1 + 6 * (stats.accepted + stats.rejected) + events.length);
  });

  it('leaves its inputs alone', () => {
    expectPure(multivariateFlow, network, data, { time: 0.01, times: [0, 0.01] });
  });

  it('refuses bad input', () => {
    const where = 'multivariateFlow';
    const refused = (options: object, kind: 'RangeError' | 'TypeError', message: string): void => {
      expectRefusal(() => end(options), kind, `${where}: ${message}`);
    };
    refused({ time: -1 }, 'RangeError', 'time must not be negative, got -1');
    refused({ time: Infinity }, 'RangeError', 'time must be finite, got Infinity');
    refused({ time: undefined }, 'TypeError', 'time must be a number, got undefined');
    refused({ loss: NaN }, 'RangeError', 'loss must be finite, got NaN');
    refused({ gradient: -1 }, 'RangeError', 'gradient must not be negative, got -1');
    refused({ stationarity: 1 }, 'TypeError', 'stationarity must be true or false, got 1');
    refused({ steps: 0 }, 'RangeError', 'steps must be an integer of at least 1, got 0');
    refused(
      { relativeTolerance: 1e-14 },
      'RangeError',
      'relativeTolerance must be at least 1e-13, got 1e-14',
    );
    refused({ absoluteTolerance: 0 }, 'RangeError', 'absoluteTolerance must be positive, got 0');
    refused({ times: [0.005, 0.001] }, 'RangeError', 'times[1] must be from 0.005 to 0.01, got 0.001');
    refused({ times: [-1, 0.001] }, 'RangeError', 'times[0] must not be negative, got -1');
    refused({ signal: 'stop' }, 'TypeError', 'signal must be an AbortSignal, got "stop"');
    refused({ onProgress: 1 }, 'TypeError', 'onProgress must be a function, got 1');
    refused({ times: [1] }, 'RangeError', 'times[0] must be from 0 to 0.01, got 1');
    const other = multivariateDataset([[1]], [1]);
    expectRefusal(
      () => multivariateFlow(network, other, { time: 1 }),
      'ShapeError',
      `${where}: data must have the inputs of the network, 2, got 1`,
    );
    expectRefusal(
      () => multivariateFlow(network, data, null as never),
      'TypeError',
      `${where}: options must be an object, got null`,
    );
  });
});
