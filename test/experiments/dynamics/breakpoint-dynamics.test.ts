import { expect, it } from 'vitest';
import { breakpointDynamics } from '../../../src/experiments/dynamics/breakpoint-dynamics.js';
import { dynamicsData, networkAt } from '../../../src/experiments/dynamics/breakpoint-dynamics-runs.js';
import { assertedOf, itBearsOut } from '../../laws/claims.js';

const reduced = breakpointDynamics(breakpointDynamics.definition.reduced);

itBearsOut(assertedOf(reduced.claims));

const small = {
  seeds: 1,
  count: 21,
  width: 6,
  times: [0, 3, 200],
  clusterSize: 2,
  clusterWithin: 0.05,
} as const;

it('measures what a plain loop over units and data measures', () => {
  const { config, runs } = breakpointDynamics(small);
  const [{ metrics }] = runs;
  const data = dynamicsData(config);
  config.times.forEach((_, k) => {
    const { inputWeights: w, inputBiases: b, outputWeights: v, outputBias } = networkAt(config, metrics, k);
    const f = (x: number): number =>
      outputBias + v.reduce((sum, each, i) => sum + each * Math.max(0, w[i] * x + b[i]), 0);
    const squares = data.x.reduce((sum, x, n) => sum + (data.y[n] - f(x)) ** 2, 0);
    // Some tens of terms of size one.
    expect(Math.abs(metrics.losses[k] - squares / 21)).toBeLessThan(100 * Number.EPSILON);
    // ψ₊ on a fine grid: as many sign changes as there are zeros, for places off the data.
    const drive = (beta: number): number =>
      data.x.reduce((sum, x, n) => sum + (x > beta ? (data.y[n] - f(x)) * (1 + beta * x) : 0), 0);
    const grid = Array.from({ length: 40_001 }, (_unused, j) => drive(-2 + 1e-6 + (j * (4 - 2e-6)) / 40_000));
    const signs = grid.map(Math.sign).filter((sign) => sign !== 0);
    expect(metrics.zeros[k]).toBe(signs.filter((sign, j) => j > 0 && sign !== signs[j - 1]).length);
  });
});

it('clusters are runs of near breakpoints of one class, by a loop over all of them', () => {
  const { config, runs } = breakpointDynamics({ ...small, width: 30, clusterWithin: 0.01 });
  const [{ metrics }] = runs;
  config.times.forEach((_, k) => {
    const { inputWeights: w, inputBiases: b, outputWeights: v } = networkAt(config, metrics, k);
    const units = Array.from(w, (weight, i) => ({
      beta: -b[i] / weight,
      kind: `${Math.sign(weight)} ${Math.sign(v[i])}`,
    })).sort((a, c) => a.beta - c.beta);
    const kinds = Array.from(new Set(units.map(({ kind }) => kind)));
    let members = 0;
    for (const kind of kinds) {
      const places = units.filter((unit) => unit.kind === kind).map(({ beta }) => beta);
      members += places.filter(
        (beta, i) =>
          Math.abs(beta) <= 2 &&
          ((i > 0 && beta - places[i - 1] <= 0.04) ||
            (i + 1 < places.length && places[i + 1] - beta <= 0.04)),
      ).length;
    }
    const inside = units.filter(({ beta }) => Math.abs(beta) <= 2).length;
    expect(metrics.clustered[k]).toBeCloseTo(members / inside, 12);
  });
  expect(Math.max(...metrics.clustered)).toBeGreaterThan(0);
});

it('goes on with the same steps: what comes before a time does not depend on those after it', () => {
  const short = breakpointDynamics({ ...small, times: [0, 3] }).runs[0].metrics;
  const long = breakpointDynamics(small).runs[0].metrics;
  expect(long.weights.slice(0, short.weights.length)).toEqual(short.weights);
  expect(breakpointDynamics(small).runs[0].metrics).toEqual(long);
});

it('refuses what makes no sense', () => {
  expect(() => breakpointDynamics({ times: [0, 5, 5] })).toThrow(
    /^breakpoint-dynamics: times\[2\] must be an integer of at least 6, got 5/,
  );
  expect(() => breakpointDynamics({ rate: 0 })).toThrow(/^breakpoint-dynamics: rate must be positive/);
  expect(() => breakpointDynamics({ clusterSize: 1 })).toThrow(
    /^breakpoint-dynamics: clusterSize must be an integer of at least 2, got 1/,
  );
});
