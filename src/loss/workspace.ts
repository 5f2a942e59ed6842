import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import { countIn } from '../numeric/checks.js';
import { binEdges, binEntries } from './bins.js';
import { centreOf } from './hinge.js';

/**
 * The two linear maps that the loss surface is made of, in O(N + H): from units to data (the value of a sum of
 * hinges at every datum) and its transpose, from data to units (the sums of residuals that a unit sees).
 *
 * Everything lives in two tables over bins, overwritten in place: before the way to the data the slopes and entry values
 * of the units in each bin, after the way back the sums that a unit in each bin reads. A bin is what a
 * unit sees of the sorted data: those from one on, or those before one.
 *
 * **Rounding.** Both maps walk the sorted data: a running value and slope are carried from datum
 * to datum, and only differences of neighbouring x occur. Shifting the data then costs no digits, where the
 * textbook form Σ slope·x + intercept loses as many as the shift has. What is left of the shift is the hinge at
 * its entry, a small difference of large numbers, and that is taken in centred coordinates. So the
 * error of loss and gradient is that of a plain loop over units and data where the data lie about the origin, and
 * far below it elsewhere. Like that one's it grows as √N, to 1e-14 of the largest entry at N = 10⁵; compensated
 * sums would hold it at 1e-16 and make the walks half as slow again, and are not taken. All of this is measured in
 * `bench/README.md`.
 *
 * **Speed.** A JavaScript engine reloads and rechecks every typed array in every round of a loop. What counts is
 * the number of arrays in a loop and the number of rounds, so all tables are parts of one buffer, and hot loops
 * take four units or data a round (a fifth less time). Indices end in `| 0`, which saves the check for overflow.
 */
export interface SweepWorkspace {
  readonly data: Dataset;
  /**
   * Bin of each unit, shape (H): 0 ≤ k ≤ N for the data n ≥ k, facing right; N + 1 + k for the data n < k, facing left.
   * Starts anywhere; kernels bring it up to date.
   */
  readonly bins: Int32Array;
  /** Entry of each bin, the datum in it that is nearest to the breakpoint; shape (2N + 2). */
  readonly entries: Float64Array;
  /** Before: Σ slopes of the units in a bin. After: S, the Σ of residuals that the bin sees. Shape (2N + 2). */
  readonly first: Float64Array;
  /** Before: Σ values at the entry. After: U, Σ residual·(x − entry). Shape (2N + 2). */
  readonly second: Float64Array;
  /** Values or residuals at the data, shape (N). */
  readonly atData: Float64Array;
  /** The place that hinges are measured from: 0, or the middle of data that lie far from the origin. */
  readonly centre: number;
  /** The buffer that the tables above are parts of. */
  readonly arena: Float64Array;
}

/**
 * A workspace for networks of `width` units on `data`; it belongs to the caller and holds no results.
 *
 * @throws `TypeError` for data that `dataset` has not made, `RangeError` for a width that is not an integer from 0 to 2²⁴.
 * @example
 * ```ts
 * import { dataset, lossAndGradientInto, shallowNetwork, sweepWorkspace } from 'relu-splines';
 *
 * const work = sweepWorkspace(dataset([3], [5]), 1);
 * const gradient = new Float64Array(4);
 * const losses = [2, 1].map((v) => {
 *   const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [v] });
 *   return lossAndGradientInto(gradient, network, work);
 * });
 * losses; // [0.5, 2]
 * ```
 */
export function sweepWorkspace(data: Dataset, width: number): SweepWorkspace {
  const where = 'sweepWorkspace';
  checkDataset(where, data);
  countIn(where, 'width', width, 0);
  const at = arenaLayout(data.x.length);
  const arena = new Float64Array(at.end);
  const { inner, outer } = binEdges(data.x);
  arena.set(inner, at.inner);
  arena.set(outer, at.outer);
  arena.set(binEntries(data.x), at.entries);
  arena.set(data.y, at.targets);
  return {
    data,
    bins: new Int32Array(width),
    entries: arena.subarray(at.entries, at.first),
    first: arena.subarray(at.first, at.second),
    second: arena.subarray(at.second, at.atData),
    atData: arena.subarray(at.atData, at.targets),
    centre: centreOf(data),
    arena,
  };
}

/** Where each table begins in the arena of N data. Tables over bins have shape (2N + 2), the others (N). */
export interface ArenaLayout {
  /** Inner edges of the bins, see `binEdges`. They begin with x. */
  readonly inner: number;
  /** Outer edges of the bins. */
  readonly outer: number;
  readonly entries: number;
  readonly first: number;
  readonly second: number;
  readonly atData: number;
  /** Targets y. */
  readonly targets: number;
  readonly end: number;
}

/** The layout for `count` data. */
export function arenaLayout(count: number): ArenaLayout {
  const bins = 2 * count + 2;
  const atData = 5 * bins;
  return {
    inner: 0,
    outer: bins,
    entries: 2 * bins,
    first: 3 * bins,
    second: 4 * bins,
    atData,
    targets: atData + count,
    end: atData + 2 * count,
  };
}
