import type { DenseLayer } from '../numeric/dense-layer.js';
import { knownKeys, show } from '../numeric/checks.js';
import { HDF5_ADVICE, NPY_ADVICE, ONNX_ADVICE, PICKLE_ADVICE } from './advice.js';
import { asBytes, decodeUtf8, startsWith } from './bytes.js';
import { FormatError } from './format-error.js';
import { parseJsonObject } from './json.js';
import { layersOf } from './layers.js';
import { NETWORK_FORMAT, networkOf } from './network-json.js';
import type { NetworkRecord } from './network-json.js';
import { NPY_SIGNATURE } from './npy.js';
import { readNpz } from './npz.js';
import { readSafetensors } from './safetensors.js';
import { tensorsOf } from './state-dict.js';
import type { Tensor } from './tensors.js';

/** The formats that {@link readCheckpoint} reads. */
export type CheckpointFormat = 'json' | 'safetensors' | 'npz';

/** A trained network as a file holds it. */
export interface Checkpoint {
  readonly format: CheckpointFormat;
  /** The fully connected layers, in the order in which they are applied. */
  readonly layers: readonly DenseLayer[];
  /** All floating-point tensors of the file. */
  readonly tensors: readonly Tensor[];
}

const WHERE = 'readCheckpoint';

/** One line that ends as the name of a file does: no JSON object. */
const PATH = /^[^\n{]*\.[a-z]\w{1,11}$/i;

/**
 * Reads a trained network from the content of a file: a PyTorch `state_dict` as JSON, safetensors, NumPy's
 * `.npz`, or this library's own JSON. The format is told by the content, not by a name.
 *
 * ONNX models, PyTorch's pickled `.pt` files, HDF5 files and single `.npy` arrays are refused with a sentence
 * that says what to do instead.
 *
 * @param input The bytes, or the text of a JSON file.
 * @param options `format`: takes the bytes for that format, whatever they look like.
 * @returns A promise, rejected with the errors of {@link readStateDict}, {@link readSafetensors},
 * {@link readNpz} and {@link layersOf}, and with `FormatError` for any other content; `TypeError` for an unknown
 * option.
 * @example
 * ```ts
 * import { readCheckpoint } from 'relu-splines/io';
 *
 * const { format, layers } = await readCheckpoint(
 *   '{"0.weight": [[1], [-1]], "0.bias": [0, 2], "2.weight": [[1, 1]], "2.bias": [0]}',
 * );
 * format; // 'json'
 * layers.map(({ inputs, outputs }) => [inputs, outputs]); // [[1, 2], [2, 1]]
 * ```
 */
export async function readCheckpoint(
  input: Uint8Array | ArrayBuffer | string,
  options: { readonly format?: CheckpointFormat } = {},
): Promise<Checkpoint> {
  knownKeys(WHERE, options, ['format']);
  const { format } = options;
  if (typeof input === 'string') {
    if (PATH.test(input)) {
      throw new FormatError(
        `${WHERE}: input must be the content of a file, got what looks like its name, ${show(input)}; ` +
          'readCheckpointFile of relu-splines/io/node opens files',
      );
    }
    if (format !== undefined && format !== 'json') {
      throw new TypeError(`${WHERE}: input must be bytes for the format ${show(format)}, got a text`);
    }
    return checkpoint('json', jsonTensors(input));
  }
  const bytes = asBytes(WHERE, input);
  const kind = format ?? detectFormat(bytes);
  switch (kind) {
    case 'json':
      return checkpoint(kind, jsonTensors(decodeUtf8(WHERE, 'input', bytes)));
    case 'safetensors':
      return checkpoint(kind, readSafetensors(bytes));
    case 'npz':
      return checkpoint(kind, await readNpz(bytes));
    default:
      throw new RangeError(`${WHERE}: format must be 'json', 'safetensors' or 'npz', got ${show(kind)}`);
  }
}

function checkpoint(format: CheckpointFormat, tensors: readonly Tensor[]): Checkpoint {
  return { format, layers: layersOf(tensors), tensors };
}

function jsonTensors(text: string): Tensor[] {
  const file = parseJsonObject(WHERE, 'input', text);
  return file.format === NETWORK_FORMAT ? networkTensors(networkOf(WHERE, file)) : tensorsOf(WHERE, file);
}

/** A network of this library's own JSON under the names that PyTorch gives the two layers. */
function networkTensors(network: NetworkRecord): Tensor[] {
  const width = network.inputWeights.length;
  return [
    { name: '0.weight', shape: [width, 1], values: network.inputWeights },
    { name: '0.bias', shape: [width], values: network.inputBiases },
    { name: '2.weight', shape: [1, width], values: network.outputWeights },
    { name: '2.bias', shape: [1], values: Float64Array.of(network.outputBias) },
  ];
}

const ZIP = [0x50, 0x4b];
const HDF5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const OPENING_BRACE = 0x7b;
const OPENING_BRACKET = 0x5b;

/** Tags of the fields of an ONNX model that may come second, of their wire type. */
const ONNX_FIELDS: ReadonlySet<number> = new Set([0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42]);

function detectFormat(bytes: Uint8Array): CheckpointFormat {
  if (startsWith(bytes, ZIP)) return 'npz';
  // The brace of a safetensors header is its ninth byte. Eight characters of JSON before it would be a header
  // length above 2^60, so a zero byte among them tells the two apart.
  const braced = bytes.length > 8 && bytes[8] === OPENING_BRACE;
  if (braced && bytes.subarray(0, 8).includes(0)) return 'safetensors';
  const first = firstCharacter(bytes);
  if (first === OPENING_BRACE || first === OPENING_BRACKET) return 'json';
  if (braced) return 'safetensors';
  const advice = adviceFor(bytes);
  if (advice !== undefined) throw new FormatError(`${WHERE}: input is ${advice}`);
  throw new FormatError(
    `${WHERE}: input must be a state_dict as JSON, a safetensors file or an .npz archive, got ` +
      (bytes.length === 0 ? 'no bytes' : `bytes that begin with ${hexadecimal(bytes.subarray(0, 8))}`),
  );
}

function adviceFor(bytes: Uint8Array): string | undefined {
  if (startsWith(bytes, NPY_SIGNATURE)) return NPY_ADVICE;
  if (startsWith(bytes, HDF5)) return HDF5_ADVICE;
  // A pickle begins with its protocol: opcode 0x80 and the version.
  if (bytes.length > 1 && bytes[0] === 0x80 && bytes[1] >= 2 && bytes[1] <= 5) return PICKLE_ADVICE;
  // An ONNX model is a protobuf message: field 1, the version of the representation, is a small integer, and
  // field 2 (the producer) to 8 (the operator sets) follows.
  if (bytes.length > 2 && bytes[0] === 0x08 && bytes[1] < 0x40 && ONNX_FIELDS.has(bytes[2]))
    return ONNX_ADVICE;
  return undefined;
}

/** The first byte that is neither white space nor part of a byte-order mark. */
function firstCharacter(bytes: Uint8Array): number | undefined {
  const start = startsWith(bytes, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  return bytes
    .subarray(start)
    .find((byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09);
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
