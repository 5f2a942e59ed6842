import { dataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import { projectOnFrame } from '../loss/curvature/piece-frame.js';
import type { PieceFrame } from '../loss/curvature/piece-frame.js';
import { residualLines } from '../loss/curvature/residual-lines.js';
import { residuals } from '../loss/gradient.js';
import { lengthOf } from '../numeric/linear-algebra.js';
import { atData, trainedGroups } from './frozen-features.js';
import { gapSystem } from './gap-system.js';
import type { TrainedNumbers } from './trained-numbers.js';

/** Where a pivot is no larger, singular values have to tell the rank. */
export const LEAST_PIVOT = 1e-6;

/** What evaluating a network may leave of a residual of zero, as a fraction of the terms |y| + |b₀| + Σ |vz|. */
const ROUNDING = 64 * Number.EPSILON;

/** So much may cancel in what makes up the change. */
const MOST_CANCELLATION = 1e4;

/** The nearest of the fits that are least-squares lines on every piece of the data between breakpoints. */
export interface ExactFit {
  /** The change of the trained numbers, shape (H). */
  readonly change: Float64Array;
  /** The pieces. The rank of the features is as high as it can be, `frame.size`: Σ min(2, distinct x) over them. */
  readonly frame: PieceFrame;
  /** The smallest pivot, as a fraction of the length of its column. */
  readonly pivot: number;
  /** Residuals that no line on a piece can take up, at the data, shape (N): 0 where a piece has one or two data. */
  readonly rest: Float64Array;
}

/**
 * The nearest fit that is as good as lines on each piece can be, in O(N + H log H); null where it is not clear that there
 * is one: where a pivot is small, much cancels, or the residuals, evaluated afresh, are more than rounding.
 *
 * A line is known by its first and last datum: what is to be fitted exactly are the least-squares lines there. Nothing is
 * taken on trust: the change is Aᵀ times something by construction, so that if those residuals are gone it is the
 * nearest change that makes them so.
 */
export function exactFit({ network, scales }: TrainedNumbers, data: Dataset): ExactFit | null {
  const { frame } = trainedGroups(network, data, scales);
  if (frame.size < 2 || scales.length < frame.size) return null;
  const epsilon = residuals(network, data);
  const lines = atData(frame, projectOnFrame(frame, epsilon));
  const rest = epsilon.map((residual, n) => residual - lines[n]);
  // Where sums over the units overflow there is nothing to solve.
  if (!rest.every(Number.isFinite)) return null;
  const targets = endsOfLines(frame, rest);
  const { pivot, solve } = gapSystem(network, targets, scales);
  if (!(pivot > LEAST_PIVOT)) return null;
  const left = residuals(network, targets);
  const change = new Float64Array(scales.length);
  let terms = 0;
  let fitted = network;
  // The second round takes back what rounding left in the first.
  for (let round = 0; round < 2; round++) {
    const step = solve(left);
    terms = Math.max(terms, step.terms);
    const v = network.outputWeights.map((start, i) => {
      change[i] += step.change[i];
      return start + scales[i] * change[i];
    });
    fitted = { ...network, outputWeights: v };
    left.set(residuals(fitted, targets));
  }
  const size = Math.sqrt(residualLines(fitted, frame).squaredTerms[0]);
  const fits = lengthOf(left) <= ROUNDING * size && terms <= MOST_CANCELLATION * lengthOf(change);
  return fits ? { change, frame, pivot, rest } : null;
}

// The first and the last datum of each piece, with y − rest for y.
function endsOfLines({ data, starts, slopeLengths }: PieceFrame, rest: Float64Array): Dataset {
  const ends: number[] = [];
  slopeLengths.forEach((length, p) => {
    ends.push(starts[p]);
    if (length > 0) ends.push(starts[p + 1] - 1);
  });
  return dataset(
    ends.map((n) => data.x[n]),
    ends.map((n) => data.y[n] - rest[n]),
  );
}
