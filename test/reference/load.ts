import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { shallowNetwork } from 'relu-splines';
import type { ShallowNetwork } from 'relu-splines';

/** How far a field may be from its reference value; see README.md beside this file. */
export interface Tolerance {
  readonly rel: number;
  readonly abs: unknown;
  readonly norm: string;
}

/** One case of a reference file. */
export interface ReferenceCase<Input, Expected> {
  readonly name: string;
  readonly input: Input;
  readonly expected: Expected;
  readonly tolerance: Readonly<Record<string, Tolerance>>;
}

/** A network as the reference files write it. */
export interface ReferenceNetwork {
  readonly w: number[];
  readonly b: number[];
  readonly v: number[];
  readonly b0: number;
}

/** All cases of `NAME.json`. The caller states the shape, which the tests then depend on. */
export function referenceCases<Input, Expected>(name: string): ReferenceCase<Input, Expected>[] {
  const text = readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { cases: ReferenceCase<Input, Expected>[] }).cases;
}

export function networkOf({ w, b, v, b0 }: ReferenceNetwork): ShallowNetwork {
  return shallowNetwork({ inputWeights: w, inputBiases: b, outputWeights: v, outputBias: b0 });
}

/** Holds `got` (nested arrays, typed arrays, numbers) against `expected` within the tolerance of the field. */
export function expectWithin(
  got: unknown,
  expected: unknown,
  tolerance: Tolerance | undefined,
  what: string,
): void {
  const largest = tolerance?.norm === 'max' ? largestMagnitude(expected) : undefined;
  compare(got, expected, tolerance?.abs ?? 0, tolerance?.rel ?? 0, largest, what);
}

function compare(
  got: unknown,
  expected: unknown,
  abs: unknown,
  rel: number,
  largest: number | undefined,
  what: string,
): void {
  if (expected === null || typeof expected !== 'object') {
    if (typeof expected !== 'number') {
      expect(got, what).toEqual(expected);
      return;
    }
    const bound = (typeof abs === 'number' ? abs : 0) + rel * (largest ?? Math.abs(expected));
    const error = Math.abs((got as number) - expected);
    expect(error <= bound, `${what}: got ${String(got)}, expected ${expected} ± ${bound}`).toBe(true);
    return;
  }
  const wanted = expected as ArrayLike<unknown>;
  const values = got as ArrayLike<unknown>;
  expect(values.length, `${what}: length`).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) {
    const bound = typeof abs === 'object' && abs !== null ? (abs as ArrayLike<unknown>)[i] : abs;
    compare(values[i], wanted[i], bound, rel, largest, `${what}[${i}]`);
  }
}

function largestMagnitude(values: unknown): number {
  if (typeof values === 'number') return Math.abs(values);
  if (values === null || typeof values !== 'object') return 0;
  return Math.max(0, ...Array.from(values as ArrayLike<unknown>, largestMagnitude));
}
