import { describe, it } from 'vitest';
import {
  breakpointDensity,
  collectBreakpoints,
  curvatureCorrelation,
  deepLoss,
  deepNetwork,
  evaluateDeep,
  foldDeepStandardisation,
  inducedBreakpoints,
  layerRoughness,
  toDeepNetwork,
  toPiecewiseLinear,
  toShallowNetwork,
} from 'relu-splines/deep';
import type { DeepLayerInit, DeepNetwork } from 'relu-splines/deep';
import { dataset, shallowNetwork } from 'relu-splines';
import { expectRefusal } from '../laws/refusal.js';
import { networkFrom, randomNetwork } from './deep.help.js';

const network = randomNetwork([3, 2], 1);

describe('deepNetwork refuses', () => {
  const rows = (outputs: number, inputs: number): DeepLayerInit => ({
    weights: Array.from({ length: outputs }, () => new Array<number>(inputs).fill(1)),
  });

  it.each([
    ['one layer', [rows(1, 1)], 'a network has a hidden layer and an output layer at least, got 1 layers'],
    ['two inputs', [rows(3, 2), rows(1, 3)], 'layers must lead from one input to one output, got shapes [3, 2], [1, 3]'], // prettier-ignore
    ['two outputs', [rows(3, 1), rows(2, 3)], 'layers must lead from one input to one output, got shapes [3, 1], [2, 3]'], // prettier-ignore
    ['layers that do not chain', [rows(3, 1), rows(4, 2), rows(1, 4)], 'layers[1] must take the 3 outputs of layers[0], got shapes [3, 1], [4, 2], [1, 4]'], // prettier-ignore
    ['a layer without units', [{ weights: [] }, rows(1, 1)], 'layers[0].weights must have inputs and outputs, got an array of length 0'], // prettier-ignore
    ['ragged rows', [{ weights: [[1], [1, 2]] }, rows(1, 2)], 'layers[0].weights[1] must have the length of layers[0].weights[0], 1, got 2'], // prettier-ignore
    ['a wrong number of biases', [{ weights: [[1]], biases: [1, 2] }, rows(1, 1)], 'layers[0].biases must have the length of the outputs of layers[0], 1, got 2'], // prettier-ignore
  ])('%s', (_, layers: DeepLayerInit[], message) => {
    expectRefusal(() => deepNetwork(layers), 'ShapeError', `deepNetwork: ${message}`);
  });

  it('numbers that are not finite', () => {
    expectRefusal(() => networkFrom([[[1], [NaN]], [[1, 1]]], [[0, 0], [0]]), 'RangeError', 'deepNetwork: layers[0].weights[1][0] must be finite, got NaN'); // prettier-ignore
    expectRefusal(() => networkFrom([[[1]], [[1]]], [[0], [Infinity]]), 'RangeError', 'deepNetwork: layers[1].biases[0] must be finite, got Infinity'); // prettier-ignore
  });

  it('the wrong kind of thing', () => {
    expectRefusal(() => deepNetwork('net' as never), 'TypeError', 'deepNetwork: layers must be an array of layers, got "net"'); // prettier-ignore
    expectRefusal(() => deepNetwork([null, null] as never), 'TypeError', 'deepNetwork: layers[0] must be an object, got null'); // prettier-ignore
    expectRefusal(() => deepNetwork([{ weights: 3 }] as never), 'TypeError', 'deepNetwork: layers[0].weights must be an array of rows, got 3'); // prettier-ignore
    expectRefusal(() => deepNetwork([{ weights: [1] }] as never), 'TypeError', 'deepNetwork: layers[0].weights[0] must be an array of numbers, got 1'); // prettier-ignore
    const flat = { name: '0.weight', outputs: 2, inputs: 1, weights: [1], biases: [0, 0] };
    expectRefusal(() => deepNetwork([flat] as never), 'ShapeError', 'deepNetwork: layers[0].weights must have the length of outputs × inputs, 2, got 1'); // prettier-ignore
  });
});

describe.each([
  ['toPiecewiseLinear', toPiecewiseLinear],
  ['inducedBreakpoints', inducedBreakpoints],
  ['layerRoughness', layerRoughness],
] as const)('%s refuses', (where, run) => {
  it('windows that are empty or not finite', () => {
    expectRefusal(() => run(network, { window: { low: 1, high: 1 } }), 'RangeError', `${where}: window.low must be below window.high, got 1 and 1`); // prettier-ignore
    expectRefusal(() => run(network, { window: { low: 0, high: Infinity } }), 'RangeError', `${where}: window.high must be finite, got Infinity`); // prettier-ignore
    expectRefusal(() => run(network, { window: { low: NaN, high: 1 } }), 'RangeError', `${where}: window.low must be finite, got NaN`); // prettier-ignore
    expectRefusal(() => run(network, { window: 3 as never }), 'TypeError', `${where}: window must be an object, got 3`); // prettier-ignore
  });

  it('weights that overflow or are not finite', () => {
    const large = networkFrom([[[1e200]], [[1e200]], [[1]]], [[0], [0], [0]]);
    expectRefusal(() => run(large), 'RangeError', `${where}: slopes and values of layers[1] must be finite, got some that are not: weights are too large`); // prettier-ignore
  });

  it('what is not a deep network', () => {
    expectRefusal(() => run(null as never), 'TypeError', `${where}: network must be an object, got null`);
    expectRefusal(() => run({ layers: 1 } as never), 'TypeError', `${where}: network.layers must be an array, as deepNetwork makes it, got 1`); // prettier-ignore
  });
});

describe('the others refuse', () => {
  const plain = { layers: [{ outputs: 1, inputs: 1, weights: [1], biases: [1] }] } as never as DeepNetwork;

  it('plain arrays, which nobody has checked', () => {
    expectRefusal(() => evaluateDeep(plain, 1), 'TypeError', 'evaluateDeep: network.layers[0].weights must be of type Float64Array, as deepNetwork makes it, got an array of length 1'); // prettier-ignore
    expectRefusal(() => deepLoss(plain, dataset([1], [1])), 'TypeError', 'deepLoss: network.layers[0].weights must be of type Float64Array, as deepNetwork makes it, got an array of length 1'); // prettier-ignore
  });

  it('points that are not finite', () => {
    expectRefusal(() => evaluateDeep(network, NaN), 'RangeError', 'evaluateDeep: x must be finite, got NaN');
    expectRefusal(() => evaluateDeep(network, [0, Infinity]), 'RangeError', 'evaluateDeep: x[1] must be finite, got Infinity'); // prettier-ignore
  });

  it('conversions without an answer', () => {
    expectRefusal(() => toShallowNetwork(network), 'ShapeError', 'toShallowNetwork: network must have one hidden layer, got 2'); // prettier-ignore
    const empty = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [] });
    expectRefusal(() => toDeepNetwork(empty), 'ShapeError', 'toDeepNetwork: network must have at least one unit, got none'); // prettier-ignore
    const units = { xMean: 0, xScale: 1e-320, yMean: 0, yScale: 1 };
    expectRefusal(() => foldDeepStandardisation(networkFrom([[[1]], [[1]]], [[0], [0]]), units), 'RangeError', 'foldDeepStandardisation: weights and biases of layers[0] must be finite, got Infinity'); // prettier-ignore
  });
});

it('what is no function, and windows that are empty', () => {
  expectRefusal(
    () => collectBreakpoints(network as never, { draws: 1 }),
    'TypeError',
    'collectBreakpoints: draw must be a function, got an object',
  );
  expectRefusal(
    () => curvatureCorrelation([0], 3 as never, { window: { low: -1, high: 1 } }),
    'TypeError',
    'curvatureCorrelation: secondDerivative must be a function, got 3',
  );
  expectRefusal(
    () => breakpointDensity([0], { window: { low: 1, high: 1 } }),
    'RangeError',
    'breakpointDensity: window.low must be below window.high, got 1 and 1',
  );
});
