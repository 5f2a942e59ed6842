import { checkProblem } from '../data/dataset.js';
import type { ShallowNetwork } from '../forms/network.js';
import { countIn, object, show } from '../numeric/checks.js';
import type { DataMoments } from './data-moments.js';
import { centreOf } from './hinge.js';
import {
  dividePieces,
  PIECE,
  residualsFromRight,
  rightLines,
  sortUnits,
  sumsFromLeft,
} from './moment-walks.js';
import type { MomentWorkspace } from './moment-walks.js';

/**
 * The gradient of the loss from data moments: {@link gradient} in O(H log N), whatever N is. With the moments at
 * hand it is the faster one from some ten data a unit on, or thirty while every step takes breakpoints past data.
 *
 * The same numbers up to rounding, ties and dead units included. The error is about 1e-15 of the largest entry and
 * does not grow with N, where that of the direct sums grows as √N (`bench/README.md`).
 *
 * @throws `TypeError` for what is not a network, or moments that `dataMoments` has not made.
 * @example
 * ```ts
 * import { dataMoments, dataset, gradientByMoments, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * gradientByMoments(network, dataMoments(dataset([3], [5]))); // Float64Array [6, 2, 3, 1]
 * ```
 */
export function gradientByMoments(network: ShallowNetwork, moments: DataMoments): Float64Array {
  const where = 'gradientByMoments';
  checkMoments(where, moments);
  checkProblem(where, network, moments.data);
  const width = network.inputWeights.length;
  const out = new Float64Array(3 * width + 1);
  lossAndGradientByMomentsInto(out, network, momentWorkspace(moments, width));
  return out;
}

function checkMoments(where: string, moments: unknown): void {
  object(where, 'moments', moments);
  if (!('yy' in (moments as object))) {
    throw new TypeError(`${where}: moments must be made by dataMoments(data), got ${show(moments)}`);
  }
}

/**
 * A workspace for networks of `width` units.
 *
 * @throws `TypeError` for moments that `dataMoments` has not made, `RangeError` for a width that is not an integer from 0 to
 * 2²⁴.
 * @example
 * ```ts
 * import { dataMoments, dataset, lossAndGradientByMomentsInto, momentWorkspace, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * const work = momentWorkspace(dataMoments(dataset([3], [5])), 1);
 * lossAndGradientByMomentsInto(new Float64Array(4), network, work); // 0.5
 * ```
 */
export function momentWorkspace(moments: DataMoments, width: number): MomentWorkspace {
  const where = 'momentWorkspace';
  checkMoments(where, moments);
  countIn(where, 'width', width, 0);
  return {
    moments,
    centre: centreOf(moments.data),
    bins: new Int32Array(width),
    splits: new Int32Array(width),
    order: Int32Array.from({ length: width }, (_, i) => i),
    keys: new Float64Array(width),
    starts: new Int32Array(width + 1),
    ends: new Int32Array(width + 1),
    pieces: new Float64Array(PIECE * (width + 1)),
    measured: new Float64Array(5),
  };
}

/**
 * Kernel of {@link gradientByMoments}: writes the gradient into `out`, shape (3H + 1), and returns the loss.
 *
 * Trusts its caller, allocates nothing. O(H) a step while few breakpoints pass few data: bins, their order and the
 * moments of the pieces are kept where they have not changed.
 *
 * The loss is a difference of sums of squares: its error is about EPSILON·Σ (y − mean of y on the piece)², so that
 * it is worth nothing on data that the network all but interpolates. Ask `loss` for it there, which sums the
 * residuals. The gradient is not affected.
 *
 * @example
 * ```ts
 * import { dataMoments, dataset, lossAndGradientByMomentsInto, momentWorkspace, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * const work = momentWorkspace(dataMoments(dataset([3], [5])), 1);
 * const out = new Float64Array(4);
 * lossAndGradientByMomentsInto(out, network, work); // 0.5; out is [6, 2, 3, 1]
 * ```
 */
export function lossAndGradientByMomentsInto(
  out: Float64Array,
  network: ShallowNetwork,
  work: MomentWorkspace,
): number {
  sortUnits(work, network);
  dividePieces(work);
  rightLines(work, network);
  const loss = residualsFromRight(out, work, network);
  sumsFromLeft(out, work, network);
  return loss;
}
