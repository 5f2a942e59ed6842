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
import { expectRefusal } from '../laws/refusal.js';
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

describe('bad input', () => {
  const good = { inputWeights: [[1, 2]], inputBiases: [0], outputWeights: [1] };
  const network = multivariateNetwork(good);
  const make = (part: object) => () => multivariateNetwork({ ...good, ...part });

  it('networks', () => {
    const where = 'multivariateNetwork';
    expectRefusal(
      make({ inputWeights: [[1, NaN]] }),
      'RangeError',
      `${where}: inputWeights[0][1] must be finite, got NaN`,
    );
    expectRefusal(
      make({ inputWeights: [[1, 2], [3]], inputBiases: [0, 0] }),
      'ShapeError',
      `${where}: inputWeights[1] must have as many entries as inputWeights[0] says, 2, got 1`,
    );
    expectRefusal(
      make({ inputs: 3 }),
      'ShapeError',
      `${where}: inputWeights[0] must have as many entries as inputs says, 3, got 2`,
    );
    expectRefusal(
      make({ inputs: 2, inputWeights: [1, 2, 3] }),
      'ShapeError',
      `${where}: inputWeights must have rows of 2, the number of inputs, got 3 numbers`,
    );
    expectRefusal(
      make({ inputWeights: [1, 2] }),
      'TypeError',
      `${where}: inputs must be given where inputWeights is not an array of rows, got undefined`,
    );
    expectRefusal(
      make({ inputWeights: [[]] }),
      'ShapeError',
      `${where}: inputWeights[0] must have at least one entry, got none`,
    );
    expectRefusal(
      make({ inputWeights: 3 }),
      'TypeError',
      `${where}: inputWeights must be an array of numbers or of rows, got 3`,
    );
    expectRefusal(
      make({ inputWeights: [[1, 2], 3] }),
      'TypeError',
      `${where}: inputWeights[1] must be an array of numbers, got 3`,
    );
    expectRefusal(
      make({ inputs: 0 }),
      'RangeError',
      `${where}: inputs must be an integer of at least 1, got 0`,
    );
    expectRefusal(
      make({ inputBiases: [] }),
      'ShapeError',
      `${where}: inputBiases must have the length of the rows of inputWeights, 1, got 0`,
    );
    expectRefusal(
      make({ outputWeights: [[1], [2]] }),
      'TypeError',
      `${where}: outputWeights[0] must be a number, got an array of length 1`,
    );
    expectRefusal(
      make({ outputBias: Infinity }),
      'RangeError',
      `${where}: outputBias must be finite, got Infinity`,
    );
  });

  it('layers', () => {
    const where = 'multivariateNetworkFromLayers';
    const layer = (name: string, outputs: number, inputs: number) => ({
      name,
      outputs,
      inputs,
      weights: new Float64Array(outputs * inputs),
      biases: new Float64Array(outputs),
    });
    const from =
      (...layers: ReturnType<typeof layer>[]) =>
      () =>
        multivariateNetworkFromLayers(layers);
    expectRefusal(from(), 'ShapeError', `${where}: a shallow network has two layers, got 0`);
    expectRefusal(
      from(layer('a', 2, 2)),
      'ShapeError',
      `${where}: a shallow network has two layers, got 1: a [2, 2]`,
    );
    expectRefusal(
      from(layer('a', 2, 2), layer('b', 3, 2)),
      'ShapeError',
      `${where}: the last layer must have one output, got 3: a [2, 2], b [3, 2]`,
    );
    expectRefusal(
      from(layer('a', 2, 2), layer('b', 1, 3)),
      'ShapeError',
      `${where}: layers must have shapes [H, D] and [1, H], got a [2, 2], b [1, 3]`,
    );
  });

  it('data', () => {
    const where = 'multivariateDataset';
    expectRefusal(
      () => multivariateDataset([[1, NaN]], [1]),
      'RangeError',
      `${where}: points[0][1] must be finite, got NaN`,
    );
    expectRefusal(
      () => multivariateDataset([[1, 2]], [1, 2]),
      'ShapeError',
      `${where}: y must have the length of points, 1, got 2`,
    );
    expectRefusal(
      () => multivariateDataset([], [], { inputs: 2 }),
      'ShapeError',
      `${where}: points must have at least one datum, got none`,
    );
    expectRefusal(
      () => multivariateDataset([1, 2], [1]),
      'TypeError',
      `${where}: inputs must be given where points is not an array of rows, got undefined`,
    );
  });

  it('planes', () => {
    const units = { normals: [[1, 2]], offsets: [0], slopeJumps: [1] };
    expectRefusal(
      () => breakplanes({ ...units, normals: [[0, 0]] }),
      'RangeError',
      'breakplanes: normals[0] must not be zero, got 2 zeros',
    );
    expectRefusal(
      () => breakplanes({ ...units, offsets: [NaN] }),
      'RangeError',
      'breakplanes: offsets[0] must be finite, got NaN',
    );
    expectRefusal(
      () => breakplanes({ ...units, slopeJumps: [] }),
      'ShapeError',
      'breakplanes: slopeJumps must have the length of the rows of normals, 1, got 0',
    );
    const planes = breakplanes(units);
    expectRefusal(
      () => fromBreakplanes(planes, { scale: 0 }),
      'RangeError',
      'fromBreakplanes: scale must be positive, got 0',
    );
    expectRefusal(
      () => fromBreakplanes(planes, { scale: [1, 2] }),
      'ShapeError',
      'fromBreakplanes: scale must have the length of the units, 1, got 2',
    );
    expectRefusal(
      () => fromBreakplanes({ ...planes, slopeJumps: Float64Array.of(1e200) }, { scale: 1e-200 }),
      'RangeError',
      `fromBreakplanes: the weights of unit 0 must be finite, got w = ${planes.normals[0] * 1e-200}, ${planes.normals[1] * 1e-200}, b = 0, v = Infinity`,
    );
    expectRefusal(
      () => fromBreakplanes(network as never),
      'TypeError',
      'fromBreakplanes: planes.normals must be of type Float64Array, as breakplanes makes it, got undefined',
    );
    const tiny = multivariateNetwork({ inputWeights: [[1e-310, 0]], inputBiases: [1], outputWeights: [1] });
    expectRefusal(
      () => toBreakplanes(tiny),
      'RangeError',
      'toBreakplanes: the offset of unit 0, −(1)/1e-310, must be finite, got -Infinity',
    );
    expectRefusal(
      () => toBreakplanes([] as never),
      'TypeError',
      'toBreakplanes: network.inputs must be a number, got undefined',
    );
  });

  it('values', () => {
    const where = 'evaluateMultivariate';
    expectRefusal(
      () => evaluateMultivariate(network, [[1]]),
      'ShapeError',
      `${where}: points[0] must have as many entries as inputs says, 2, got 1`,
    );
    expectRefusal(
      () => evaluateMultivariate(network, [1, 2, 3]),
      'ShapeError',
      `${where}: points must have rows of 2, the number of inputs, got 3 numbers`,
    );
    expectRefusal(
      () => evaluateMultivariate({} as never, [[1, 2]]),
      'TypeError',
      `${where}: form must be a MultivariateNetwork or Breakplanes, got an object`,
    );
    expectRefusal(
      () => evaluateMultivariate(network, [[Infinity, 2]]),
      'RangeError',
      `${where}: points[0][0] must be finite, got Infinity`,
    );
  });
});
