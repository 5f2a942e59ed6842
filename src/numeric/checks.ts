/** Checks of arguments at the public boundary. Each names the function, the argument, the rule and the value. */

import type { NumericArray, ReadonlyFloat64Array } from './arrays.js';
import { ShapeError } from './errors.js';

/** A short picture of any value for an error message. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (value === null || value === undefined || typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return `an array of length ${value.length}`;
  if (typeof value === 'object') return 'an object';
  return `a ${typeof value}`;
}

function isIndexable(
  value: unknown,
): value is { readonly length: number; readonly [index: number]: unknown } {
  return (
    (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) && 'length' in value
  );
}

/** Copies `values` after checking that each is a finite number. */
export function finiteVector(where: string, name: string, values: unknown): Float64Array {
  if (!isIndexable(values)) {
    throw new TypeError(`${where}: ${name} must be an array of numbers, got ${show(values)}`);
  }
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) {
    const value = values[i];
    if (typeof value !== 'number') {
      throw new TypeError(`${where}: ${name}[${i}] must be a number, got ${show(value)}`);
    }
    if (!Number.isFinite(value)) {
      throw new RangeError(`${where}: ${name}[${i}] must be finite, got ${value}`);
    }
    out[i] = value;
  }
  return out;
}

/** Returns `value` after checking that it is a finite number. */
export function finiteNumber(where: string, name: string, value: unknown): number {
  if (typeof value !== 'number') {
    throw new TypeError(`${where}: ${name} must be a number, got ${show(value)}`);
  }
  if (!Number.isFinite(value)) throw new RangeError(`${where}: ${name} must be finite, got ${value}`);
  return value;
}

/** Returns `value` after checking that it is a finite number above zero. */
export function positiveNumber(where: string, name: string, value: unknown): number {
  const number = finiteNumber(where, name, value);
  if (number <= 0) throw new RangeError(`${where}: ${name} must be positive, got ${show(number)}`);
  return number;
}

/** Returns `value` after checking that it is an integer in [`least`, `most`]. */
export function integerIn(
  where: string,
  name: string,
  value: unknown,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): number {
  if (typeof value !== 'number') {
    throw new TypeError(`${where}: ${name} must be a number, got ${show(value)}`);
  }
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    const rule =
      most === Number.MAX_SAFE_INTEGER
        ? `an integer of at least ${least}`
        : `an integer from ${least} to ${most}`;
    throw new RangeError(`${where}: ${name} must be ${rule}, got ${show(value)}`);
  }
  return value;
}

/** Checks that `values` has the length that `reference` has. */
export function sameLength(
  where: string,
  name: string,
  values: NumericArray | ReadonlyFloat64Array,
  referenceName: string,
  expected: number,
): void {
  if (values.length !== expected) {
    throw new ShapeError(
      `${where}: ${name} must have the length of ${referenceName}, ${expected}, got ${values.length}`,
    );
  }
}
