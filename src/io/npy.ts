import { show } from '../numeric/checks.js';
import { dataView, decodeUtf8, startsWith } from './bytes.js';
import { ELEMENT_BYTES, widen } from './element-types.js';
import type { ElementType } from './element-types.js';
import { FormatError } from './format-error.js';
import { MAX_NPY_HEADER_BYTES } from './limits.js';
import { parseNpyHeader } from './npy-header.js';
import { isSkippable } from './parameter-name.js';
import { finiteTensor, showShape, tensorTitle } from './tensors.js';
import type { Tensor, TensorBudget } from './tensors.js';

/** The bytes that every `.npy` file begins with: \x93NUMPY. */
export const NPY_SIGNATURE: readonly number[] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

const FLOATS: ReadonlyMap<string, ElementType> = new Map([
  ['f2', 'float16'],
  ['f4', 'float32'],
  ['f8', 'float64'],
]);

/** Booleans, integers and unsigned integers, with the bytes of one element. */
const INTEGER = /^[<>|]?([biu])([1248])$/;

/**
 * Reads one NumPy array (`.npy`, format versions 1, 2 and 3): float16, float32 or float64 of either byte
 * order, in C or Fortran order. Returns null for an array of integers or booleans that is no weight.
 *
 * Source: the NumPy Enhancement Proposal 1 and `numpy.lib.format`.
 *
 * @throws `FormatError` for what breaks the format or a type that is not read; `RangeError` for NaN, Infinity
 * and sizes above the limits.
 */
export function readNpy(where: string, name: string, bytes: Uint8Array, budget: TensorBudget): Tensor | null {
  const title = `${where}: ${tensorTitle(name)}`;
  const { text, dataStart } = headerText(title, bytes);
  const { descr, fortranOrder, shape } = parseNpyHeader(title, text);
  const count = budget.admit(name, shape);
  const { type, size, littleEndian } = elementType(title, descr, name);
  const data = bytes.subarray(dataStart);
  if (data.length !== count * size) {
    throw new FormatError(
      `${title} must have ${count * size} bytes of data for shape ${showShape(shape)} and ${show(descr)}, ` +
        `got ${data.length}`,
    );
  }
  if (!type) return null;
  const stored = widen(data, type, littleEndian);
  return finiteTensor(where, name, shape, fortranOrder ? fromFortranOrder(stored, shape) : stored);
}

function headerText(title: string, bytes: Uint8Array): { text: string; dataStart: number } {
  if (!startsWith(bytes, NPY_SIGNATURE) || bytes.length < 10) {
    throw new FormatError(`${title} must begin with the bytes \\x93NUMPY and a version, got something else`);
  }
  const version = bytes[6];
  if (version < 1 || version > 3 || bytes[7] !== 0) {
    throw new FormatError(`${title} must have format version 1.0, 2.0 or 3.0, got ${version}.${bytes[7]}`);
  }
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start)
    throw new FormatError(`${title} must have a header length, got the end of the file`);
  const view = dataView(bytes);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_NPY_HEADER_BYTES) {
    throw new RangeError(
      `${title} must have a header of at most ${MAX_NPY_HEADER_BYTES} bytes, got ${length}`,
    );
  }
  if (length > bytes.length - start) {
    throw new FormatError(
      `${title} must have its header of ${length} bytes, got ${bytes.length - start} bytes in all`,
    );
  }
  // Versions 1 and 2 say Latin-1; whatever is read here is ASCII, where the two agree.
  return {
    text: decodeUtf8(title, 'the header', bytes.subarray(start, start + length)),
    dataStart: start + length,
  };
}

interface NpyElements {
  /** Undefined for integers, which are skipped. */
  readonly type: ElementType | undefined;
  readonly size: number;
  readonly littleEndian: boolean;
}

function elementType(title: string, descr: string, name: string): NpyElements {
  const rule = "must hold float16, float32 or float64 ('<f4', '>f8', …)";
  const type = FLOATS.get(descr.slice(1));
  if (type && (descr.startsWith('<') || descr.startsWith('>'))) {
    return { type, size: ELEMENT_BYTES[type], littleEndian: descr.startsWith('<') };
  }
  const integer = INTEGER.exec(descr);
  if (!integer) {
    const objects = descr === '|O' ? ': pickled Python objects, which can run code and are not read' : '';
    throw new FormatError(`${title} ${rule}, got ${show(descr)}${objects}`);
  }
  if (!isSkippable(name)) {
    throw new FormatError(
      `${title} ${rule}, got ${show(descr)}; integers are only skipped where they are no weights: ` +
        'save it with .astype(float)',
    );
  }
  return { type: undefined, size: Number(integer[2]), littleEndian: true };
}

/** Values stored with the first index fastest, put into C order. */
function fromFortranOrder(stored: Float64Array, shape: readonly number[]): Float64Array {
  const out = new Float64Array(stored.length);
  const strides = shape.map((_, d) => shape.slice(0, d).reduce((product, length) => product * length, 1));
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < out.length; to++) {
    out[to] = stored[from];
    // Count up the index, last digit first, carrying as an odometer does.
    for (let d = shape.length - 1; d >= 0; d--) {
      from += strides[d];
      if (++index[d] < shape[d]) break;
      from -= strides[d] * shape[d];
      index[d] = 0;
    }
  }
  return out;
}
