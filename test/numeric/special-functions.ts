import { expect } from 'vitest';
import { referenceCases } from '../reference/load.js';

/** Argument and 50-digit value, rounded; Infinity where the value is above the largest double. */
export type Row = readonly [argument: number, value: number];

interface Input {
  readonly z?: number[];
  readonly x?: number[];
  readonly delta?: number[];
}

interface Expected {
  readonly value?: (number | null)[];
  readonly scaled?: (number | null)[];
  readonly log?: number[];
}

/** The rows of one case of `special-functions.json`. */
export function specialValues(name: string, field: keyof Expected = 'value'): Row[] {
  const found = referenceCases<Input, Expected>('special-functions').find((entry) => entry.name === name);
  const { z, x, delta } = found?.input ?? {};
  const values = found?.expected[field] ?? [];
  return (z ?? x ?? delta ?? []).map((argument, i) => [argument, values[i] ?? Infinity]);
}

/**
 * Holds f to the relative error that its docstring states. A value below 2^−1022, where doubles are 2^−1074
 * apart, may be one of these off instead; a logarithm is measured relative to max(1, |value|).
 */
export function expectRelativeError(
  f: (argument: number) => number,
  rows: readonly Row[],
  documented: number,
  kind: 'value' | 'log' = 'value',
): void {
  expect(rows.length).toBeGreaterThan(50);
  for (const [argument, value] of rows) {
    const got = f(argument);
    if (got === value) continue;
    const scale = Math.max(Math.abs(value), kind === 'log' ? 1 : 0);
    const bound = Math.max(documented * scale, kind === 'log' ? 0 : 2 ** -1074);
    expect(Math.abs(got - value) <= bound, `${f.name}(${argument}): got ${got}, expected ${value}`).toBe(
      true,
    );
  }
}
