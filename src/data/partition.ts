import { toBdso } from '../forms/convert.js';
import { checkForm, isBdso, isNetwork } from '../forms/form.js';
import type { Form } from '../forms/form.js';
import { lowerBound, upperBound } from '../numeric/search.js';
import { checkDataset } from './dataset.js';
import type { Dataset } from './dataset.js';

/** How the breakpoints of a function cut the data. */
export interface Partition {
  /** Distinct breakpoints, increasing, shape (P), in units of x. */
  readonly cuts: Float64Array;
  /** How many data each piece holds, from left to right, shape (P + 1). */
  readonly counts: Int32Array;
  /** The piece of each datum, in the order of the sorted data, shape (N). */
  readonly pieceOf: Int32Array;
  /** Indices of data that lie exactly on a cut; they are counted in the piece to its right. */
  readonly tied: Int32Array;
  /** Is there at most one datum in every piece? */
  readonly lonely: boolean;
}

/**
 * The partition of the data by the breakpoints of a function: piece p is [cuts[p − 1], cuts[p]).
 *
 * Source: Sahs et al. 2022, section 2.2. Every distinct breakpoint cuts, whether or not the slope changes
 * there; units with w = 0 have none. Data with equal x share a piece, so a partition of tied data is never
 * lonely. A datum exactly on a cut is reported in `tied`.
 *
 * @throws `TypeError` for what is not a form or not a data set; as `toBdso`.
 * @example
 * ```ts
 * import { bdso, dataset, partition } from 'relu-splines';
 *
 * const spline = bdso({ breakpoints: [0, 1], deltaSlopes: [1, 1], orientations: [1, 1] });
 * const cut = partition(spline, dataset([-1, 0.5, 0.6, 1], [0, 0, 0, 0]));
 * cut.counts; // Int32Array [1, 2, 1]
 * cut.tied; // Int32Array [3]
 * cut.lonely; // false
 * ```
 */
export function partition(form: Form, data: Dataset): Partition {
  return partitionBy('partition', form, data);
}

function partitionBy(where: string, form: Form, data: Dataset): Partition {
  const cuts = cutsOf(where, form);
  checkDataset(where, data);
  const pieceOf = new Int32Array(data.x.length);
  const counts = new Int32Array(cuts.length + 1);
  const tied: number[] = [];
  data.x.forEach((x, n) => {
    const piece = upperBound(cuts, x);
    pieceOf[n] = piece;
    counts[piece] += 1;
    if (lowerBound(cuts, x) !== piece) tied.push(n);
  });
  return { cuts, counts, pieceOf, tied: Int32Array.from(tied), lonely: counts.every((count) => count <= 1) };
}

/**
 * Does every piece of the function hold at most one datum? Then, in general, the data can be fitted exactly
 * by moving slopes alone (Sahs et al. 2022, Lemma 1).
 *
 * @throws As {@link partition}.
 * @example
 * ```ts
 * import { bdso, dataset, isLonely } from 'relu-splines';
 *
 * const spline = bdso({ breakpoints: [0], deltaSlopes: [1], orientations: [1] });
 * isLonely(spline, dataset([-1, 1], [0, 0])); // true
 * ```
 */
export function isLonely(form: Form, data: Dataset): boolean {
  return partitionBy('isLonely', form, data).lonely;
}

function cutsOf(where: string, form: Form): Float64Array {
  checkForm(where, form);
  if (!isNetwork(form) && !isBdso(form)) return Float64Array.from(form.knots);
  const { breakpoints } = isNetwork(form) ? toBdso(form) : form;
  const sorted = Float64Array.from(breakpoints).sort();
  return sorted.filter((cut, i) => i === 0 || cut !== sorted[i - 1]);
}
