import type { WidthLimitDensity } from 'relu-splines/limits';
import { referenceCases } from '../reference/load.js';

/** One density of each closed kind. */
export const DENSITIES = [
  { kind: 'uniform', low: -1.5, high: 2 },
  { kind: 'cauchy', scale: 0.7 },
  { kind: 'uniform-ratio', halfWidth: 0.6 },
  { kind: 'gaussian-network', sigmaB: 1, sigmaW: 1.4 },
  { kind: 'uniform-network', aB: 0.7, aW: 1.3 },
] as const satisfies readonly WidthLimitDensity[];

/** Those with a finite M₂, for which K exists. */
export const FINITE = [DENSITIES[0], DENSITIES[3], DENSITIES[4]];

/** The kernel example of theory 18. */
export const EXAMPLE = { x: [-1, -0.3, 0.2, 0.9, 1.4], y: [0.5, -1, 0.7, 0.1, -0.4] };

interface KernelInput {
  readonly kind: 'kernel';
  readonly density: WidthLimitDensity;
  readonly x: number[];
  readonly z: number[];
}

interface InterpolantInput {
  readonly kind: 'interpolant';
  readonly density: WidthLimitDensity;
  readonly free: boolean;
  readonly x: number[];
  readonly y: number[];
  readonly grid: number[];
  readonly times: number[];
}

interface KernelExpected {
  /** null where M₂ is infinite. */
  readonly kernel: (number | null)[];
  readonly curved: number[];
}

interface InterpolantExpected {
  readonly a: number[];
  readonly value: number[];
  readonly slope: number[];
  readonly second: number[];
  readonly norm: number;
  /** f at the data at each of the times. */
  readonly trained: number[][];
}

const all = referenceCases<KernelInput | InterpolantInput, KernelExpected & InterpolantExpected>(
  'width-limit',
);

export const kernelCases = all.flatMap(({ name, input, expected }) =>
  input.kind === 'kernel' ? [{ name, input, expected: expected }] : [],
);
export const interpolantCases = all.flatMap(({ name, input, expected }) =>
  input.kind === 'interpolant' ? [{ name, input, expected: expected }] : [],
);

/** The largest magnitude, and 0 of nothing. */
export function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
