import type { ReadonlyInt32Array } from '../numeric/arrays.js';
import { SEGMENT_MOMENTS, segmentMomentsInto } from './segment-sums.js';
import type { SegmentSums } from './segment-sums.js';

/** What {@link segmentationTable} searches. */
export interface SegmentationProblem {
  readonly sums: SegmentSums;
  /** Where pieces may begin and end, from 0 to N, shape (M + 1). */
  readonly places: ReadonlyInt32Array;
  /** Largest number K of pieces. */
  readonly pieces: number;
  /** Data a piece has at least. */
  readonly minimumLength: number;
}

/**
 * The best segmentations of all beginnings of the data. Each table has K rows of M + 1 entries, row k − 1 for k
 * pieces.
 */
export interface SegmentationTable {
  /** The least residual sum of squares of the data before each place; ∞ where there is no segmentation. */
  readonly best: Float64Array;
  /** That of the best segmentation with other breaks; ∞ where there is none. */
  readonly second: Float64Array;
  /** Where the last piece of the best one begins, as an index of `places`; the leftmost if several are as good. */
  readonly last: Int32Array;
  /** How many costs of pieces were computed. */
  readonly costs: number;
}

/** Places are ruled out in blocks of this size. */
const BLOCK = 16;

/**
 * Dynamic programming over the number of pieces and the place where they end: best(k, j) is the least of
 * best(k − 1, i) + cost(i, j) over the places i where the last piece may begin (Bellman 1961; Bai and Perron 2003).
 * O(K M²) at worst with O(1) costs, hardly any of them computed twice; memory O(K M).
 *
 * Pruning: two runs cost no more apart than together. So a last piece that begins at place i of a block with last
 * place e gives at least best(k − 1, i) + cost(i, e) + cost(e, j). The least of the first two over the block does not
 * depend on j and is worked out once; a block is passed over where that and cost(e, j) are above the second best found
 * so far, by more than the costs may be rounded. Neither the best nor the second best can be lost, nor a candidate of
 * the same value: the table is that of the full search, to the bit.
 *
 * @param prune Pass over blocks; false only to compare with.
 */
export function segmentationTable(problem: SegmentationProblem, prune = true): SegmentationTable {
  const { sums, places, pieces, minimumLength } = problem;
  const width = places.length;
  const blocks = Math.ceil(width / BLOCK);
  const best = new Float64Array(pieces * width).fill(Infinity);
  const second = new Float64Array(pieces * width).fill(Infinity);
  const last = new Int32Array(pieces * width).fill(-1);
  // The part of the bound that does not depend on j.
  const least = new Float64Array(pieces * blocks).fill(Infinity);
  const row = new Float64Array(width);
  // The place j to which the costs of a block in `row` belong.
  const rowOf = new Int32Array(blocks);
  const moments = new Float64Array(SEGMENT_MOMENTS);
  let costs = 0;

  const cost = (i: number, j: number): number => {
    costs++;
    segmentMomentsInto(moments, sums, places[i], places[j]);
    return moments[6];
  };
  // A bound is made of three sums of squares, of which two more are compared with it.
  const slack = 8 * sums.rssError;

  let limit = -1; // the last place where a piece that ends at place j may begin
  for (let j = 1; j < width; j++) {
    while (places[limit + 1] <= places[j] - minimumLength) limit++;
    if (limit < 0) continue;
    best[j] = cost(0, j);
    last[j] = 0;
    const lastBlock = Math.floor(limit / BLOCK);
    if (pieces > 1) {
      for (let b = 0; b < lastBlock; b++) row[b * BLOCK + BLOCK - 1] = cost(b * BLOCK + BLOCK - 1, j);
    }
    const most = Math.min(pieces, Math.floor(places[j] / minimumLength));
    for (let k = 2; k <= most; k++) {
      const here = (k - 1) * width + j;
      const before = (k - 2) * width;
      let lowest = Infinity;
      let next = Infinity;
      let from = -1;
      // The block that was best for the datum before comes first: it rules out most of the others.
      const likely = last[here - 1] >= 0 ? Math.floor(last[here - 1] / BLOCK) : lastBlock;
      for (let turn = -1; turn <= lastBlock; turn++) {
        const b = turn < 0 ? likely : turn;
        if (turn === likely) continue;
        const start = b * BLOCK;
        const end = Math.min(start + BLOCK, limit + 1);
        const bound = least[(k - 2) * blocks + b];
        if (prune && b < lastBlock && bound + row[end - 1] > next + slack) continue;
        if (rowOf[b] !== j) {
          rowOf[b] = j;
          const known = b < lastBlock ? end - 1 : end;
          for (let i = start; i < known; i++) row[i] = cost(i, j);
        }
        for (let i = start; i < end; i++) {
          const value = best[before + i] + row[i];
          if (!(value <= next)) continue;
          if (value < lowest || (value === lowest && i < from)) {
            next = lowest;
            lowest = value;
            from = i;
          } else {
            next = value;
          }
          next = Math.min(next, second[before + i] + row[i]);
        }
      }
      best[here] = lowest;
      second[here] = next;
      last[here] = from;
    }
    if (j % BLOCK === BLOCK - 1) {
      const b = Math.floor(j / BLOCK);
      for (let i = b * BLOCK; i <= j; i++) {
        const inside = i === j ? 0 : cost(i, j);
        for (let k = 0; k < pieces; k++) {
          least[k * blocks + b] = Math.min(least[k * blocks + b], best[k * width + i] + inside);
        }
      }
    }
  }
  return { best, second, last, costs };
}

/** The breaks of the best segmentation of all data with k pieces, which there must be. */
export function tracedBreaks({ last }: SegmentationTable, places: ReadonlyInt32Array, k: number): Int32Array {
  const breaks = new Int32Array(k - 1);
  let j = places.length - 1;
  for (let p = k - 1; p > 0; p--) {
    j = last[p * places.length + j];
    breaks[p - 1] = places[j];
  }
  return breaks;
}
