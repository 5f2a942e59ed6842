import type { FlowEventKind } from '../../flow/events/events.js';

/** One event of a gradient flow over many inputs: a breakplane meets a point of the data, or is let go by one. */
export interface MultivariateFlowEvent {
  readonly time: number;
  /** Network index of the unit. */
  readonly unit: number;
  /** Index of the datum; of several equal points, the first. A collapse names the first that the plane was held on. */
  readonly datum: number;
  /** As of a `FlowEvent` in one dimension. */
  readonly kind: FlowEventKind;
  /** Does the unit see the datum from now on? One that is held on it sees it part of the time and counts as not. */
  readonly isSeen: boolean;
  /**
   * Was this the only way to go on? Not where a unit leaves a repeller (v = 0 while it is held, or a start exactly on
   * one), and perhaps not at a collapse: there the library follows a convention, see `multivariateFlow`.
   */
  readonly unique: boolean;
}
