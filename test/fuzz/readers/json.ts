import { networkFromJson, networkToJson, readStateDict } from 'relu-splines/io';
import type { NetworkRecord, Tensor } from 'relu-splines/io';
import type { Chance } from '../chance.js';
import { HOSTILE_NUMBERS, HOSTILE_TEXTS } from '../hostile.js';
import { mutated, TEXT } from '../mutate.js';
import { readJson } from '../oracles/json.js';
import type { Json } from '../oracles/json.js';
import { differenceOf, readDictionary } from '../oracles/tensors.js';
import { readerSubject } from '../reader.js';
import type { Subject } from '../subject.js';
import { anyNumber, bytesOf, fixtureOf, lazily, textOf } from './seeds.js';

const dictionaries = lazily(() => [
  ...[
    '{"0.weight": [[1.5], [-2e3]], "0.bias": [0, 1], "n": 3}',
    '{"__proto__": [1], "10": [[1, 2], [3, 4]], "2": [], "a": [[[]], [[]]]}',
    '{\n  "fc1.weight": [[0.1, -0.2]],\n  "fc1.bias": [1e-3]\n}\n',
  ].map(bytesOf),
  fixtureOf('mcycle_shallow.json'),
]);

/** JSON of any kind that might be a state_dict. */
export function writtenDictionary(chance: Chance): string {
  const number = (): string =>
    chance.happens(0.02) ? chance.pick(HOSTILE_NUMBERS) : JSON.stringify(anyNumber(chance));
  const nested = (shape: readonly number[]): string => {
    const [length, ...rest] = shape;
    if (shape.length === 0) return number();
    const lists = Array.from({ length }, () => nested(rest));
    if (chance.happens(0.01)) lists.push(nested(rest));
    return `[${lists.join(chance.pick([',', ', ', ' ,\n']))}]`;
  };
  const key = (): string =>
    chance.pick([
      '0.weight',
      '0.bias',
      'a',
      'b',
      '1',
      '10',
      '02',
      '-1',
      '4294967295',
      '__proto__',
      'constructor',
    ]);
  const name = (): string =>
    chance.happens(0.05)
      ? `"${chance.pick(HOSTILE_TEXTS)}"`
      : JSON.stringify(key() + (chance.happens(0.5) ? String(chance.below(30)) : ''));
  const entries = Array.from({ length: chance.below(5) }, () => {
    const shape = Array.from({ length: chance.pick([0, 1, 1, 2, 2, 2, 3, 8, 9]) }, () =>
      chance.pick([0, 1, 1, 2]),
    );
    return `${name()}:${nested(shape)}`;
  });
  return `${chance.happens(0.05) ? '\ufeff' : ''}{${entries.join(', ')}}`;
}

/** PyTorch's `state_dict` as JSON: `readStateDict` from a text. */
export const stateDictSubject: Subject = readerSubject<string, Tensor[]>({
  name: 'state-dict',
  share: 15,
  prefix: /^readStateDict: \S/,
  make: (chance) =>
    chance.happens(0.3) ? writtenDictionary(chance) : textOf(mutated(dictionaries(), TEXT, chance)),
  bytes: bytesOf,
  read: readStateDict,
  check: (tensors, text) => {
    const right = readDictionary(readJson(text));
    if (right === null) return 'accepts what should be refused';
    const parsed = JSON.parse(text.replace(/^\ufeff/, '')) as object;
    return differenceOf(tensors, right) ?? differenceOf(readStateDict(parsed), right);
  },
  checkRefusal: (_, text) =>
    readDictionary(readJson(text)) === null ? null : 'refuses a state_dict in order',
});

const LISTS = ['inputWeights', 'inputBiases', 'outputWeights'] as const;

/** The network of a file of this library's own; null where the reader should refuse. */
function networkOracle(file: Json | null): Readonly<Record<keyof NetworkRecord, readonly number[]>> | null {
  if (file?.kind !== 'object' || file.entries.length !== 6) return null;
  const field = (key: string): Json | undefined => file.entries.find(([each]) => each === key)?.[1];
  const format = field('format');
  const version = field('version');
  const numbers = (value: Json | undefined): number[] | null => {
    const items =
      value?.kind === 'array'
        ? value.items.map((item) => (item.kind === 'number' ? item.value : NaN))
        : [NaN];
    return items.every((item) => Math.abs(item) < Infinity) ? items : null;
  };
  const [inputWeights, inputBiases, outputWeights] = LISTS.map((key) => numbers(field(key)));
  const bias = field('outputBias');
  if (format?.kind !== 'string' || format.value !== 'relu-splines/network') return null;
  if (version?.kind !== 'number' || version.value !== 1) return null;
  if (bias?.kind !== 'number' || !(Math.abs(bias.value) < Infinity)) return null;
  if (inputWeights === null || inputBiases === null || outputWeights === null) return null;
  const widths = new Set([inputWeights.length, inputBiases.length, outputWeights.length]);
  return widths.size === 1 ? { inputWeights, inputBiases, outputWeights, outputBias: [bias.value] } : null;
}

function writtenNetwork(chance: Chance): string {
  const width = chance.pick([0, 1, 2, 3, 20]);
  const list = (): number[] => Array.from({ length: width }, () => anyNumber(chance));
  const text = networkToJson({
    inputWeights: list(),
    inputBiases: list(),
    outputWeights: list(),
    outputBias: anyNumber(chance),
  });
  if (chance.happens(0.5)) return text;
  // Another value in place of a list or a number.
  const keys = ['format', 'version', ...LISTS, 'outputBias'];
  const value = new RegExp(`("${chance.pick(keys)}":)(\\[[^\\]]*\\]|[^,}]*)`);
  return text.replace(value, (_, key: string) => key + chance.pick(HOSTILE_NUMBERS));
}

const networks = lazily(() => [
  bytesOf(
    networkToJson({ inputWeights: [1, 2], inputBiases: [0.5, -0], outputWeights: [3, 4], outputBias: 5 }),
  ),
  bytesOf(networkToJson({ inputWeights: [], inputBiases: [], outputWeights: [], outputBias: 1e-5 })),
]);

/** This library's own JSON: `networkFromJson`. */
export const networkJsonSubject: Subject = readerSubject<string, NetworkRecord>({
  name: 'network-json',
  share: 10,
  prefix: /^networkFromJson: \S/,
  make: (chance) =>
    chance.happens(0.4) ? writtenNetwork(chance) : textOf(mutated(networks(), TEXT, chance)),
  bytes: bytesOf,
  read: networkFromJson,
  check: (network, text) => {
    const right = networkOracle(readJson(text));
    if (right === null) return 'accepts what should be refused';
    const again = networkFromJson(networkToJson(network));
    for (const key of [...LISTS, 'outputBias'] as const) {
      for (const [what, each] of [
        ['', network],
        ['written and read again: ', again],
      ] as const) {
        const values = key === 'outputBias' ? [each[key]] : Array.from(each[key]);
        const isSame =
          values.length === right[key].length && values.every((value, i) => Object.is(value, right[key][i]));
        if (!isSame) return `${what}${key} is ${values.join()}, and should be ${right[key].join()}`;
      }
    }
    return null;
  },
  checkRefusal: (_, text) => (networkOracle(readJson(text)) === null ? null : 'refuses a network in order'),
});
