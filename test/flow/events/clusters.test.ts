import { describe, expect, it } from 'vitest';
import { dataset, shallowNetwork } from 'relu-splines';
import { mergeTies } from '../../../src/data/merged-data.js';
import {
  clustersOf,
  noteRelease,
  pushOf,
  releaseRule,
  urgencyOf,
  violationOf,
} from '../../../src/flow/events/clusters.js';
import type { Cluster } from '../../../src/flow/events/clusters.js';
import { forcesAt, modeField, residualTables } from '../../../src/flow/steps/mode-field.js';
import type { ModeField } from '../../../src/flow/steps/mode-field.js';
import { modesOf } from '../../../src/flow/steps/modes.js';
import { parametersOf } from '../../../src/forms/parameters.js';

/** Four x, one of them of two data. Bins facing right are 0 to 4, facing left 5 to 9. */
const x = [-2, -0.5, 1, 3];
const data = dataset([-2, -0.5, 1, 1, 3], [1, -2, 0.5, 1.5, -1]);
const COUNT = x.length;
const weights = [1, 1, 2, 1];
const network = shallowNetwork({
  inputWeights: [0.5, -1],
  inputBiases: [0.25, 2],
  outputWeights: [-0.75, 0.5],
  outputBias: 0.125,
});
const tolerance = { relative: 1e-6, absolute: 1e-9 };

/** The field with the residuals of the network, and these by the definition: f is written out at each x. */
function atNetwork(): { readonly field: ModeField; readonly residuals: readonly number[] } {
  const field = modeField(mergeTies(data));
  residualTables(field, parametersOf(network), modesOf(network, field.merged.data));
  const f = (at: number): number => 0.125 - 0.75 * Math.max(0, 0.5 * at + 0.25) + 0.5 * Math.max(0, 2 - at);
  const means = [1, -2, 1, -1];
  return { field, residuals: x.map((at, n) => weights[n] * (means[n] - f(at))) };
}

/** Σ (1 + x_n x_m)ε_m over the data strictly beyond datum n: the force on its breakpoint over v (theory 5.2). */
function forceBeyond(n: number, orientation: number, residuals: readonly number[]): number {
  const beyond = residuals.map((epsilon, m) => (orientation * (m - n) > 0 ? (1 + x[n] * x[m]) * epsilon : 0));
  return beyond.reduce((sum, term) => sum + term, 0);
}

function close(value: number, wanted: number): void {
  // Sums of four terms of size 10.
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-13);
}

describe('clusters of sliding units', () => {
  it('are those on one datum that face the same way with output weights of one sign', () => {
    // Facing right on datum 1, twice; free; the same with the other sign; facing left on datum 1; right on datum 2.
    const clusters = clustersOf(
      {
        bins: Int32Array.of(2, 2, 0, 2, 6, 3, 2, 6, 4),
        slidingOn: Int32Array.of(1, 1, -1, 1, 1, 2, 1, 1, 3),
        signs: Int8Array.of(1, -1, 0, 1, -1, 1, -1, 1, -1),
        leaving: new Int32Array(9).fill(-1),
      },
      COUNT,
    );
    expect(clusters).toEqual([
      { datum: 1, orientation: 1, sign: 1, units: [0, 3] },
      { datum: 1, orientation: 1, sign: -1, units: [1, 6] },
      { datum: 1, orientation: -1, sign: -1, units: [4] },
      { datum: 2, orientation: 1, sign: 1, units: [5] },
      { datum: 1, orientation: -1, sign: 1, units: [7] },
      { datum: 3, orientation: 1, sign: -1, units: [8] },
    ]);
  });

  it('on neighbouring data stay apart, whatever their sides', () => {
    // All 4N kinds, one unit each: as many clusters.
    const kinds = x.flatMap((_, n) => [1, -1].flatMap((side) => [1, -1].map((sign) => ({ n, side, sign }))));
    const clusters = clustersOf(
      {
        bins: Int32Array.from(kinds, ({ n, side }) => (side > 0 ? n + 1 : COUNT + 1 + n)),
        slidingOn: Int32Array.from(kinds, ({ n }) => n),
        signs: Int8Array.from(kinds, ({ sign }) => sign),
        leaving: new Int32Array(kinds.length).fill(-1),
      },
      COUNT,
    );
    expect(clusters).toEqual(
      kinds.map(({ n, side, sign }, unit) => ({ datum: n, orientation: side, sign, units: [unit] })),
    );
  });
});

describe('what pushes a cluster', () => {
  it('is q while it does not see its datum, and q + (1 + x²)ε while it does', () => {
    const { field, residuals } = atNetwork();
    for (const orientation of [1, -1] as const) {
      x.forEach((at, n) => {
        const forces = forcesAt(field, n, orientation);
        const q = forceBeyond(n, orientation, residuals);
        const p = q + (1 + at * at) * residuals[n];
        close(forces.inactive, q);
        close(forces.active, p);
        for (const sign of [1, -1]) {
          close(pushOf(forces, sign, true), sign * p);
          close(pushOf(forces, sign, false), -sign * q);
          const cluster: Cluster = { datum: n, orientation, sign, units: [0] };
          const violation = violationOf(field, cluster);
          expect(violation.cluster).toBe(cluster);
          expect(violation.toActive).toBe(sign * p >= -sign * q);
          close(violation.force, Math.max(sign * p, -sign * q));
        }
      });
    }
  });

  it('is nothing where all residuals vanish, and then it leaves to the active side', () => {
    const field = modeField(mergeTies(dataset(x, [0, 0, 0, 0])));
    const empty = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [] });
    residualTables(field, parametersOf(empty), modesOf(empty, field.merged.data));
    const violation = violationOf(field, { datum: 1, orientation: 1, sign: 1, units: [0] });
    expect(Math.abs(violation.force)).toBe(0);
    expect(violation.toActive).toBe(true);
  });
});

describe('when a cluster is let go', () => {
  it('the force meets the feedback of the data that its units see, those of one x together', () => {
    const { field } = atNetwork();
    const rule = releaseRule(field, tolerance);
    x.forEach((at, n) => {
      const coupling = (side: number): number =>
        x.reduce((sum, other, m) => {
          const beyond = side * (m - n) > 0;
          return beyond ? sum + (weights[m] * (1 + at * other) ** 2) / (1 + at * at) : sum;
        }, 0);
      expect(Math.abs(rule.couplingRight[n] - coupling(1))).toBeLessThanOrEqual(1e-13);
      expect(Math.abs(rule.couplingLeft[n] - coupling(-1))).toBeLessThanOrEqual(1e-13);
    });
    expect(rule.patience).toEqual(new Float64Array(2 * COUNT).fill(0.02));
    expect(rule.lastRelease).toEqual(new Float64Array(2 * COUNT).fill(NaN));
  });

  it('urgent is what would carry it further in a step than a part κ of what its strictest unit may miss', () => {
    const { field } = atNetwork();
    const rule = releaseRule(field, tolerance);
    const n = 2;
    // w, b and v of two units on x = 1, of different sizes, and b₀.
    const state = Float64Array.of(0.3, -2, -0.3, 2, 0.7, -0.2, 0.1);
    const allowed = [0, 1].map((unit) => {
      const size = Math.sqrt(2 * (state[unit] ** 2 + state[2 + unit] ** 2));
      return (1e-9 + 1e-6 * size) / Math.abs(state[4 + unit]);
    });
    // Only the first: its weights are small and its v is large.
    expect(allowed[0]).toBeLessThan(allowed[1]);
    rule.patience.set([0.1], n);
    rule.patience.set([0.7], COUNT + n);
    for (const [orientation, patience] of [
      [1, 0.1],
      [-1, 0.7],
    ] as const) {
      const beyond = orientation > 0 ? rule.couplingRight[n] : rule.couplingLeft[n];
      for (const toActive of [true, false]) {
        for (const h of [0.01, 3]) {
          const cluster: Cluster = { datum: n, orientation, sign: 1, units: [0, 1] };
          const feedback = (0.7 ** 2 + 0.2 ** 2) * (beyond + (toActive ? 2 * 2 : 0));
          const way = 0.4 / (1 / h + feedback);
          const urgency = urgencyOf(rule, field, state, { cluster, toActive, force: 0.4 }, h);
          expect(urgency / (way / (patience * allowed[0])) - 1).toBeCloseTo(0, 12);
        }
      }
    }
  });

  it('one that nothing pushes is never urgent', () => {
    const { field } = atNetwork();
    const rule = releaseRule(field, tolerance);
    const cluster: Cluster = { datum: 0, orientation: 1, sign: 1, units: [0] };
    for (const force of [0, -1, NaN]) {
      const state = Float64Array.of(1, 2, 1, 0);
      expect(urgencyOf(rule, field, state, { cluster, toActive: true, force }, 1)).toBe(0);
    }
  });

  it('patience doubles from release to release at one time, up to 2, and is quartered by a late one, down to 1/50', () => {
    const { field } = atNetwork();
    const rule = releaseRule(field, tolerance);
    const right: Cluster = { datum: 3, orientation: 1, sign: 1, units: [0] };
    const left: Cluster = { datum: 3, orientation: -1, sign: 1, units: [0] };
    const slots = [3, COUNT + 3];
    const patience = (time: number, cluster: Cluster): number => {
      noteRelease(rule, cluster, time);
      return rule.patience[slots[cluster === right ? 0 : 1]];
    };
    // The first has no last one.
    expect(patience(10, right)).toBe(0.02);
    expect(patience(10.9, right)).toBe(0.04);
    // 1.1 times the last time is not soon any more.
    expect(patience(20, right)).toBe(0.02);
    expect(patience(22, right)).toBe(0.02);
    for (const wanted of [0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2, 2])
      expect(patience(22.5, right)).toBe(wanted);
    expect(patience(50, right)).toBe(0.5);
    expect(patience(100, right)).toBe(0.125);
    // The other side has its own memory.
    expect(patience(100, left)).toBe(0.02);
    expect(patience(101, left)).toBe(0.04);
    expect([...rule.patience].filter((value) => value !== 0.02)).toEqual([0.125, 0.04]);
    expect([...rule.lastRelease].filter((value) => !Number.isNaN(value))).toEqual([100, 101]);
  });
});
