import type { Run, Seeds } from '../definition.js';
import type { CurvedTargetName } from './depth-targets.js';

/** How `densityCurvature` is configured. */
export interface DensityCurvatureConfig extends Seeds {
  readonly targets: readonly CurvedTargetName[];
  /** Numbers of hidden layers. */
  readonly depths: readonly number[];
  /** Units of all hidden layers together. */
  readonly units: number;
  /** Equally spaced data on the domain. */
  readonly points: number;
  /** Equally spaced places of the domain over which density and curvature are compared. */
  readonly gridPoints: number;
  /** Full batches of the mean squared error. */
  readonly method: 'adam' | 'gd';
  readonly learningRate: number;
  readonly steps: number;
  /** Which breakpoints: all that units induce, or those that are knots of the function. */
  readonly counted: 'all' | 'active';
}

/** A point of the grid of `densityCurvature`. */
export interface DensityCurvaturePoint {
  readonly target: CurvedTargetName;
  readonly depth: number;
}

/** What a run of `densityCurvature` measures. */
export interface DensityCurvatureMetrics {
  /** Correlation before training. */
  readonly before: number;
  /** Correlation after it; NaN where it diverged. */
  readonly after: number;
  /** The density on the grid before training. */
  readonly densityBefore: readonly number[];
  /** The density on the grid after it. */
  readonly densityAfter: readonly number[];
  /** Mean squared error after training. */
  readonly loss: number;
}

/** A run of `densityCurvature`. */
export type DensityCurvatureRun = Run<DensityCurvaturePoint, DensityCurvatureMetrics>;
