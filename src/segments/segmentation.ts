import type { NumericArray } from '../numeric/arrays.js';
import { bayesCriterion } from '../numeric/bayes-criterion.js';
import { finiteNumber, finiteVector, object, show } from '../numeric/checks.js';
import { upperBound } from '../numeric/search.js';
import { meanDistance, SEGMENT_MOMENTS, segmentMomentsInto, segmentSlope } from './segment-sums.js';
import type { SegmentSums } from './segment-sums.js';

/**
 * A straight line on each of some runs of sorted data: in general not continuous.
 *
 * A run whose x are all equal has the mean of its y as a horizontal line.
 */
export interface Segmentation {
  /** Number of pieces k. */
  readonly pieces: number;
  /** Residual sum of squares Σ w (y − f)², without the ½ of the loss. */
  readonly rss: number;
  /**
   * n (ln(2π·rss/n) + 1) − Σ ln w + 3k ln n for n data: −2 ln of the Gaussian likelihood plus ln n for each of 2k
   * coefficients, k − 1 breaks and the variance, as R's strucchange counts. −∞ where rss is 0.
   */
  readonly bic: number;
  /** Index of the first of the sorted data of each piece but the first, shape (k − 1). */
  readonly breaks: Int32Array;
  /**
   * Where one piece ends and the next begins, halfway between the data on both sides, shape (k − 1), in units of
   * x. A cut between data with equal x is at that x.
   */
  readonly cuts: Float64Array;
  /** Slopes of the lines from left to right, shape (k), in units of y per x. */
  readonly slopes: Float64Array;
  /** Intercepts of the lines, at x = 0, shape (k), in units of y. */
  readonly intercepts: Float64Array;
  /** Mean x of the data of each piece, shape (k). The line goes through the means. */
  readonly xMeans: Float64Array;
  /** Mean y of the data of each piece, shape (k). */
  readonly yMeans: Float64Array;
}

/** The best line for each run that `breaks` make. */
export function segmentationAt(sums: SegmentSums, breaks: Int32Array): Segmentation {
  const { data, weights, yOrigin } = sums;
  const n = data.x.length;
  const pieces = breaks.length + 1;
  const slopes = new Float64Array(pieces);
  const intercepts = new Float64Array(pieces);
  const xMeans = new Float64Array(pieces);
  const yMeans = new Float64Array(pieces);
  const moments = new Float64Array(SEGMENT_MOMENTS);
  let rss = 0;
  for (let p = 0; p < pieces; p++) {
    const start = p === 0 ? 0 : breaks[p - 1];
    const end = p < breaks.length ? breaks[p] : n;
    segmentMomentsInto(moments, sums, start, end);
    slopes[p] = segmentSlope(moments);
    // Not from the origin of the sums: where that is far, a steep line needs the digits that it would round away.
    xMeans[p] = data.x[start] + meanDistance(sums, start, end, data.x[start]);
    yMeans[p] = yOrigin + moments[2];
    intercepts[p] = yMeans[p] - slopes[p] * xMeans[p];
    rss += moments[6];
  }
  const cuts = Float64Array.from(breaks, (first) => between(data.x[first - 1], data.x[first]));
  let logWeights = 0;
  for (let i = 0; i < n; i++) logWeights += Math.log(weights[i]);
  // A line and a break for each piece, for the last one the variance.
  const bic = bayesCriterion(rss, n, 3 * pieces, logWeights);
  return { pieces, rss, bic, breaks, cuts, slopes, intercepts, xMeans, yMeans };
}

/**
 * The fitted function at x: piece p holds from cuts[p − 1] on, up to but without cuts[p]; the outermost lines go on
 * for ever.
 *
 * Every datum of the fit lies on the line of its own piece, but where equal x were split: there the last piece to
 * begin at that x tells the value.
 *
 * @throws `RangeError` for NaN or Infinity.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { evaluateSegments, optimalSegments } from 'relu-splines/segments';
 *
 * const step = dataset([0, 1, 2, 3], [0, 0, 5, 5]);
 * const [, two] = optimalSegments(step, { pieces: 2, minimumLength: 2 });
 * two && evaluateSegments(two, [1.4, 1.5, 9]); // Float64Array [0, 5, 5]
 * ```
 */
export function evaluateSegments(segmentation: Segmentation, x: number): number;
/** Its values at each of many points, shape (n): see the form for one. */
export function evaluateSegments(segmentation: Segmentation, x: NumericArray): Float64Array;
export function evaluateSegments(
  segmentation: Segmentation,
  x: number | NumericArray,
): number | Float64Array {
  const where = 'evaluateSegments';
  object(where, 'segmentation', segmentation);
  if (!('xMeans' in segmentation)) {
    throw new TypeError(
      `${where}: segmentation must be one of those of optimalSegments, or that of greedyMerge, got ${show(segmentation)}`,
    );
  }
  if (typeof x === 'number') return valueAt(segmentation, finiteNumber(where, 'x', x));
  return finiteVector(where, 'x', x, 'a number or an array of numbers').map((each) =>
    valueAt(segmentation, each),
  );
}

function valueAt({ cuts, slopes, xMeans, yMeans }: Segmentation, x: number): number {
  const p = upperBound(cuts, x);
  return yMeans[p] + slopes[p] * (x - xMeans[p]);
}

// Above a and at most b, unless they are equal.
function between(a: number, b: number): number {
  const middle = a / 2 + b / 2;
  return middle > a ? middle : b;
}
