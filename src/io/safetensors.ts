import { show } from '../numeric/checks.js';
import { asBytes, dataView, decodeUtf8 } from './bytes.js';
import { ELEMENT_BYTES, widen } from './element-types.js';
import type { ElementType } from './element-types.js';
import { FormatError } from './format-error.js';
import { isJsonObject, parseJsonObject } from './json.js';
import { MAX_HEADER_BYTES, MAX_TENSORS } from './limits.js';
import { isSkippable } from './parameter-name.js';
import { finiteTensor, showShape, tensorTitle, TensorBudget } from './tensors.js';
import type { Tensor } from './tensors.js';

/** The one key of the header that is not a tensor. */
const METADATA = '__metadata__';

const FLOATS: ReadonlyMap<unknown, ElementType> = new Map([
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['F32', 'float32'],
  ['F64', 'float64'],
]);

/** Types that are skipped, with the bytes of one element. */
const INTEGERS: ReadonlyMap<unknown, number> = new Map([
  ['BOOL', 1],
  ['U8', 1],
  ['I8', 1],
  ['U16', 2],
  ['I16', 2],
  ['U32', 4],
  ['I32', 4],
  ['U64', 8],
  ['I64', 8],
]);

/** What the header says of one tensor, checked but for its place beside the others. */
interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  /** Undefined for integers, which are skipped. */
  readonly type: ElementType | undefined;
  readonly begin: number;
  readonly end: number;
}

/**
 * Reads a safetensors file: 8 bytes of header length, a JSON header, the data.
 *
 * Source: the format's description at https://github.com/huggingface/safetensors. Types F16, BF16, F32 and F64
 * are widened to float64. Tensors of integers and booleans (`num_batches_tracked`) are checked and left out,
 * unless they are called a weight or a bias: those are refused, as every other type is. The data must be
 * covered by the tensors without gap or overlap, as the format demands. The tensors come in the order of the
 * header, except that JavaScript puts keys that are whole numbers first.
 *
 * @param input The bytes of the file.
 * @throws `FormatError` for a file that breaks the format or a type that is not read, `RangeError` for NaN or
 * Infinity among the values (the tensor and the index are named) and for sizes above the limits, `TypeError`
 * for what is not bytes.
 * @example
 * ```ts
 * import { readSafetensors } from 'relu-splines/io';
 *
 * const header = '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
 * const file = new Uint8Array(8 + header.length + 4);
 * file[0] = header.length;
 * file.set(new TextEncoder().encode(header), 8);
 * new DataView(file.buffer).setFloat32(8 + header.length, 0.5, true);
 * const [tensor] = readSafetensors(file);
 * tensor.values; // Float64Array [0.5]
 * ```
 */
export function readSafetensors(input: Uint8Array | ArrayBuffer): Tensor[] {
  const where = 'readSafetensors';
  const bytes = asBytes(where, input);
  const headerEnd = 8 + headerLength(where, bytes);
  const infos = tensorInfos(where, bytes.subarray(8, headerEnd));
  const data = bytes.subarray(headerEnd);
  const budget = new TensorBudget(where);
  const entries = infos.map(([name, info]) => entryOf(where, name, info, budget));
  checkCover(where, entries, data.length);
  return entries.flatMap(({ name, shape, type, begin, end }) =>
    type ? [finiteTensor(where, name, shape, widen(data.subarray(begin, end), type, true))] : [],
  );
}

function headerLength(where: string, bytes: Uint8Array): number {
  if (bytes.length < 8) {
    throw new FormatError(`${where}: the file must begin with 8 bytes of header length, got ${bytes.length}`);
  }
  const length = dataView(bytes).getBigUint64(0, true);
  if (length > MAX_HEADER_BYTES) {
    throw new RangeError(`${where}: the header must have at most ${MAX_HEADER_BYTES} bytes, got ${length}`);
  }
  if (Number(length) > bytes.length - 8) {
    throw new FormatError(
      `${where}: the header must fit in the file, ${bytes.length - 8} bytes after the length, got ${length}`,
    );
  }
  return Number(length);
}

/** The names and descriptions of the tensors: the header without its metadata. */
function tensorInfos(where: string, bytes: Uint8Array): (readonly [string, unknown])[] {
  const text = decodeUtf8(where, 'the header', bytes);
  if (!text.startsWith('{')) {
    throw new FormatError(`${where}: the header must begin with '{', got ${show(text.slice(0, 1))}`);
  }
  const header = Object.entries(parseJsonObject(where, 'the header', text));
  const metadata = header.find(([name]) => name === METADATA)?.[1] ?? {};
  if (!isJsonObject(metadata) || Object.values(metadata).some((value) => typeof value !== 'string')) {
    throw new FormatError(`${where}: ${METADATA} must be an object of texts, got ${show(metadata)}`);
  }
  const infos = header.filter(([name]) => name !== METADATA);
  if (infos.length > MAX_TENSORS) {
    throw new RangeError(`${where}: there must be at most ${MAX_TENSORS} tensors, got ${infos.length}`);
  }
  return infos;
}

function entryOf(where: string, name: string, info: unknown, budget: TensorBudget): Entry {
  const title = `${where}: ${tensorTitle(name)}`;
  if (!isJsonObject(info))
    throw new FormatError(`${title} must be described by an object, got ${show(info)}`);
  const { dtype, shape, data_offsets: offsets } = info;
  const type = FLOATS.get(dtype);
  const size = type ? ELEMENT_BYTES[type] : INTEGERS.get(dtype);
  if (size === undefined) {
    throw new FormatError(`${title} must have a dtype of F16, BF16, F32 or F64, got ${show(dtype)}`);
  }
  if (!type && !isSkippable(name)) {
    throw new FormatError(
      `${title} must have a dtype of F16, BF16, F32 or F64, got ${show(dtype)}; ` +
        'integers are only skipped where they are no weights: save it as floats',
    );
  }
  if (!Array.isArray(shape)) throw new FormatError(`${title}: shape must be a list, got ${show(shape)}`);
  const count = budget.admit(name, shape);
  if (!isOffsetPair(offsets)) {
    throw new FormatError(
      `${title}: data_offsets must be two integers 0 ≤ begin ≤ end, got ${
        Array.isArray(offsets) ? `[${offsets.map(show).join(', ')}]` : show(offsets)
      }`,
    );
  }
  const [begin, end] = offsets;
  if (end - begin !== count * size) {
    throw new FormatError(
      `${title} must have ${count * size} bytes for shape ${showShape(shape)} and dtype ${show(dtype)}, ` +
        `got data_offsets [${begin}, ${end}]`,
    );
  }
  return { name, shape, type, begin, end };
}

function isOffsetPair(value: unknown): value is readonly [number, number] {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((offset) => Number.isSafeInteger(offset)) &&
    value[0] >= 0 &&
    value[0] <= value[1]
  );
}

/** Checks that the tensors, in the order of their offsets, fill the data from its first to its last byte. */
function checkCover(where: string, entries: readonly Entry[], length: number): void {
  let covered = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    const title = `${where}: ${tensorTitle(name)}`;
    if (end > length) {
      throw new FormatError(
        `${title} must end within the ${length} bytes of data, got data_offsets end ${end}`,
      );
    }
    if (begin !== covered) {
      throw new FormatError(
        `${title} must begin where the tensor before it ends, at ${covered}, got ${begin}: ` +
          (begin < covered ? 'they overlap' : 'bytes between them belong to none'),
      );
    }
    covered = end;
  }
  if (covered !== length) {
    throw new FormatError(
      `${where}: the tensors must fill the ${length} bytes of data, got ${covered} filled`,
    );
  }
}
