import { readCheckpoint, layersOf } from 'relu-splines/io';
import type { Checkpoint, DenseLayer, Tensor } from 'relu-splines/io';
import type { Chance } from '../chance.js';
import { BINARY, mutated, TEXT } from '../mutate.js';
import { readArchive } from '../oracles/npz.js';
import { readJson, readUtf8 } from '../oracles/json.js';
import { readTensorFile } from '../oracles/safetensors.js';
import { differenceOf, readDictionary } from '../oracles/tensors.js';
import type { PlainTensor } from '../oracles/tensors.js';
import { readerSubject } from '../reader.js';
import type { Subject } from '../subject.js';
import { archives, tensorFiles } from './binary.js';
import { bytesOf, fixtureOf, lazily } from './seeds.js';

const texts = lazily(() => [
  fixtureOf('mcycle_shallow.json'),
  bytesOf('{"0.weight":[[1],[-1]],"0.bias":[0,2],"2.weight":[[1,1]],"2.bias":[0]}'),
  bytesOf(
    '{"format":"relu-splines/network","version":1,"inputWeights":[1,-2],"inputBiases":[0.5,-0],"outputWeights":[2,3],"outputBias":1}',
  ),
]);
const files = lazily(() => [
  ...[...archives(), ...tensorFiles()],
  ...['mcycle_deep.npz', 'mcycle_deep.safetensors', 'mcycle_shallow.onnx'].map(fixtureOf),
]);

/** What is wrong with the layers of these tensors: every weight must be there once, as it is, and they must chain. */
export function layersComplaint(layers: readonly DenseLayer[], tensors: readonly Tensor[]): string | null {
  const weights = tensors.filter(({ name }) => name.endsWith('weight'));
  if (layers.length !== weights.length) return `${layers.length} layers of ${weights.length} weights`;
  if (new Set(layers.map(({ name }) => name)).size !== layers.length) return 'a weight is used twice';
  for (const [k, { name, inputs, outputs, weights: values, biases }] of layers.entries()) {
    const weight = weights.find((tensor) => tensor.name === name);
    if (weight?.shape.join() !== `${outputs},${inputs}`) return `layer ${k} has the shape of no weight`;
    if (values.some((value, i) => !Object.is(value, weight.values[i]))) return `layer ${k} has other weights`;
    const bias = tensors.find((tensor) => tensor.name === `${name.slice(0, -'weight'.length)}bias`);
    if (biases.length !== outputs) return `layer ${k} has ${biases.length} biases for ${outputs} outputs`;
    if (biases.some((value, i) => !Object.is(value, bias === undefined ? 0 : bias.values[i]))) {
      return `layer ${k} has other biases`;
    }
    if (k > 0 && inputs !== layers[k - 1].outputs)
      return `layer ${k} does not take what the one before gives`;
  }
  return null;
}

/** A network of this library's own as tensors; its reader is tried on its own. */
function ownNetwork(text: string): readonly PlainTensor[] | null {
  const { format, inputWeights, inputBiases, outputWeights, outputBias } = JSON.parse(
    text.replace(/^\ufeff/, ''),
  ) as Record<string, readonly number[]> & { readonly format: unknown };
  if (format !== 'relu-splines/network') return null;
  const width = inputWeights.length;
  return [
    { name: '0.weight', shape: [width, 1], values: inputWeights },
    { name: '0.bias', shape: [width], values: inputBiases },
    { name: '2.weight', shape: [1, width], values: outputWeights },
    { name: '2.bias', shape: [1], values: [outputBias as unknown as number] },
  ];
}

function tensorsOf(format: Checkpoint['format'], bytes: Uint8Array): readonly PlainTensor[] | null {
  if (format === 'npz') return readArchive(bytes)?.tensors ?? null;
  if (format === 'safetensors') return readTensorFile(bytes);
  const text = readUtf8(bytes);
  return text === null ? null : (ownNetwork(text) ?? readDictionary(readJson(text)));
}

/** Checkpoints of any format, told by their content: `readCheckpoint`. */
export const checkpointSubject: Subject = readerSubject<Uint8Array, Checkpoint>({
  name: 'checkpoint',
  share: 6,
  prefix: /^(?:readCheckpoint|readSafetensors|readNpz|layersOf): \S/,
  make: (chance) => (chance.happens(0.5) ? mutated(texts(), TEXT, chance) : mutated(files(), BINARY, chance)),
  bytes: (bytes) => bytes,
  read: (bytes) => readCheckpoint(bytes),
  check: ({ format, layers, tensors }, bytes) => {
    const right = tensorsOf(format, bytes);
    if (right === null) return 'accepts what should be refused';
    return differenceOf(tensors, right) ?? layersComplaint(layers, tensors);
  },
});

interface Order {
  readonly tensors: readonly Tensor[];
  readonly shuffled: readonly Tensor[];
}

/** Weights and biases under names that tell much, little or nothing, most often a network taken apart. */
function makeOrder(chance: Chance): Order {
  const count = chance.within(1, 5);
  const widths = Array.from({ length: count + 1 }, () => chance.within(1, 3));
  const words = chance.pick([
    ['', '.'],
    ['net.', '.'],
    ['fc', '.'],
    ['layers.', '/'],
    ['l', '_'],
  ]);
  const numbers = chance.shuffled([0, 1, 2, 3, 4, 8, 9, 10, 11, 20, 100]).slice(0, count);
  if (chance.happens(0.7)) numbers.sort((a, b) => a - b);
  const tensors = numbers.flatMap((number, k): Tensor[] => {
    const stem = chance.happens(0.05)
      ? chance.pick(['out.', 'head.', '', 'bn1.', 'weight.', '__proto__.', 'fc01.', 'é2.'])
      : `${words[0]}${number}${words[1]}`;
    const outputs = chance.happens(0.05) ? chance.within(0, 3) : widths[k + 1];
    const inputs = widths[k];
    const tensor = (role: string, shape: readonly number[]): Tensor => ({
      name: stem + role,
      shape,
      values: Float64Array.from({ length: shape.reduce((product, length) => product * length, 1) }, () =>
        chance.normal(),
      ),
    });
    const odd = chance.happens(0.03) ? [tensor('running_mean', [outputs])] : [];
    const bias = chance.happens(0.8) ? [tensor('bias', [outputs])] : [];
    return [tensor('weight', [outputs, inputs]), ...bias, ...odd];
  });
  return { tensors, shuffled: chance.shuffled(tensors) };
}

/** All orders of the weights in which each takes what the one before gives. */
function chainsOf(tensors: readonly Tensor[]): string[][] {
  const weights = tensors.filter(({ name }) => name.endsWith('weight'));
  const chains: string[][] = [];
  const extend = (chain: readonly Tensor[]): void => {
    if (chain.length === weights.length) chains.push(chain.map(({ name }) => name));
    for (const weight of weights) {
      const last = chain.at(-1);
      if (chain.includes(weight) || (last !== undefined && last.shape[0] !== weight.shape[1])) continue;
      extend([...chain, weight]);
    }
  };
  extend([]);
  return chains;
}

/** The order of layers: `layersOf`, against every order that there is. */
export const layersSubject: Subject = readerSubject<Order, DenseLayer[]>({
  name: 'layers',
  share: 4,
  prefix: /^layersOf: \S/,
  make: makeOrder,
  bytes: ({ tensors }) =>
    bytesOf(
      JSON.stringify(tensors.map(({ name, shape, values }) => ({ name, shape, values: Array.from(values) }))),
    ),
  read: ({ tensors }) => layersOf(tensors),
  check: (layers, { tensors, shuffled }) => {
    const names = layers.map(({ name }) => name);
    const complaint = layersComplaint(layers, tensors);
    if (complaint !== null) return complaint;
    if (!chainsOf(tensors).some((chain) => chain.join() === names.join())) return 'the layers do not chain';
    const again = layersOf(shuffled).map(({ name }) => name);
    return again.join() === names.join()
      ? null
      : `${again.join()} if they come in another order, and ${names.join()}`;
  },
  checkRefusal: ({ message }, { tensors }) => {
    const chains = chainsOf(tensors).length;
    if (message.includes('must chain') && chains > 0) return `there are ${chains} orders that chain`;
    if (message.includes('must tell by their numbers') && chains < 2)
      return `there are ${chains} orders that chain`;
    return null;
  },
});
