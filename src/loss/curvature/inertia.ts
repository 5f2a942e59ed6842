import { checkProblem } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { largestMagnitude } from '../../numeric/arrays.js';
import { dot, rightSingular, symmetricEigenvalues } from '../../numeric/linear-algebra.js';
import { columnsOf, rankWithConstants, splitByThreshold, thresholdOf } from './bin-spaces.js';
import type { BinSpace } from './bin-spaces.js';
import { binsOf, tiesOf } from '../bins.js';
import type { Tie } from '../bins.js';
import { rankOfGroups, spaceOfUnits } from './gram-rank.js';
import { binLines, hingeInLines, lineInFrame } from './piece-frame.js';
import type { BinLines, InLines, PieceFrame } from './piece-frame.js';
import { framedResiduals, residualLine } from './residual-lines.js';
import type { ResidualLine } from './residual-lines.js';

/** How many eigenvalues of the Hessian are positive, negative and zero, and how that was found out. */
export interface Inertia {
  readonly positive: number;
  readonly negative: number;
  readonly zero: number;
  /** The rank of JᵀJ, which is that of J. */
  readonly gramRank: number;
  /** Units with (S, T) ≠ 0: half the rank of the residual-curvature part C. */
  readonly curvedUnits: number;
  /** As given or by default. */
  readonly threshold: number;
  /**
   * What it rests on, once it is known which residual sums vanish: on counting pieces only, on singular values
   * as well, or also on the signs of the eigenvalues of a small matrix.
   */
  readonly method: 'counting' | 'singular-values' | 'reduced-matrix';
  /**
   * How clear the decisions were: the smallest relative quantity that counted (at most 1) and the largest that
   * did not. Close to the threshold, the inertia hangs on it.
   */
  readonly margin: { readonly kept: number; readonly dropped: number };
  /** Breakpoints exactly on data, where the inertia is that of the strict-activity matrix. */
  readonly ties: readonly Tie[];
}

/**
 * The inertia of the Hessian JᵀJ − C, without its matrix (theory 2.3, 7).
 *
 * Inertia survives congruence, so each unit is described in coordinates of its own: scaled, and measured from
 * the mean of the data it sees. There a unit with v ≠ 0 has three directions: its scaling direction (w, b, −v),
 * in which J vanishes; p, which moves the unit's line along the least-squares line through the residuals it
 * sees; and q, which moves it along the line orthogonal to that, in which C vanishes. With ρ the length of that
 * least-squares line, C couples p and the scaling direction by ρ. Eliminating both leaves one positive and one
 * negative eigenvalue a unit and, over all units, one symmetric matrix
 * X = I − Σ g·aaᵀ, g = 2v Σ zε/ρ², of at most min(distinct x, 2H + 2) rows, on the orthogonal complement of the
 * directions that C leaves alone: with k units that have ρ ≠ 0 and r the rank of those directions,
 * n₊ = k + r + n₋(X) and n₋ = k − n₋(X) − n₀(X). A unit with v = 0 and ρ ≠ 0 gives one of each sign and one
 * zero (erratum 22). Where every ρ with v ≠ 0 is zero, as at a critical point, there is no X, and
 * n₊ = k + r, n₋ = k.
 *
 * What is zero: a residual line, if ρ is at most `threshold` times the length of
 * |y| + |b₀| + Σ |vᵢzᵢ| over the data seen, which is the size of what its residuals are differences of; a singular
 * value, relative to the largest of columns scaled to length one; an eigenvalue of X, relative to 1 or to what
 * its rounding needs. A rank is counted, exactly, where the units of every bin span all lines (always if
 * every v ≠ 0). v = 0 and w = 0 are taken literally.
 *
 * @param options.threshold Default 1e-11.
 * @throws `RangeError` for a threshold that is not positive; `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { dataset, hessianInertia, shallowNetwork } from 'relu-splines';
 *
 * // a unit with v = 0 at residuals that its hinge cannot fit, though a line could: a strict saddle
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [-0.5], outputWeights: [0] });
 * const { positive, negative, zero } = hessianInertia(network, dataset([0, 1, 2, 3], [-2, 2, 1, -1]));
 * positive; // 2
 * negative; // 1
 * zero; // 1
 * ```
 */
export function hessianInertia(
  network: ShallowNetwork,
  data: Dataset,
  options: { readonly threshold?: number } = {},
): Inertia {
  const where = 'hessianInertia';
  checkProblem(where, network, data);
  const threshold = thresholdOf(where, options);
  const bins = binsOf(network, data);
  const { groups, frame, residuals } = framedResiduals(network, data, bins);

  let curvedUnits = 0;
  let kept = 1;
  let dropped = 0;
  const untouched: BinSpace[] = [];
  const eliminated: Eliminated[] = [];
  for (const { bin, units } of groups) {
    const lines = binLines(frame, bin);
    const residual = residualLine(frame, residuals, lines);
    if (residual.relative > threshold) {
      kept = Math.min(kept, residual.relative);
      curvedUnits += units.length;
      const weight = couplingWeight(network, frame, units, lines, residual);
      if (weight === null) continue;
      const [constant, slope] = residual.parts;
      const along: InLines = [constant / residual.length, slope / residual.length];
      eliminated.push({ vector: lineInFrame(frame, lines, along), weight });
      if (lines.slopeLength > 0) {
        untouched.push({ kind: 'line', lines, direction: [-along[1], along[0]] });
      }
    } else {
      dropped = Math.max(dropped, residual.relative);
      untouched.push(spaceOfUnits(network, frame, units, lines, threshold));
    }
  }
  const ranks = eliminated.length === 0 ? rankWithConstants(frame, untouched, threshold) : null;
  const reduced = ranks === null ? reducedSigns(frame, untouched, eliminated, threshold) : NOTHING_REDUCED;
  const rank = ranks ?? reduced;
  const positive = curvedUnits + rank.rank + reduced.negative;
  const negative = curvedUnits - reduced.negative - reduced.zero;
  return {
    positive,
    negative,
    zero: 3 * network.inputWeights.length + 1 - positive - negative,
    gramRank: rankOfGroups(network, frame, groups, threshold).rank,
    curvedUnits,
    threshold,
    method: ranks === null ? 'reduced-matrix' : ranks.method,
    margin: { kept: Math.min(kept, rank.kept), dropped: Math.max(dropped, rank.dropped) },
    ties: tiesOf(network, data, bins),
  };
}

/** The directions p of the units of one bin, which C couples to their scaling directions. */
interface Eliminated {
  /** The least-squares line through the bin's residuals, as a unit vector in the frame. */
  readonly vector: Float64Array;
  /** Σ 2v Σ zε/ρ² over the units. */
  readonly weight: number;
}

interface ReducedSigns {
  /** Rank of the directions that C leaves alone. */
  readonly rank: number;
  /** Signs of the eigenvalues of X. */
  readonly negative: number;
  readonly zero: number;
  readonly kept: number;
  readonly dropped: number;
}

const NOTHING_REDUCED: ReducedSigns = { rank: 0, negative: 0, zero: 0, kept: 1, dropped: 0 };

// X on the complement of the directions that C leaves alone.
function reducedSigns(
  frame: PieceFrame,
  untouched: readonly BinSpace[],
  eliminated: readonly Eliminated[],
  threshold: number,
): ReducedSigns {
  const { size } = frame;
  const columns = columnsOf(frame, untouched);
  // At least as many rows as columns make room for all right singular vectors; the complement is the last ones.
  const rowCount = Math.max(size, columns.length);
  const transposed = new Float64Array(rowCount * size);
  columns.forEach((column, j) => {
    transposed.set(column, j * size);
  });
  const { values, vectors } = rightSingular(transposed, rowCount, size);
  const { count, kept, dropped } = splitByThreshold(values, threshold);
  const rows = size - count;
  const x = new Float64Array(rows * rows);
  for (let j = 0; j < rows; j++) x[j * rows + j] = 1;
  for (const { vector, weight } of eliminated) {
    const a = new Float64Array(rows);
    for (let j = 0; j < rows; j++)
      a[j] = dot(vectors.subarray((count + j) * size, (count + j + 1) * size), vector);
    for (let j = 0; j < rows; j++) {
      for (let k = 0; k < rows; k++) x[j * rows + k] -= weight * a[j] * a[k];
    }
  }
  const signs = { rank: count, negative: 0, zero: 0, kept, dropped };
  const eigenvalues = symmetricEigenvalues(x, rows);
  const rounding = rows * Number.EPSILON * largestMagnitude(eigenvalues);
  for (const value of eigenvalues) {
    if (Math.abs(value) <= Math.max(threshold, rounding)) {
      signs.zero++;
      signs.dropped = Math.max(signs.dropped, Math.abs(value));
    } else {
      if (value < 0) signs.negative++;
      signs.kept = Math.min(signs.kept, Math.abs(value));
    }
  }
  return signs;
}

// Σ 2v Σ zε/ρ² over the units with v ≠ 0; null if there are none.
function couplingWeight(
  { inputWeights: w, inputBiases: b, outputWeights: v }: ShallowNetwork,
  frame: PieceFrame,
  units: readonly number[],
  lines: BinLines,
  { parts, length }: ResidualLine,
): number | null {
  let weight = 0;
  let any = false;
  for (const i of units) {
    if (v[i] === 0) continue;
    any = true;
    const [constant, slope] = hingeInLines(frame, lines, w[i], b[i]);
    weight += 2 * v[i] * (((constant * parts[0]) / length + (slope * parts[1]) / length) / length);
  }
  return any ? weight : null;
}
