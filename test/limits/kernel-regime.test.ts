import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import {
  kernelRegimeField,
  kernelRegimeRates,
  widthLimitInterpolant,
  widthLimitKernel,
} from 'relu-splines/limits';
import type { KernelRegimeField } from 'relu-splines/limits';
import { datasets } from '../arbitraries/datasets.js';
import { numbers, RUNS } from '../arbitraries/numbers.js';
import { DENSITIES, EXAMPLE, FINITE, largest } from './width-limit.help.js';

const { EPSILON } = Number;
const example = dataset(EXAMPLE.x, EXAMPLE.y);

/** The field stepped from zero to a time. */
function stepped(field: KernelRegimeField, time: number, steps: number): Float64Array {
  let state: Float64Array = new Float64Array(field.size);
  for (let k = 0; k < steps; k++) state = field.step(state, time / steps);
  return state;
}

describe('the kernel-regime equation', () => {
  it('has r₁ = T and r_x = −S, and is a sum over 2(N + 1) patterns (errata 3, 46)', () => {
    fc.assert(
      fc.property(datasets(), fc.array(numbers(), { minLength: 10, maxLength: 10 }), (data, all) => {
        const N = data.x.length;
        const residuals = all.slice(0, N);
        const { right, left } = kernelRegimeRates(data, residuals);
        expect([right.constant, right.slope, left.constant, left.slope].map(({ length }) => length)).toEqual([
          N + 1,
          N + 1,
          N + 1,
          N + 1,
        ]);
        for (let gap = 0; gap <= N; gap++) {
          // A breakpoint in the gap sees the data from `gap` on if it faces right, those before if it faces left.
          for (const [rates, from, to] of [
            [right, gap, N],
            [left, 0, gap],
          ] as const) {
            const seen = residuals.slice(from, to);
            const S = seen.reduce((sum, e) => sum + e, 0);
            const T = seen.reduce((sum, e, k) => sum + e * data.x[from + k], 0);
            const size = seen.reduce((sum, e) => sum + Math.abs(e), 0);
            const moment = seen.reduce((sum, e, k) => sum + Math.abs(e * data.x[from + k]), 0);
            expect(Math.abs(rates.slope[gap] + S)).toBeLessThanOrEqual(2 * N * EPSILON * size);
            expect(Math.abs(rates.constant[gap] - T)).toBeLessThanOrEqual(2 * N * EPSILON * moment);
          }
        }
      }),
      RUNS,
    );
  });

  it('is continuous in β: what r₁ and r_x jump by at a datum cancels there (erratum 4)', () => {
    const residuals = [1, -2, 0.5, 3, -1];
    const { right, left } = kernelRegimeRates(example, residuals);
    EXAMPLE.x.forEach((x, n) => {
      for (const { constant, slope } of [right, left]) {
        expect(Math.abs(slope[n + 1] - slope[n])).toBeCloseTo(Math.abs(residuals[n]), 14);
        const [before, after] = [constant[n] + slope[n] * x, constant[n + 1] + slope[n + 1] * x];
        expect(Math.abs(before - after)).toBeLessThanOrEqual(16 * EPSILON * 10);
      }
    });
  });

  it('has the rates of the field at every place', () => {
    const places = [-3, -0.6, 0.5, 1.1, 4];
    const field = kernelRegimeField(example, DENSITIES[0], places);
    const state = stepped(field, 3, 20);
    const f = field.values(state);
    const at = (x: number): number => field.places.findIndex((each: number) => each === x);
    const residuals = EXAMPLE.x.map((x, n) => EXAMPLE.y[n] - f[at(x)]);
    const { right, left } = kernelRegimeRates(example, residuals);
    const rate = new Float64Array(field.size);
    field.rateInto(rate, state);
    for (const beta of places) {
      const gap = EXAMPLE.x.filter((x) => x < beta).length;
      expect(rate[at(beta)]).toBeCloseTo(right.constant[gap] + right.slope[gap] * beta, 13);
      expect(rate[field.places.length + at(beta)]).toBeCloseTo(
        left.constant[gap] + left.slope[gap] * beta,
        13,
      );
    }
  });

  it.each(FINITE)('$kind: stepped with fourth order it is the width limit at that time', (density) => {
    const places = [-2.5, -0.6, 0.55, 1.8, 3];
    const time = 3;
    const field = kernelRegimeField(example, density, places);
    const limit = widthLimitInterpolant(example, density, { time });
    const wanted = limit.evaluate(field.places);
    const steps = Math.ceil(time / field.stepLimit);
    const errors = [2, 4, 8].map((finer) =>
      largest(field.values(stepped(field, time, finer * steps)).map((value, k) => value - wanted[k])),
    );
    // In β nothing is approximated: halving the step leaves 1/16, a little more while higher orders still count.
    expect(errors[0] / errors[1]).toBeGreaterThan(12);
    expect(errors[1] / errors[2]).toBeGreaterThan(12);
    expect(errors[2]).toBeLessThan(1e-5);
  });

  it.each(FINITE)('$kind: f″ = (μ₊ − μ₋)p, and μ₊ + μ₋ is a straight line (erratum 5)', (density) => {
    const time = 2;
    const field = kernelRegimeField(example, density, [-0.6, 0.55, 1.2]);
    const state = stepped(field, time, 400);
    const { secondDerivative } = widthLimitInterpolant(example, density, { time });
    const { weight } = widthLimitKernel(density);
    const G = field.places.length;
    const plus = state.subarray(0, G);
    const minus = state.subarray(G);
    for (let k = 1; k + 1 < G; k++) {
      const beta = field.places[k];
      // The fourth-order steps err by less than 1e-8.
      expect(Math.abs((plus[k] - minus[k]) * weight(beta) - secondDerivative(beta))).toBeLessThanOrEqual(
        1e-8 * largest(state),
      );
    }
    const sum = plus.map((value, k) => value + minus[k]);
    for (let k = 1; k + 1 < G; k++) {
      const [a, b, c] = [field.places[k - 1], field.places[k], field.places[k + 1]];
      const line = sum[k - 1] + ((sum[k + 1] - sum[k - 1]) * (b - a)) / (c - a);
      expect(Math.abs(sum[k] - line)).toBeLessThanOrEqual(1e3 * EPSILON * largest(state));
    }
    // The print's sum is far from it.
    expect(largest(sum.map((value, k) => value - (plus[k] - minus[k])))).toBeGreaterThan(0.1 * largest(plus));
  });

  it('takes ties and one datum, and ends at the means', () => {
    const tied = kernelRegimeField(dataset([0, 1, 1], [1, 2, 4]), { kind: 'uniform', low: -1, high: 2 });
    expect(Array.from(tied.places)).toEqual([-1, 0, 1, 2]);
    const values = tied.values(stepped(tied, 400, Math.ceil(400 / tied.stepLimit)));
    expect(Math.abs(values[1] - 1)).toBeLessThanOrEqual(1e-6);
    expect(Math.abs(values[2] - 3)).toBeLessThanOrEqual(1e-6);
    const one = kernelRegimeField(dataset([0.5], [2]), { kind: 'uniform', low: -1, high: 2 });
    const limit = widthLimitInterpolant(
      dataset([0.5], [2]),
      { kind: 'uniform', low: -1, high: 2 },
      { time: 0.5 },
    );
    expect(Math.abs(one.values(stepped(one, 0.5, 50))[1] - limit.values[0])).toBeLessThanOrEqual(1e-8);
  });

  it('refuses what it has no field for', () => {
    expect(() => kernelRegimeField(example, DENSITIES[1])).toThrow(
      'kernelRegimeField: density must have a finite second moment, got that of cauchy',
    );
    expect(() => kernelRegimeField(example, DENSITIES[0], [NaN])).toThrow(
      'kernelRegimeField: places[0] must be finite, got NaN',
    );
    const field = kernelRegimeField(example, DENSITIES[0]);
    expect(() => field.values([1])).toThrow(
      'KernelRegimeField: state must have the length of the field, 14, got 1',
    );
    expect(() => field.step(new Float64Array(14), -1)).toThrow(
      'KernelRegimeField.step: timeStep must be positive, got -1',
    );
    expect(() => kernelRegimeRates(example, [1])).toThrow(
      'kernelRegimeRates: residuals must have the length of data, 5, got 1',
    );
  });
});
