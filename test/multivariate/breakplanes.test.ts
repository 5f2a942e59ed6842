import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shallowNetwork, toBdso } from 'relu-splines';
import {
  breakplanes,
  evaluateMultivariate,
  fromBreakplanes,
  multivariateConserved,
  multivariateDataset,
  multivariateNetwork,
  multivariateNetworkFromLayers,
  toBreakplanes,
} from 'relu-splines/multivariate';
import type { MultivariateNetwork } from 'relu-splines/multivariate';
import { RUNS } from '../arbitraries/numbers.js';
import { networks } from '../arbitraries/networks.js';
import { expectPure } from '../laws/purity.js';
import { problems, scaleAt } from './networks.help.js';

const { EPSILON } = Number;

/** Same value at every datum, to the rounding of the sums that both forms make. */
function expectSameValues(network: MultivariateNetwork, got: Float64Array, points: ArrayLike<number>): void {
  const { inputs } = network;
  const wanted = evaluateMultivariate(network, points);
  const terms = (inputs + 4) * (network.inputBiases.length + 2);
  wanted.forEach((value, n) => {
    const x = Array.from(points).slice(n * inputs, (n + 1) * inputs);
    // Normals, offsets and jumps carry a few roundings each: as many as there are terms, on the scale of the terms.
    expect(Math.abs(got[n] - value)).toBeLessThanOrEqual(terms * 4 * EPSILON * scaleAt(network, x));
  });
}

describe('breakplanes', () => {
  it('say the same function as the network, at any scale, with units of w = 0 folded', () => {
    fc.assert(
      fc.property(
        problems(),
        fc.constantFrom(1, 0.3, 'balanced', 'equal-magnitude'),
        ({ network, data }, scale) => {
          const planes = toBreakplanes(network);
          expectSameValues(network, evaluateMultivariate(planes, data.points), data.points);
          const back = fromBreakplanes(planes, { scale: scale as 1 });
          expectSameValues(network, evaluateMultivariate(back, data.points), data.points);
          const { units, foldedUnits, normals } = planes;
          expect([...units, ...foldedUnits].sort((a, b) => a - b)).toEqual(
            Array.from(network.inputBiases, (_, i) => i),
          );
          for (let k = 0; k < units.length; k++) {
            const length = Math.hypot(...normals.subarray(k * network.inputs, (k + 1) * network.inputs));
            // Rounded entries of a unit vector, and the rounding of its length.
            expect(Math.abs(length - 1)).toBeLessThanOrEqual(4 * EPSILON);
          }
        },
      ),
      RUNS,
    );
  });

  it('with one input are the spline: ξ = s, γ = sβ, η = sμ, exactly', () => {
    fc.assert(
      fc.property(networks(), (network) => {
        const spline = toBdso(network);
        const planes = toBreakplanes(multivariateNetwork({ ...network, inputs: 1 }));
        expect(Array.from(planes.normals)).toEqual(Array.from(spline.orientations));
        const turned = (values: ArrayLike<number>): number[] =>
          Array.from(values, (value, i) => spline.orientations[i] * value + 0);
        expect(Array.from(planes.offsets)).toEqual(turned(spline.breakpoints));
        expect(Array.from(planes.slopeJumps)).toEqual(turned(spline.deltaSlopes));
        expect(planes.outputBias).toBe(spline.outputBias);
        expect(planes.units).toEqual(spline.units);
        expect(planes.foldedUnits).toEqual(spline.foldedUnits);
      }),
      RUNS,
    );
  });

  it('scales make δ = 0, or ‖w‖ = |v|, or ‖w‖ as asked for', () => {
    const planes = breakplanes({
      normals: [
        [3, 4],
        [0, -2],
        [1, 1],
      ],
      offsets: [5, -1, 2],
      slopeJumps: [2, -8, 0],
    });
    const balanced = fromBreakplanes(planes, { scale: 'balanced' });
    const deltas = multivariateConserved(balanced);
    // The terms of δ add up to below 23 and are squares of numbers with four roundings each.
    expect(Math.abs(deltas[0])).toBeLessThanOrEqual(23 * 8 * EPSILON);
    expect(Math.abs(deltas[1])).toBeLessThanOrEqual(23 * 8 * EPSILON);
    // A unit without a jump has nothing to balance.
    expect(deltas[2]).toBeCloseTo(1 + 4, 14);
    const equal = fromBreakplanes(planes, { scale: 'equal-magnitude' });
    expect(Math.hypot(...equal.inputWeights.subarray(0, 2))).toBeCloseTo(Math.SQRT2, 15);
    expect(equal.outputWeights[0]).toBeCloseTo(Math.SQRT2, 15);
    expect(equal.outputWeights[1]).toBeCloseTo(-Math.sqrt(8), 15);
    const asked = fromBreakplanes(planes, { scale: [2, 4, 8] });
    expect(Array.from(asked.inputWeights)).toEqual([
      1.2,
      1.6,
      0,
      -4,
      8 * planes.normals[4],
      8 * planes.normals[5],
    ]);
    expect(Array.from(asked.inputBiases)).toEqual([-10, 4, -16]);
    expect(Array.from(asked.outputWeights)).toEqual([1, -2, 0]);
  });

  it('keep their digits for weights near the ends of the doubles', () => {
    for (const size of [5e-324 * 2 ** 52, 1e-160, 1e160, 2 ** 1021]) {
      const network = multivariateNetwork({
        inputWeights: [[3 * size, -4 * size]],
        inputBiases: [0],
        outputWeights: [0],
      });
      const { normals, offsets, slopeJumps } = toBreakplanes(network);
      expect(normals[0]).toBeCloseTo(0.6, 15);
      expect(normals[1]).toBeCloseTo(-0.8, 15);
      expect([...offsets, ...slopeJumps]).toEqual([0, 0]);
    }
  });
});

it('takes rows nested or flat, and layers of a checkpoint, and copies what it takes', () => {
  const nested = multivariateNetwork({
    inputWeights: [
      [1, 2],
      [3, 4],
    ],
    inputBiases: [5, 6],
    outputWeights: [7, 8],
  });
  expect(multivariateNetwork({ ...nested, inputs: 2 })).toEqual(nested);
  const layers = [
    { name: 'a', outputs: 2, inputs: 2, weights: nested.inputWeights, biases: nested.inputBiases },
    { name: 'b', outputs: 1, inputs: 2, weights: nested.outputWeights, biases: Float64Array.of(0) },
  ];
  expect(multivariateNetworkFromLayers(layers)).toEqual(nested);
  expect(
    multivariateNetwork({ inputs: 3, inputWeights: [], inputBiases: [], outputWeights: [] }).inputs,
  ).toBe(3);
  expect(
    multivariateNetwork({
      ...shallowNetwork({ inputWeights: [2], inputBiases: [1], outputWeights: [1] }),
      inputs: 1,
    }).inputWeights,
  ).toEqual(Float64Array.of(2));
  expectPure(multivariateNetwork, { ...nested, inputs: 2 });
  expectPure(multivariateNetworkFromLayers, layers);
  expectPure(toBreakplanes, nested);
  expectPure(fromBreakplanes, toBreakplanes(nested));
  expectPure(breakplanes, { ...toBreakplanes(nested), inputs: 2 });
  expectPure(multivariateDataset, [[1, 2]], [3]);
  expectPure(evaluateMultivariate, nested, [[1, 2]]);
});
