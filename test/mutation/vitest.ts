/**
 * What the tests of the mutated rooms use of vitest, on top of mocha: mutants meet them in a process that has loaded them
 * once and stays warm, where vitest would load them anew for each.
 */
import { readFileSync } from 'node:fs';
import { ArrayContaining, chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';
import { before, describe as suite, it as test } from 'mocha';

declare global {
  /** Stryker writes down here which mutant is on trial; `scripts/mutation-tests.mjs` has it ask for the number. */
  var __stryker__:
    { activeMutant?: string; trial?: number | undefined; hitLimit?: number | undefined } | undefined;
}

type Define = (title: string, body: () => unknown) => void;
type Body = (...values: readonly unknown[]) => unknown;

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

export const expect = Object.assign(chai.expect, {
  arrayContaining: (items: unknown[]) => new ArrayContaining(items),
});

/** Full titles of the tests that are too slow to be asked for every mutant. */
const slow = new Set(JSON.parse(readFileSync(process.env.MUTATION_SLOW ?? '', 'utf8')) as readonly string[]);

export const describe = withEach((title, body) => void suite(title, () => void body()));

export const it = withEach((title, body) => {
  // What vitest gives a test as a parameter, mocha would take for a callback to wait for.
  const made = test(title, () => body());
  made.pending = slow.has(made.fullTitle());
});

/** A loop has no end where a place is passed a hundred times as often as by all tests without a mutant: five will do. */
const EARLIER = 20;

before(() => {
  const state = globalThis.__stryker__;
  if (state === undefined) return;
  state.trial = state.activeMutant === undefined ? undefined : Number(state.activeMutant);
  if (state.hitLimit !== undefined) state.hitLimit /= EARLIER;
});

/** Cases are told apart by their number: nobody reads the titles. */
function withEach(
  define: Define,
): Define & { each: (cases: readonly unknown[]) => (title: string, body: Body) => void } {
  const each = (cases: readonly unknown[]) => (title: string, body: Body) => {
    cases.forEach((values, n) => {
      define(`${title} [${n}]`, () =>
        Array.isArray(values) ? body(...(values as unknown[])) : body(values),
      );
    });
  };
  return Object.assign(define, { each });
}
