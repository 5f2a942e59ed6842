import type { Tensor } from 'relu-splines/io';
import { inOrderOfKeys } from './json.js';
import type { Json } from './json.js';

/** An array as an oracle reads it. */
export interface PlainTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** The tensors of a state_dict; null where the reader should refuse. */
export function readDictionary(file: Json | null): readonly PlainTensor[] | null {
  if (file?.kind !== 'object' || file.entries.length > 1024) return null;
  const tensors = inOrderOfKeys(file.entries).map(([name, value]) => {
    const shape = shapeOf(value);
    const values: number[] = [];
    return shape.length <= 8 && flatten(value, shape, values) ? { name, shape, values } : null;
  });
  return tensors.every((tensor) => tensor !== null) ? tensors : null;
}

/** The shape of nested lists by their first entries. */
function shapeOf(value: Json | undefined): number[] {
  return value?.kind === 'array' ? [value.items.length, ...shapeOf(value.items[0])] : [];
}

function flatten(value: Json, shape: readonly number[], out: number[]): boolean {
  const [length, ...rest] = shape;
  if (shape.length === 0) {
    if (value.kind !== 'number' || !(Math.abs(value.value) < Infinity)) return false;
    out.push(value.value);
    return true;
  }
  return (
    value.kind === 'array' &&
    value.items.length === length &&
    value.items.every((item) => flatten(item, rest, out))
  );
}

/** A number of a file: the kinds that are read, as bytes in the order of the file. */
export function numberAt(bytes: Buffer, at: number, type: string, little: boolean): number {
  switch (type) {
    case 'f8':
      return little ? bytes.readDoubleLE(at) : bytes.readDoubleBE(at);
    case 'f4':
      return little ? bytes.readFloatLE(at) : bytes.readFloatBE(at);
    case 'bf':
      return Buffer.from([0, 0, bytes[at], bytes[at + 1]]).readFloatLE(0);
    default: {
      // A half as a double: the exponent moved by 1023 − 15, the fraction by 52 − 10 bits.
      const bits = little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
      const sign = BigInt(bits >>> 15) << 63n;
      const exponent = (bits >>> 10) & 31;
      const fraction = BigInt(bits & 1023);
      const double = Buffer.alloc(8);
      if (exponent === 0) {
        // Subnormal: fraction · 2⁻²⁴, in which nothing rounds.
        double.writeDoubleBE(Number(fraction) / 16777216);
        double[0] |= Number(sign >> 56n);
      } else {
        const wide = exponent === 31 ? 2047n : BigInt(exponent + 1008);
        double.writeBigUInt64BE(sign | (wide << 52n) | (fraction << 42n));
      }
      return double.readDoubleBE(0);
    }
  }
}

/** The first difference between what a reader gives and what it should; null: none. */
export function differenceOf(found: readonly Tensor[], expected: readonly PlainTensor[]): string | null {
  if (found.length !== expected.length) return `${found.length} tensors, and should be ${expected.length}`;
  for (const [k, { name, shape, values }] of found.entries()) {
    const right = expected[k];
    const title = `tensor ${k} (${JSON.stringify(right.name.slice(0, 40))})`;
    if (name !== right.name) return `${title} is called ${JSON.stringify(name.slice(0, 40))}`;
    // JSON may write a length as −0.
    if (shape.length !== right.shape.length || shape.some((length, d) => length !== right.shape[d])) {
      return `${title} has the shape [${shape.join(', ')}], and should have [${right.shape.join(', ')}]`;
    }
    const count = shape.reduce((product, length) => product * length, 1);
    if (values.length !== count) return `${title} has ${values.length} values for ${count}`;
    if (!(values instanceof Float64Array)) return `${title} has values of another kind`;
    const wrong = right.values.findIndex((value, i) => !Object.is(value, values[i]));
    if (wrong >= 0)
      return `${title}: value ${wrong} is ${values[wrong]}, and should be ${right.values[wrong]}`;
    if (!values.every(Number.isFinite)) return `${title} has values that are not finite`;
  }
  return null;
}
