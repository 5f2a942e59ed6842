import { inducedBreakpoints } from './breakpoints.js';
import { rowLayout } from './cells.js';
import type { Cells } from './cells.js';
import type { DeepNetwork } from './network.js';
import { unfold } from './unfold.js';
import type { WindowOptions } from './unfold.js';

/** Roughness of a deep network layer by layer, each of shape (L), in units of slope². */
export interface LayerRoughness {
  /**
   * ρ_basis: the kinks of the layer's basis functions, Σ over units and knots of the squared slope jump of (z)₊,
   * inherited ones and the layer's own.
   */
  readonly basis: Float64Array;
  /** ρ_out: the layer's part in the kinks of g, Σ of the squared jumps of the active breakpoints that it induces. */
  readonly output: Float64Array;
}

/**
 * The roughness of each layer, in both readings of the papers' "summed over all units within that layer", for which
 * print has no formula (theory 15).
 *
 * `basis` is what the figures of roughness by layer show. `output` adds up over the layers to the roughness Σ J² of g
 * itself (`functionRoughness`) where no two units share a breakpoint, and is Σ μ² with one hidden layer.
 *
 * @throws As `toPiecewiseLinear`.
 * @example
 * ```ts
 * import { deepNetwork, layerRoughness } from 'relu-splines/deep';
 *
 * const hat = deepNetwork([{ weights: [[1], [-1]] }, { weights: [[-1, -1]], biases: [2] }, { weights: [[3]] }]);
 * layerRoughness(hat); // { basis: [2, 6], output: [18, 18] }
 * ```
 */
export function layerRoughness(network: DeepNetwork, options: WindowOptions = {}): LayerRoughness {
  const basis: number[] = [];
  unfold('layerRoughness', network, options, (cells) => basis.push(squaredJumps(cells)));
  const { layers, jumps, active } = inducedBreakpoints(network, options);
  const output = new Float64Array(basis.length);
  for (let k = 0; k < jumps.length; k++) if (active[k]) output[layers[k]] += jumps[k] * jumps[k];
  return { basis: Float64Array.from(basis), output };
}

function squaredJumps({ knots, count, rows }: Cells): number {
  const { length } = rowLayout(knots.length);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    for (let at = i * length, end = at + knots.length; at < end; at++) {
      const jump = rows[at + 1] - rows[at];
      sum += jump * jump;
    }
  }
  return sum;
}
