import { describe, expect, it } from 'vitest';
import { dataset, shallowNetwork } from 'relu-splines';
import { descend } from 'relu-splines/descent';
import { gradientFlow, resumeFlow } from 'relu-splines/flow';
import type { FlowResult } from 'relu-splines/flow';
import { expectRefusal } from '../laws/refusal.js';
import { released, smooth, whiteNoise } from './flow.help.js';

describe('where it goes on by convention', () => {
  it('collapse of theory 18: sliding to the origin, at the time of the closed form', () => {
    // One datum of the example carries the force and the other holds the unit. Residuals that hardly move: the outputs
    // are huge data weights of tiny changes, so scale the example down: targets set the residuals, v, w, b small.
    const scale = 1e-3;
    const network = shallowNetwork({
      inputWeights: [0.3 * scale],
      inputBiases: [0.3 * scale],
      outputWeights: [scale],
    });
    // An output bias would follow the residuals; a second unit is none. Its drift over t* is E₀t* = −0.75: give it a
    // datum that balances E₀ and that the unit does not see.
    const data = dataset([-1, 2, -2], [-2.5, -1, 3.5]);
    const flow = gradientFlow(network, data, { time: 0.3, relativeTolerance: 1e-11 });
    expect(flow.events.map(({ kind, unique }) => ({ kind, unique }))).toEqual([
      { kind: 'stick', unique: true },
      // The datum at −2 would carry it on if it faced left.
      { kind: 'collapse', unique: false },
    ]);
    // f is of size scale², and so is what it changes of the residuals.
    expect(Math.abs(flow.events[1].time - 0.213490012503623)).toBeLessThanOrEqual(10 * scale * scale);
    expect(Math.abs(flow.network.outputWeights[0] / scale - Math.sqrt(0.82))).toBeLessThanOrEqual(
      10 * scale * scale,
    );
    // At rest at the origin, to the precision of landing there.
    expect(Math.hypot(flow.network.inputWeights[0], flow.network.inputBiases[0])).toBeLessThan(1e-10 * scale);
  });

  it('collapse where no direction leads out: the only solution, as sliding.json has it', () => {
    // The reference case "real residuals": all residuals have the sign opposite to v.
    const flow = gradientFlow(
      shallowNetwork({
        inputWeights: [0.14],
        inputBiases: [0.1462],
        outputWeights: [1.697],
        outputBias: 0.118,
      }),
      dataset([-1.94, -0.83, 1.65], [-0.452, -2.995, -1.244]),
      { time: 0.12 },
    );
    expect(flow.events.map(({ kind, unique }) => ({ kind, unique }))).toEqual([
      { kind: 'stick', unique: true },
      { kind: 'collapse', unique: true },
    ]);
  });

  it('descent dies at an origin that it could leave or leaves it, as its step size has it', () => {
    // What `unique: false` means: the example of theory 18 with a datum on the left that would pull a unit facing left.
    const network = shallowNetwork({ inputWeights: [0.03], inputBiases: [0.03], outputWeights: [0.1] });
    const data = dataset([-1, 2, -2], [-2.5, -1, 3.5]);
    const after = (learningRate: number): number => {
      const steps = Math.round(0.5 / learningRate);
      const end = descend(network, data, { method: 'gd', learningRate, steps }).network;
      return Math.hypot(end.inputWeights[0], end.inputBiases[0]);
    };
    expect(after(1e-3)).toBeLessThan(1e-3);
    expect(after(1e-4)).toBeGreaterThan(0.1);
    expect(after(1e-5)).toBeLessThan(1e-3);
    const flow = gradientFlow(network, data, { time: 0.5 });
    expect(flow.events.at(-1)).toMatchObject({ kind: 'collapse', unique: false });
  });

  it('a unit that slid on against a force too weak to matter may be held once v has changed its sign', () => {
    // Found at α = 100 on white noise: v is 2e-12 and on its way down, the forces hold a unit with v < 0, and a release
    // would be back at once, without end.
    const { network, data } = whiteNoise({ alpha: 100, seed: 2, width: 1000 });
    const flow = gradientFlow(network, data, { loss: 1e-10, steps: 1000 });
    expect(flow.status).toBe('loss');
    expect(flow.events.length).toBeLessThan(100);
    expect(flow.stats.mostCaptures).toBeLessThan(5);
  });

  /** A unit exactly on the datum 0, facing right with v > 0, where ε₀ > 0 and the datum beyond pulls the other way. */
  const onRepeller = (pull: number): FlowResult =>
    gradientFlow(
      shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [1] }),
      // f(1) = 1: ε(1) = pull. At 0: q = pull, p = pull + 1; the third datum balances E₀.
      dataset([0, 1, -1], [1, 1 + pull, -1 - pull]),
      { time: 0.01 },
    );

  it('leaves a repeller to the side that descent prefers, and says so', () => {
    // a* = −q/ε = −pull.
    expect(onRepeller(-0.25).events[0]).toEqual({
      time: 0,
      unit: 0,
      datum: 1,
      orientation: 1,
      kind: 'release-inactive',
      unique: false,
    });
    expect(onRepeller(-0.75).events[0]).toEqual({
      time: 0,
      unit: 0,
      datum: 1,
      orientation: 1,
      kind: 'release-active',
      unique: false,
    });
  });

  it('a dead unit stays dead', () => {
    const network = shallowNetwork({ inputWeights: [1, 0], inputBiases: [-3, -1], outputWeights: [1, 1] });
    const flow = gradientFlow(network, dataset([0, 3], [1, 2]), { time: 1 });
    expect(flow.events).toEqual([]);
    expect(flow.network.inputWeights).toEqual(network.inputWeights);
    expect(flow.network.outputWeights).toEqual(network.outputWeights);
  });
});

describe('where it stops', () => {
  it('at a loss', () => {
    const flow = gradientFlow(smooth.network, smooth.data, { loss: 1e-3 });
    expect(flow.status).toBe('loss');
    expect(flow.loss).toBeLessThanOrEqual(1e-3);
    expect(flow.message).toMatch(/^Reached the loss asked for/);
  });

  it('where nothing moves, with a loss above zero', () => {
    // Constant: b₀ alone, at the mean.
    const network = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [] });
    const flow = gradientFlow(network, dataset([0, 0, 1], [1, 2, 6]));
    expect(flow.status).toBe('stationary');
    expect(Math.abs(flow.network.outputBias - 3)).toBeLessThanOrEqual(1e-5);
    expect(Math.abs(flow.loss - 7)).toBeLessThanOrEqual(1e-9);
  });

  it('says what kind of point it is at rest at', () => {
    // The best line through three data that no line fits; a unit that sees all of them.
    const line = shallowNetwork({ inputWeights: [1], inputBiases: [3], outputWeights: [1] });
    const atLine = gradientFlow(line, dataset([-0.1, 0, 0.1], [0, 0.05, 0]));
    expect(atLine.stationaryPoint?.kind).toBe('local-minimum');
    expect(atLine.message).toMatch(/A local minimum, least squares over its activation cell/);
    // White noise at small α: breakpoints stuck on data hold the loss above zero.
    const { network, data } = whiteNoise({ alpha: 0.3, seed: 1, width: 60 });
    const noise = gradientFlow(network, data);
    expect(noise.status).toBe('stationary');
    expect(noise.loss).toBeGreaterThan(0.01);
    expect(noise.stationaryPoint?.kind).toBe('generalised-critical-point');
    // What a flow that is known to 1e-6 can show, against a gradient that does not vanish without part-time activity.
    expect(noise.stationaryPoint?.generalisedLevel).toBeLessThanOrEqual(1e-3);
    expect(noise.stationaryPoint?.smoothLevel).toBeGreaterThan(0.1);
    expect(gradientFlow(network, data, { time: 0.1 }).stationaryPoint).toBeNull();
  });

  it('not at a saddle that it only lingers at', () => {
    // w = v = 1e-7, b = 0: the slope is about to be learned at the rate Σ εx = 2.
    const network = shallowNetwork({ inputWeights: [1e-7], inputBiases: [1e-7], outputWeights: [1e-7] });
    const flow = gradientFlow(network, dataset([-0.5, 1, 1], [-1, 0.5, 0.5]), { loss: 1e-3, time: 1e4 });
    expect(flow.loss).toBeLessThan(0.75);
  });

  it('at once where the loss is out of the double range, and says so', () => {
    for (const output of [[1e200], [1e200, -1e200]]) {
      const inputs = output.map(() => 1e200);
      const network = shallowNetwork({ inputWeights: inputs, inputBiases: inputs, outputWeights: output });
      const { status, message, loss } = gradientFlow(network, dataset([1, 2], [0, 0]));
      expect(status).toBe('stalled');
      expect(message).toBe(
        'Stalled at time 0, loss Infinity: the loss is not finite, weights or data are too large.',
      );
      expect(loss).toBe(Infinity);
    }
  });

  it('after so many steps', () => {
    const flow = gradientFlow(released.network, released.data, { time: 5, steps: 7 });
    expect(flow.status).toBe('step-limit');
    expect(flow.stats.accepted + flow.stats.rejected).toBe(7);
  });

  it('when told to, with what it has, to go on from there', () => {
    const { network, data } = released;
    const controller = new AbortController();
    const seen: number[] = [];
    const aborted = gradientFlow(network, data, {
      time: 5,
      signal: controller.signal,
      onProgress: ({ steps }) => {
        seen.push(steps);
        if (steps === 5) controller.abort();
      },
    });
    expect(aborted.status).toBe('aborted');
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    const rest = resumeFlow(aborted, data, { time: 5 });
    const whole = gradientFlow(network, data, { time: 5 });
    expect(rest.network).toEqual(whole.network);
    expect([...aborted.events, ...rest.events]).toEqual(whole.events);
    expect(aborted.stats.accepted + rest.stats.accepted).toBe(whole.stats.accepted);
  });

  it('with the same times to record for both parts: each has those that it passes', () => {
    const { network, data } = smooth;
    const times = [0.25, 0.5, 1];
    const half = gradientFlow(network, data, { steps: 3, times });
    expect(half.time).toBeLessThan(1);
    const rest = resumeFlow(half, data, { time: 1, times });
    expect([...half.trajectory, ...rest.trajectory].map(({ time }) => time)).toEqual(times);
    expectRefusal(
      () => resumeFlow(half, data, { times: [-1] }),
      'RangeError',
      'resumeFlow: times[0] must not be negative, got -1',
    );
  });

  it('in the middle of a stiff run: goes on bit for bit, to the same rest', () => {
    const { network, data } = whiteNoise({ alpha: 0.3, seed: 1, width: 60 });
    const whole = gradientFlow(network, data);
    for (const steps of [10, 40, 300]) {
      const part = gradientFlow(network, data, { steps });
      expect(part.status).toBe('step-limit');
      const rest = resumeFlow(part, data);
      expect(rest.network).toEqual(whole.network);
      expect(rest.time).toBe(whole.time);
      expect(rest.status).toBe(whole.status);
      expect(part.events.length + rest.events.length).toBe(whole.events.length);
    }
  });
});

describe('what it refuses', () => {
  const flow = (options: Parameters<typeof gradientFlow>[2]) => () =>
    gradientFlow(smooth.network, smooth.data, options);

  it.each([
    [{ relativeTolerance: 0 }, 'relativeTolerance must be positive, got 0'],
    [{ relativeTolerance: 1e-15 }, 'relativeTolerance must be at least 1e-13, got 1e-15'],
    [{ relativeTolerance: 10 }, 'relativeTolerance must be at most 0.1, got 10'],
    [{ absoluteTolerance: -1 }, 'absoluteTolerance must be positive, got -1'],
    [{ time: -1 }, 'time must be at least 0, where the flow is, got -1'],
    [{ time: NaN }, 'time must be finite, got NaN'],
    [{ loss: NaN }, 'loss must be finite, got NaN'],
    [{ loss: -1 }, 'loss must not be negative, got -1'],
    [{ method: 'euler' as 'auto' }, 'method must be auto, explicit or implicit, got "euler"'],
    [{ steps: 0 }, 'steps must be an integer of at least 1, got 0'],
    [{ times: [1, 0.5] }, 'times[1] must be above times[0], 1, got 0.5'],
    [{ times: [-1, 0.5] }, 'times[0] must not be negative, got -1'],
    [{ times: [1, 1] }, 'times[1] must be above times[0], 1, got 1'],
    [{ time: 1, times: [0, 2] }, 'times[1] must be at most time, 1, got 2'],
  ])('%o', (options, message) => {
    expectRefusal(flow(options), 'RangeError', `gradientFlow: ${message}`);
  });

  it('what is neither a signal nor a function', () => {
    expectRefusal(
      flow({ signal: 5 as unknown as AbortSignal }),
      'TypeError',
      'gradientFlow: signal must be an AbortSignal, got 5',
    );
    expectRefusal(
      flow({ onProgress: 5 as unknown as () => void }),
      'TypeError',
      'gradientFlow: onProgress must be a function, got 5',
    );
  });

  it('weights that are not finite', () => {
    const network = { ...smooth.network, inputWeights: Float64Array.of(NaN, 1) };
    expectRefusal(
      () => gradientFlow(network, smooth.data),
      'RangeError',
      'gradientFlow: the weights of unit 0 must be finite, got w = NaN, b = 0.5, v = 0.4',
    );
  });

  it('other data than before', () => {
    const half = gradientFlow(smooth.network, smooth.data, { time: 0.1 });
    expectRefusal(
      () => resumeFlow(half, dataset([1], [1]), { time: 1 }),
      'ShapeError',
      'resumeFlow: data must have as many distinct x as before, 4, got 1',
    );
    expectRefusal(
      () => resumeFlow(half, dataset([-2, -1, 1, 2.5], smooth.data.y), { time: 1 }),
      'RangeError',
      'resumeFlow: data must have the x of the earlier flow, 2 among them, got 2.5',
    );
    expectRefusal(
      () => resumeFlow({ ...half, memory: null } as unknown as FlowResult, smooth.data, { time: 1 }),
      'TypeError',
      'resumeFlow: earlier.memory must be an object, got null',
    );
    expectRefusal(
      () => resumeFlow(half, smooth.data, { time: 0.05 }),
      'RangeError',
      'resumeFlow: time must be at least 0.1, where the flow is, got 0.05',
    );
  });
});
