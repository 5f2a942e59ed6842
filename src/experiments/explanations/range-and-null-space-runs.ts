import type { Run, Seeds } from '../definition.js';

/** How `rangeAndNullSpace` is configured. */
export interface RangeAndNullSpaceConfig extends Seeds {
  /** Of the picture: two right-facing breakpoints, */
  readonly breakpoints: readonly number[];
  /** one datum (x, y) right of both, */
  readonly datum: readonly number[];
  /** and delta-slopes to start from, besides the origin. */
  readonly elsewhere: readonly number[];
  /** Places of the second breakpoint, for the picture of what moving it does. */
  readonly moved: readonly number[];
  /** Of the larger case: units, of random breakpoints, facings and delta-slopes, */
  readonly units: number;
  /** and random data. */
  readonly count: number;
}

/** A point of the grid of `rangeAndNullSpace`. */
export interface RangeAndNullSpacePoint {
  /** The two units of the picture, or many. */
  readonly scene: 'picture' | 'random';
  readonly start: 'origin' | 'elsewhere';
}

/** What a run of `rangeAndNullSpace` measures. */
export interface RangeAndNullSpaceMetrics {
  /** The largest change of the part in the null space on the way, over |μ| at both ends. */
  readonly drift: number;
  /** What rounding explains of `drift`. */
  readonly driftBound: number;
  /** Largest change of the loss when something of the null space is added at the end, over ½ Σ y². */
  readonly rise: number;
  /** The least distance from the start to such another solution, over that to the end of the flow. */
  readonly nearest: number;
  /** By how much |μ| ever falls on the way, over |μ| at the end. */
  readonly fall: number;
  /** Loss at the end, over ½ Σ y². */
  readonly finalLoss: number;
  /** Roughness Σ μ² at the end. */
  readonly roughness: number;
  /** The path of the first two delta-slopes. */
  readonly first: readonly number[];
  readonly second: readonly number[];
}

/** A run of `rangeAndNullSpace`. */
export type RangeAndNullSpaceRun = Run<RangeAndNullSpacePoint, RangeAndNullSpaceMetrics>;
