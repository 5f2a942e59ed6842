import type { Dataset } from '../data/dataset.js';
import { mergeTies } from '../data/merged-data.js';
import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import { compensatedSum } from '../numeric/sums.js';
import { segmentSums } from '../segments/segment-sums.js';
import type { SegmentSums } from '../segments/segment-sums.js';

/**
 * The data as the search sees them: centred, brought into [−1, 1] by powers of two, ties merged.
 *
 * Powers of two, so that data of any size make the same search, to the last bit where they differ by such a power.
 */
export interface ScaledData {
  /** Distinct inputs (x − xCentre)/xUnit, strictly increasing, shape (M). */
  readonly x: ReadonlyFloat64Array;
  /** Mean targets (y − yCentre)/yUnit at each, shape (M). */
  readonly y: ReadonlyFloat64Array;
  /** How many data each stands for, shape (M). */
  readonly weights: ReadonlyFloat64Array;
  /** Moments of any run of them, in O(1). */
  readonly sums: SegmentSums;
  /** Σ weights·y²: what rounding errors of a residual sum of squares are measured by. */
  readonly size: number;
  /** ½ Σ (y − ȳ)² over data with equal x: the part of the loss that no function can fit. */
  readonly scatter: number;
  readonly xCentre: number;
  readonly xUnit: number;
  readonly yCentre: number;
  readonly yUnit: number;
}

/** Centres, scales and merges. */
export function scaledData({ x, y }: Dataset): ScaledData {
  const inputs = centred(x, (low, high) => low / 2 + high / 2);
  const targets = centred(y, () => {
    // Halved first: the sum of large targets stays finite.
    const share = 1 / y.length;
    return compensatedSum(Float64Array.from(y, (value) => value * share));
  });
  const { data, weights, scatter } = mergeTies(sortedData(inputs.values, targets.values));
  return {
    x: data.x,
    y: data.y,
    weights,
    sums: segmentSums(data, weights),
    size: compensatedSum(weights.map((weight, n) => weight * data.y[n] * data.y[n])),
    scatter,
    xCentre: inputs.centre,
    xUnit: inputs.unit,
    yCentre: targets.centre,
    yUnit: targets.unit,
  };
}

/** The loss ½Σε² in the caller's units, of a fit with a residual sum of squares in scaled ones. */
export function toCallerLoss({ scatter, yUnit }: ScaledData, rss: number): number {
  return (rss / 2 + scatter) * yUnit * yUnit;
}

/** A place among the scaled inputs in the caller's units. */
export function toCallerX({ xCentre, xUnit }: ScaledData, place: number): number {
  return place * xUnit + xCentre;
}

/** A data set of sorted inputs; two that scaling has made equal are a tie. */
function sortedData(x: Float64Array, y: Float64Array): Dataset {
  const groupStarts: number[] = [];
  for (let n = 0; n < x.length; n++) if (n === 0 || x[n] !== x[n - 1]) groupStarts.push(n);
  groupStarts.push(x.length);
  return { x, y, order: Int32Array.from(x, (_, n) => n), groupStarts: Int32Array.from(groupStarts) };
}

interface Centred {
  readonly values: Float64Array;
  readonly centre: number;
  readonly unit: number;
}

function centred(values: ReadonlyFloat64Array, centreOf: (least: number, most: number) => number): Centred {
  let least = Infinity;
  let most = -Infinity;
  for (let n = 0; n < values.length; n++) {
    least = Math.min(least, values[n]);
    most = Math.max(most, values[n]);
  }
  // The mean of equal numbers need not be that number.
  const centre = least === most ? least : centreOf(least, most);
  // Half the reach, so that it does not overflow.
  const half = Math.max(most / 2 - centre / 2, centre / 2 - least / 2);
  const unit = half > 0 ? powerOfTwoAbove(half) * 2 : 1;
  return { values: Float64Array.from(values, (value) => value / unit - centre / unit), centre, unit };
}

/** The least power of two that is not below `value`, which is positive; at most 2^1022, at least 2^−1022. */
function powerOfTwoAbove(value: number): number {
  const exponent = Math.min(1022, Math.max(-1022, Math.ceil(Math.log2(value))));
  return 2 ** exponent;
}
