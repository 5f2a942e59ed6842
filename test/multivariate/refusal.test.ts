import { describe, it } from 'vitest';
import {
  breakplanes,
  evaluateMultivariate,
  fromBreakplanes,
  multivariateDataset,
  multivariateNetwork,
  multivariateNetworkFromLayers,
  toBreakplanes,
} from 'relu-splines/multivariate';
import { expectRefusal } from '../laws/refusal.js';

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
