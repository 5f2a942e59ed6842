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

/** A flow with events that ends at a time of its own, before its plane is held. */
const eventful = Array.from({ length: 12 }, (_, seed) => {
  const { network, data } = randomProblem(seed + 1, 1 + (seed % 3), 5, 14);
  const whole = multivariateFlow(network, data, { time: 2, relativeTolerance: 1e-10 });
  return { network, data, whole, time: 0.9 * whole.time };
});

describe('gradient flow over many inputs', () => {
  it('has met data on its way, in all of these problems together some dozens of times', () => {
    const events = eventful.flatMap(({ whole }) => whole.events);
    expect(events.filter(({ kind }) => kind === 'activate').length).toBeGreaterThan(10);
    expect(events.filter(({ kind }) => kind === 'deactivate').length).toBeGreaterThan(10);
    expect(events.filter(({ kind }) => kind === 'stick').length).toBeGreaterThan(5);
  });

  it('goes where gradient descent in small steps goes', () => {
    for (const { network, data, time } of eventful.slice(0, 6)) {
      const there = multivariateFlow(network, data, { time, relativeTolerance: 1e-10 }).network;
      const coarse = distance(there, descent(network, data, time, 2_000));
      const fine = distance(there, descent(network, data, time, 4_000));
      // First order: half the step, half the difference. Near kinks the constant is not quite one.
      expect(fine).toBeLessThanOrEqual(0.6 * coarse);
      expect(fine).toBeLessThanOrEqual(0.02);
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

  it('with one input is the univariate flow, until a breakpoint is held', () => {
    let held = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const { network, data } = randomProblem(seed, 1, 5, 14);
      const line = dataset(data.points, data.y);
      const options = { time: 1, relativeTolerance: 1e-10 };
      const many = multivariateFlow(network, data, options);
      const one = gradientFlow(network, line, { ...options, times: [many.time], stationarity: false });
      const stick = one.events.find(({ kind }) => kind === 'stick');
      const until = one.events.slice(0, many.events.length);
      expect(many.events.map(({ unit, datum }) => [unit, data.points[datum]])).toEqual(
        until.map(({ unit, datum }) => [unit, line.x[line.groupStarts[datum]]]),
      );
      many.events.forEach(({ time, kind }, k) => {
        // Both times are off by as much as the tolerance of some dozen steps, over the speed at which data are met.
        expect(Math.abs(time - until[k].time)).toBeLessThanOrEqual(1e-6);
        expect(kind === 'stick').toBe(until[k].kind === 'stick');
      });
      if (many.status === 'sliding') {
        held++;
        expect(many.time).toBeCloseTo(stick?.time ?? NaN, 6);
      }
      expect(distance(many.network, { ...one.trajectory[0].network, inputs: 1 })).toBeLessThanOrEqual(1e-6);
      expect(Math.abs(many.loss - one.trajectory[0].loss)).toBeLessThanOrEqual(1e-6);
    }
    expect(held).toBeGreaterThan(2);
  });

  it('to t₁ and on to t₂ is to t₁ + t₂, and to 0 is nowhere', () => {
    for (const { network, data, time } of eventful) {
      const options = { relativeTolerance: 1e-10 };
      const half = multivariateFlow(network, data, { ...options, time: time / 2 });
      const whole = multivariateFlow(network, data, { ...options, time, times: [0, time / 2, time] });
      expect(half.status).toBe('time');
      expect(half.time).toBe(time / 2);
      const on = multivariateFlow(half.network, data, { ...options, time: time / 2 });
      // A hundred steps of 1e-10, carried along by the flow's own growth.
      expect(distance(on.network, whole.network)).toBeLessThanOrEqual(1e-7);
      expect(whole.trajectory.map((point) => point.time)).toEqual([0, time / 2, time]);
      expect(distance(whole.trajectory[0].network, network)).toBe(0);
      expect(distance(whole.trajectory[1].network, half.network)).toBeLessThanOrEqual(1e-7);
      expect(distance(whole.trajectory[2].network, whole.network)).toBe(0);
      expect(multivariateFlow(network, data, { time: 0 }).network).toEqual(network);
    }
  });
});

describe('a breakplane that meets a datum', () => {
  it('is held where descent in small steps goes to and fro', () => {
    const { network, data, whole } = eventful.filter(({ whole: { status } }) => status === 'sliding')[1];
    const last = whole.events[whole.events.length - 1];
    expect(last).toMatchObject({ kind: 'stick', time: whole.time });
    expect(whole.message).toContain(`(unit ${last.unit} on datum ${last.datum}, active `);
    const share = Number(/active (\d+) %/.exec(whole.message)?.[1]);
    // From the place itself, so that nothing else differs.
    const steps = 400;
    const h = 1e-5;
    let theta = parametersOf(whole.network);
    let active = 0;
    const { inputs: D } = network;
    for (let k = 0; k < steps; k++) {
      const now = networkOf(theta, D);
      const x = data.points.subarray(last.datum * D, (last.datum + 1) * D);
      const z = now.inputWeights
        .subarray(last.unit * D, (last.unit + 1) * D)
        .reduce((sum, w, d) => sum + w * x[d], now.inputBiases[last.unit]);
      // It stays within a step's length of the datum.
      expect(Math.abs(z)).toBeLessThanOrEqual(100 * h);
      if (z > 0) active++;
      const field = multivariateField(now, data);
      theta = theta.map((value, c) => value + h * field[c]);
    }
    // The share of active steps, of 400 and while it changes slowly.
    expect(Math.abs((100 * active) / steps - share)).toBeLessThanOrEqual(3);
  });

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
        { time: 1e-3 },
      );
    expect(from(1, 1).events).toMatchObject([{ kind: 'activate', unit: 0, datum: 0, time: 0 }]);
    const held = from(-2, 1);
    expect(held.status).toBe('sliding');
    expect(held.time).toBe(0);
    expect(held.events).toEqual([{ kind: 'stick', unit: 0, datum: 0, time: 0 }]);
    // q = 1, p = 1 − 2: half of the time.
    expect(held.message).toContain('(unit 0 on datum 0, active 50 % of the time)');
    expect(from(1, -2).events).toEqual([]);
    expect(from(-1, -1).events).toEqual([]);
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
    expect(events).toMatchObject([{ kind: 'deactivate', unit: 0, datum: 0 }]);
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
    expect(stalled.message).toMatch(/^Stalled at time .* ask for a larger one\.$/);
  });

  it('counts evaluations: six a step that is tried, one an event and one at the start', () => {
    const { stats, events } = eventful[2].whole;
    const turns = events.length;
    // A step cut at an event counts as refused, and its landing as accepted.
    expect(stats.evaluations).toBe(1 + 6 * (stats.accepted + stats.rejected) + turns);
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
    refused({ steps: 0 }, 'RangeError', 'steps must be an integer of at least 1, got 0');
    refused(
      { relativeTolerance: 1e-14 },
      'RangeError',
      'relativeTolerance must be at least 1e-13, got 1e-14',
    );
    refused({ absoluteTolerance: 0 }, 'RangeError', 'absoluteTolerance must be positive, got 0');
    refused({ times: [0.005, 0.001] }, 'RangeError', 'times[1] must be from 0.005 to 0.01, got 0.001');
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
