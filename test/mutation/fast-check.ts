import fc from 'fast-check';
import { expect } from 'vitest';

export * from 'fast-check';

/** Cases of a property. A mutant that only the hundredth would kill counts as a survivor. */
const FEW = 10;

/** Tests that count what their cases met, and so need all of them. */
const WHOLE = /gradient\.exact|hessian-theorems|inertia|null-directions\.exact/;

/** The same, with few cases and no search for a smaller counterexample: a mutant is dead with the first. */
export default {
  ...fc,
  assert<Ts>(
    property: Parameters<typeof fc.assert<Ts>>[0],
    parameters: fc.Parameters<Ts> = {},
  ): ReturnType<typeof fc.assert<Ts>> {
    const all = parameters.numRuns ?? 100;
    const numRuns = WHOLE.test(expect.getState().testPath ?? '') ? all : Math.min(all, FEW);
    return fc.assert(property, { ...parameters, numRuns, endOnFailure: true });
  },
};
