import { describe, expect, it } from 'vitest';
import { bdso, dataset, shallowNetwork, toNetwork } from 'relu-splines';
import type { ShallowNetwork } from 'relu-splines';
import { gradientFlow } from 'relu-splines/flow';
import { kernelRegression, regimeMeasures } from 'relu-splines/limits';
import { expectPure } from '../laws/purity.js';
import { expectRefusal } from '../laws/refusal.js';

const DATA = dataset([-1, 0, 1, 3], [0, 1, 0, 2]);
const network = (...units: readonly (readonly [w: number, b: number, v: number])[]): ShallowNetwork =>
  shallowNetwork({
    inputWeights: units.map(([w]) => w),
    inputBiases: units.map(([, b]) => b),
    outputWeights: units.map(([, , v]) => v),
  });

describe('regimeMeasures', () => {
  it('counts moves inside the data only, in units of their range', () => {
    const before = bdso({
      breakpoints: [-5, 0.5, 1.5, 2],
      deltaSlopes: [3, 0, 0, 0],
      orientations: [1, 1, -1, 1],
    });
    const after = bdso({
      breakpoints: [-9, 2.5, 1e9, 2],
      deltaSlopes: [3, 4, 0, 0],
      orientations: [1, 1, -1, 1],
    });
    const measures = regimeMeasures(before, after, DATA);
    // Moves 0 (outside), 2 of 4, from 1.5 to the edge at 3, and none.
    expect(measures.breakpointMove).toBeCloseTo(Math.sqrt((0.5 ** 2 + 0.375 ** 2) / 4), 15);
    expect(measures.largestBreakpointMove).toBe(0.5);
    expect(measures.deltaSlopeMove).toBeCloseTo(0.8, 15);
    // The second lost the datum at 1, the third won the one at 3.
    expect(measures.crossedUnits).toBe(0.5);
    expect(measures.activationChanges).toBe(2 / 16);
    expect(Array.from(measures.compared)).toEqual([0, 1, 2, 3]);
    expectPure(regimeMeasures, before, after, DATA);
  });

  it('is all zero for no change, and 2 for opposite delta-slopes', () => {
    const same = network([1, 0.5, 2], [-2, 1, 1], [0, 1, 3]);
    expect(regimeMeasures(same, same, DATA)).toEqual({
      breakpointMove: 0,
      largestBreakpointMove: 0,
      deltaSlopeMove: 0,
      crossedUnits: 0,
      activationChanges: 0,
      compared: Int32Array.of(0, 1),
    });
    expect(regimeMeasures(network([1, 0, 1e-200]), network([1, 0, -1e-200]), DATA).deltaSlopeMove).toBe(2);
    expect(regimeMeasures(network(), network(), DATA).crossedUnits).toBe(0);
    const atOne = dataset([1, 1], [0, 1]);
    expect(regimeMeasures(network([1, 0, 1]), network([1, -9, 1]), atOne).breakpointMove).toBe(0);
    expect(regimeMeasures(network([1, 0, 1]), network([1, -9, 1]), atOne).activationChanges).toBe(1);
  });

  it('does not compare breakpoints that went through infinity, but counts what their units see', () => {
    // Through w = 0 with b > 0: the unit sees all data before, there and after.
    const positive = network([0.01, 1, 1]);
    const zero = network([0, 1, 1]);
    const negative = network([-0.01, 1, 1]);
    for (const [before, after] of [
      [positive, zero],
      [zero, negative],
      [positive, negative],
    ]) {
      const measures = regimeMeasures(before, after, DATA);
      expect(measures.compared).toHaveLength(0);
      expect(measures.breakpointMove).toBe(0);
      expect(measures.crossedUnits).toBe(0);
    }
    // Turned around on the spot: right of 0.5 are two data, left of it the two others.
    const turned = regimeMeasures(network([1, -0.5, 1]), network([-1, 0.5, 1]), DATA);
    expect(turned.activationChanges).toBe(1);
    expect(turned.crossedUnits).toBe(1);
    expect(turned.deltaSlopeMove).toBe(2);
    // From seeing everything with w = 0 to seeing nothing.
    expect(regimeMeasures(zero, network([0, -1, 1]), DATA).activationChanges).toBe(1);
  });

  it('falls like α⁻⁴ for breakpoints as the scale of the start grows, and tends to the kernel’s for delta-slopes', () => {
    const data = dataset([-1, -0.3, 0.2, 0.9, 1.4], [0.5, -1, 0.7, 0.1, -0.4]);
    const flat = bdso({
      breakpoints: [-1.5, -0.9, -0.4, 0.1, 0.6, 1.2, 0.35],
      deltaSlopes: [0.5, 0, 0, -0.3, 0, 0.2, 0],
      orientations: [1, 1, -1, 1, -1, 1, -1],
    });
    // (αw, αb, v/α): the same spline for every α.
    const [slow, lazy] = [10, 30].map((scale) => {
      const start = toNetwork(flat, { scale });
      const { network: end } = gradientFlow(start, data, { loss: 1e-14, relativeTolerance: 1e-10 });
      return regimeMeasures(start, end, data);
    });
    const limit = regimeMeasures(flat, kernelRegression(flat, data).solution, data);
    expect(limit.breakpointMove).toBe(0);
    expect(limit.deltaSlopeMove).toBeGreaterThan(0.5);
    expect(Math.abs(lazy.deltaSlopeMove - limit.deltaSlopeMove)).toBeLessThan(0.01);
    expect(lazy.crossedUnits).toBe(0);
    expect(lazy.breakpointMove).toBeGreaterThan(0);
    // 3⁴ = 81, up to terms of the next order, α⁻².
    expect(slow.breakpointMove / lazy.breakpointMove).toBeGreaterThan(70);
    expect(slow.breakpointMove / lazy.breakpointMove).toBeLessThan(92);
    // At a small scale breakpoints move by a fair share of the range and cross data.
    const rich = toNetwork(flat, { scale: 0.3 });
    const { network: learnt } = gradientFlow(rich, data, { loss: 1e-3, time: 200 });
    const adaptive = regimeMeasures(rich, learnt, data);
    expect(adaptive.largestBreakpointMove).toBeGreaterThan(0.1);
    expect(adaptive.crossedUnits).toBeGreaterThan(0);
  });

  it('refuses networks of different widths and what has no units', () => {
    expectRefusal(
      () => regimeMeasures(network([1, 0, 1]), network(), DATA),
      'ShapeError',
      'regimeMeasures: after must have the length of before, 1, got 0',
    );
    expectRefusal(
      () => regimeMeasures(network(), network(), undefined as never),
      'TypeError',
      'regimeMeasures: data must be an object, got undefined',
    );
    expectRefusal(
      () => regimeMeasures(network(), { knots: [] } as never, DATA),
      'TypeError',
      'regimeMeasures: form must be a ShallowNetwork or a Bdso, got a PiecewiseLinear: use fromPiecewiseLinear first',
    );
  });
});
