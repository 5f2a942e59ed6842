import { SEGMENT_MOMENTS, segmentMomentsInto, segmentSlope } from '../segments/segment-sums.js';
import type { SegmentSums } from '../segments/segment-sums.js';

/**
 * What the data on one side of a node say about the value θ there: the least residual sum of squares on that side is
 * curvature·(θ − place)² + least, all values further out chosen best.
 *
 * Kept in this form, and never as a polynomial, so that every term of a sum of messages is positive: the sums of squares
 * come out right to a few roundings of themselves where the fit is nearly perfect.
 */
export interface Message {
  /** 0 where that side says nothing. */
  curvature: number;
  /** The best value at the node. */
  place: number;
  /** The sum of squares at that value. */
  least: number;
  /** Slope of the line that ends at the node with the best value. */
  slope: number;
}

/** A message that says nothing. */
export function silence(): Message {
  return { curvature: 0, place: 0, least: 0, slope: 0 };
}

/** The normal equations of one segment in the hat functions of its two nodes. */
export interface HatGram {
  /** Σ w φ², Σ wφψ, Σ wψ² of the hats φ of the node `from` and ψ of the node `to`. */
  a: number;
  b: number;
  c: number;
  /** ac − b², computed without cancellation. */
  determinant: number;
  /** Values of the segment's own least-squares line at the two nodes. */
  atFrom: number;
  atTo: number;
  /** Residual sum of squares of that line. */
  rss: number;
  /** Where the moments of the segment are worked out. */
  readonly moments: Float64Array;
}

/** A segment without data; many may share the array where moments are worked out. */
export function emptyGram(moments = new Float64Array(SEGMENT_MOMENTS)): HatGram {
  return { a: 0, b: 0, c: 0, determinant: 0, atFrom: 0, atTo: 0, rss: 0, moments };
}

/**
 * The hat functions' Gram matrix and least-squares line of the data `first` to `end − 1`, for nodes at `from` and `to`,
 * in either order; O(1) from prefix sums.
 *
 * With fewer than two distinct x the line is not determined; a level one through the datum stands for all.
 */
export function hatGramInto(
  out: HatGram,
  sums: SegmentSums,
  first: number,
  end: number,
  from: number,
  to: number,
): void {
  if (end <= first) {
    out.a = out.b = out.c = out.determinant = out.atFrom = out.atTo = out.rss = 0;
    return;
  }
  const { moments } = out;
  if (!plainMomentsInto(moments, sums.table, first, end)) segmentMomentsInto(moments, sums, first, end);
  const weight = moments[0];
  const meanX = moments[1] + sums.xOrigin;
  const meanY = moments[2] + sums.yOrigin;
  const slope = segmentSlope(moments);
  const span = to - from;
  const hatFrom = (to - meanX) / span;
  const hatTo = (meanX - from) / span;
  const curvature = moments[3] / (span * span);
  out.a = weight * hatFrom * hatFrom + curvature;
  out.b = weight * hatFrom * hatTo - curvature;
  out.c = weight * hatTo * hatTo + curvature;
  out.determinant = weight * curvature;
  out.atFrom = meanY + slope * (from - meanX);
  out.atTo = meanY + slope * (to - meanX);
  out.rss = moments[6];
}

/** Shorter runs are left to the careful kernel, which adds them up. */
const SHORT = 6;

/** How small a part of a raw sum a central one may be: ten digits of it are then right. */
const LEAST_PART = 1e-6;

/**
 * The seven numbers of `segmentMomentsInto` in plain arithmetic from the same table, in less than half the time; false
 * if too much would cancel.
 */
function plainMomentsInto(
  out: Float64Array,
  table: SegmentSums['table'],
  first: number,
  end: number,
): boolean {
  if (end - first <= SHORT) return false;
  const i = 12 * first;
  const j = 12 * end;
  const weight = table[j] - table[i] + (table[j + 1] - table[i + 1]);
  const x = table[j + 2] - table[i + 2] + (table[j + 3] - table[i + 3]);
  const y = table[j + 4] - table[i + 4] + (table[j + 5] - table[i + 5]);
  const xx = table[j + 6] - table[i + 6] + (table[j + 7] - table[i + 7]);
  const xy = table[j + 8] - table[i + 8] + (table[j + 9] - table[i + 9]);
  const yy = table[j + 10] - table[i + 10] + (table[j + 11] - table[i + 11]);
  const meanX = x / weight;
  const meanY = y / weight;
  const spreadX = xx - x * meanX;
  const mixed = xy - x * meanY;
  const spreadY = yy - y * meanY;
  const rss = spreadY - (mixed / spreadX) * mixed;
  if (!(spreadX > LEAST_PART * xx && rss > LEAST_PART * yy)) return false;
  out[0] = weight;
  out[1] = meanX;
  out[2] = meanY;
  out[3] = spreadX;
  out[4] = mixed;
  out[5] = spreadY;
  out[6] = rss;
  return true;
}

/** The message at `to` from that at `from` and the segment between: the value at `from` is chosen best. */
export function extendInto(out: Message, message: Message, gram: HatGram, from: number, to: number): void {
  const { a, b, c, determinant } = gram;
  const known = message.curvature;
  const off = message.place - gram.atFrom;
  const pivot = known + a;
  const joint = known * c + determinant;
  if (joint > 0) {
    const step = (-known * b * off) / joint;
    out.curvature = joint / pivot;
    out.place = gram.atTo + step;
    out.least = message.least + gram.rss + (known * off * off * determinant) / joint;
    out.slope = (gram.atTo + step - gram.atFrom - (known * off - b * step) / pivot) / (to - from);
    return;
  }
  // One of the two values is not determined: nothing is said about `to`, or all of it by the segment alone.
  out.curvature = pivot > 0 ? 0 : c;
  out.place = gram.atTo;
  out.least = message.least + gram.rss + (pivot > 0 ? (known * a * off * off) / pivot : 0);
  out.slope = 0;
}

/** The best value at `from` when that at `to` is `value`. */
export function valueBehind(message: Message, gram: HatGram, value: number): number {
  const pivot = message.curvature + gram.a;
  if (!(pivot > 0)) return value;
  const off = message.place - gram.atFrom;
  return gram.atFrom + (message.curvature * off - gram.b * (value - gram.atTo)) / pivot;
}

/** The least residual sum of squares where messages from both sides meet in one value. */
export function meet(left: Message, right: Message): number {
  const both = left.curvature + right.curvature;
  const least = left.least + right.least;
  if (!(both > 0)) return least;
  const apart = left.place - right.place;
  return least + (left.curvature / both) * right.curvature * apart * apart;
}
