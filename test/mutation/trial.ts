import { beforeAll } from 'vitest';

declare global {
  /** What Stryker tells the code it has changed; `trial` is for `vitest.mutation.config.ts`. */
  var __stryker__: { activeMutant?: string; trial?: number | undefined } | undefined;
}

// After Stryker's own, which sets the mutant.
beforeAll(() => {
  const mutant = globalThis.__stryker__?.activeMutant;
  if (globalThis.__stryker__)
    globalThis.__stryker__.trial = mutant === undefined ? undefined : Number(mutant);
});
