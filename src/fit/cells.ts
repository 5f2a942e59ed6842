import { emptyGram, hatGramInto } from './messages.js';
import type { ScaledData } from './scaled-data.js';

/** At least so many cells, and so many for each knot. */
const LEAST_CELLS = 200;
const CELLS_PER_KNOT = 4;

/** Borders of at most `most` cells of about equally many of `count` data: 0, …, `count`. */
export function quantileCells(count: number, most: number): Int32Array {
  const cells = Math.min(most, count);
  return Int32Array.from({ length: cells + 1 }, (_, c) => Math.round((c * count) / cells));
}

/**
 * A pilot: knots between the pieces of the best fit by `count + 1` lines that need not meet, whose ends lie on the
 * borders of max(200, 4K) quantile cells. Dynamic programming in O(K·cells²), independent of the number of data.
 */
export function discontinuousPilot(data: ScaledData, count: number): Float64Array {
  const { x, sums } = data;
  const borders = quantileCells(x.length, Math.max(LEAST_CELLS, CELLS_PER_KNOT * count));
  const cells = borders.length - 1;
  const pieces = Math.min(count + 1, cells);
  const gram = emptyGram();
  // cost[j·(cells + 1) + i]: one line through cells i to j − 1.
  const cost = new Float64Array((cells + 1) * (cells + 1));
  for (let j = 1; j <= cells; j++) {
    for (let i = 0; i < j; i++) {
      hatGramInto(gram, sums, borders[i], borders[j], -1, 1);
      cost[j * (cells + 1) + i] = gram.rss;
    }
  }
  const cuts: Int32Array[] = [];
  let best = Float64Array.from({ length: cells + 1 }, (_, j) => (j === 0 ? 0 : cost[j * (cells + 1)]));
  for (let piece = 1; piece < pieces; piece++) {
    const next = new Float64Array(cells + 1).fill(Infinity);
    const cut = new Int32Array(cells + 1);
    for (let j = piece + 1; j <= cells; j++) {
      const row = j * (cells + 1);
      let least = Infinity;
      let at = piece;
      for (let i = piece; i < j; i++) {
        const value = best[i] + cost[row + i];
        if (value < least) {
          least = value;
          at = i;
        }
      }
      next[j] = least;
      cut[j] = at;
    }
    best = next;
    cuts.push(cut);
  }
  const knots: number[] = [];
  let end = cells;
  for (const cut of cuts.reverse()) {
    end = cut[end];
    knots.push((x[borders[end] - 1] + x[borders[end]]) / 2);
  }
  return Float64Array.from(knots.reverse());
}
