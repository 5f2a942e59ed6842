import type { NumericArray } from '../numeric/arrays.js';
import { LARGEST_COUNT, finiteVector, integerIn, object, show } from '../numeric/checks.js';
import { compensatedSum } from '../numeric/sums.js';

/** What cuts the line, for {@link lonelinessProbability}. */
export type LonelinessModel =
  | {
      /** Number N of data, independent and alike. */
      readonly dataCount: number;
      /** The probability that a datum falls into each piece; they sum to 1. */
      readonly cells: NumericArray;
    }
  | {
      readonly dataCount: number;
      /** Number H of breakpoints. */
      readonly units: number;
      /**
       * `'spaced'`: equally spaced, the data uniform between the outermost two. `'random'`: independent, with the
       * same continuous law as the data, whatever it is.
       */
      readonly breakpoints: 'spaced' | 'random';
    };

/** Cell probabilities may miss 1 by this much per cell: the rounding of how they were made. */
const CELL_SUM_ULPS = 16;

/**
 * The probability that no two of N independent data fall into the same piece.
 *
 * Source: Sahs et al. 2022, Remark 1, as erratum 21 corrects it (theory 6.4). Exact:
 * - given cells q: N!·e_N(q), e_N the elementary symmetric polynomial, O(C·N);
 * - spaced breakpoints: H − 1 equal cells, ∏_{k<N} (1 − k/(H − 1)), which tends to exp(−1/(2d)) for H = dN²;
 * - random breakpoints: C(H + 1, N)/C(H + N, N) = ∏_{k<N} (H + 1 − k)/(H + N − k), which tends to exp(−1/d).
 *
 * Above 16,777,216 data a product is summed by Euler and Maclaurin's formula, so that no number of data takes long.
 *
 * Zero if there are more data than cells. With one spaced breakpoint or none there is no interval to draw
 * from, and `units` must be at least 2.
 *
 * @throws `RangeError` for counts that are not integers, probabilities outside [0, 1], or cells that do not
 * sum to 1.
 * @example
 * ```ts
 * import { lonelinessProbability } from 'relu-splines';
 *
 * lonelinessProbability({ dataCount: 10, units: 101, breakpoints: 'spaced' }); // 0.6281565…
 * lonelinessProbability({ dataCount: 10, units: 101, breakpoints: 'random' }); // 0.4132801…
 * lonelinessProbability({ dataCount: 2, cells: [0.5, 0.5] }); // 0.5
 * ```
 */
export function lonelinessProbability(model: LonelinessModel): number {
  const where = 'lonelinessProbability';
  object(where, 'model', model);
  const count = integerIn(where, 'dataCount', model.dataCount, 0);
  if ('cells' in model) return lonelyInCells(cellProbabilities(where, model.cells), count);
  const breakpoints: unknown = model.breakpoints;
  if (breakpoints === 'spaced')
    return lonelyInEqualCells(integerIn(where, 'units', model.units, 2) - 1, count);
  if (breakpoints === 'random') return lonelyAmongRandom(integerIn(where, 'units', model.units, 0), count);
  throw new RangeError(`${where}: breakpoints must be 'spaced' or 'random', got ${show(breakpoints)}`);
}

/**
 * Bounds on the probability for spaced breakpoints, C = H − 1 cells and N ≤ C data:
 * max(1 − N(N − 1)/(2C), exp(−N(N − 1)/C)) ≤ P ≤ exp(−N(N − 1)/(2C)) (theory 6.4). For N > C both are 0.
 *
 * @throws `RangeError` for counts that are not integers, or fewer than two units.
 * @example
 * ```ts
 * import { lonelinessBounds } from 'relu-splines';
 *
 * lonelinessBounds({ dataCount: 10, units: 101 }); // { lower: 0.55, upper: 0.6376… }
 * ```
 */
export function lonelinessBounds(model: { readonly dataCount: number; readonly units: number }): {
  readonly lower: number;
  readonly upper: number;
} {
  const where = 'lonelinessBounds';
  object(where, 'model', model);
  const count = integerIn(where, 'dataCount', model.dataCount, 0);
  const cells = integerIn(where, 'units', model.units, 2) - 1;
  if (count > cells) return { lower: 0, upper: 0 };
  const pairs = (count * (count - 1)) / 2;
  return {
    lower: Math.max(1 - pairs / cells, Math.exp((-2 * pairs) / cells)),
    upper: Math.exp(-pairs / cells),
  };
}

function cellProbabilities(where: string, cells: NumericArray): Float64Array {
  const q = finiteVector(where, 'cells', cells);
  q.forEach((probability, c) => {
    if (probability < 0 || probability > 1) {
      throw new RangeError(`${where}: cells[${c}] must be a probability, got ${probability}`);
    }
  });
  const sum = compensatedSum(q);
  if (Math.abs(sum - 1) > CELL_SUM_ULPS * Number.EPSILON * q.length) {
    throw new RangeError(`${where}: cells must sum to 1, got ${sum}`);
  }
  return q;
}

// N!·e_N by adding one cell at a time. Carrying j!·e_j instead of e_j keeps every number in [0, 1]: it is the
// probability that j data are lonely among the cells so far.
function lonelyInCells(q: Float64Array, count: number): number {
  if (count > q.length) return 0;
  const e = new Float64Array(count + 1);
  e[0] = 1;
  for (const probability of q) {
    for (let j = count; j >= 1; j--) e[j] += j * probability * e[j - 1];
  }
  return e[count];
}

function lonelyInEqualCells(cells: number, count: number): number {
  if (count > cells) return 0;
  if (count > LARGEST_COUNT) return lonelyCrowd('spaced', cells, count);
  let log = 0;
  for (let k = 1; k < count; k++) log += Math.log1p(-k / cells);
  return Math.exp(log);
}

function lonelyAmongRandom(units: number, count: number): number {
  if (count > units + 1) return 0;
  if (count > LARGEST_COUNT) return lonelyCrowd('random', units + 1, count);
  let log = 0;
  for (let k = 0; k < count; k++) log += Math.log1p((1 - count) / (units + count - k));
  return Math.exp(log);
}

/** exp(−x) is 0 from here on. */
const UNDERFLOW = 746;

// Of so many data N that the product needs a formula, among M = H − 1 cells or M = H + 1. With u = N/M its logarithm is
// Σ_{k<N} ln(1 − k/M), or Σ_{k<N} ln((1 − k/M)/(1 + k/M)): an integral, whose power series has terms of one sign, and half
// the last term less. The next correction is below u²/M. Either sum is below −N(N − 1)/(2M): unless that underflows,
// u < 1500/N, and a few terms are all.
function lonelyCrowd(breakpoints: 'spaced' | 'random', size: number, count: number): number {
  const u = count / size;
  if (((count - 1) / 2) * u > UNDERFLOW) return 0;
  const isSpaced = breakpoints === 'spaced';
  let integral = 0;
  let power = u;
  for (let j = 1; power > Number.EPSILON * u; j++, power *= u) {
    if (isSpaced || j % 2 === 1) integral += power / (j * (j + 1));
  }
  return isSpaced
    ? Math.exp(-count * integral - Math.log1p(-u) / 2)
    : Math.exp(-2 * count * integral + Math.atanh(u));
}
