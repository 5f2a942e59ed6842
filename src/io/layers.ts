import type { DenseLayer } from '../numeric/dense-layer.js';
import { has, list, show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { FormatError } from './format-error.js';
import { chainLayers } from './layer-order.js';
import { parameterName } from './parameter-name.js';
import { showShape, tensorTitle } from './tensors.js';
import type { Tensor } from './tensors.js';

/** As many names as an error message lists. */
const LISTED = 8;

const BATCH_NORMALISATION =
  ': a batch normalisation of the layer before it, into which it must be folded first: with ' +
  's = weight / √(running_var + eps), W becomes diag(s) W, and b becomes s (b − running_mean) + bias';

const RENAMING = '; rename what belongs to a layer, such as fc1.weight and fc1.bias, and leave out the rest';

/** The tensors of one layer: those whose names share what comes before `weight` and `bias`. */
interface Pair {
  weight?: Tensor;
  bias?: Tensor;
}

/**
 * The fully connected layers of a checkpoint, in the order in which they are applied.
 *
 * Every tensor must be the `weight` [outputs, inputs] or the `bias` [outputs] of a layer, as PyTorch's `Linear`
 * has them; names such as `0.weight`, `fc1.bias`, `module.net.0.weight` or a plain `weight` are understood, and
 * the tensors may come in any order. A missing bias is zero. The layers are ordered by their shapes, each
 * taking as many inputs as the one before gives outputs; where that leaves a choice, by the numbers in their
 * names (`fc2` before `fc10`). If these cannot tell which is the first, it is one with a single input.
 *
 * A checkpoint does not say what is applied between the layers: that it is a ReLU is the caller's word.
 *
 * @throws `TypeError` for what are no tensors, as the readers give them. `FormatError` for tensors that are no such weight or bias (convolutions, normalisations), for two
 * tensors of one name, and where the order stays open: the names are listed. `ShapeError` for a bias that does
 * not fit its weight, for a weight without inputs or outputs, and for layers that do not chain.
 * @example
 * ```ts
 * import { layersOf, readStateDict } from 'relu-splines/io';
 *
 * const layers = layersOf(
 *   readStateDict('{"out.weight": [[3, 4]], "hidden.bias": [5, 6], "hidden.weight": [[1], [2]]}'),
 * );
 * layers.map(({ name }) => name); // ['hidden.weight', 'out.weight']
 * layers[1].biases; // Float64Array [0]
 * ```
 */
export function layersOf(tensors: readonly Tensor[]): DenseLayer[] {
  const where = 'layersOf';
  list(where, 'tensors', tensors);
  tensors.forEach((tensor, k) => {
    checkTensor(where, `tensors[${k}]`, tensor);
  });
  const pairs = pairTensors(where, tensors);
  if (pairs.length === 0) throw new ShapeError(`${where}: tensors must hold at least one weight, got none`);
  return chainLayers(
    where,
    pairs.map((pair) => denseLayer(where, pair)),
  );
}

function pairTensors(where: string, tensors: readonly Tensor[]): Pair[] {
  const pairs = new Map<string, Pair>();
  const others: Tensor[] = [];
  for (const tensor of tensors) {
    const parameter = parameterName(tensor.name);
    if (!parameter) {
      others.push(tensor);
      continue;
    }
    const { stem, role } = parameter;
    const pair = pairs.get(stem) ?? {};
    pairs.set(stem, pair);
    if (pair[role])
      throw new FormatError(`${where}: ${tensorTitle(tensor.name)} must be there once, got it twice`);
    pair[role] = tensor;
  }
  if (others.length > 0) refuseOthers(where, others);
  return [...pairs.values()];
}

function checkTensor(where: string, title: string, tensor: Tensor): void {
  if (!has(tensor, 'name') || !has(tensor, 'shape') || !has(tensor, 'values')) {
    throw new TypeError(`${where}: ${title} must have a name, a shape and values, got ${show(tensor)}`);
  }
  const { name, shape, values } = tensor;
  if (typeof name !== 'string') {
    throw new TypeError(`${where}: ${title}.name must be a text, got ${show(name)}`);
  }
  list(where, `${title}.shape`, shape);
  if (!(values instanceof Float64Array)) {
    throw new TypeError(`${where}: ${title}.values must be a Float64Array, got ${show(values)}`);
  }
  const count = shape.reduce((product, length) => product * length, 1);
  if (values.length !== count) {
    throw new ShapeError(
      `${where}: ${tensorTitle(name)} of shape ${showShape(shape)} must have ${count} values, got ${values.length}`,
    );
  }
}

function refuseOthers(where: string, others: readonly Tensor[]): never {
  const names = others.slice(0, LISTED).map(({ name }) => show(name));
  const more = others.length > LISTED ? ` and ${others.length - LISTED} more` : '';
  const normalised = others.some(({ name }) => /running_mean|running_var|num_batches_tracked/.test(name));
  throw new FormatError(
    `${where}: every tensor must be the weight or the bias of a fully connected layer, ` +
      `got ${names.join(', ')}${more}${normalised ? BATCH_NORMALISATION : RENAMING}`,
  );
}

/** What a weight of so many dimensions belongs to, if it is no fully connected layer. */
function otherKind(dimensions: number, bias: Tensor | undefined): string {
  if (dimensions > 2) return ': a convolution is no fully connected layer';
  if (dimensions === 0) return '';
  return bias
    ? ': a layer normalisation divides by what depends on the input, and the network is no spline'
    : ': the slopes of a PReLU? With slope a, a unit of it is two of ReLU: (z)₊ − a (−z)₊';
}

function denseLayer(where: string, { weight, bias }: Pair): DenseLayer {
  if (!weight) {
    throw new ShapeError(`${where}: ${tensorTitle(bias?.name ?? '')} must have a weight beside it, got none`);
  }
  const title = `${where}: ${tensorTitle(weight.name)}`;
  if (weight.shape.length !== 2) {
    throw new ShapeError(
      `${title} must have the shape [outputs, inputs], got ${showShape(weight.shape)}` +
        otherKind(weight.shape.length, bias),
    );
  }
  const [outputs, inputs] = weight.shape;
  if (outputs === 0 || inputs === 0) {
    throw new ShapeError(`${title} must have inputs and outputs, got shape ${showShape(weight.shape)}`);
  }
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== outputs)) {
    throw new ShapeError(
      `${where}: ${tensorTitle(bias.name)} must have the shape [${outputs}], as ${show(weight.name)} has ` +
        `${outputs} outputs, got ${showShape(bias.shape)}`,
    );
  }
  return {
    name: weight.name,
    outputs,
    inputs,
    weights: weight.values,
    biases: bias?.values ?? new Float64Array(outputs),
  };
}
