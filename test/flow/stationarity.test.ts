import { describe, expect, it } from 'vitest';
import { dataset, shallowNetwork } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import type { Course } from '../../src/flow/course.js';
import { hasRested, restWatch } from '../../src/flow/rest-watch.js';
import { isStationary } from '../../src/flow/stationarity.js';
import { describeRest } from '../../src/flow/stationary-point.js';
import { courseAt } from './flow.help.js';

const tolerance = { relative: 0.25, absolute: 0.5 };

describe('whether the weights have rested', () => {
  it('is asked when time has doubled, and answered by their tolerance', () => {
    const state = Float64Array.of(4, -4, 0);
    /** The watch saw weights so far away at time 3; exact in float64. */
    const seen = (moved: readonly number[], time: number): boolean =>
      hasRested(
        restWatch(
          3,
          state.map((value, c) => value + moved[c]),
        ),
        time,
        state,
        tolerance,
      );
    expect(seen([0, 0, 0], 5.99)).toBe(false);
    expect(seen([0, 0, 0], 6)).toBe(true);
    expect(seen([1.5, -1.5, 0.5], 6)).toBe(true);
    expect(seen([1.625, 0, 0], 6)).toBe(false);
    expect(seen([0, -1.625, 0], 6)).toBe(false);
    expect(seen([0, 0, 0.625], 6)).toBe(false);
    expect(seen([0, 0, 0], NaN)).toBe(false);
  });

  it('compares with what it saw last, a copy of it', () => {
    const state = Float64Array.of(1);
    const watch = restWatch(1, state);
    state[0] = 9;
    expect(watch.state[0]).toBe(1);
    expect(hasRested(watch, 1.5, state, tolerance)).toBe(false);
    expect(watch).toEqual({ time: 1, state: Float64Array.of(1) });
    expect(hasRested(watch, 2, state, tolerance)).toBe(false);
    expect(watch.time).toBe(2);
    expect(hasRested(watch, 4, state, tolerance)).toBe(true);
    state[0] = 0;
    expect(watch).toEqual({ time: 4, state: Float64Array.of(9) });
  });
});

const net = (w: number[], b: number[], v: number[], b0 = 0): ShallowNetwork =>
  shallowNetwork({ inputWeights: w, inputBiases: b, outputWeights: v, outputBias: b0 });

/** A course at that network, as if it had been there since time 0. */
function restingAt(network: ShallowNetwork, data: Dataset, time: number, slidingOn: number[] = []): Course {
  return courseAt(network, data, {
    time,
    arrange: (modes) => {
      modes.slidingOn.set(slidingOn);
    },
  });
}

function isAtRest(network: ShallowNetwork, data: Dataset, time: number, slidingOn: number[] = []): boolean {
  const course = restingAt(network, data, time, slidingOn);
  return isStationary(course, restWatch(0, course.stepper.state));
}

describe('whether a flow is at rest', () => {
  // A fitted unit that sees x = 1 alone: (JJᵀ)₁₁ = 1 + z² + v²(1 + x²) = 1 + 1 + 4·2 = 10.
  const fitted = net([1], [0], [2]);

  it('waits for a hundred time constants of its fastest direction', () => {
    const data = dataset([-1, 1], [0, 2]);
    expect(isAtRest(fitted, data, 9.99)).toBe(false);
    expect(isAtRest(fitted, data, 10.01)).toBe(true);
  });

  it('which data of one x make faster', () => {
    const data = dataset([-1, 1, 1], [0, 2, 2]);
    expect(isAtRest(fitted, data, 4.99)).toBe(false);
    expect(isAtRest(fitted, data, 5.01)).toBe(true);
  });

  it('adds up units that face either way', () => {
    // At x = 1 the left-facing unit has z = 1 too: 1 + 10 − 1 + 1 + 9·2 = 29.
    const both = net([1, -1], [0, 2], [2, 3], -3);
    const data = dataset([1, 4], [2, 5]);
    // At x = 4, seen by the first alone: 1 + 16 + 4·17 = 85.
    expect(isAtRest(both, data, 100 / 85 - 0.01)).toBe(false);
    expect(isAtRest(both, data, 100 / 85 + 0.01)).toBe(true);
    const near = dataset([1], [2]);
    expect(isAtRest(both, near, 100 / 29 - 0.01)).toBe(false);
    expect(isAtRest(both, near, 100 / 29 + 0.01)).toBe(true);
  });

  it('and those that slide, by what is left of their ways', () => {
    // Sliding on x = 1 it sees x = 3: z = 2, and v²(x − x_n)²/(1 + x_n²) = 4·4/2 = 8: 1 + 4 + 8 = 13.
    const sliding = net([1], [-1], [2]);
    const data = dataset([0, 1, 3], [0, 0, 4]);
    expect(isAtRest(sliding, data, 100 / 13 - 0.01, [1])).toBe(false);
    expect(isAtRest(sliding, data, 100 / 13 + 0.01, [1])).toBe(true);
  });

  it('is not at a saddle: where a direction grows faster than in its own time', () => {
    // w = v = 0, b = 0: Σ ε = 0 and Σ εx = 2; (w, v) grows at the rate 2 once a unit sees the datum.
    const saddle = net([1e-9], [2e-9], [0]);
    const data = dataset([-1, 1], [-1, 1]);
    expect(isAtRest(saddle, data, 1e4)).toBe(false);
    expect(isAtRest(net([], [], []), data, 1e4)).toBe(true);
  });

  it('is not where a weight still moves', () => {
    const course = restingAt(fitted, dataset([-1, 1], [0, 2]), 100);
    const before = course.stepper.state.map((value) => value + 1e-3);
    expect(isStationary(course, restWatch(0, before))).toBe(false);
  });
});

describe('what kind of point it is at rest at', () => {
  const tight = { relative: 1e-8, absolute: 1e-10 };

  it('is told by tolerances that follow from those of the flow', () => {
    const found = describeRest(net([1], [0], [1]), dataset([-1, 1], [0, 1]), tight);
    expect(found).toMatchObject({
      kind: 'global-minimum',
      tolerance: 1e-4,
      residualFloor: 1e-4,
      fittedWithin: 10 * 1e-8,
    });
  });

  it('is not told where a breakpoint is out of the double range, but of units without one', () => {
    const data = dataset([-1, 1], [0, 1]);
    expect(describeRest(net([1e-308], [1e9], [1]), data, tight)).toBeNull();
    expect(describeRest(net([0, 1], [1, 0], [1, 1]), data, tight)).not.toBeNull();
  });

  it('is not told of problems too large to decompose', () => {
    const units = new Array<number>(4000).fill(1);
    expect(describeRest(net(units, units, units), dataset([0], [0]), tight)).toBeNull();
  });
});
