import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import type { NumericArray } from '../../numeric/arrays.js';
import { dot } from '../../numeric/linear-algebra.js';
import { residualsInto } from '../gradient.js';
import { groupByBin, lineInFrame, pieceFrame, projectOnFrame } from './piece-frame.js';
import type { BinLines, InLines, PieceFrame, UnitGroup } from './piece-frame.js';
import { residualTerms } from '../residual-sums.js';
import { sweepWorkspace } from '../workspace.js';

/** Residuals, and what they are differences of. */
export interface ResidualLines {
  /** Residuals in the coordinates of the frame. */
  readonly inFrame: Float64Array;
  /** Σ (|y| + |b₀| + Σ |vᵢzᵢ|)² over what a bin sees, shape (2N + 2): the size of the terms of its residuals. */
  readonly squaredTerms: Float64Array;
}

/** Residuals in the coordinates of a frame, with their natural scale, O(N + H log N). */
export function residualLines(network: ShallowNetwork, frame: PieceFrame): ResidualLines {
  const { data } = frame;
  const work = sweepWorkspace(data, network.inputWeights.length);
  const count = data.x.length;
  const squares = residualTerms(work, network).map((terms) => terms ** 2);
  const squaredTerms = new Float64Array(2 * count + 2);
  for (let n = count - 1; n >= 0; n--) squaredTerms[n] = squaredTerms[n + 1] + squares[n];
  for (let n = 0; n < count; n++) squaredTerms[count + 2 + n] = squaredTerms[count + 1 + n] + squares[n];
  residualsInto(work, network);
  return { inFrame: projectOnFrame(frame, work.atData), squaredTerms };
}

/** The least-squares line through the residuals that a bin sees. */
export interface ResidualLine {
  /** Its parts along the basis of the bin's lines. */
  readonly parts: InLines;
  /** Its length, ρ. */
  readonly length: number;
  /** Its length relative to that of the terms that the residuals are differences of. */
  readonly relative: number;
}

/** The {@link ResidualLine} of a bin. */
export function residualLine(
  frame: PieceFrame,
  { inFrame, squaredTerms }: ResidualLines,
  lines: BinLines,
): ResidualLine {
  const along = (direction: InLines): number => dot(lineInFrame(frame, lines, direction), inFrame);
  const parts: InLines = [along([1, 0]), lines.slopeLength > 0 ? along([0, 1]) : 0];
  const length = Math.hypot(...parts);
  const terms = Math.sqrt(squaredTerms[lines.bin]);
  return { parts, length, relative: terms > 0 ? length / terms : 0 };
}

/** What the Hessian's spectrum and its inertia are both taken from. */
export interface FramedResiduals {
  /** Units by what they see. */
  readonly groups: readonly UnitGroup[];
  /** Lines on the pieces that their bins cut. */
  readonly frame: PieceFrame;
  readonly residuals: ResidualLines;
}

/** Groups, frame and residuals of a network whose units are in `bins`, O(N + H log N). */
export function framedResiduals(network: ShallowNetwork, data: Dataset, bins: NumericArray): FramedResiduals {
  const groups = groupByBin(data, bins);
  const frame = pieceFrame(
    data,
    groups.map(({ bin }) => bin),
  );
  return { groups, frame, residuals: residualLines(network, frame) };
}
