import { integerIn, show } from '../numeric/checks.js';

/** How many ways H breakpoints can cut N ordered data, up to moving a breakpoint within its gap. */
export interface PartitionCount {
  /** All of them, C(N + H, N). */
  readonly all: bigint;
  /** Those with at most one datum a piece, C(H + 1, N); 0 if N > H + 1. */
  readonly lonely: bigint;
}

/**
 * Counts the partitions of N distinct data into H + 1 pieces, exactly (theory 6.2).
 *
 * The lonely ones grow like exp(N·h(H/N)), see {@link lonelyGrowthRate}: exponential in N, far below the
 * N^{cN} of print (erratum 19).
 *
 * @throws `RangeError` for counts that are not integers of at least 0.
 * @example
 * ```ts
 * import { countPartitions } from 'relu-splines';
 *
 * countPartitions({ dataCount: 3, units: 4 }); // { all: 35n, lonely: 10n }
 * ```
 */
export function countPartitions({
  dataCount,
  units,
}: {
  readonly dataCount: number;
  readonly units: number;
}): PartitionCount {
  const where = 'countPartitions';
  const n = integerIn(where, 'dataCount', dataCount, 0);
  const h = integerIn(where, 'units', units, 0);
  return { all: binomial(n + h, n), lonely: binomial(h + 1, n) };
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

function binomial(n: number, k: number): bigint {
  if (k > n) return 0n;
  const steps = Math.min(k, n - k);
  let value = 1n;
  for (let j = 1; j <= steps; j++) value = (value * BigInt(n - steps + j)) / BigInt(j);
  return value;
}
