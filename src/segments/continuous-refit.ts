import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import type { PiecewiseLinear } from '../forms/piecewise-linear.js';
import type { NumericArray } from '../numeric/arrays.js';
import { BandedLeastSquares } from '../numeric/banded-least-squares.js';
import { finiteVector, knownKeys } from '../numeric/checks.js';
import { lowerBound, upperBound } from '../numeric/search.js';
import {
  meanDistance,
  SEGMENT_MOMENTS,
  segmentMomentsInto,
  segmentSlope,
  segmentSumsFor,
} from './segment-sums.js';
import type { SegmentSums, Weights } from './segment-sums.js';

/** How {@link continuousRefit} weighs the data. */
export interface ContinuousRefitOptions {
  /** Positive weights, one for all or one for each datum as it was handed over to `dataset`. Default 1. */
  readonly weights?: Weights;
}

/** The best continuous piecewise-linear function with given knots. */
export interface ContinuousRefit {
  /** The function, with all the knots that were given. */
  readonly spline: PiecewiseLinear;
  /** Residual sum of squares Σ w (y − f)², without the ½ of the loss. */
  readonly rss: number;
  /** How many of its P + 2 degrees of freedom the data leave open, and least Σ J² decides. */
  readonly undetermined: number;
}

/**
 * The continuous piecewise-linear function with the given knots that has the least residual sum of squares.
 *
 * Least squares for the values at the knots, in the basis of hat functions. The data between two knots enter by their
 * moments, two equations a piece from {@link segmentSums}, and these are solved by orthogonal rotations, not by
 * normal equations: O(N + P log N).
 *
 * Where several functions are as good, the one with the least Σ J² of the slope jumps is taken, the least
 * `functionRoughness`. So there is no jump at a knot outside of the data or at an end of them: the outermost lines
 * that the data see go on. Data that all have one x give a constant.
 *
 * @param knots Strictly increasing, in units of x, any array-like; none for a straight line.
 * @throws `RangeError` for knots that are not finite or do not increase, or weights that are not positive; `ShapeError`
 * unless there is one weight a datum.
 * @example
 * ```ts
 * import { dataset, evaluate } from 'relu-splines';
 * import { continuousRefit } from 'relu-splines/segments';
 *
 * const data = dataset([0, 1, 2, 3, 4], [0, 1, 3, 1, 0]);
 * const tent = continuousRefit(data, [2]);
 * tent.rss; // 0.2857…
 * evaluate(tent.spline, 2); // 2.7142…
 * ```
 */
export function continuousRefit(
  data: Dataset,
  knots: NumericArray,
  options: ContinuousRefitOptions = {},
): ContinuousRefit {
  const where = 'continuousRefit';
  checkDataset(where, data);
  knownKeys(where, options, ['weights']);
  const places = increasingKnots(where, knots);
  const sums = segmentSumsFor(where, data, options.weights);
  const { x } = data;
  const [left, right] = [x[0], x[x.length - 1]];
  // Knots that the data surround, and how many are on either side of these.
  const first = upperBound(places, left);
  const end = Math.max(first, lowerBound(places, right));
  const nodes = Float64Array.of(left, ...places.subarray(first, end), right);
  const outside = places.length - (end - first);
  const { values, rss, undetermined } = left === right ? constantFit(sums) : nodeFit(sums, nodes);

  const slopes = new Float64Array(places.length + 1);
  const intercepts = new Float64Array(places.length + 1);
  for (let p = 0; p < slopes.length; p++) {
    const seen = Math.min(Math.max(p, first), end) - first;
    const width = nodes[seen + 1] - nodes[seen];
    slopes[p] = width > 0 ? (values[seen + 1] - values[seen]) / width : 0;
    // From the knot that the piece shares with its neighbour, where there is one.
    const anchor = seen === 0 ? 1 : seen;
    intercepts[p] = sums.yOrigin + values[anchor] - slopes[p] * nodes[anchor];
  }
  const spline = { knots: places, slopes, intercepts };
  return { spline, rss, undetermined: undetermined + outside };
}

interface NodeFit {
  /** Values at the nodes, measured from `yOrigin`. */
  readonly values: Float64Array;
  readonly rss: number;
  readonly undetermined: number;
}

function constantFit(sums: SegmentSums): NodeFit {
  const moments = new Float64Array(SEGMENT_MOMENTS);
  segmentMomentsInto(moments, sums, 0, sums.data.x.length);
  return { values: Float64Array.of(moments[2], moments[2]), rss: moments[6], undetermined: 1 };
}

/** What the data of one piece say: f has this value at their mean, and this slope, with these weights. */
interface PieceSummary {
  /** The share of the right node in f at the mean, and that of the left one. */
  readonly rightShare: number;
  readonly leftShare: number;
  readonly mean: number;
  readonly weight: number;
  readonly slope: number;
  readonly spread: number;
  readonly width: number;
}

function nodeFit(sums: SegmentSums, nodes: Float64Array): NodeFit {
  const { pieces, inner } = summaries(sums, nodes);
  const values = new Float64Array(nodes.length);
  let undetermined = 0;
  // The second pass works on what the first has left, and takes away what its rounding did.
  for (let pass = 0; pass < 2; pass++) undetermined = improve(values, pieces, nodes);
  let rss = inner;
  pieces.forEach((piece, p) => {
    rss += piece.weight * missing(piece, values, p) ** 2;
    // Without a spread the slope is free, and its square may overflow between knots that nearly coincide.
    if (piece.spread > 0) rss += piece.spread * missingSlope(piece, values, p) ** 2;
  });
  return { values, rss, undetermined };
}

/** From so many widths away from the origin on, distances in a piece are taken from its data. */
const NARROW = 256;

function summaries(sums: SegmentSums, nodes: Float64Array): { pieces: PieceSummary[]; inner: number } {
  const { x } = sums.data;
  const { xOrigin } = sums;
  const moments = new Float64Array(SEGMENT_MOMENTS);
  const pieces: PieceSummary[] = [];
  let inner = 0;
  let start = 0;
  for (let p = 0; p + 1 < nodes.length; p++) {
    const end = p + 2 < nodes.length ? lowerBound(x, nodes[p + 1]) : x.length;
    const width = nodes[p + 1] - nodes[p];
    moments.fill(0);
    if (start < end) segmentMomentsInto(moments, sums, start, end);
    const [weight, xMean, mean, spread, , , rss] = moments;
    inner += rss;
    // A piece that is narrow for where it is: the mean, measured from the origin, has lost the digits of its shares.
    const narrow = Math.abs(xMean) > NARROW * width;
    const fromLeft = narrow ? meanDistance(sums, start, end, nodes[p]) : xMean - (nodes[p] - xOrigin);
    const fromRight = narrow ? meanDistance(sums, start, end, nodes[p + 1]) : nodes[p + 1] - xOrigin - xMean;
    const rightShare = Math.min(Math.max(fromLeft / width, 0), 1);
    const leftShare = Math.min(Math.max(fromRight / width, 0), 1);
    pieces.push({ rightShare, leftShare, mean, weight, slope: segmentSlope(moments), spread, width });
    start = end;
  }
  return { pieces, inner };
}

function missing({ leftShare, rightShare, mean }: PieceSummary, values: Float64Array, p: number): number {
  return mean - leftShare * values[p] - rightShare * values[p + 1];
}

function missingSlope({ slope, width }: PieceSummary, values: Float64Array, p: number): number {
  return slope - (values[p + 1] - values[p]) / width;
}

// Adds to the values what is missing, by least squares; what is left open goes to the least Σ J², and is counted.
function improve(values: Float64Array, pieces: readonly PieceSummary[], nodes: Float64Array): number {
  const equations = new BandedLeastSquares(nodes.length, 2);
  pieces.forEach((piece, p) => {
    const { leftShare, rightShare, weight, spread, width } = piece;
    if (weight > 0) {
      const scale = Math.sqrt(weight);
      equations.add(p, [scale * leftShare, scale * rightShare], scale * missing(piece, values, p));
    }
    if (spread > 0) {
      const scale = Math.sqrt(spread);
      equations.add(p, [-scale / width, scale / width], scale * missingSlope(piece, values, p));
    }
  });
  const step = equations.solve();
  for (let p = 0; p < values.length; p++) values[p] += step[p];
  const free = equations.freeColumns;
  const count = free.reduce((sum, each) => sum + each, 0);
  if (count > 0) smooth(values, nodes, equations.nullVector(), free, count);
  return count;
}

/**
 * Moves the values along the null space so that Σ J² becomes least. Every free value takes along the determined ones
 * to its left, up to the next free one: `shape` says by how much, for all at once.
 */
function smooth(
  values: Float64Array,
  nodes: Float64Array,
  shape: Float64Array,
  free: Readonly<Uint8Array>,
  count: number,
): void {
  const group = new Int32Array(nodes.length);
  for (let p = 1; p < nodes.length; p++) group[p] = group[p - 1] + free[p - 1];
  const jumps = new BandedLeastSquares(count, 3);
  const row = new Float64Array(3);
  for (let p = 1; p + 1 < nodes.length; p++) {
    const before = 1 / (nodes[p] - nodes[p - 1]);
    const after = 1 / (nodes[p + 1] - nodes[p]);
    row.fill(0);
    let jump = 0;
    [before, -before - after, after].forEach((coefficient, k) => {
      const node = p - 1 + k;
      jump += coefficient * values[node];
      row[group[node] - group[p - 1]] += coefficient * shape[node];
    });
    if (group[p - 1] < count) jumps.add(group[p - 1], row, -jump);
  }
  const moves = jumps.solve();
  for (let p = 0; p < nodes.length; p++) if (group[p] < count) values[p] += moves[group[p]] * shape[p];
}

function increasingKnots(where: string, knots: unknown): Float64Array {
  // −0 + 0 is 0: a knot at the origin has no sign.
  const places = finiteVector(where, 'knots', knots).map((t) => t + 0);
  for (let p = 1; p < places.length; p++) {
    if (places[p] <= places[p - 1]) {
      throw new RangeError(
        `${where}: knots must increase, got knots[${p - 1}] = ${places[p - 1]} and knots[${p}] = ${places[p]}`,
      );
    }
  }
  return places;
}
