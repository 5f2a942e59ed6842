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

/** `Keys` where they are all of those of `Options` and no others; else something that no list is. */
type AllOf<Options, Keys extends readonly unknown[]> = [KeysOf<Options>] extends [Keys[number]]
  ? Keys
  : never;

/** The keys of each member of a union. */
type KeysOf<Options> = Options extends unknown ? keyof Options : never;

/**
 * Refuses options that nobody reads, such as a misspelt one: it would be ignored, and its default taken.
 *
 * @param keys All keys of the type of the options; the compiler sees to that.
 */
export function knownKeys<Options extends object, const Keys extends readonly KeysOf<Options>[]>(
  where: string,
  options: Options,
  keys: Keys & AllOf<Options, Keys>,
): void {
  object(where, 'options', options);
  for (const key of Object.keys(options)) {
    if (!(keys as readonly string[]).includes(key)) {
      throw new TypeError(`${where}: unknown option ${show(key)}; there are ${keys.join(', ')}`);
    }
  }
}

/** Is `value` an object with such a property? */
export function has(value: unknown, property: string): boolean {
  return typeof value === 'object' && value !== null && property in value;
}

/** Checks that `stream` is one that `randomStream` makes, so that numbers may be drawn from it. */
export function checkStream(where: string, stream: unknown): void {
  object(where, 'stream', stream);
  if (typeof (stream as { readonly normalInto?: unknown }).normalInto !== 'function') {
    throw new TypeError(`${where}: stream must be made by randomStream(seed), got ${show(stream)}`);
  }
}

/** Checks that `value` is an array. */
export function list(where: string, name: string, value: unknown): void {
  if (!Array.isArray(value)) throw new TypeError(`${where}: ${name} must be an array, got ${show(value)}`);
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

/** Returns `value` after checking that it is a finite number of at least 0. */
export function notNegativeNumber(where: string, name: string, value: unknown): number {
  const number = finiteNumber(where, name, value);
  if (number < 0) throw new RangeError(`${where}: ${name} must not be negative, got ${show(number)}`);
  return number;
}

/** Checks what long runs are watched and stopped by: both may be left out. */
export function checkWatchers(
  where: string,
  { signal, onProgress }: { readonly signal?: unknown; readonly onProgress?: unknown },
): void {
  if (signal !== undefined && !has(signal, 'aborted')) {
    throw new TypeError(`${where}: signal must be an AbortSignal, got ${show(signal)}`);
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new TypeError(`${where}: onProgress must be a function, got ${show(onProgress)}`);
  }
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

/**
 * The most units, draws or points that anything is made for, 2²⁴ = 16,777,216. An array of as many doubles takes
 * 128 MB; a count above it is a slip, and would end in a hang or in a process without memory.
 */
export const LARGEST_COUNT = 2 ** 24;

/** Returns `value` after checking that it is an integer from `least` to {@link LARGEST_COUNT}. */
export function countIn(where: string, name: string, value: unknown, least: number): number {
  if (typeof value === 'number' && value > LARGEST_COUNT) {
    throw new RangeError(`${where}: ${name} must be at most ${LARGEST_COUNT}, got ${value}`);
  }
  return integerIn(where, name, value, least);
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
