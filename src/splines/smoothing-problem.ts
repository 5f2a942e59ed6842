import { mergeTies } from '../data/merged-data.js';
import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import { gather, largestMagnitude } from '../numeric/arrays.js';
import type { NumericArray } from '../numeric/arrays.js';
import { finiteNumber, finiteVector, sameLength } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { compensatedSum } from '../numeric/sums.js';
import type { SmoothingData } from './two-filter.js';

/**
 * Data made ready to be smoothed: ties merged, x on [0, 1], weights as R scales them, and of y what the weighted
 * least-squares line leaves, over its size. The spline of that, and the line, make up the spline of the data; so
 * neither where the data lie nor their units cost digits.
 */
export interface SmoothingProblem extends SmoothingData {
  /** Distinct x, in units of x. */
  readonly x: Float64Array;
  /** Means of y at the distinct x. */
  readonly means: Float64Array;
  /** max x − min x, the unit of the scaled x. */
  readonly range: number;
  /** The unit of the scaled y, a power of two. */
  readonly unit: number;
  /** What every weight was multiplied by. */
  readonly weightScale: number;
  /** The line at the distinct x, in units of y. */
  readonly line: Float64Array;
  /** Its slope, in units of y per x. */
  readonly lineSlope: number;
  /** Does the line alone fit, as far as y is told from its rounding? */
  readonly straight: boolean;
  /** The place among the distinct x of each datum, in sorted order, shape (N). */
  readonly groupOf: Int32Array;
  /** The scaled weight of each, shape (N). */
  readonly eachWeight: Float64Array;
  /** The scaled distance of each from the mean at its x, shape (N). */
  readonly eachScatter: Float64Array;
  /** How many data have weight above zero. */
  readonly dataCount: number;
  /** How many distinct x have. */
  readonly distinctCount: number;
}

/** Residuals of the line within this many EPSILON of the largest y are rounding of y and of the line. */
const LINE_ULPS = 4;

/** Checks data and weights (in the order in which the caller handed the data over) and scales them. */
export function smoothingProblem(where: string, data: Dataset, given?: NumericArray): SmoothingProblem {
  checkDataset(where, data);
  const weightsGiven = given === undefined ? new Float64Array(data.x.length).fill(1) : checked(where, given);
  sameLength(where, 'weights', weightsGiven, 'x', data.x.length);
  const dataCount = weightsGiven.reduce((count, w) => (w > 0 ? count + 1 : count), 0);
  if (dataCount === 0)
    throw new RangeError(`${where}: weights must not all be zero, got ${data.x.length} zeros`);
  // Over the largest first: their sum may overflow.
  const heaviest = weightsGiven.reduce((most, w) => Math.max(most, w), 0);
  const relative = weightsGiven.map((w) => w / heaviest);
  const relativeScale = dataCount / compensatedSum(relative);
  const each = gather(relative, data.order).map((w) => w * relativeScale);

  const merged = mergeTies(data, each);
  const x = Float64Array.from(merged.data.x);
  const means = Float64Array.from(merged.data.y);
  const { weights } = merged;
  const distinctCount = weights.reduce((count, w) => (w > 0 ? count + 1 : count), 0);
  if (distinctCount < 2) {
    const rule = given === undefined ? 'two distinct x' : 'two distinct x with positive weight';
    throw new ShapeError(`${where}: data must have at least ${rule}, got ${distinctCount}`);
  }
  const range = finiteNumber(where, 'the range of x', x[x.length - 1] - x[0]);
  const { line, slope } = leastSquaresLine(x, means, weights, range);
  const left = means.map((y, g) => y - line[g]);
  const size = largestMagnitude(left);
  const unit = size === 0 ? 1 : 2 ** Math.floor(Math.log2(size));
  const groupOf = new Int32Array(data.x.length);
  for (let g = 0, n = 0; n < groupOf.length; n++) {
    if (n === data.groupStarts[g + 1]) g++;
    groupOf[n] = g;
  }
  return {
    x,
    means,
    gaps: x.subarray(1).map((place, g) => (place - x[g]) / range),
    y: left.map((y) => y / unit),
    weights,
    range,
    unit,
    weightScale: relativeScale / heaviest,
    line,
    lineSlope: slope / range,
    straight: size <= LINE_ULPS * Number.EPSILON * largestMagnitude(means),
    groupOf,
    eachWeight: each,
    eachScatter: each.map((_, n) => (data.y[n] - means[groupOf[n]]) / unit),
    dataCount,
    distinctCount,
  };
}

function checked(where: string, given: NumericArray): Float64Array {
  const weights = finiteVector(where, 'weights', given);
  weights.forEach((w, n) => {
    if (w < 0) throw new RangeError(`${where}: weights[${n}] must not be negative, got ${w}`);
  });
  return weights;
}

// From differences to the first datum, so that far-away data keep their digits; `slope` is per range.
function leastSquaresLine(
  x: Float64Array,
  y: Float64Array,
  weights: Float64Array,
  range: number,
): { readonly line: Float64Array; readonly slope: number } {
  const total = compensatedSum(weights);
  const mean = (values: Float64Array): number => compensatedSum(values.map((v, g) => weights[g] * v)) / total;
  const u = x.map((value) => (value - x[0]) / range);
  const rise = y.map((value) => value - y[0]);
  const meanU = mean(u);
  const meanRise = mean(rise);
  const spread = mean(u.map((value) => (value - meanU) ** 2));
  const slope = mean(u.map((value, g) => (value - meanU) * (rise[g] - meanRise))) / spread;
  return { line: u.map((value) => y[0] + (meanRise + slope * (value - meanU))), slope };
}
