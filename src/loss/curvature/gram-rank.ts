import { checkProblem } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { rankWithConstants, thresholdOf } from './bin-spaces.js';
import type { BinSpace, Rank } from './bin-spaces.js';
import { binsOf } from '../bins.js';
import { binLines, groupByBin, hingeInLines, pieceFrame } from './piece-frame.js';
import type { BinLines, InLines, PieceFrame, UnitGroup } from './piece-frame.js';

/**
 * The rank of the Jacobian of a network at the data, and so of the Gram part JᵀJ of its Hessian.
 *
 * Counted exactly where every group of units that see the same data has one with v ≠ 0, or two whose hinges
 * differ: the number of nonempty pieces of the data plus the rank of the 0/1 matrix that says which unit is active on
 * which piece with two distinct x (theory 7). Otherwise from singular values of the Jacobian, as said at
 * {@link hessianInertia}, never from eigenvalues of the Gram matrix, which would square the threshold.
 *
 * At a critical point with every v ≠ 0 it is the rank of the Hessian (errata 22, 27, 28).
 *
 * @param options.threshold Default 1e-11.
 * @throws `RangeError` for a threshold that is not positive; `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { dataset, gramRank, shallowNetwork } from 'relu-splines';
 *
 * // pieces {0}, {1} and {2, 3}: the last has two distinct x and the first unit sees it
 * const network = shallowNetwork({ inputWeights: [1, -1], inputBiases: [-0.5, 1.5], outputWeights: [1, 1] });
 * gramRank(network, dataset([0, 1, 2, 3], [0, 0, 0, 0])); // 4
 * ```
 */
export function gramRank(
  network: ShallowNetwork,
  data: Dataset,
  options: { readonly threshold?: number } = {},
): number {
  const where = 'gramRank';
  checkProblem(where, network, data);
  const threshold = thresholdOf(where, options);
  const groups = groupByBin(data, binsOf(network, data));
  const frame = pieceFrame(
    data,
    groups.map(({ bin }) => bin),
  );
  return rankOfGroups(network, frame, groups, threshold).rank;
}

/** What the units of a bin add to the columns of J: every line if one has v ≠ 0 or two hinges differ. */
export function spaceOfUnits(
  { inputWeights: w, inputBiases: b, outputWeights: v }: ShallowNetwork,
  frame: PieceFrame,
  units: readonly number[],
  lines: BinLines,
  threshold: number,
): BinSpace {
  if (lines.slopeLength === 0 || units.some((i) => v[i] !== 0)) return { kind: 'plane', lines };
  const directions = units.map((i): InLines => {
    const [constant, slope] = hingeInLines(frame, lines, w[i], b[i]);
    const length = Math.hypot(constant, slope);
    return [constant / length, slope / length];
  });
  const [direction] = directions;
  const differ = directions.some(
    ([constant, slope]) => Math.abs(constant * direction[1] - slope * direction[0]) > threshold,
  );
  return differ ? { kind: 'plane', lines } : { kind: 'line', lines, direction };
}

/** The rank of the Jacobian of units that are grouped already. */
export function rankOfGroups(
  network: ShallowNetwork,
  frame: PieceFrame,
  groups: readonly UnitGroup[],
  threshold: number,
): Rank {
  const spaces = groups.map(({ bin, units }) =>
    spaceOfUnits(network, frame, units, binLines(frame, bin), threshold),
  );
  return rankWithConstants(frame, spaces, threshold);
}
