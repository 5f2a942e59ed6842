/** Checked by the compiler alone (`npm run types`): each line below an expected error must be one. */

import { knownKeys } from '../../src/numeric/checks.js';

type Options = { readonly a?: number; readonly b: string } | { readonly c?: boolean };

/** A list of the keys of options has all of them and no others. */
export function lists(options: Options): void {
  knownKeys('f', options, ['a', 'b', 'c']);
  knownKeys('f', options, ['c', 'b', 'a']);
  // @ts-expect-error -- `c` is missing
  knownKeys('f', options, ['a', 'b']);
  // @ts-expect-error -- there is no `d`
  knownKeys('f', options, ['a', 'b', 'c', 'd']);
}
