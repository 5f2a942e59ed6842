import type { Dataset } from '../data/dataset.js';
import type { ShallowNetwork } from '../forms/network.js';
import { INERTIA_THRESHOLD, splitByThreshold } from '../loss/curvature/bin-spaces.js';
import { projectOnFrame } from '../loss/curvature/piece-frame.js';
import type { PieceFrame } from '../loss/curvature/piece-frame.js';
import { residualLines } from '../loss/curvature/residual-lines.js';
import { residuals } from '../loss/gradient.js';
import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import { dot, lengthOf, singularSystem } from '../numeric/linear-algebra.js';
import { atData, frozenFeatures } from './frozen-features.js';
import type { FrozenFeatures } from './frozen-features.js';
import type { Trained, TrainedNumbers } from './trained-numbers.js';

/** What the features can reach of the data: the range condition of the papers' theorem. */
export interface KernelReach {
  /** What is trained, and so whose sum of squares is least. */
  readonly trained: Trained;
  /** Rank of the features on the data. With rank N, any targets are fitted exactly. */
  readonly rank: number;
  /** ‖ε‖ at the end: the length of the part of y − f that nothing that is trained can fit, in units of y. */
  readonly outOfRange: number;
  /**
   * Is y − f at the start in the range of the features, so that the solution passes through all data? Told by
   * `outOfRange`: at most 1e-11 of the length of the terms |y| + |b₀| + Σ |vz| at the start.
   */
  readonly interpolates: boolean;
}

/** {@link KernelReach} by singular values. */
export interface KernelRange extends KernelReach {
  /** Those singular values of the features that count, descending, shape (rank). Their squares are the rates of the flow. */
  readonly singularValues: Float64Array;
  /** Singular values at most this fraction of the largest were taken for zero. */
  readonly threshold: number;
  /** The largest singular value over the smallest that counts; 1 if none does. */
  readonly condition: number;
  /** The largest singular value that did not count, as a fraction of the largest; 0 if there was none. */
  readonly dropped: number;
}

/** The features and the residuals at the start, in the singular vectors of the features. */
export interface KernelModes {
  readonly features: FrozenFeatures;
  readonly range: KernelRange;
  /** Left and right singular vectors in the reduced coordinates of {@link FrozenFeatures}, one for each that counts. */
  readonly left: readonly Float64Array[];
  readonly right: readonly Float64Array[];
  /** Parts of the residuals at the start along the left ones, shape (rank). */
  readonly shares: Float64Array;
  /** The residuals that stay: what is out of range, at the data, shape (N). */
  readonly rest: Float64Array;
}

/** Decomposes the features of frozen units, and the residuals at the start, O(N + H + k³) with k at most 2 min(N, 2H). */
export function kernelModes(
  where: string,
  { trained, network, scales, threshold: asked }: TrainedNumbers,
  data: Dataset,
): KernelModes {
  const features = frozenFeatures(network, data, scales);
  const { frame, matrix, columns } = features;
  if (!matrix.every(Number.isFinite)) {
    throw new RangeError(
      `${where}: the features of the units at the data must be finite; a weight is too large or too small`,
    );
  }
  const { values, vectors, leftVectors } = singularSystem(matrix, frame.size, columns);
  const threshold = asked ?? 8 * Math.max(frame.size, columns) * Number.EPSILON;
  const { count: rank, kept, dropped } = splitByThreshold(values, threshold);
  const vectorsOf = (all: Float64Array, size: number): Float64Array[] =>
    Array.from({ length: rank }, (_, k) => all.slice(k * size, (k + 1) * size));
  const left = vectorsOf(leftVectors, frame.size);
  const epsilon = residuals(network, data);
  const inFrame = projectOnFrame(frame, epsilon);
  const shares = Float64Array.from(left, (vector) => dot(vector, inFrame));
  const rest = restOf(features, left, epsilon, inFrame, shares);
  return {
    features,
    range: {
      ...reachOf(trained, rank, rest, network, frame),
      singularValues: values.slice(0, rank),
      threshold,
      condition: 1 / kept,
      dropped,
    },
    left,
    right: vectorsOf(vectors, columns),
    shares,
    rest,
  };
}

/** The reach, where `rest` are the residuals at the end and `frame` any on the data. */
export function reachOf(
  trained: Trained,
  rank: number,
  rest: ReadonlyFloat64Array,
  network: ShallowNetwork,
  frame: PieceFrame,
): KernelReach {
  const outOfRange = lengthOf(rest);
  const terms = Math.sqrt(residualLines(network, frame).squaredTerms[0]);
  return { trained, rank, outOfRange, interpolates: outOfRange <= INERTIA_THRESHOLD * terms };
}

// ε − EU·shares: what is outside the frame, and what is in it but not along a left singular vector.
function restOf(
  { frame }: FrozenFeatures,
  left: readonly Float64Array[],
  epsilon: Float64Array,
  inFrame: Float64Array,
  shares: Float64Array,
): Float64Array {
  const outside = atData(frame, inFrame).map((fitted, n) => epsilon[n] - fitted);
  // Nothing else, not even rounding, is left in a frame that the left singular vectors span.
  if (left.length === frame.size) return outside;
  const unreached = inFrame.slice();
  left.forEach((vector, k) => {
    for (let j = 0; j < vector.length; j++) unreached[j] -= shares[k] * vector[j];
  });
  return atData(frame, unreached).map((value, n) => value + outside[n]);
}
