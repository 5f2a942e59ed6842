import { facing, seesAll, seesNothing } from './modes.js';

/** A datum next to the breakpoint of a free unit, and the sign of w·x + b that keeps the unit in its bin. */
export interface Watch {
  readonly datum: number;
  readonly inside: 1 | -1;
}

/** What units in each bin watch, of all bins over `count` data. */
export function watchesByBin(count: number): readonly (readonly Watch[])[] {
  return Array.from({ length: 2 * count + 2 }, (_, bin) => watchesOf(bin, count));
}

/** The data at the edges of a bin: none for a unit that sees nothing, both ends for one that sees all. */
function watchesOf(bin: number, count: number): readonly Watch[] {
  if (seesNothing(bin, count)) return [];
  if (seesAll(bin, count)) {
    const first: Watch = { datum: 0, inside: 1 };
    return count === 1 ? [first] : [first, { datum: count - 1, inside: 1 }];
  }
  const inner = facing(bin, count) > 0 ? bin : bin - count - 2;
  const outer = facing(bin, count) > 0 ? bin - 1 : bin - count - 1;
  return [
    { datum: inner, inside: 1 },
    { datum: outer, inside: -1 },
  ];
}
