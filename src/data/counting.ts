import { integerIn, object, show } from '../numeric/checks.js';

/** How many ways H breakpoints can cut N ordered data, up to moving a breakpoint within its gap. */
export interface PartitionCount {
  /** All of them, C(N + H, N). */
  readonly all: bigint;
  /** Those with at most one datum a piece, C(H + 1, N); 0 if N > H + 1. */
  readonly lonely: bigint;
}

/** For the smaller of N and H: the numbers have up to a million digits then, and take a few seconds. */
const MOST_FACTORS = 100_000;

/**
 * Counts the partitions of N distinct data into H + 1 pieces, exactly (theory 6.2).
 *
 * The lonely ones grow like exp(N·h(H/N)), see {@link lonelyGrowthRate}: exponential in N, far below the
 * N^{cN} of print (erratum 19).
 *
 * @throws `RangeError` for counts that are not integers of at least 0, or that are both above 100,000: the numbers would
 * have hundreds of thousands of digits.
 * @example
 * ```ts
 * import { countPartitions } from 'relu-splines';
 *
 * countPartitions({ dataCount: 3, units: 4 }); // { all: 35n, lonely: 10n }
 * ```
 */
export function countPartitions(model: {
  readonly dataCount: number;
  readonly units: number;
}): PartitionCount {
  const where = 'countPartitions';
  object(where, 'model', model);
  const n = integerIn(where, 'dataCount', model.dataCount, 0);
  const h = integerIn(where, 'units', model.units, 0);
  if (Math.min(n, h) > MOST_FACTORS) {
    throw new RangeError(
      `${where}: the smaller of dataCount and units must be at most ${MOST_FACTORS}, got ${Math.min(n, h)}`,
    );
  }
  return { all: choose(n, h), lonely: n > h + 1 ? 0n : choose(n, h + 1 - n) };
}

/**
 * The exponential growth rate h(c) of the number of lonely partitions with H = cN units:
 * ln C(cN + 1, N)/N → c ln c − (c − 1) ln(c − 1) as N → ∞ (theory 6.2, erratum 19). 0 at c = 1.
 *
 * @param c Units per datum, at least 1.
 * @throws `RangeError` for c below 1 or not finite.
 * @example
 * ```ts
 * import { lonelyGrowthRate } from 'relu-splines';
 *
 * lonelyGrowthRate(2); // 1.386…, which is 2 ln 2
 * ```
 */
export function lonelyGrowthRate(c: number): number {
  if (!(Number.isFinite(c) && c >= 1)) {
    throw new RangeError(`lonelyGrowthRate: c must be finite and at least 1, got ${show(c)}`);
  }
  // ln c − (c − 1) ln(1 − 1/c): the same, without a difference of large numbers.
  return c === 1 ? 0 : Math.log(c) - (c - 1) * Math.log1p(-1 / c);
}

/** C(a + b, a). Sums may be above the integers that a double has. */
function choose(a: number, b: number): bigint {
  const count = Math.min(a, b);
  return rising(BigInt(Math.max(a, b)), 1, count) / rising(0n, 1, count);
}

/** (base + first)⋯(base + last), in halves: products of numbers of equal length are the fast ones. */
function rising(base: bigint, first: number, last: number): bigint {
  if (last < first) return 1n;
  if (last === first) return base + BigInt(first);
  const middle = (first + last) >> 1;
  return rising(base, first, middle) * rising(base, middle + 1, last);
}
