import type { NumericArray, ReadonlyFloat64Array } from '../numeric/arrays.js';
import { finiteVector, integerIn, object, sameLength, show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';

/** One layer of a {@link DeepNetwork}: x ↦ Wx + b. A `DenseLayer` of a checkpoint is one. */
export interface DeepLayer {
  /** Width of the layer's output. */
  readonly outputs: number;
  /** Width of the layer's input. */
  readonly inputs: number;
  /** W, row by row (one row an output), shape (outputs × inputs). */
  readonly weights: ReadonlyFloat64Array;
  /** b, shape (outputs). */
  readonly biases: ReadonlyFloat64Array;
}

/**
 * A fully connected ReLU network of one input and one output: z⁽¹⁾ = W⁽¹⁾x + b⁽¹⁾, then
 * z⁽ˡ⁺¹⁾ = W⁽ˡ⁺¹⁾(z⁽ˡ⁾)₊ + b⁽ˡ⁺¹⁾, and g(x) = z⁽ᴸ⁺¹⁾ with no ReLU after it (theory 15).
 *
 * `layers` has L + 1 entries, L ≥ 1. Here and wherever a result names layers and units, they are counted from 0: hidden
 * layer 0 is made by `layers[0]`, and unit i of it by that one's row i. A unit is active iff z > 0, strictly; the
 * derivative of the ReLU at 0 is 0.
 */
export interface DeepNetwork {
  readonly layers: readonly DeepLayer[];
}

/** A layer as nested arrays, the way frameworks print it. */
export interface DeepLayerInit {
  /** W as an array of rows, one an output. */
  readonly weights: readonly NumericArray[];
  /** b, one an output. Default zeros. */
  readonly biases?: NumericArray;
}

/**
 * Checks and copies the layers of a deep network: nested arrays, or the layers that `readCheckpoint` returns.
 *
 * A checkpoint does not say what is applied between the layers: that it is a ReLU is the caller's word. There is
 * no batch normalisation; one that is to be evaluated must be folded into the layer beside it.
 *
 * @throws `ShapeError` for fewer than two layers, layers that do not chain, other than one input and one output,
 * rows of different lengths; `RangeError` for NaN or Infinity; `TypeError` for the wrong kind of thing.
 * @example
 * ```ts
 * import { deepNetwork, evaluateDeep } from 'relu-splines/deep';
 *
 * const tentOfTent = deepNetwork([
 *   { weights: [[1], [1]], biases: [0, -0.5] },
 *   { weights: [[2, -4], [2, -4]], biases: [0, -0.5] },
 *   { weights: [[2, -4]] },
 * ]);
 * evaluateDeep(tentOfTent, [0, 0.25, 0.5, 0.75, 1]); // Float64Array [0, 1, 0, 1, 0]
 * ```
 */
export function deepNetwork(layers: readonly (DeepLayer | DeepLayerInit)[]): DeepNetwork {
  const where = 'deepNetwork';
  if (!Array.isArray(layers)) {
    throw new TypeError(`${where}: layers must be an array of layers, got ${show(layers)}`);
  }
  const copies = (layers as readonly (DeepLayer | DeepLayerInit)[]).map((layer, l) =>
    layerOf(where, `layers[${l}]`, layer),
  );
  checkChain(where, copies);
  return { layers: copies };
}

function layerOf(where: string, name: string, layer: DeepLayer | DeepLayerInit): DeepLayer {
  object(where, name, layer);
  const { outputs, inputs, weights } =
    'inputs' in layer ? flatWeights(where, name, layer) : nestedWeights(where, name, layer.weights);
  const biases = finiteVector(where, `${name}.biases`, layer.biases ?? new Float64Array(outputs));
  sameLength(where, `${name}.biases`, biases, `the outputs of ${name}`, outputs);
  return { outputs, inputs, weights, biases };
}

type Weights = Omit<DeepLayer, 'biases'>;

function flatWeights(where: string, name: string, layer: DeepLayer): Weights {
  const outputs = integerIn(where, `${name}.outputs`, layer.outputs, 1);
  const inputs = integerIn(where, `${name}.inputs`, layer.inputs, 1);
  const weights = finiteVector(where, `${name}.weights`, layer.weights);
  sameLength(where, `${name}.weights`, weights, 'outputs × inputs', outputs * inputs);
  return { outputs, inputs, weights };
}

function nestedWeights(where: string, name: string, rows: readonly NumericArray[]): Weights {
  if (!Array.isArray(rows)) {
    throw new TypeError(`${where}: ${name}.weights must be an array of rows, got ${show(rows)}`);
  }
  const copies = rows.map((row, j) => finiteVector(where, `${name}.weights[${j}]`, row));
  const inputs = copies.length === 0 ? 0 : copies[0].length;
  if (inputs === 0) {
    throw new ShapeError(`${where}: ${name}.weights must have inputs and outputs, got ${show(rows)}`);
  }
  const weights = new Float64Array(copies.length * inputs);
  copies.forEach((row, j) => {
    sameLength(where, `${name}.weights[${j}]`, row, `${name}.weights[0]`, inputs);
    weights.set(row, j * inputs);
  });
  return { outputs: copies.length, inputs, weights };
}

/** Refuses layers that do not chain from one input to one output. */
function checkChain(where: string, layers: readonly DeepLayer[]): void {
  const shapes = layers.map(({ outputs, inputs }) => `[${outputs}, ${inputs}]`).join(', ');
  if (layers.length < 2) {
    throw new ShapeError(
      `${where}: a network has a hidden layer and an output layer at least, got ${layers.length} layers`,
    );
  }
  if (layers[0].inputs !== 1 || layers[layers.length - 1].outputs !== 1) {
    throw new ShapeError(`${where}: layers must lead from one input to one output, got shapes ${shapes}`);
  }
  for (let l = 1; l < layers.length; l++) {
    if (layers[l].inputs === layers[l - 1].outputs) continue;
    throw new ShapeError(
      `${where}: layers[${l}] must take the ${layers[l - 1].outputs} outputs of layers[${l - 1}], got shapes ${shapes}`,
    );
  }
}

/** Refuses what {@link deepNetwork} has not made, in O(number of layers); that numbers are finite is its word. */
export function checkDeepNetwork(where: string, network: DeepNetwork): void {
  object(where, 'network', network);
  if ('inputWeights' in network) {
    throw new TypeError(
      `${where}: network must be a DeepNetwork, got a ShallowNetwork: use toDeepNetwork first`,
    );
  }
  const { layers } = network;
  if (!Array.isArray(layers)) {
    throw new TypeError(
      `${where}: network.layers must be an array, as deepNetwork makes it, got ${show(layers)}`,
    );
  }
  (layers as readonly DeepLayer[]).forEach((layer, l) => {
    const name = `network.layers[${l}]`;
    object(where, name, layer);
    checkKind(where, `${name}.weights`, layer.weights);
    checkKind(where, `${name}.biases`, layer.biases);
    sameLength(where, `${name}.weights`, layer.weights, 'outputs × inputs', layer.outputs * layer.inputs);
    sameLength(where, `${name}.biases`, layer.biases, 'outputs', layer.outputs);
  });
  checkChain(where, layers);
}

// By its tag: an array made in another realm (a frame, a test runner's sandbox) is no instance of this one's class.
function checkKind(where: string, name: string, value: unknown): void {
  if (Object.prototype.toString.call(value) === '[object Float64Array]') return;
  throw new TypeError(
    `${where}: ${name} must be of type Float64Array, as deepNetwork makes it, got ${show(value)}`,
  );
}

/** Hands on a network after checking that no weight has overflowed, or was changed to NaN. */
export function finiteDeepNetwork(where: string, network: DeepNetwork): DeepNetwork {
  network.layers.forEach(({ weights, biases }, l) => {
    const flaw = weights.find(isNotFinite) ?? biases.find(isNotFinite);
    if (flaw === undefined) return;
    throw new RangeError(`${where}: weights and biases of layers[${l}] must be finite, got ${flaw}`);
  });
  return network;
}

function isNotFinite(value: number): boolean {
  return !Number.isFinite(value);
}

/** The hidden layers, those with a ReLU after them: all but the last. */
export function hiddenLayers({ layers }: DeepNetwork): readonly DeepLayer[] {
  return layers.slice(0, -1);
}

/** Widths of the hidden layers, from the first on, shape (L). */
export function hiddenWidths(network: DeepNetwork): Int32Array {
  return Int32Array.from(hiddenLayers(network), ({ outputs }) => outputs);
}
