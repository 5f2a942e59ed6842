import { dataset } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import type { Run, Seeds } from '../definition.js';
import { linspace } from '../linspace.js';
import { targets } from '../targets.js';
import type { TargetName } from '../targets.js';

/** How `breakpointDynamics` is configured. */
export interface BreakpointDynamicsConfig extends Seeds {
  readonly target: TargetName;
  /** The data are so many equally spaced x in ± `halfWidth`. */
  readonly count: number;
  readonly halfWidth: number;
  readonly width: number;
  /** Step size of gradient descent on Σ ε². */
  readonly rate: number;
  /** Epochs that are looked at, increasing. */
  readonly times: readonly number[];
  /** Breakpoints that lie apart by at most this part of the range of x belong to one cluster, */
  readonly clusterWithin: number;
  /** if there are so many of them. */
  readonly clusterSize: number;
}

/** `breakpointDynamics` has one point: all is in the configuration. */
export interface BreakpointDynamicsPoint {
  readonly target: string;
}

/** What a run of `breakpointDynamics` measures; lists have one entry for each time, NaN once it has diverged. */
export interface BreakpointDynamicsMetrics {
  /** Mean squared error. */
  readonly losses: readonly number[];
  /** Clusters of breakpoints among the data. */
  readonly clusters: readonly number[];
  /** The part of the breakpoints among the data that belongs to one. */
  readonly clustered: readonly number[];
  /** Sign changes of ψ₊ among the data. */
  readonly zeros: readonly number[];
  /** The part of the breakpoints that a small step moves to where −(v/w)ψ points. */
  readonly driven: readonly number[];
  /** Largest |ψ₊ + ψ₋ − E₀ − βE₁| over the grid, over Σ |ε|(1 + |βx|). */
  readonly sumErrors: readonly number[];
  /** The weights [w…, b…, v…, b₀] of all times, one after the other. */
  readonly weights: readonly number[];
}

/** A run of `breakpointDynamics`. */
export type BreakpointDynamicsRun = Run<BreakpointDynamicsPoint, BreakpointDynamicsMetrics>;

/** The data of a configuration. */
export function dynamicsData({ target, count, halfWidth }: BreakpointDynamicsConfig): Dataset {
  const x = linspace(-halfWidth, halfWidth, count);
  return dataset(x, x.map(targets[target].value));
}

/** The network at the k-th time of a run. */
export function networkAt(
  { width }: BreakpointDynamicsConfig,
  { weights }: BreakpointDynamicsMetrics,
  k: number,
): ShallowNetwork {
  const from = k * (3 * width + 1);
  const part = (block: number): Float64Array =>
    Float64Array.from(weights.slice(from + block * width, from + (block + 1) * width));
  return {
    inputWeights: part(0),
    inputBiases: part(1),
    outputWeights: part(2),
    outputBias: weights[from + 3 * width],
  };
}
