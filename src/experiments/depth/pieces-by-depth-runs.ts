import type { Run, Seeds } from '../definition.js';
import type { DepthTargetName } from './depth-targets.js';

/** How `piecesByDepth` is configured. */
export interface PiecesByDepthConfig extends Seeds {
  readonly targets: readonly DepthTargetName[];
  /** Numbers of hidden layers. */
  readonly depths: readonly number[];
  /** Units of all hidden layers together. */
  readonly units: number;
  /** Equally spaced data on the domain. */
  readonly points: number;
  /** The domain is ± this. */
  readonly halfWidth: number;
  /** Step of gradient descent for {@link PiecesByDepthConfig.stepPoints} data. */
  readonly learningRate: number;
  /** The number of data that the step is meant for: with others it is scaled so that the flow is the same. */
  readonly stepPoints: number;
  readonly steps: number;
  /** What is descended, but for the exponential: Σr² or half of it. */
  readonly lossUnit: 'sum' | 'half-sum';
  /** From this number of hidden layers on, the exponential is descended by half the loss: the whole one diverges. */
  readonly gentleDepth: number;
}

/** A point of the grid of `piecesByDepth`. */
export interface PiecesByDepthPoint {
  readonly target: DepthTargetName;
  readonly depth: number;
}

/** What a run of `piecesByDepth` measures. */
export interface PiecesByDepthMetrics {
  /** Breakpoints that all hidden units induce on the whole line, before training. */
  readonly before: number;
  /** The same after it; NaN where it diverged. */
  readonly after: number;
  /** Those of them that are active and in the domain: knots of the function that one sees. */
  readonly visible: number;
  /** Mean squared error after training. */
  readonly loss: number;
}

/** A run of `piecesByDepth`. */
export type PiecesByDepthRun = Run<PiecesByDepthPoint, PiecesByDepthMetrics>;
