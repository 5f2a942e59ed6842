import type { ShallowNetwork } from '../forms/network.js';
import type { DescentKernel } from './objective.js';
import type { DescentState } from './state.js';

/**
 * Why a run ended: `'steps'` all steps are taken, `'loss'` and `'gradient'` a stop was reached, `'diverged'` the next
 * step leads out of the finite numbers, `'aborted'` the signal says so.
 */
export type DescentStatus = 'steps' | 'loss' | 'gradient' | 'diverged' | 'aborted';

/** A network on its way. */
export interface DescentPoint<Network = ShallowNetwork> {
  /** Steps taken. */
  readonly step: number;
  /** On all data, in the unit of the run. */
  readonly loss: number;
  readonly network: Network;
}

/** What a run of {@link descend} has come to. */
export interface DescentResult<Network = ShallowNetwork> {
  readonly status: DescentStatus;
  /** The status in words, with advice. */
  readonly message: string;
  /** Where the run ended; after `'diverged'`, the last state whose numbers are all finite. */
  readonly network: Network;
  /** Its loss on all data, in the unit of the run. */
  readonly loss: number;
  /** Euclidean norm of the gradient of that loss in the trained parameters. */
  readonly gradientNorm: number;
  /** Steps taken since the beginning of the run, those before a resumption included. */
  readonly steps: number;
  /** The steps that were asked for, since the resumption if there was one. */
  readonly trajectory: readonly DescentPoint<Network>[];
  /** For `resume`. */
  readonly state: DescentState;
  readonly stats: DescentStats;
}

/** What a run has cost. */
export interface DescentStats {
  /** Steps that this call has taken. */
  readonly steps: number;
  /** Gradients over all data. */
  readonly gradients: number;
  /** Gradients over a batch. */
  readonly batchGradients: number;
  /** What full gradients were computed by; those of deep networks by backpropagation. */
  readonly kernel: DescentKernel | 'backpropagation';
}
