import { checkDataset } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import { partition } from '../../data/partition.js';
import type { Partition } from '../../data/partition.js';
import type { Bdso } from '../../forms/bdso.js';
import { sortOrder } from '../../numeric/arrays.js';
import type { NumericArray } from '../../numeric/arrays.js';
import { finiteNumber, finiteVector, knownKeys, sameLength } from '../../numeric/checks.js';

/** The freedom that a lonely partition leaves; see {@link lonelyMinimum}. */
export interface LonelyMinimumOptions {
  /**
   * Delta-slopes of all units, shape (H), in the order of the breakpoints handed in. Those of the units that
   * must pass through a datum are overwritten. Default zeros.
   */
  readonly deltaSlopes?: NumericArray;
  /** The value left of all breakpoints where no datum says it. Default 0. */
  readonly outputBias?: number;
}

/**
 * A global minimum, of zero loss, whose breakpoints cut the data into given lonely pieces.
 *
 * Source: Sahs et al. 2022, Lemma 1, by a construction that respects what a network can represent (theory
 * 6.3, erratum 20): all units face right, the output bias is the value of the datum in the leftmost piece, and
 * from left to right the last breakpoint before each datum turns the line so that it passes through. All
 * other delta-slopes and, if the leftmost piece is empty, the output bias are free: every lonely partition
 * supports infinitely many such minima.
 *
 * The residuals vanish up to rounding of the slopes, not exactly in general.
 *
 * @throws `RangeError` if a piece holds two data or a datum lies on a breakpoint (the message says which), for
 * coincident breakpoints, or for anything not finite; `TypeError` for data that `dataset` has not made or an unknown
 * option.
 * @example
 * ```ts
 * import { dataset, evaluate, lonelyMinimum } from 'relu-splines';
 *
 * const spline = lonelyMinimum(dataset([0, 1, 2], [5, 7, 6]), [0.5, 1.5, 2.5]);
 * spline.deltaSlopes; // Float64Array [4, -10, 0]
 * evaluate(spline, 2); // 6
 * ```
 */
export function lonelyMinimum(
  data: Dataset,
  breakpoints: NumericArray,
  options: LonelyMinimumOptions = {},
): Bdso {
  const where = 'lonelyMinimum';
  checkDataset(where, data);
  knownKeys(where, options, ['deltaSlopes', 'outputBias']);
  const { deltaSlopes, outputBias = 0 } = options;
  const beta = finiteVector(where, 'breakpoints', breakpoints);
  const mu =
    deltaSlopes === undefined
      ? new Float64Array(beta.length)
      : finiteVector(where, 'deltaSlopes', deltaSlopes);
  sameLength(where, 'deltaSlopes', mu, 'breakpoints', beta.length);
  let value = finiteNumber(where, 'outputBias', outputBias);
  const orientations = new Int8Array(beta.length).fill(1);

  const cut = partition({ breakpoints: beta, deltaSlopes: mu, orientations, outputBias: 0 }, data);
  refuse(where, cut, beta, data);

  const { x, y } = data;
  let datum = 0;
  if (cut.pieceOf[0] === 0) {
    value = y[0];
    datum = 1;
  }
  const bias = value;
  // Walk the pieces, carrying the value at the last breakpoint and the slope after it.
  let slope = 0;
  let previous = 0;
  sortOrder(beta).forEach((unit, p) => {
    const here = beta[unit];
    if (p > 0) value += slope * (here - previous);
    previous = here;
    if (datum < x.length && cut.pieceOf[datum] === p + 1) {
      const through = (y[datum] - value) / (x[datum] - here);
      mu[unit] = finiteNumber(where, `the slope jump at the breakpoint ${here}`, through - slope);
      slope = through;
      datum += 1;
    } else {
      slope += mu[unit];
    }
  });
  return { breakpoints: beta, deltaSlopes: mu, orientations, outputBias: bias };
}

function refuse(where: string, { cuts, counts, tied }: Partition, beta: Float64Array, { x }: Dataset): void {
  if (cuts.length !== beta.length) {
    throw new RangeError(`${where}: breakpoints must be distinct, got ${beta.length - cuts.length} repeated`);
  }
  if (tied.length > 0) {
    throw new RangeError(`${where}: breakpoints must not lie on data, got one at x = ${x[tied[0]]}`);
  }
  const crowded = counts.findIndex((count) => count > 1);
  if (crowded >= 0) {
    throw new RangeError(
      `${where}: every piece must hold at most one datum, got ${counts[crowded]} in piece ${crowded}`,
    );
  }
}
