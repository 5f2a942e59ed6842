import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import { gather } from '../numeric/arrays.js';
import type { NumericArray, ReadonlyFloat64Array } from '../numeric/arrays.js';
import { finiteNumber, positiveForEach } from '../numeric/checks.js';
import { differenceError, pairDifferences, pairProducts, productError } from '../numeric/double-double.js';
import type { Pairs } from '../numeric/double-double.js';
import { prefixPairSums } from '../numeric/prefix-sums.js';
import { compensatedSum } from '../numeric/sums.js';

/** One positive number for all data, or one for each in the order in which they were handed over to `dataset`. */
export type Weights = number | NumericArray;

/**
 * What is needed to fit a line to any run of sorted data in O(1): prefix sums of the weights and of what they
 * weigh, in double-double, over data measured from an origin among them.
 *
 * Moving the origin is exact, so data at 10⁶ ± 1 lose no more digits than data at 0 ± 1.
 */
export interface SegmentSums {
  readonly data: Dataset;
  /** Weights in the order of the sorted data, shape (N). */
  readonly weights: ReadonlyFloat64Array;
  /** What x is measured from, in units of x. */
  readonly xOrigin: number;
  /** What y is measured from, in units of y. */
  readonly yOrigin: number;
  /**
   * Prefix sums of w, wx, wy, wx², wxy and wy², each as high and low part: entry n, the sums of the first n data,
   * is at 12n to 12n + 11; shape (12 (N + 1)).
   */
  readonly table: ReadonlyFloat64Array;
  /** No residual sum of squares of a run is off by more than this. */
  readonly rssError: number;
}

/**
 * How many numbers {@link segmentMomentsInto} writes.
 *
 * @example
 * ```ts
 * import { SEGMENT_MOMENTS } from 'relu-splines/segments';
 *
 * SEGMENT_MOMENTS; // 7
 * ```
 */
export const SEGMENT_MOMENTS = 7;

/** Columns of the table: six sums of two parts. */
const STRIDE = 12;

/** Runs up to this length are added up afresh: no slower, and right however far the rest of the data is. */
const SHORT = 6;

/** The spread of x is taken from the table where it is right to this part of itself, else from the data. */
const SPREAD_ACCURACY = 2 ** -44;

/**
 * Builds the sums for any number of {@link segmentMomentsInto}, O(N).
 *
 * @param weights Positive, in the order in which the data were handed over to `dataset`; default 1. Zero weights are refused: leave the data out instead.
 * @throws `RangeError` for weights that are not positive or for squares that overflow, `ShapeError` unless there is
 * one weight a datum.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { SEGMENT_MOMENTS, segmentMomentsInto, segmentSums } from 'relu-splines/segments';
 *
 * const sums = segmentSums(dataset([0, 1, 2, 9], [0, 3, 0, 7]));
 * const moments = new Float64Array(SEGMENT_MOMENTS);
 * segmentMomentsInto(moments, sums, 0, 3);
 * moments[0]; // 3: the weight
 * moments[3]; // 2: the spread of x
 * moments[6]; // 6: the residual sum of squares
 * ```
 */
export function segmentSums(data: Dataset, weights: Weights = 1): SegmentSums {
  return segmentSumsFor('segmentSums', data, weights);
}

/** {@link segmentSums} in the name of another function, for its errors. */
export function segmentSumsFor(where: string, data: Dataset, weights: Weights = 1): SegmentSums {
  checkDataset(where, data);
  const { x, y } = data;
  const n = x.length;
  const given = positiveForEach(where, 'weights', weights, 'x', n, 'a number or an array of numbers');
  const w = gather(given, data.order);
  // The datum in the middle keeps its place whatever lies far out.
  const xOrigin = x[n >> 1];
  const yOrigin = finiteNumber(where, 'the sum of y', compensatedSum(y)) / n;
  const one: Pairs = { high: w, low: new Float64Array(n) };
  const dx = pairDifferences(x, xOrigin);
  const dy = pairDifferences(y, yOrigin);
  const wx = pairProducts(one, dx);
  const wy = pairProducts(one, dy);
  const columns = [one, wx, wy, pairProducts(wx, dx), pairProducts(wx, dy), pairProducts(wy, dy)];
  const table = new Float64Array(STRIDE * (n + 1));
  columns.map(prefixPairSums).forEach(({ high, low }, c) => {
    for (let i = 0; i <= n; i++) {
      table[STRIDE * i + 2 * c] = high[i];
      table[STRIDE * i + 2 * c + 1] = low[i];
    }
  });
  ['w', 'w·x', 'w·y', 'w·x²', 'w·x·y', 'w·y²'].forEach((name, c) => {
    const sum = table[STRIDE * n + 2 * c];
    // Beyond the range of doubles the compensation is ∞ − ∞.
    finiteNumber(where, `the sum of ${name}`, Number.isNaN(sum) ? Infinity : sum);
  });
  let reach = 0;
  for (let i = 0; i < n; i++) reach = Math.max(reach, Math.abs(dy.high[i]));
  const [weight, spread] = [table[STRIDE * n], table[STRIDE * n + 10]];
  // Some roundings of Syy for each datum that is added up, or those of the table.
  const rssError =
    (8 * SPREAD_ACCURACY + 16 * n * Number.EPSILON) * spread +
    8 * n * Number.EPSILON ** 2 * weight * reach ** 2;
  return { data, weights: w, xOrigin, yOrigin, table, rssError };
}

/**
 * Moments of the data start … end − 1, at least one, and of the line that fits them best. `out`, shape (7):
 *
 * 0. the weight W = Σ w;
 * 1. the mean of x, measured from `xOrigin`;
 * 2. the mean of y, measured from `yOrigin`;
 * 3. Sxx = Σ w (x − mean)²;
 * 4. Sxy = Σ w (x − mean)(y − mean);
 * 5. Syy = Σ w (y − mean)²;
 * 6. the residual sum of squares of the line, Syy − Sxy²/Sxx.
 *
 * Where all x are equal, Sxx and Sxy are exactly 0 and the line is the mean. The residual sum of squares is exactly
 * 0 for one datum and for two with different x, never negative, and right to `rssError`; in runs of more than six data
 * whose x are not much closer to each other than to the origin, to about N·EPSILON² of what went into it.
 *
 * O(1), unless the spread of x in the run is lost in that of the data before it, as for x that agree in some nine
 * digits of their distance from the origin: then O(end − start).
 *
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { SEGMENT_MOMENTS, segmentMomentsInto, segmentSums } from 'relu-splines/segments';
 *
 * const sums = segmentSums(dataset([0, 1, 2], [1, 2, 6]));
 * const moments = new Float64Array(SEGMENT_MOMENTS);
 * segmentMomentsInto(moments, sums, 0, 3);
 * moments; // Float64Array [3, 0, 0, 2, 5, 14, 1.5], the means from the origins
 * ```
 */
export function segmentMomentsInto(out: Float64Array, sums: SegmentSums, start: number, end: number): void {
  if (end - start <= SHORT) {
    directMomentsInto(out, sums, start, end);
    return;
  }
  const { table } = sums;
  const s = STRIDE * start;
  const e = STRIDE * end;
  const weight = difference(table, s, e);
  const weightRest = rest(table, s, e);
  const x = difference(table, s + 2, e + 2);
  const xRest = rest(table, s + 2, e + 2);
  const y = difference(table, s + 4, e + 4);
  const yRest = rest(table, s + 4, e + 4);

  // What the rounded means leave: Σ w(x − mean), tiny but not 0.
  const xMean = x / weight;
  const yMean = y / weight;
  const xAll = xMean * weight;
  const yAll = yMean * weight;
  const xLeft = x - xAll + (xRest - productError(xMean, weight, xAll) - xMean * weightRest);
  const yLeft = y - yAll + (yRest - productError(yMean, weight, yAll) - yMean * weightRest);
  out[0] = weight;
  out[1] = xMean;
  out[2] = yMean;

  // Σ wy² − mean·Σ wy − mean·Σ w(y − mean); the errors of all products and differences go into the second parts.
  const yTaken = yMean * y;
  const yySum = difference(table, s + 10, e + 10);
  const yyHigh = yySum - yTaken;
  const yyLow =
    differenceError(yySum, yTaken, yyHigh) +
    (rest(table, s + 10, e + 10) - productError(yMean, y, yTaken) - yMean * (yRest + yLeft));
  out[5] = Math.max(0, yyHigh + yyLow);
  if (sums.data.x[start] === sums.data.x[end - 1]) {
    out[3] = out[4] = 0;
    out[6] = out[5];
    return;
  }

  const xTaken = xMean * x;
  const xxSum = difference(table, s + 6, e + 6);
  const xxHigh = xxSum - xTaken;
  const xxLow =
    differenceError(xxSum, xTaken, xxHigh) +
    (rest(table, s + 6, e + 6) - productError(xMean, x, xTaken) - xMean * (xRest + xLeft));
  const xx = xxHigh + xxLow;
  // Each of the sums before `end` was rounded to EPSILON² of itself.
  const rounding = end * Number.EPSILON ** 2 * (table[e + 6] + xMean * xMean * table[e]);
  if (!(xx * SPREAD_ACCURACY > rounding)) {
    directMomentsInto(out, sums, start, end);
    return;
  }
  const xyTaken = xMean * y;
  const xySum = difference(table, s + 8, e + 8);
  const xyHigh = xySum - xyTaken;
  const xyLow =
    differenceError(xySum, xyTaken, xyHigh) +
    (rest(table, s + 8, e + 8) - productError(xMean, y, xyTaken) - xMean * yRest - yMean * xLeft);
  const xy = xyHigh + xyLow;
  out[3] = xx;
  out[4] = xy;

  // Syy − bSxy − b(Sxy − bSxx): the slope is rounded, its effect on the sum is of second order.
  const slope = xy / xx;
  const fitted = slope * xx;
  const explained = slope * xy;
  const xxRest = xxLow - (xx - xxHigh);
  const xyRest = xyLow - (xy - xyHigh);
  const left = xy - fitted + (xyRest - productError(slope, xx, fitted) - slope * xxRest);
  const unexplained = yyHigh - explained;
  const errors =
    differenceError(yyHigh, explained, unexplained) +
    (yyLow - productError(slope, xy, explained) - slope * (xyRest + left));
  out[6] = Math.max(0, unexplained + errors);
}

/** The weighted mean of |x − from| over the data start … end − 1, at least one, from these. O(end − start). */
export function meanDistance(
  { data: { x }, weights }: SegmentSums,
  start: number,
  end: number,
  from: number,
): number {
  let sum = 0;
  let weight = 0;
  for (let n = start; n < end; n++) {
    sum += weights[n] * Math.abs(x[n] - from);
    weight += weights[n];
  }
  return sum / weight;
}

/**
 * Slope of the line that fits a run best, from its moments: 0 where all x are equal.
 *
 * @example
 * ```ts
 * import { segmentSlope } from 'relu-splines/segments';
 *
 * segmentSlope(Float64Array.of(3, 0, 0, 2, 5, 14, 1.5)); // Sxy/Sxx = 5/2 = 2.5
 * segmentSlope(Float64Array.of(3, 0, 0, 0, 0, 14, 14)); // 0
 * ```
 */
export function segmentSlope(moments: ReadonlyFloat64Array): number {
  return moments[3] > 0 ? moments[4] / moments[3] : 0;
}

// The same from the data themselves, measured from doubles next to the means: differences from these are exact where
// it matters, and what the means are beside them is taken away.
function directMomentsInto(out: Float64Array, sums: SegmentSums, start: number, end: number): void {
  const { weights, xOrigin, yOrigin } = sums;
  const { x, y } = sums.data;
  let weight = 0;
  for (let n = start; n < end; n++) weight += weights[n];
  let [xCentre, yCentre] = [x[start], y[start]];
  let xMean = 0;
  let yMean = 0;
  // A first datum far out makes a poor centre; the second and third are not far off.
  for (let pass = 0; pass < 3; pass++) {
    xCentre += xMean;
    yCentre += yMean;
    let xSum = 0;
    let ySum = 0;
    for (let n = start; n < end; n++) {
      xSum += weights[n] * (x[n] - xCentre);
      ySum += weights[n] * (y[n] - yCentre);
    }
    xMean = xSum / weight;
    yMean = ySum / weight;
  }
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let n = start; n < end; n++) {
    const dx = x[n] - xCentre - xMean;
    const dy = y[n] - yCentre - yMean;
    xx += weights[n] * dx * dx;
    xy += weights[n] * dx * dy;
    yy += weights[n] * dy * dy;
  }
  // Exactly 0 where all x are equal, and where the squares underflow.
  const slope = xx > 0 ? xy / xx : 0;
  let rss = 0;
  if (end - start > 2 || x[end - 1] === x[start]) {
    for (let n = start; n < end; n++) {
      const residual = y[n] - yCentre - yMean - slope * (x[n] - xCentre - xMean);
      rss += weights[n] * residual * residual;
    }
  }
  out[0] = weight;
  out[1] = xCentre - xOrigin + xMean;
  out[2] = yCentre - yOrigin + yMean;
  out[3] = xx;
  out[4] = xy;
  out[5] = yy;
  out[6] = rss;
}

// A difference of two entries of the table, and what it lacks.
function difference(table: ReadonlyFloat64Array, s: number, e: number): number {
  return table[e] - table[s] + (table[e + 1] - table[s + 1]);
}

function rest(table: ReadonlyFloat64Array, s: number, e: number): number {
  const high = table[e] - table[s];
  const low = table[e + 1] - table[s + 1];
  return high - (high + low) + low + differenceError(table[e], table[s], high);
}
