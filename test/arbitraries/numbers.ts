import fc from 'fast-check';

/**
 * What every property test runs with. The seed is fixed, so that a failure can be had again; fast-check
 * prints it with the counterexample.
 */
export const RUNS = { seed: 20_220_801, numRuns: 300 } as const;

/** How far from the tame a generator goes. */
export interface Wildness {
  /** Also numbers of size 1e−9 and 1e9, and places at 1e6 ± 1. Default true. */
  readonly wild?: boolean;
}

/**
 * Numbers in [−4, 4]: full 53-bit fractions, small integers and halves (which coincide and cancel), 0 and −0.
 * None is nearer to zero than 2^−50 without being zero: underflow is tested where it matters, by name.
 */
export function tameNumbers(): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: -(2 ** 52), max: 2 ** 52 }).map((n) => n * 2 ** -50) },
    { weight: 3, arbitrary: fc.integer({ min: -8, max: 8 }).map((n) => n / 2) },
    { weight: 1, arbitrary: fc.constantFrom(0, -0) },
  );
}

/** As {@link tameNumbers}, now and then times 1e−9 or 1e9. */
export function numbers({ wild = true }: Wildness = {}): fc.Arbitrary<number> {
  if (!wild) return tameNumbers();
  return fc.oneof(
    { weight: 6, arbitrary: tameNumbers() },
    {
      weight: 1,
      arbitrary: fc.tuple(tameNumbers(), fc.constantFrom(1e-9, 1e9)).map(([value, scale]) => value * scale),
    },
  );
}

/** As {@link numbers}, without zeros. */
export function nonZeroNumbers(wildness: Wildness = {}): fc.Arbitrary<number> {
  return numbers(wildness).map((value) => (value === 0 ? 1 : value));
}

/**
 * Places on the x axis that like to coincide: a grid of halves, anywhere in [−4, 4], 1e6 ± 1, and rarely a
 * place of size 1e±9.
 */
export function places({ wild = true }: Wildness = {}): fc.Arbitrary<number> {
  const grid = fc.integer({ min: -6, max: 6 }).map((n) => n / 2);
  if (!wild) return fc.oneof({ weight: 2, arbitrary: grid }, { weight: 1, arbitrary: tameNumbers() });
  return fc.oneof(
    { weight: 4, arbitrary: grid },
    { weight: 3, arbitrary: numbers() },
    {
      weight: 2,
      arbitrary: fc.oneof(fc.constantFrom(-1, 0, 1), tameNumbers()).map((offset) => 1e6 + offset),
    },
  );
}
