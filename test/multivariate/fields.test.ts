import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, toBdso } from 'relu-splines';
import { bdsoField, conservedQuantities, networkField } from 'relu-splines/flow';
import {
  breakplaneField,
  breakplanes,
  multivariateConserved,
  multivariateDataset,
  multivariateField,
  multivariateGradient,
  toBreakplanes,
} from 'relu-splines/multivariate';
import { RUNS } from '../arbitraries/numbers.js';
import { expectPure } from '../laws/purity.js';
import { expectRefusal } from '../laws/refusal.js';
import { networkOf, parametersOf, problems, randomProblem } from './networks.help.js';

const { EPSILON } = Number;

describe('the fields of gradient flow over many inputs (theory 14)', () => {
  it('the network field is minus the gradient, and conserves δ', () => {
    fc.assert(
      fc.property(problems({ wild: false }), ({ network, data }) => {
        const field = multivariateField(network, data);
        const { inputs: D, inputBiases: b, outputWeights: v } = network;
        expect(field).toEqual(multivariateGradient(network, data).map((slope) => 0 - slope));
        const width = b.length;
        for (let i = 0; i < width; i++) {
          // ½δ̇ = w·ẇ + bḃ − vv̇, of which each term is at most 4·20·8·500.
          let drift = b[i] * field[width * D + i] - v[i] * field[width * (D + 1) + i];
          for (let k = i * D; k < (i + 1) * D; k++) drift += network.inputWeights[k] * field[k];
          expect(Math.abs(drift)).toBeLessThanOrEqual(64 * EPSILON * 320_000);
        }
      }),
      RUNS,
    );
  });

  it('the breakplane field is the network field seen on the planes', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const D = 1 + (seed % 4);
      const { network, data } = randomProblem(seed, D, 5, 15);
      const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
      const planes = toBreakplanes(network);
      const got = breakplaneField(planes, multivariateConserved(network), data);
      const field = multivariateField(network, data);
      const width = b.length;
      expect(got.outputBias).toBeCloseTo(field[field.length - 1], 12);
      for (let i = 0; i < width; i++) {
        const row = Array.from(w.subarray(i * D, (i + 1) * D));
        const r = Math.hypot(...row);
        const xi = row.map((entry) => entry / r);
        const turn = Array.from(field.subarray(i * D, (i + 1) * D));
        const growth = xi.reduce((sum, each, d) => sum + each * turn[d], 0);
        // By the chain rule from ẇ, ḃ, v̇. Speeds are below 100, r above 0.01: some thousand roundings of that size.
        const expectNear = (value: number, wanted: number): void => {
          expect(Math.abs(value - wanted)).toBeLessThanOrEqual((1000 * EPSILON * 100) / r ** 2);
        };
        expectNear(got.radii[i], growth);
        xi.forEach((each, d) => {
          expectNear(got.normals[i * D + d], (turn[d] - each * growth) / r);
        });
        expectNear(got.offsets[i], (-field[width * D + i] + (b[i] / r) * growth) / r);
        expectNear(got.slopeJumps[i], r * field[width * (D + 1) + i] + v[i] * growth);
      }
    }
  });

  it('a short step of the network moves its planes as the field says', () => {
    const { network, data } = randomProblem(9, 3, 4, 12);
    const planes = toBreakplanes(network);
    const field = breakplaneField(planes, multivariateConserved(network), data);
    const theta = parametersOf(network);
    const velocity = multivariateField(network, data);
    const moved = (h: number): ReturnType<typeof toBreakplanes> =>
      toBreakplanes(
        networkOf(
          theta.map((each, k) => each + h * velocity[k]),
          3,
        ),
      );
    const h = 1e-5;
    const [ahead, behind] = [moved(h), moved(-h)];
    for (const part of ['normals', 'offsets', 'slopeJumps'] as const) {
      const largest = Math.max(...field[part].map(Math.abs));
      field[part].forEach((speed, k) => {
        // Central differences: an error of h² times third derivatives, which go as the speed to the third.
        const difference = (ahead[part][k] - behind[part][k]) / (2 * h);
        expect(Math.abs(difference - speed)).toBeLessThanOrEqual(1e-7 * (1 + largest) ** 3);
      });
    }
  });

  it('with one input are those of the spline: γ̇ = sβ̇, η̇ = sμ̇', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { network, data } = randomProblem(seed, 1, 6, 20);
      const line = dataset(data.points, data.y);
      const spline = toBdso(network);
      const wanted = bdsoField(spline, conservedQuantities(network), line);
      expect(multivariateConserved(network)).toEqual(conservedQuantities(network));
      const got = breakplaneField(toBreakplanes(network), multivariateConserved(network), data);
      spline.orientations.forEach((s, i) => {
        const scale =
          1000 *
          EPSILON *
          (1 + Math.abs(wanted[i]) + Math.abs(wanted[6 + i]) + 1 / network.inputWeights[i] ** 2);
        expect(Math.abs(got.offsets[i] - s * wanted[i])).toBeLessThanOrEqual(scale);
        expect(Math.abs(got.slopeJumps[i] - s * wanted[6 + i])).toBeLessThanOrEqual(scale);
        expect(got.normals[i]).toBe(0);
      });
      const plain = networkField(network, line);
      multivariateField(network, data).forEach((speed, k) => {
        // Sums of 20 terms below 20.
        expect(Math.abs(speed - plain[k])).toBeLessThanOrEqual(64 * EPSILON * 400);
      });
    }
  });

  it('leave their inputs alone and refuse bad ones', () => {
    const { network, data } = randomProblem(6, 2, 3, 5);
    expectPure(multivariateField, network, data);
    expectPure(multivariateConserved, network);
    expectPure(breakplaneField, toBreakplanes(network), [1, 2, 3], data);
    const planes = breakplanes({ normals: [[0, 1]], offsets: [2], slopeJumps: [0] });
    const one = multivariateDataset([[1, 2]], [3]);
    expectRefusal(
      () => breakplaneField(planes, [0], one),
      'RangeError',
      'breakplaneField: deltas[0] must be positive where the slope jump is 0, got 0',
    );
    expectRefusal(
      () => breakplaneField(planes, [1, 2], one),
      'ShapeError',
      'breakplaneField: deltas must have the length of offsets, 1, got 2',
    );
    expectRefusal(
      () => breakplaneField(planes, [NaN], one),
      'RangeError',
      'breakplaneField: deltas[0] must be finite, got NaN',
    );
    expectRefusal(
      () => breakplaneField(planes, [1], multivariateDataset([[1]], [3])),
      'ShapeError',
      'breakplaneField: data must have the inputs of the network, 2, got 1',
    );
    expectRefusal(
      () => multivariateField(network, multivariateDataset([[1]], [3])),
      'ShapeError',
      'multivariateField: data must have the inputs of the network, 2, got 1',
    );
    expectRefusal(
      () => multivariateConserved(3 as never),
      'TypeError',
      'multivariateConserved: network must be an object, got 3',
    );
  });
});
