import { list, object } from '../numeric/checks.js';
/** What all values of one quantity come to. */
export interface Summary {
  /** How many finite values there are. */
  readonly count: number;
  /** How many runs gave none: they diverged, or there was nothing to measure. */
  readonly missing: number;
  readonly mean: number;
  /** Standard deviation with n − 1; NaN for fewer than two values. */
  readonly spread: number;
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** What print says of one quantity. */
export interface Printed {
  readonly mean: number;
  /** Standard deviation over the runs of the paper, where it is printed. */
  readonly spread?: number;
  /** Number of those runs; default 5, the papers' number. */
  readonly count?: number;
  /** Why no set of runs can give this figure, where that can be shown. */
  readonly impossible?: string;
}

/**
 * `agrees`: |z| at most 2. `same ordering`: not that, but on the same side of every other row of its ordering as in
 * print. `print impossible`: no runs can give what is printed. `not in print`: there is nothing to compare with.
 */
export type Verdict = 'agrees' | 'same ordering' | 'differs' | 'print impossible' | 'not in print';

/** A line of a table: a quantity under a condition, ours beside print. */
export interface Row {
  /** Such as `uniform, α = 0.1`. */
  readonly condition: string;
  /** Such as `MAE to the cubic spline`. */
  readonly quantity: string;
  readonly ours: Summary;
  readonly printed: Printed | undefined;
  /** (ours − print) over the standard error of both; NaN where it cannot be told. */
  readonly z: number;
  readonly verdict: Verdict;
}

/** What {@link compareRows} makes a row of. */
export interface RowEntry {
  readonly condition: string;
  readonly quantity: string;
  /** One value a run; those that are not finite are counted as missing. */
  readonly values: readonly number[];
  readonly printed?: Printed;
  /** Rows of one ordering are ranked among each other, in print and here: for `same ordering`. */
  readonly ordering?: string;
}

/** Standard errors that ours and print may lie apart to agree. */
export const AGREES_WITHIN = 2;

/** The papers' number of runs. */
const PRINTED_RUNS = 5;

/**
 * Count, mean, spread, median and range of the finite values.
 *
 * @example
 * ```ts
 * import { summarise } from 'relu-splines/experiments';
 *
 * summarise([1, 2, 6, NaN]); // { count: 3, missing: 1, mean: 3, spread: 2.6457513110645907, median: 2, least: 1, most: 6 }
 * ```
 */
export function summarise(values: readonly number[]): Summary {
  list('summarise', 'values', values);
  const finite = values.filter(Number.isFinite).sort((a, b) => a - b);
  const count = finite.length;
  // From the least value on: the mean of equal values is that value.
  const mean = finite.reduce((sum, value) => sum + (value - finite[0]) / count, finite[0]);
  const squares = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const middle = (count - 1) / 2;
  return {
    count,
    missing: values.length - count,
    mean: count === 0 ? NaN : mean,
    spread: count < 2 ? NaN : Math.sqrt(squares / (count - 1)),
    median: count === 0 ? NaN : (finite[Math.floor(middle)] + finite[Math.ceil(middle)]) / 2,
    least: count === 0 ? NaN : finite[0],
    most: count === 0 ? NaN : finite[count - 1],
  };
}

/**
 * (ours − print) over the standard error of both.
 *
 * A spread that is not known, because print gives none or we have one run, is taken to be the other. NaN where neither
 * is known. Where nothing varies, equal means score 0.
 *
 * @example
 * ```ts
 * import { standardScore, summarise } from 'relu-splines/experiments';
 *
 * // Means of 2 and 1, each of three runs with spread 1: their difference has the variance 1/3 + 1/3.
 * standardScore(summarise([1, 2, 3]), { mean: 1, spread: 1, count: 3 }); // 1.2247…
 * ```
 */
export function standardScore(ours: Summary, printed: Printed): number {
  const where = 'standardScore';
  object(where, 'ours', ours);
  object(where, 'printed', printed);
  const theirs = printed.spread ?? ours.spread;
  const mine = Number.isNaN(ours.spread) ? theirs : ours.spread;
  const variance = mine ** 2 / ours.count + theirs ** 2 / (printed.count ?? PRINTED_RUNS);
  const difference = ours.mean - printed.mean;
  return difference === 0 && variance === 0 ? 0 : difference / Math.sqrt(variance);
}

/**
 * Rows with their z and their verdict, in the order given.
 *
 * @example
 * ```ts
 * import { compareRows } from 'relu-splines/experiments';
 *
 * const [row] = compareRows([
 *   { condition: 'α = 1', quantity: 'loss', values: [1, 2, 3], printed: { mean: 2.5, spread: 1 } },
 * ]);
 * row.ours.mean; // 2
 * row.verdict; // 'agrees'
 * ```
 */
export function compareRows(entries: readonly RowEntry[]): Row[] {
  const where = 'compareRows';
  list(where, 'entries', entries);
  entries.forEach((entry, i) => {
    object(where, `entries[${i}]`, entry);
    list(where, `entries[${i}].values`, entry.values);
  });
  const summaries = entries.map(({ values }) => summarise(values));
  return entries.map(({ condition, quantity, printed, ordering }, i) => {
    const ours = summaries[i];
    const z = printed === undefined ? NaN : standardScore(ours, printed);
    const keepsItsPlace = (): boolean => {
      const others = entries.flatMap((entry, j) =>
        j !== i && ordering !== undefined && entry.ordering === ordering && entry.printed !== undefined
          ? [{ ours: summaries[j].mean, print: entry.printed.mean }]
          : [],
      );
      return (
        others.length > 0 &&
        others.every(
          (other) => Math.sign(ours.mean - other.ours) === Math.sign((printed?.mean ?? NaN) - other.print),
        )
      );
    };
    let verdict: Verdict = 'differs';
    if (printed === undefined) verdict = 'not in print';
    else if (printed.impossible !== undefined) verdict = 'print impossible';
    else if (Math.abs(z) <= AGREES_WITHIN) verdict = 'agrees';
    else if (keepsItsPlace()) verdict = 'same ordering';
    return { condition, quantity, ours, printed, z, verdict };
  });
}
