import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { residualsInto } from '../gradient.js';
import { backwardSweep } from '../sweeps.js';
import { sweepWorkspace } from '../workspace.js';
import type { SweepWorkspace } from '../workspace.js';

/**
 * S = Σ ε and T = Σ εx over the data that each unit sees: all that the residual-curvature part of the Hessian
 * is made of.
 */
export interface UnitSums {
  readonly sweep: SweepWorkspace;
  /** S of each unit, shape (H). */
  readonly s: Float64Array;
  /** T of each unit, shape (H). */
  readonly t: Float64Array;
}

/** A workspace for networks of `width` units on `data`, filled by {@link unitSumsInto}. */
export function unitSums(data: Dataset, width: number): UnitSums {
  return {
    sweep: sweepWorkspace(data, width),
    s: new Float64Array(width),
    t: new Float64Array(width),
  };
}

/** Rebins and fills S and T, O(N + H) and without allocation; the residuals stay in `sweep.atData`. */
export function unitSumsInto({ sweep, s, t }: UnitSums, network: ShallowNetwork): void {
  residualsInto(sweep, network);
  backwardSweep(sweep);
  const { bins, entries, first, second } = sweep;
  for (let i = 0; i < bins.length; i++) {
    const bin = bins[i];
    s[i] = first[bin];
    t[i] = second[bin] + entries[bin] * first[bin];
  }
}
