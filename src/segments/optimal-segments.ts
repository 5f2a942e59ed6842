import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import { integerIn, knownKeys } from '../numeric/checks.js';
import { segmentationTable, tracedBreaks } from './dynamic-program.js';
import { breakPlaces } from './places.js';
import type { TieRule } from './places.js';
import { SEGMENT_MOMENTS, segmentMomentsInto, segmentSumsFor } from './segment-sums.js';
import type { Weights } from './segment-sums.js';
import { segmentationAt } from './segmentation.js';
import type { Segmentation } from './segmentation.js';

/** What {@link optimalSegments} looks for. */
export interface OptimalSegmentsOptions {
  /** The largest number K of pieces. */
  readonly pieces: number;
  /** Data a piece has at least, equal x counted each. Default 1. */
  readonly minimumLength?: number;
  /** Positive weights, one for all or one for each datum as it was handed over to `dataset`. Default 1. */
  readonly weights?: Weights;
  /** May data with equal x go to different pieces? Default `'split'`, they may. */
  readonly ties?: TieRule;
}

/** A segmentation than which none with as many pieces is better. */
export interface OptimalSegmentation extends Segmentation {
  /** By how much the best segmentation with other breaks has a larger residual sum of squares; ∞ if there is none. */
  readonly gap: number;
  /** Is the gap above 10⁻⁹ of the total sum of squares Σ w(y − mean)²? If not, other breaks are as good. */
  readonly unique: boolean;
}

/** A gap counts from this part of the total sum of squares on. */
const GAP = 1e-9;

/**
 * The best discontinuous piecewise-linear fit with k pieces, for every k from 1 to K: a line by least squares on each
 * of k runs of the sorted data, the runs chosen so that the residual sum of squares is the least that there is. A
 * continuous function with k − 1 knots cannot go below it.
 *
 * Entry k − 1 is the fit with exactly k pieces, or null where there is none (too many equal x that stay together).
 * With a minimum length of 1 and ties split, the residual sum of squares never rises with k; with others it may.
 *
 * To choose k by `bic`, ask for a minimum length of 3 or more, better more. A piece of one or two data has no residuals,
 * and with few data the criterion takes such pieces for good ones: of 40 noisy series of 30 data in four pieces it chose
 * four for 17 with a minimum length of 1 or 2 (and the most that were allowed for 10), for 28 with 3, for 35 with 4.
 *
 * Dynamic programming over breaks with costs of pieces in O(1) from {@link segmentSums}: O(K N²) at worst, mostly far
 * less, since whole blocks of breaks are ruled out by a bound; the optimum is never lost. Memory is O(K N). Where
 * several breaks are as good, those chosen have their last break farthest left, then the one before it, and so on, as
 * the sums round.
 *
 * @throws `RangeError` for a number of pieces or a minimum length below 1, more pieces than there are data for, weights
 * that are not positive or another tie rule; `ShapeError` unless there is one weight a datum.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { optimalSegments } from 'relu-splines/segments';
 *
 * const data = dataset([0, 1, 2, 3, 4, 5], [0, 1, 2, 9, 8, 7]);
 * const [one, two] = optimalSegments(data, { pieces: 2 });
 * one?.rss; // 20.8
 * two?.rss; // 0
 * two?.breaks; // Int32Array [3]
 * two?.slopes; // Float64Array [1, -1]
 * ```
 */
export function optimalSegments(
  data: Dataset,
  options: OptimalSegmentsOptions,
): (OptimalSegmentation | null)[] {
  const where = 'optimalSegments';
  checkDataset(where, data);
  knownKeys(where, options, ['pieces', 'minimumLength', 'weights', 'ties']);
  const { minimumLength = 1, ties = 'split' } = options;
  const n = data.x.length;
  integerIn(where, 'minimumLength', minimumLength, 1);
  const pieces = integerIn(where, 'pieces', options.pieces, 1);
  if (pieces * minimumLength > n) {
    throw new RangeError(
      `${where}: pieces × minimumLength must be at most the number of data, ${n}, got ${pieces} × ${minimumLength}`,
    );
  }
  const places = breakPlaces(where, data, ties);
  const sums = segmentSumsFor(where, data, options.weights);
  const table = segmentationTable({ sums, places, pieces, minimumLength });
  const moments = new Float64Array(SEGMENT_MOMENTS);
  segmentMomentsInto(moments, sums, 0, n);
  const total = moments[5];
  return Array.from({ length: pieces }, (_, row) => {
    const end = (row + 1) * places.length - 1;
    if (table.best[end] === Infinity) return null;
    const gap = table.second[end] - table.best[end];
    return { ...segmentationAt(sums, tracedBreaks(table, places, row + 1)), gap, unique: gap > GAP * total };
  });
}
