import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import { sortOrder } from '../numeric/arrays.js';
import { integerIn, knownKeys, notNegativeNumber, positiveNumber } from '../numeric/checks.js';
import { mergeCheapest } from './merge-cheapest.js';
import { breakPlaces } from './places.js';
import type { TieRule } from './places.js';
import { SEGMENT_MOMENTS, segmentMomentsInto, segmentSumsFor } from './segment-sums.js';
import type { SegmentSums, Weights } from './segment-sums.js';
import { segmentationAt } from './segmentation.js';
import type { Segmentation } from './segmentation.js';

/** What {@link greedyMerge} looks for. */
export interface GreedyMergeOptions {
  /**
   * The number k of pieces that the answer is held against. It has more itself: 4k + 1 by default, k only with `exactly`.
   */
  readonly pieces: number;
  /** τ > 0: with a larger one fewer pieces come out, and the fit may be worse. Default 1. */
  readonly tau?: number;
  /** γ, an integer of at least 1: how many more pieces are good enough; a large one saves rounds. Default 1. */
  readonly gamma?: number;
  /** σ², the variance of the noise (of weight 1), in units of y². Default 0. */
  readonly noiseVariance?: number;
  /** Go on to exactly `pieces` pieces? Default false. */
  readonly exactly?: boolean;
  /** Positive weights, one for all or one for each datum as it was handed over to `dataset`. Default 1. */
  readonly weights?: Weights;
  /** May data with equal x go to different pieces? Default `'split'`, they may. */
  readonly ties?: TieRule;
}

/**
 * A discontinuous piecewise-linear fit in nearly linear time, with more pieces than asked for: some four times as many,
 * unless `exactly` is set.
 *
 * Source: Acharya, Diakonikolas, Li and Schmidt, "Fast algorithms for segmented regression" (ICML 2016), their
 * GreedyMerging, for lines in one variable. Every datum (every distinct x, if ties stay together) begins as a piece.
 * While there are more than 2c + γ pieces, c = (1 + 1/τ)k rounded up, they are paired, the first with the second, the
 * third with the fourth and so on; an odd one at the end waits. The error of a pair is the residual sum of squares of
 * its common line less σ² for each of its data. The c pairs with the largest errors stay apart, all others are merged;
 * of equal errors the leftmost stay apart. Each round halves what is above 2c, so that there are O(log(N/γ)) of them
 * and, with costs of pieces in O(1), all together take O(N log N), sorting included.
 *
 * What is certain, whatever the data: with σ² = 0, the residual sum of squares is at most
 * 1 + (k − 1)/(c − k + 1) ≤ 1 + τ times the least that k pieces can have. Of the c larger errors in a round, at least
 * c − k + 1 are of pairs without a break of the best fit, and these have at most its sum together; so a merged pair
 * with such a break has at most the (c − k + 1)th part of it, and at most k − 1 pieces are such in the end. With
 * σ² > 0, σ²N comes on top.
 *
 * How many pieces come back: 2c + ⌈(γ + 1)/2⌉ at least and 2c + γ at most. By default that is 4k + 1, so 17 for
 * `pieces: 4`; with a large τ it comes near 2k. Of 2c + γ data or fewer each stays a piece of its own.
 *
 * `exactly` goes on from there by merging the neighbours whose merging costs least, one pair at a time (a heap,
 * O(c log c)), until k pieces are left: no bound is known for these.
 *
 * @throws `RangeError` for numbers of pieces that are not integers from 1 to the number of data (of distinct x, if they
 * stay together), τ that is not positive, γ that is not an integer of at least 1, a negative variance, weights that
 * are not positive or another tie rule; `ShapeError` unless there is one weight a datum.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { greedyMerge } from 'relu-splines/segments';
 *
 * const x = Float64Array.from({ length: 300 }, (_, n) => n);
 * const data = dataset(x, x.map((n) => Math.abs(n - 100)));
 * greedyMerge(data, { pieces: 2 }).pieces; // 9
 * const two = greedyMerge(data, { pieces: 2, exactly: true });
 * two.breaks; // Int32Array [100]
 * two.slopes; // Float64Array [-1, 1]
 * ```
 */
export function greedyMerge(data: Dataset, options: GreedyMergeOptions): Segmentation {
  const where = 'greedyMerge';
  checkDataset(where, data);
  knownKeys(where, options, ['pieces', 'tau', 'gamma', 'noiseVariance', 'exactly', 'weights', 'ties']);
  const { tau = 1, gamma = 1, noiseVariance = 0, exactly = false, ties = 'split' } = options;
  const places = breakPlaces(where, data, ties);
  const pieces = integerIn(where, 'pieces', options.pieces, 1, places.length - 1);
  const kept = Math.ceil((1 + 1 / positiveNumber(where, 'tau', tau)) * pieces);
  const most = 2 * kept + integerIn(where, 'gamma', gamma, 1);
  notNegativeNumber(where, 'noiseVariance', noiseVariance);
  const sums = segmentSumsFor(where, data, options.weights);
  let edges = places;
  while (edges.length - 1 > most) edges = mergedRound(sums, edges, kept, noiseVariance);
  if (exactly) edges = mergeCheapest(sums, edges, pieces);
  return segmentationAt(sums, edges.slice(1, -1));
}

// One round: pairs of neighbours, of which those with the `kept` largest errors stay apart.
function mergedRound(sums: SegmentSums, edges: Int32Array, kept: number, noiseVariance: number): Int32Array {
  const pairs = (edges.length - 1) >> 1;
  const moments = new Float64Array(SEGMENT_MOMENTS);
  const gains = new Float64Array(pairs);
  for (let p = 0; p < pairs; p++) {
    const start = edges[2 * p];
    const end = edges[2 * p + 2];
    segmentMomentsInto(moments, sums, start, end);
    gains[p] = noiseVariance * (end - start) - moments[6];
  }
  const apart = new Uint8Array(pairs);
  for (const p of sortOrder(gains).subarray(0, kept)) apart[p] = 1;
  return edges.filter((_, e) => e % 2 === 0 || e === edges.length - 1 || apart[(e - 1) >> 1] === 1);
}
