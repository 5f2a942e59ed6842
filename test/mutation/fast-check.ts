import fc from 'fast-check';

export * from 'fast-check';

/** Cases of a property. A mutant that only the hundredth would kill counts as a survivor. */
const FEW = 10;

/** The same, with few cases and no search for a smaller counterexample: a mutant is dead with the first. */
export default {
  ...fc,
  assert<Ts>(
    property: Parameters<typeof fc.assert<Ts>>[0],
    parameters: fc.Parameters<Ts> = {},
  ): ReturnType<typeof fc.assert<Ts>> {
    const numRuns = Math.min(parameters.numRuns ?? 100, FEW);
    return fc.assert(property, { ...parameters, numRuns, endOnFailure: true });
  },
};
