import { describe, expect, it } from 'vitest';
import { bdso, dataset, loss, piecewiseLinear, shallowNetwork, toBdso, toNetwork } from 'relu-splines';
import type { Bdso, ShallowNetwork } from 'relu-splines';
import { evaluateSlice, lossSlice } from '../../../src/loss/slices/slice.js';
import { moved, sliceOf } from './slice.help.js';

describe('lossSlice', () => {
  const tent = bdso({ breakpoints: [0, 1], deltaSlopes: [1, -2], orientations: [1, 1] });
  const data = dataset([-1, 0.5, 1, 1, 3], [0, 1, -1, 2, 0.5]);

  it('agrees with the loss of the network whose input bias is moved', () => {
    const network = shallowNetwork({
      inputWeights: [2, -0.5, 0],
      inputBiases: [1, 0.25, 3],
      outputWeights: [-1, 3, 0.5],
      outputBias: 0.125,
    });
    for (const unit of [0, 1]) {
      const slice = sliceOf(network, data, unit);
      for (const beta of [-2, -0.5, 0.5, 0.75, 1, 4]) {
        const inputBiases = network.inputBiases.map((b, i) =>
          i === unit ? -network.inputWeights[i] * beta : b,
        );
        // All numbers are short dyadic fractions: the loss is computed without rounding, the slice nearly so.
        expect(evaluateSlice(slice, beta)).toBeCloseTo(loss({ ...network, inputBiases }, data), 12);
      }
    }
    expect(lossSlice(network, data, 2)).toBeNull();
  });

  it('counts units as the given form does', () => {
    const network = shallowNetwork({
      inputWeights: [0, 1],
      inputBiases: [1, -1],
      outputWeights: [1, 2],
    });
    expect(sliceOf(network, data, 1)).toMatchObject({ unit: 1, breakpoint: 1, deltaSlope: 2 });
    // The spline has folded unit 0 into its output bias.
    expect(sliceOf(toBdso(network), data, 0)).toMatchObject({ unit: 0, breakpoint: 1, deltaSlope: 2 });
  });

  it('always has a flat end, and not everywhere positive curvature (erratum 16)', () => {
    const right = sliceOf(tent, data, 0);
    expect(right.pieces[right.pieces.length - 1]).toMatchObject({
      activeCount: 0,
      quadratic: 0,
      argmin: null,
    });
    expect(right.rightSlopes[right.knots.length - 1]).toBe(0);
    const left = sliceOf({ ...tent, orientations: Int8Array.of(-1, 1) }, data, 0);
    expect(left.pieces[0]).toMatchObject({ activeCount: 0, quadratic: 0, argmin: null });
    expect(left.leftSlopes[0]).toBe(0);
  });

  it('is one constant, to the last bit, for a unit without a delta-slope', () => {
    const flat = sliceOf({ ...tent, deltaSlopes: Float64Array.of(1 / 3, 0) }, data, 1);
    const values = evaluateSlice(flat, [-1e9, -1, 0.3, 1, 2, 1e9]);
    expect(new Set(values).size).toBe(1);
    expect(flat.minimum).toEqual({ loss: values[0], breakpoint: 1 });
    expect(Array.from(flat.leftSlopes)).toEqual([0, 0, 0, 0]);
  });

  it('gives, of several minima, the one nearest to the breakpoint', () => {
    // Nothing to fit: anywhere right of all data will do.
    const silent = bdso({ breakpoints: [0], deltaSlopes: [1], orientations: [1] });
    const zeros = dataset([-1, 2], [0, 0]);
    expect(sliceOf(silent, zeros, 0).minimum).toEqual({ loss: 0, breakpoint: 2 });
    expect(sliceOf(moved(silent, 0, 5), zeros, 0).minimum).toEqual({ loss: 0, breakpoint: 5 });
  });

  it('finds a minimum outside the data, and says so for one datum', () => {
    const hinge = bdso({ breakpoints: [0], deltaSlopes: [2], orientations: [1] });
    const slice = sliceOf(hinge, dataset([3], [10]), 0);
    expect(slice.minimum).toEqual({ loss: 0, breakpoint: -2 });
    expect(slice.pieces).toHaveLength(2);
    expect(Array.from(slice.lossAtKnots)).toEqual([50]);
  });

  it('still evaluates where μ² underflows', () => {
    const faint = bdso({ breakpoints: [0], deltaSlopes: [1e-200], orientations: [1] });
    const slice = sliceOf(faint, dataset([0, 1], [1, 1]), 0);
    expect(slice.pieces.map(({ argmin }) => argmin)).toEqual([null, null, null]);
    expect(evaluateSlice(slice, [-1, 0.5, 2])).toEqual(Float64Array.of(1, 1, 1));
    expect(slice.leftSlopes[1]).toBe(1e-200);
  });

  it('refuses what it cannot slice', () => {
    expect(() => lossSlice(tent, data, 2)).toThrow(
      new RangeError('lossSlice: unit must be an integer from 0 to 1, got 2'),
    );
    expect(() => lossSlice(tent, data, 0.5)).toThrow(
      new RangeError('lossSlice: unit must be an integer from 0 to 1, got 0.5'),
    );
    const empty = bdso({ breakpoints: [], deltaSlopes: [], orientations: [] });
    expect(() => lossSlice(empty, data, 0)).toThrow(
      new RangeError('lossSlice: unit must name a unit, got 0 of a form with none'),
    );
    const line = piecewiseLinear({ knots: [], slopes: [1], intercepts: [0] });
    expect(() => lossSlice(line as unknown as Bdso, data, 0)).toThrow(
      new TypeError(
        'lossSlice: form must be a ShallowNetwork or a Bdso, got a PiecewiseLinear: use fromPiecewiseLinear first',
      ),
    );
    const far = shallowNetwork({ inputWeights: [1e-300], inputBiases: [1e10], outputWeights: [1] });
    expect(() => lossSlice(far, data, 0)).toThrow(
      new RangeError('lossSlice: the breakpoint of unit 0 must be finite, got -Infinity'),
    );
    const steep = shallowNetwork({ inputWeights: [1e200], inputBiases: [0], outputWeights: [1e200] });
    expect(() => lossSlice(steep, data, 0)).toThrow(
      new RangeError('lossSlice: the delta-slope of unit 0 must be finite, got 1e+200 × 1e+200'),
    );
    const slice = sliceOf(tent, data, 0);
    expect(() => evaluateSlice(slice, NaN)).toThrow(
      new RangeError('evaluateSlice: beta must be finite, got NaN'),
    );
    expect(() => evaluateSlice(slice, [0, Infinity])).toThrow(
      new RangeError('evaluateSlice: beta[1] must be finite, got Infinity'),
    );
  });
});

describe('what the slice is not', () => {
  // Small integers: the loss is computed without rounding, so that differences of it are exact.
  const data = dataset([-7, 3, 40, 55], [2, -1, 4, 3]);

  it('is quadratic in β and in μ, and quartic in both jointly (erratum 15)', () => {
    const at = (beta: number, mu: number): number =>
      loss(toNetwork(bdso({ breakpoints: [beta, -20], deltaSlopes: [mu, 1], orientations: [1, -1] })), data);
    const along = (betaStep: number, muStep: number): number[] =>
      Array.from({ length: 6 }, (_, k) => at(4 + k * betaStep, 2 + k * muStep));
    expect(differences(along(3, 0), 2)).not.toContain(0);
    expect(differences(along(3, 0), 3)).toEqual([0, 0, 0]);
    expect(differences(along(0, 5), 2)).not.toContain(0);
    expect(differences(along(0, 5), 3)).toEqual([0, 0, 0]);
    expect(differences(along(3, 5), 4)).not.toContain(0);
    expect(differences(along(3, 5), 5)).toEqual([0]);
  });

  it('is quadratic in β under a stretch of (w, v), but not in the stretch (erratum 17)', () => {
    const stretched = (factor: number, b: number): ShallowNetwork =>
      shallowNetwork({ inputWeights: [2 * factor], inputBiases: [b], outputWeights: [3 / factor] });
    // β = 12, 6, 4, 3 all lie between the same two data, 3 and 40; 1/3 rounds.
    const slice = sliceOf(stretched(1, -24), data, 0);
    for (const factor of [1, 2, 3, 4]) {
      const direct = loss(stretched(factor, -24), data);
      expect(Math.abs(evaluateSlice(slice, 12 / factor) / direct - 1)).toBeLessThan(16 * Number.EPSILON);
    }
    const inStretch = differences(
      [1, 2, 3, 4].map((factor) => loss(stretched(factor, -24), data)),
      3,
    );
    expect(Math.abs(inStretch[0])).toBeGreaterThan(1);
    const inBeta = differences(
      [12, 9, 6, 3].map((beta) => evaluateSlice(slice, beta)),
      3,
    );
    expect(inBeta).toEqual([0]);
    // Without a bias stretching does nothing: the breakpoint stays at 0.
    expect(loss(stretched(4, 0), data)).toBe(loss(stretched(1, 0), data));
  });
});

/** The k-th differences of equally spaced values. */
function differences(values: number[], k: number): number[] {
  return k === 0
    ? values
    : differences(
        values.slice(1).map((value, n) => value - values[n]),
        k - 1,
      );
}
