import type { Tie } from '../bins.js';
import type { Inertia } from '../curvature/inertia.js';
import type { PiecewiseLeastSquares } from './least-squares-pieces.js';
import type { StuckUnit } from './stuck-units.js';

/** What kind of point a network is on its loss surface. */
export type CriticalKind =
  /** Every datum is fitted. */
  | 'global-minimum'
  /** Critical, and least squares over its activation cell: no network with the same activations fits better. */
  | 'local-minimum'
  /** Critical, with a direction of negative curvature for each unit that has v = 0 but a reason to grow. */
  | 'strict-saddle'
  /** Critical if units that sit on data may be partly active there; the loss has no Hessian at such a point. */
  | 'generalised-critical-point'
  | 'not-critical';

/** Which hypotheses of the corrected theorem on critical points hold (theory 6.1, 7; errata 18, 28). */
export interface CriticalHypotheses {
  /** No breakpoint lies on a datum, exactly or within `stuckWithin`. */
  readonly noBreakpointOnDatum: boolean;
  /** v ≠ 0 for every unit. */
  readonly outputWeightsNonZero: boolean;
  /** What makes x a combination of the columns of the Jacobian: units with v ≠ 0 as named, or nothing. */
  readonly inputInSpan: 'always-active-unit' | 'opposite-pair' | null;
  /** At most one datum a piece. */
  readonly lonely: boolean;
  /** A unit with v ≠ 0 and its breakpoint strictly inside every gap between distinct data. */
  readonly unitInEveryGap: boolean;
}

/** Where a network stands on its loss surface. */
export interface Criticality {
  readonly kind: CriticalKind;
  /** The kind in one sentence, with the figures that it rests on. */
  readonly description: string;
  /** ½ Σ ε². */
  readonly loss: number;
  /** Euclidean norm of the gradient. */
  readonly gradientNorm: number;
  /** The largest |ε_n| relative to the terms that it is the difference of. */
  readonly residualLevel: number;
  /** The smallest tolerance at which the gradient vanishes. */
  readonly smoothLevel: number;
  /** The smallest tolerance at which it does if stuck units may be partly active at their datum. */
  readonly generalisedLevel: number;
  /** The unit that `generalisedLevel` is due to; null for the output bias. */
  readonly worstUnit: number | null;
  /** Units whose breakpoints lie on data. */
  readonly stuck: readonly StuckUnit[];
  /** Breakpoints exactly on data. */
  readonly ties: readonly Tie[];
  readonly piecewiseLeastSquares: PiecewiseLeastSquares;
  readonly hypotheses: CriticalHypotheses;
  /** Signs of the Hessian's eigenvalues; at a tie, of the strict-activity matrix. */
  readonly inertia: Inertia;
  /** As given or by default. */
  readonly tolerance: number;
  readonly stuckWithin: number;
  readonly residualFloor: number;
  readonly fittedWithin: number;
}
