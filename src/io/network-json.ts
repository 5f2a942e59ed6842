import type { NumericArray } from '../numeric/arrays.js';
import { finiteNumber, finiteVector, object, sameLength, show } from '../numeric/checks.js';
import { FormatError } from './format-error.js';
import { parseJsonObject } from './json.js';
import type { JsonObject } from './json.js';

/** What {@link networkToJson} writes first, so that a reader knows the file. */
export const NETWORK_FORMAT = 'relu-splines/network';

const VERSION = 1;

/** The weights of a shallow network as plain arrays: what `shallowNetwork` of the core takes and gives. */
export interface NetworkArrays {
  readonly inputWeights: NumericArray;
  readonly inputBiases: NumericArray;
  readonly outputWeights: NumericArray;
  readonly outputBias: number;
}

/** The weights as {@link networkFromJson} reads them. */
export interface NetworkRecord extends NetworkArrays {
  readonly inputWeights: Float64Array;
  readonly inputBiases: Float64Array;
  readonly outputWeights: Float64Array;
}

/**
 * A shallow network as JSON, without loss: each number is written with the digits that give the same double
 * back, the sign of zero included.
 *
 * @throws `TypeError` for what is not a number, `RangeError` for NaN or Infinity, `ShapeError` for arrays of
 * different lengths.
 * @example
 * ```ts
 * import { networkToJson } from 'relu-splines/io';
 *
 * networkToJson({ inputWeights: [1], inputBiases: [-0.1], outputWeights: [2], outputBias: 0 });
 * // {"format":"relu-splines/network","version":1,"inputWeights":[1],"inputBiases":[-0.1], … }
 * ```
 */
export function networkToJson(network: NetworkArrays): string {
  const where = 'networkToJson';
  object(where, 'network', network);
  const { inputWeights, inputBiases, outputWeights, outputBias } = checked(where, network);
  return (
    `{"format":${JSON.stringify(NETWORK_FORMAT)},"version":${VERSION},` +
    `"inputWeights":${written(inputWeights)},"inputBiases":${written(inputBiases)},` +
    `"outputWeights":${written(outputWeights)},"outputBias":${digits(outputBias)}}`
  );
}

/**
 * Reads what {@link networkToJson} wrote.
 *
 * @param text The JSON text.
 * @throws `FormatError` for text of another format or version or with other keys; otherwise as
 * {@link networkToJson}.
 * @example
 * ```ts
 * import { evaluate } from 'relu-splines';
 * import { networkFromJson } from 'relu-splines/io';
 *
 * const network = networkFromJson(
 *   '{"format": "relu-splines/network", "version": 1, "inputWeights": [1], "inputBiases": [0],' +
 *     '"outputWeights": [2], "outputBias": 1}',
 * );
 * evaluate(network, 3); // 7
 * ```
 */
export function networkFromJson(text: string): NetworkRecord {
  const where = 'networkFromJson';
  if (typeof text !== 'string') throw new TypeError(`${where}: text must be a string, got ${show(text)}`);
  return networkOf(where, parseJsonObject(where, 'text', text));
}

/** The network of a parsed file. */
export function networkOf(where: string, file: JsonObject): NetworkRecord {
  const { format, version, inputWeights, inputBiases, outputWeights, outputBias, ...rest } = file;
  if (format !== NETWORK_FORMAT) {
    throw new FormatError(`${where}: format must be ${show(NETWORK_FORMAT)}, got ${show(format)}`);
  }
  if (version !== VERSION) {
    throw new FormatError(`${where}: version must be ${VERSION}, got ${show(version)}`);
  }
  const others = Object.keys(rest);
  if (others.length > 0) {
    throw new FormatError(`${where}: the keys must be those of version ${VERSION}, got ${show(others[0])}`);
  }
  const lists = { inputWeights, inputBiases, outputWeights };
  for (const [name, list] of Object.entries(lists)) {
    // An object with a length would pass for an array.
    if (!Array.isArray(list)) {
      throw new TypeError(`${where}: ${name} must be an array of numbers, got ${show(list)}`);
    }
  }
  return checked(where, { ...lists, outputBias });
}

function checked(where: string, network: Readonly<Record<keyof NetworkArrays, unknown>>): NetworkRecord {
  const inputWeights = finiteVector(where, 'inputWeights', network.inputWeights);
  const inputBiases = finiteVector(where, 'inputBiases', network.inputBiases);
  const outputWeights = finiteVector(where, 'outputWeights', network.outputWeights);
  const outputBias = finiteNumber(where, 'outputBias', network.outputBias);
  sameLength(where, 'inputBiases', inputBiases, 'inputWeights', inputWeights.length);
  sameLength(where, 'outputWeights', outputWeights, 'inputWeights', inputWeights.length);
  return { inputWeights, inputBiases, outputWeights, outputBias };
}

function written(values: Float64Array): string {
  return `[${Array.from(values, digits).join(',')}]`;
}

/** The shortest digits that read back as the same double; `JSON.stringify` would lose the sign of −0. */
function digits(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
