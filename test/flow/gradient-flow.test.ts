import { describe, expect, it } from 'vitest';
import { loss, toBdso } from 'relu-splines';
import {
  bdsoField,
  conservedQuantities,
  gradientFlow,
  networkField,
  polarField,
  resumeFlow,
  toPolar,
} from 'relu-splines/flow';
import { networkOf, parametersOf } from '../../src/forms/parameters.js';
import { expectPure } from '../laws/purity.js';
import { distance, released, smooth } from './flow.help.js';

/** The flow of any field, by fixed steps of the classical Runge–Kutta method. */
function rungeKutta(
  field: (state: Float64Array) => Float64Array,
  start: Float64Array,
  time: number,
  steps: number,
): Float64Array {
  const h = time / steps;
  let state = start;
  const ahead = (k: Float64Array, part: number): Float64Array => state.map((value, c) => value + part * k[c]);
  for (let step = 0; step < steps; step++) {
    const k1 = field(state);
    const k2 = field(ahead(k1, h / 2));
    const k3 = field(ahead(k2, h / 2));
    const k4 = field(ahead(k3, h));
    state = state.map((value, c) => value + (h / 6) * (k1[c] + 2 * k2[c] + 2 * k3[c] + k4[c]));
  }
  return state;
}

/** Full-batch gradient descent. */
function descent({ network, data }: typeof released, time: number, h: number): Float64Array {
  let theta = parametersOf(network);
  for (let step = 0; step < Math.round(time / h); step++) {
    const velocity = networkField(networkOf(theta), data);
    theta = theta.map((value, c) => value + h * velocity[c]);
  }
  return theta;
}

describe('the laws of a flow', () => {
  it('no time is no change', () => {
    const { network, data } = released;
    const flow = gradientFlow(network, data, { time: 0 });
    expect(flow.status).toBe('time');
    expect(flow.network).toEqual(network);
    expect(flow.loss).toBe(loss(network, data));
    expect(flow.stats.accepted).toBe(0);
  });

  it.each([0.05, 0.2, 0.29150163552050146, 1, 3])(
    'to %f and on to 4 is to 4, also while it slides',
    (first) => {
      const { network, data } = released;
      const options = { relativeTolerance: 1e-9, times: [4] };
      const whole = gradientFlow(network, data, { ...options, time: 4 });
      const half = gradientFlow(network, data, { relativeTolerance: 1e-9, time: first });
      const both = resumeFlow(half, data, { ...options, time: 4 });
      expect([...half.events, ...both.events].map(({ kind }) => kind)).toEqual(
        whole.events.map(({ kind }) => kind),
      );
      // Two runs at tolerance 1e-9 whose steps differ; the flow amplifies errors by less than 100.
      expect(distance(parametersOf(both.network), parametersOf(whole.network))).toBeLessThanOrEqual(1e-7);
      expect(both.trajectory).toHaveLength(1);
    },
  );

  it('the weights, the spline and the polar chart flow alike until an event (theory 19.3)', () => {
    const { network, data } = smooth;
    const flow = gradientFlow(network, data, { time: 0.5, relativeTolerance: 1e-12 });
    expect(flow.events).toEqual([]);
    const deltas = conservedQuantities(network);
    const spline = toBdso(network);
    const { orientations } = spline;
    const width = orientations.length;
    const bdsoEnd = rungeKutta(
      (state) =>
        bdsoField(
          {
            breakpoints: state.slice(0, width),
            deltaSlopes: state.slice(width, 2 * width),
            orientations,
            outputBias: state[2 * width],
          },
          deltas,
          data,
        ),
      Float64Array.from([...spline.breakpoints, ...spline.deltaSlopes, spline.outputBias]),
      0.5,
      2000,
    );
    const polar = toPolar(network);
    const polarEnd = rungeKutta(
      (state) =>
        polarField(
          {
            radii: state.slice(0, width),
            angles: state.slice(width, 2 * width),
            outputWeights: state.slice(2 * width, 3 * width),
            outputBias: state[3 * width],
          },
          data,
        ),
      Float64Array.from([...polar.radii, ...polar.angles, ...polar.outputWeights, polar.outputBias]),
      0.5,
      2000,
    );
    const end = toBdso(flow.network);
    const endPolar = toPolar(flow.network);
    // Steps of 2.5e-4 at fourth order: 4e-15 times derivatives below 1e3; the flow's own tolerance is 1e-12 a step.
    expect(distance(bdsoEnd, [...end.breakpoints, ...end.deltaSlopes, end.outputBias])).toBeLessThanOrEqual(
      1e-10,
    );
    expect(
      distance(polarEnd, [
        ...endPolar.radii,
        ...endPolar.angles,
        ...endPolar.outputWeights,
        endPolar.outputBias,
      ]),
    ).toBeLessThanOrEqual(1e-10);
  });

  it('small-step descent comes nearer in proportion to its step, through sticking and release', () => {
    const flow = gradientFlow(released.network, released.data, { time: 1, relativeTolerance: 1e-11 });
    const coarse = distance(descent(released, 1, 1e-3), parametersOf(flow.network));
    const fine = distance(descent(released, 1, 1e-4), parametersOf(flow.network));
    expect(fine).toBeLessThan(1e-3);
    expect(coarse / fine).toBeGreaterThan(7);
    expect(coarse / fine).toBeLessThan(14);
  });

  it('descent is active on the datum it slides on for the part a* of its steps (theory 19.10)', () => {
    const { network, data } = released;
    const times = [0.15, 0.16];
    const flow = gradientFlow(network, data, { time: 0.2, times, relativeTolerance: 1e-10 });
    expect(flow.trajectory[0].slidingOn[1]).toBe(1);
    const h = 1e-6;
    let theta = descent(released, 0.15, 2e-5);
    let active = 0;
    const steps = 10_000;
    for (let step = 0; step < steps; step++) {
      if (theta[1] * data.x[1] + theta[3] > 0) active++;
      const velocity = networkField(networkOf(theta), data);
      theta = theta.map((value, c) => value + h * velocity[c]);
    }
    const mean = (flow.trajectory[0].activities[1] + flow.trajectory[1].activities[1]) / 2;
    // theory 10.1: to about 1e-3.
    expect(Math.abs(active / steps - mean)).toBeLessThanOrEqual(2e-3);
  });

  it('conserves δ to ten times the tolerance', () => {
    for (const relativeTolerance of [1e-4, 1e-6, 1e-8, 1e-10]) {
      const flow = gradientFlow(released.network, released.data, { time: 5, relativeTolerance });
      const before = conservedQuantities(released.network);
      expect(distance(conservedQuantities(flow.network), before)).toBeLessThanOrEqual(10 * relativeTolerance);
    }
  });

  it('writes to nothing', () => {
    expectPure(gradientFlow, released.network, released.data, { time: 1, times: Float64Array.of(0, 0.5) });
    const half = gradientFlow(released.network, released.data, { time: 0.2 });
    expectPure(resumeFlow, half, released.data, { time: 0.4 });
  });
});
