import { describe, expect, it } from 'vitest';
import {
  multivariateConserved,
  multivariateDataset,
  multivariateField,
  multivariateFlow,
  multivariateNetwork,
} from 'relu-splines/multivariate';
import type { MultivariateDataset, MultivariateNetwork } from 'relu-splines/multivariate';
import { networkOf, parametersOf, randomProblem } from './networks.help.js';

/** w·x + b of a unit at a datum. */
function height(
  network: MultivariateNetwork,
  data: MultivariateDataset,
  unit: number,
  datum: number,
): number {
  const { inputs: D, inputWeights: w, inputBiases: b } = network;
  let z = b[unit];
  for (let d = 0; d < D; d++) z += w[unit * D + d] * data.points[datum * D + d];
  return z;
}

/** Random problems that get there. */
const PINNED = [
  { inputs: 2, seed: 11 },
  { inputs: 2, seed: 13 },
  { inputs: 3, seed: 19 },
];

/** Flows that end with a plane held on as many data as there are inputs, in two and in three dimensions. */
const pinned = PINNED.map(({ inputs, seed }) => {
  const { network, data } = randomProblem(seed, inputs, 5, 14);
  return { inputs, data, flow: multivariateFlow(network, data, { time: 2 }) };
});

describe('a plane that is held on several data at once', () => {
  it('has been found', () => {
    for (const { inputs, flow } of pinned) {
      const most = Math.max(
        ...flow.held.map(({ unit }) => flow.held.filter((other) => other.unit === unit).length),
      );
      expect(most).toBe(inputs);
    }
  });

  it('is kept there by small-step descent, which sees each datum for its share of the steps', () => {
    for (const { data, flow } of pinned) {
      const steps = 10_000;
      const h = 1e-6;
      const time = steps * h;
      // Half way.
      const [middle] = multivariateFlow(flow.network, data, { time, times: [time / 2] }).trajectory;
      const shareOf = ({ unit, datum }: (typeof flow.held)[number]): number =>
        middle.held.find((each) => each.unit === unit && each.datum === datum)?.share ?? NaN;
      const theta = parametersOf(flow.network);
      const seen = flow.held.map(() => 0);
      for (let k = 0; k < steps; k++) {
        const now = networkOf(theta, data.inputs);
        flow.held.forEach(({ unit, datum }, j) => {
          const z = height(now, data, unit, datum);
          // It stays within some steps' length of the datum: forces here are below 100.
          expect(Math.abs(z)).toBeLessThanOrEqual(300 * h);
          if (z > 0) seen[j]++;
        });
        multivariateField(now, data).forEach((speed, c) => {
          theta[c] += h * speed;
        });
      }
      flow.held.forEach((each, j) => {
        // The mean of a share that changes slowly is that half way; counting begins at any phase of the to and fro.
        expect(Math.abs(seen[j] / steps - shareOf(each))).toBeLessThanOrEqual(2e-3);
      });
    }
  });

  it('moves with the part of (T, S) that keeps it on its data: the mean of descent over many steps', () => {
    for (const { data, flow } of pinned) {
      const time = 1e-3;
      const exact = parametersOf(multivariateFlow(flow.network, data, { time }).network);
      const distances = [500, 1_000, 2_000, 4_000].map((steps) => {
        const theta = parametersOf(flow.network);
        for (let k = 0; k < steps; k++) {
          multivariateField(networkOf(theta, data.inputs), data).forEach((speed, c) => {
            theta[c] += (time / steps) * speed;
          });
        }
        return Math.max(...theta.map((value, c) => Math.abs(value - exact[c])));
      });
      // To and fro by a step's length, times a speed below 100.
      distances.forEach((distance, k) => {
        expect(distance).toBeLessThanOrEqual((100 * time) / (500 * 2 ** k));
      });
    }
  });
});

describe('collapse', () => {
  it('happens where a plane held on D data loses its length, and leaves the unit for dead', () => {
    // Held on the first two data by the other two: S = 1, which these outweigh, and T = (−1, 0) along its only way.
    const size = 1e-4;
    const network = multivariateNetwork({ inputWeights: [[size, 0]], inputBiases: [0], outputWeights: [1] });
    const points = [
      [0, 0.5],
      [0, -0.5],
      [1, 0],
      [3, 0],
    ];
    const data = multivariateDataset(points, [-1, -1, 2 + size, -1 + 3 * size]);
    const { events, trajectory } = multivariateFlow(network, data, {
      time: 0.01,
      times: [size / 2, 0.001, 0.01],
      relativeTolerance: 1e-10,
      absoluteTolerance: 1e-14,
    });
    expect(events.map(({ kind, datum }) => [kind, datum])).toEqual([
      ['stick', 0],
      ['stick', 1],
      ['collapse', 0],
    ]);
    // ẇ = vT = −1 as long as residuals, which move at a speed of order one, are what they were.
    expect(Math.abs(events[2].time / size - 1)).toBeLessThanOrEqual(10 * size);
    expect(events[2].unique).toBe(false);
    const [before, soon, late] = trajectory;
    expect(before.held.map(({ datum }) => datum)).toEqual([0, 1]);
    for (const { share } of before.held) expect(Math.abs(share - 0.5)).toBeLessThanOrEqual(10 * size);
    expect(soon.held).toEqual([]);
    expect(soon.network.outputWeights).toEqual(late.network.outputWeights);
    expect(soon.network.inputWeights).toEqual(late.network.inputWeights);
    // Landed on to the tolerance of a step.
    for (const weight of late.network.inputWeights) expect(Math.abs(weight)).toBeLessThanOrEqual(1e-13);
  });
});

describe('on a lattice', () => {
  // One of the three is seen for 0.8 of the time, or one always and another for a part.
  it.each([-2.5, -1.3])(
    'three data on one line hold a plane: shares are not unique, the motion is (%d)',
    (y) => {
      const network = multivariateNetwork({ inputWeights: [[1, 0]], inputBiases: [0], outputWeights: [1] });
      const points = [
        [0, -1],
        [0, 0],
        [0, 1],
        [1, 0],
      ];
      const data = multivariateDataset(points, [y, y, y, 3]);
      const time = 0.5;
      const flow = multivariateFlow(network, data, { time, times: [0], relativeTolerance: 1e-10 });
      expect(flow.trajectory[0].held.length).toBeLessThanOrEqual(2);
      const distances = [1_000, 8_000].map((steps) => {
        const theta = parametersOf(network);
        for (let k = 0; k < steps; k++) {
          multivariateField(networkOf(theta, 2), data).forEach((speed, c) => {
            theta[c] += (time / steps) * speed;
          });
        }
        return Math.max(...parametersOf(flow.network).map((value, c) => Math.abs(value - theta[c])));
      });
      expect(distances[1]).toBeLessThanOrEqual(distances[0] / 3);
      expect(distances[1]).toBeLessThanOrEqual(1e-3);
    },
  );
});

describe('two hundred random flows', () => {
  it('come to their time, with planes held and released, conserving δ, the loss never rising', () => {
    const kinds = new Map<string, number>();
    for (let seed = 1; seed <= 200; seed++) {
      const { network, data } = randomProblem(seed, 2 + (seed % 2), 4, 10);
      const flow = multivariateFlow(network, data, { time: 4, steps: 5_000 });
      expect(['time', 'stationary']).toContain(flow.status);
      // A tolerance of 1e-6 of weights of order one, over residuals of order one, and errors of steps add up.
      expect(flow.stats.largestRise).toBeLessThanOrEqual(1e-8);
      const before = multivariateConserved(network);
      multivariateConserved(flow.network).forEach((delta, i) => {
        expect(Math.abs(delta - before[i])).toBeLessThanOrEqual(1e-6 * flow.stats.accepted);
      });
      // Chatter would stick again and again.
      expect(flow.stats.mostCaptures).toBeLessThanOrEqual(12);
      for (const { unit, datum, share } of flow.held) {
        expect(share >= 0 && share <= 1).toBe(true);
        expect(Math.abs(height(flow.network, data, unit, datum))).toBeLessThanOrEqual(1e-6);
      }
      for (const { kind } of flow.events) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    for (const kind of ['cross', 'stick', 'release-active', 'release-inactive']) {
      expect(kinds.get(kind) ?? 0).toBeGreaterThan(100);
    }
  });
});
