import { lowerBound } from '../numeric/search.js';
import { hiddenLayers } from './network.js';
import type { DeepNetwork } from './network.js';
import type { Turns } from './rectify.js';
import { addProductInto } from './rows.js';

/** What the turns of a layer do to the output. */
export interface LayerJumps {
  /** Part of each turn in the slope jump of g, shape (turns). */
  readonly jumps: Float64Array;
  /** Index of each turn's place among the knots of all layers. */
  readonly knotIndices: Int32Array;
}

/**
 * The part of every sign change in the slope jump of g at its knot.
 *
 * With ∂ the derivative of g by the unit's output (z)₊ on a cell, activities above it as on that cell, and primes
 * by x, a change of activity a adds (a₊ − a₋)·½(∂₊z′₋ + ∂₋z′₊). Either half telescopes to the jump of g over the
 * layers; the mean does not prefer a side. ∂ is carried down through the layers on all cells at once.
 */
export function shareJumps(network: DeepNetwork, knots: Float64Array, turns: readonly Turns[]): LayerJumps[] {
  const { layers } = network;
  const cells = knots.length + 1;
  const shares: LayerJumps[] = [];
  let above = new Float64Array(cells).fill(1);
  for (let l = hiddenLayers(network).length - 1; l >= 0; l--) {
    const { inputs, outputs, weights } = layers[l + 1];
    const byOutput = new Float64Array(inputs * cells);
    addProductInto(byOutput, 0, inputs, above, 0, outputs, cells, weights, 1, inputs);
    const knotIndices = Int32Array.from(turns[l].places, (place) => lowerBound(knots, place));
    shares.unshift({ jumps: jumpsOf(turns[l], knotIndices, byOutput, cells), knotIndices });
    silence(byOutput, turns[l], knotIndices, cells);
    above = byOutput;
  }
  return shares;
}

function jumpsOf(
  { starts, orientations, slopesBefore, slopesAfter }: Turns,
  knotIndices: Int32Array,
  byOutput: Float64Array,
  cells: number,
): Float64Array {
  const jumps = new Float64Array(knotIndices.length);
  for (let i = 0; i + 1 < starts.length; i++) {
    for (let k = starts[i]; k < starts[i + 1]; k++) {
      const left = i * cells + knotIndices[k];
      const parts = byOutput[left + 1] * slopesBefore[k] + byOutput[left] * slopesAfter[k];
      jumps[k] = (orientations[k] * parts) / 2 + 0;
    }
  }
  return jumps;
}

/** Puts zero wherever a unit is not active: derivatives by its output become derivatives by its net input. */
function silence(
  byOutput: Float64Array,
  { starts, activeAtLow, orientations }: Turns,
  knotIndices: Int32Array,
  cells: number,
): void {
  for (let i = 0; i + 1 < starts.length; i++) {
    let silentFrom = activeAtLow[i] === 1 ? -1 : 0;
    for (let k = starts[i]; k < starts[i + 1]; k++) {
      const next = knotIndices[k] + 1;
      if (orientations[k] > 0) byOutput.fill(0, i * cells + silentFrom, i * cells + next);
      else silentFrom = next;
    }
    const endsSilent = starts[i] < starts[i + 1] ? orientations[starts[i + 1] - 1] < 0 : activeAtLow[i] === 0;
    if (endsSilent) byOutput.fill(0, i * cells + silentFrom, (i + 1) * cells);
  }
}
