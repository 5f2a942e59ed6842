/** Checks of arguments at the public boundary. Each names the function, the argument, the rule and the value. */

import type { NumericArray } from './arrays.js';
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

/** Checks that `value` is an object, so that its properties may be asked for. */
export function object(where: string, name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(`${where}: ${name} must be an object, got ${show(value)}`);
  }
}

function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  if (typeof value !== 'object' || value === null || !('length' in value)) return false;
  return Number.isSafeInteger(value.length) && (value.length as number) >= 0;
}

/**
 * Copies `values`, any array-like, after checking that each is a finite number.
 *
 * @param rule What the caller may hand over, if an array is not all.
 */
export function finiteVector(
  where: string,
  name: string,
  values: unknown,
  rule = 'an array of numbers',
): Float64Array {
  if (!isArrayLike(values)) {
    throw new TypeError(`${where}: ${name} must be ${rule}, got ${show(values)}`);
  }
  // All are read before anything is allocated: an object may claim any length.
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) finiteNumber(where, `${name}[${i}]`, values[i]);
  }
  const numbers = values as NumericArray;
  const copy = new Float64Array(numbers.length);
  for (let i = 0; i < copy.length; i++) copy[i] = numbers[i];
  return copy;
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

/**
 * A positive number for each of `count` things, from one number for all or an array with one for each.
 *
 * @param rule What the caller may hand over.
 */
export function positiveForEach(
  where: string,
  name: string,
  values: unknown,
  things: string,
  count: number,
  rule: string,
): Float64Array {
  if (typeof values === 'number') {
    return new Float64Array(count).fill(positiveNumber(where, name, values));
  }
  const numbers = finiteVector(where, name, values, rule);
  sameLength(where, name, numbers, things, count);
  for (let i = 0; i < count; i++) {
    if (!(numbers[i] > 0)) positiveNumber(where, `${name}[${i}]`, numbers[i]);
  }
  return numbers;
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
      most === Number.MAX_SAFE_INTEGER && !(value > most)
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
  values: NumericArray,
  referenceName: string,
  expected: number,
): void {
  if (values.length !== expected) {
    throw new ShapeError(
      `${where}: ${name} must have the length of ${referenceName}, ${expected}, got ${values.length}`,
    );
  }
}
