import { partition } from '../../data/partition.js';
import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { relativeTo } from '../residual-sums.js';
import type { ResidualSums } from '../residual-sums.js';

/** How far a function is from being a least-squares line on each of its pieces. */
export interface PiecewiseLeastSquares {
  /** Is every piece a least-squares fit of its data, at the tolerance? */
  readonly holds: boolean;
  /** The smallest tolerance at which it holds. */
  readonly level: number;
  /** The piece that needs it: piece p lies left of the p-th distinct breakpoint; −1 if there is none. */
  readonly worstPiece: number;
}

/**
 * Are Σ ε and Σ εx zero over the data of every piece that all breakpoints cut?
 *
 * Both sums are held against the sums of absolute values of their terms, the second one measured from the
 * middle of the piece, so that it does not depend on where x = 0 is.
 */
export function piecewiseLeastSquares(
  network: ShallowNetwork,
  data: Dataset,
  { residuals, magnitudes }: ResidualSums,
  tolerance: number,
): PiecewiseLeastSquares {
  const { x } = data;
  const { pieceOf } = partition(network, data);
  let level = 0;
  let worstPiece = -1;
  for (let first = 0, end = 0; first < x.length; first = end) {
    while (end < x.length && pieceOf[end] === pieceOf[first]) end++;
    const middle = x[first] + (x[end - 1] - x[first]) / 2;
    let sum = 0;
    let moment = 0;
    let sumScale = 0;
    let momentScale = 0;
    for (let n = first; n < end; n++) {
      const arm = x[n] - middle;
      sum += residuals[n];
      moment += residuals[n] * arm;
      sumScale += magnitudes[n];
      momentScale += magnitudes[n] * Math.abs(arm);
    }
    const needed = Math.max(relativeTo(sum, sumScale), relativeTo(moment, momentScale));
    if (needed > level) {
      level = needed;
      worstPiece = pieceOf[first];
    }
  }
  return { holds: level <= tolerance, level, worstPiece };
}
