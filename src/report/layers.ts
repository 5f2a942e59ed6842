import type { Dataset } from '../data/dataset.js';
import type { InducedBreakpoints } from '../deep/breakpoints.js';
import type { DeepNetwork } from '../deep/network.js';
import { layerRoughness } from '../deep/roughness.js';
import { unfold } from '../deep/unfold.js';
import type { Window } from '../forms/roughness.js';
import { lowerBound } from '../numeric/search.js';

/** What one hidden layer does, in the user's units. */
export interface LayerReport {
  /** Number of units. */
  readonly units: number;
  /** Units that are active nowhere among the data: they pass nothing on. */
  readonly dead: number;
  /** Units that are active everywhere among the data: they pass on what they take, without a bend of their own. */
  readonly alwaysActive: number;
  /** Units that change sign among the data. */
  readonly bending: number;
  /** Breakpoints that the layer induces on all of ℝ. */
  readonly breakpoints: number;
  /** Those among the data. */
  readonly breakpointsAmongData: number;
  /** Those among the data where the function bends. */
  readonly active: number;
  /** Those among the data that lie on a datum. */
  readonly onData: number;
  /** ρ_basis: squared slope jumps of what the layer hands on, Σ over its units and all knots among the data. */
  readonly basisRoughness: number;
  /** ρ_out: squared slope jumps of the function that the layer's breakpoints among the data make, in (y per x)². */
  readonly outputRoughness: number;
}

/** The window of the data, a little wider: a breakpoint on the first or the last datum is among them. */
export function windowOf({ x }: Dataset, reach: number): Window {
  return { low: x[0] - reach, high: x[x.length - 1] + reach };
}

/** Which x have a datum within `reach`. */
export function onData({ x }: Dataset, reach: number): (place: number) => boolean {
  return (place) => {
    const next = lowerBound(x, place - reach);
    return next < x.length && x[next] <= place + reach;
  };
}

/**
 * Each hidden layer from the first on.
 *
 * @param network In the user's units.
 * @param everywhere Its breakpoints on all of ℝ.
 * @param among Its breakpoints in the window.
 */
export function layerReports(
  network: DeepNetwork,
  everywhere: InducedBreakpoints,
  among: InducedBreakpoints,
  window: Window,
  isOnData: (place: number) => boolean,
): LayerReport[] {
  const { basis, output } = layerRoughness(network, { window });
  return unfold('describeDeep', network, { window }).turns.map(({ starts, activeAtLow }, l) => {
    const units = activeAtLow.length;
    const turning = Array.from(activeAtLow, (_, i) => starts[i] < starts[i + 1]);
    const bending = turning.filter(Boolean).length;
    const alwaysActive = turning.filter((turns, i) => !turns && activeAtLow[i] === 1).length;
    return {
      units,
      dead: units - bending - alwaysActive,
      alwaysActive,
      bending,
      breakpoints: everywhere.perLayer[l],
      breakpointsAmongData: among.perLayer[l],
      active: among.activePerLayer[l],
      onData: among.breakpoints.filter((place, k) => among.layers[k] === l && isOnData(place)).length,
      basisRoughness: basis[l],
      outputRoughness: output[l],
    };
  });
}
