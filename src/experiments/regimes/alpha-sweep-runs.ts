import type { Run } from '../definition.js';
import type { NoiseInit, WhiteNoiseConfig } from './white-noise.js';

/** What is compared in `alphaSweep`: what training comes to, the limit α → ∞, or that of infinite width as well. */
export type SweepMethod = 'adam' | 'flow' | 'kernel' | 'limit';

/** How `alphaSweep` is configured. */
export interface AlphaSweepConfig extends WhiteNoiseConfig {
  readonly inits: readonly NoiseInit[];
  /** Factors of the weights at the start, by init. */
  readonly uniformAlphas: readonly number[];
  readonly heAlphas: readonly number[];
  readonly methods: readonly SweepMethod[];
  /** Functions are compared at ± `halfWidth` and between, at places so far apart or a little less. */
  readonly gridStep: number;
}

/** A point of the grid of `alphaSweep`. */
export interface AlphaSweepPoint {
  readonly init: NoiseInit;
  /** A number for networks that are trained, `'∞'` for the limits. */
  readonly alpha: number | '∞';
  readonly method: SweepMethod;
}

/** What a run of `alphaSweep` measures. */
export interface AlphaSweepMetrics {
  /** Mean absolute difference (MAE) and its square's root mean (RMSE) to the linear spline, in units of y. */
  readonly linearMean: number;
  readonly linearRoot: number;
  /** The same to the natural cubic spline. */
  readonly cubicMean: number;
  readonly cubicRoot: number;
  /** The same between the two splines. */
  readonly splinesMean: number;
  readonly splinesRoot: number;
  /** Σ ε² at the end. */
  readonly squaredError: number;
  /** Of the flow: 1 if it fits all data, 0 if it comes to rest before it does, NaN if neither. */
  readonly fits?: number;
  /** Of a flow at rest that does not fit: units whose breakpoints lie on data. */
  readonly stuckUnits?: number;
}

/** A run of `alphaSweep`. */
export type AlphaSweepRun = Run<AlphaSweepPoint, AlphaSweepMetrics>;
