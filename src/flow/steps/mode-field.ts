import { hingeAt } from '../../loss/hinge.js';
import { backwardSweep, forwardSweep } from '../../loss/sweeps.js';
import { sweepWorkspace } from '../../loss/workspace.js';
import type { SweepWorkspace } from '../../loss/workspace.js';
import type { MergedData } from '../../data/merged-data.js';
import { dualInto } from './lumps.js';
import type { ColumnModes, Lumps } from './lumps.js';
import { NONE, binBeyond } from './modes.js';
import { watchesByBin } from './watches.js';
import type { Watch } from './watches.js';

/**
 * The field between two events: with the modes held fixed it is a smooth polynomial in (w, b, v, b₀), which goes on
 * smoothly where a unit should have changed its mode. All stages of a step use it.
 */
export interface ModeField {
  readonly merged: MergedData;
  /** Residual sums over bins, of the state evaluated last. Its own bins are not used. */
  readonly sweep: SweepWorkspace;
  /** Shape (N): 1 + x². */
  readonly stretch: Float64Array;
  /** The data that units in each bin watch. */
  readonly watches: readonly (readonly Watch[])[];
}

/** A field on merged data; it belongs to one flow. */
export function modeField(merged: MergedData): ModeField {
  return {
    merged,
    sweep: sweepWorkspace(merged.data, 0),
    stretch: Float64Array.from(merged.data.x, (x) => 1 + x * x),
    watches: watchesByBin(merged.data.x.length),
  };
}

/**
 * Residuals of the state `theta` = [w…, b…, v…, b₀] with the units in their bins, and their sums over bins, left in
 * `field.sweep`; O(N + H). With `lumps` the state and its modes are those of columns. Returns the loss.
 */
export function residualTables(
  field: ModeField,
  theta: Float64Array,
  { bins }: ColumnModes,
  lumps: Lumps | null = null,
): number {
  const { merged, sweep } = field;
  const { entries, first, second, atData, centre } = sweep;
  const { data, weights, scatter } = merged;
  const width = bins.length;
  if (lumps !== null) dualInto(lumps.dual, lumps, theta, 2 * width);
  const outputs = lumps === null ? theta : lumps.dual;
  const from = lumps === null ? 2 * width : 0;
  first.fill(0);
  second.fill(0);
  for (let i = 0; i < width; i++) {
    const bin = bins[i];
    const w = theta[i];
    const v = outputs[from + i];
    first[bin] += w * v;
    second[bin] += v * hingeAt(w, theta[width + i], entries[bin], centre);
  }
  forwardSweep(sweep);
  const b0 = theta[3 * width];
  let loss = scatter;
  for (let n = 0; n < atData.length; n++) {
    const epsilon = data.y[n] - (atData[n] + b0);
    atData[n] = weights[n] * epsilon;
    loss += (atData[n] * epsilon) / 2;
  }
  backwardSweep(sweep);
  return loss;
}

/**
 * Writes dθ/dt into `out` and returns the loss; residual sums stay in `field.sweep`. Allocates nothing.
 *
 * Free units: ẇ = vT, ḃ = vS, v̇ = wT + bS. Sliding ones move along the surface w·x_n + b = 0 (theory 10.1): with
 * D = T − x_n S over what they strictly see, ẇ = vD/(1 + x_n²), ḃ = −x_n ẇ, v̇ = wD.
 */
export function modeFieldInto(
  out: Float64Array,
  field: ModeField,
  theta: Float64Array,
  modes: ColumnModes,
  lumps: Lumps | null = null,
): number {
  const loss = residualTables(field, theta, modes, lumps);
  const { bins, slidingOn } = modes;
  const { entries, first, second, centre } = field.sweep;
  const { x } = field.merged.data;
  const width = bins.length;
  for (let i = 0; i < width; i++) {
    const bin = bins[i];
    const n = slidingOn[i];
    const w = theta[i];
    const v = theta[2 * width + i];
    const S = first[bin];
    const U = second[bin];
    const entry = entries[bin];
    if (n === NONE) {
      out[i] = v * (U + entry * S);
      out[width + i] = v * S;
      out[2 * width + i] = w * U + hingeAt(w, theta[width + i], entry, centre) * S;
    } else {
      const D = U + (entry - x[n]) * S;
      const wdot = (v * D) / field.stretch[n];
      out[i] = wdot;
      out[width + i] = -x[n] * wdot;
      out[2 * width + i] = w * D;
    }
  }
  // A bin that sees all data holds E₀ = Σ ε.
  out[3 * width] = first[0];
  return loss;
}

/** The force on w·x_n + b, divided by v, at a datum and for an orientation (theory 5.2). */
export interface Forces {
  /** q: with the unit inactive at the datum. */
  readonly inactive: number;
  /** p = q + (1 + x_n²)ε_n: with it active. */
  readonly active: number;
}

/** Forces at datum n from the residual sums that `field` holds. */
export function forcesAt({ sweep, merged, stretch }: ModeField, n: number, orientation: number): Forces {
  const { entries, first, second, atData } = sweep;
  const { x } = merged.data;
  const bin = binBeyond(n, orientation, x.length);
  const inactive = (1 + x[n] * entries[bin]) * first[bin] + x[n] * second[bin];
  return { inactive, active: inactive + stretch[n] * atData[n] };
}

/**
 * a*, the part of the time that a unit sliding on datum n is active there: −q/((1 + x_n²)ε_n) = q/(q − p), the same
 * for all units that slide there facing the same way.
 */
export function activityOf({ inactive, active }: Forces): number {
  return inactive / (inactive - active);
}
