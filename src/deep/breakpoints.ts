import type { ReadonlyFloat64Array, ReadonlyInt32Array, ReadonlyInt8Array } from '../numeric/arrays.js';
import { shareJumps } from './jumps.js';
import { hiddenWidths } from './network.js';
import type { DeepNetwork } from './network.js';
import type { Turns } from './rectify.js';
import { unfold } from './unfold.js';
import type { WindowOptions } from './unfold.js';

/** The breakpoints that the units of a deep network induce, ordered by layer, then by unit, then from left to right. */
export interface InducedBreakpoints {
  /** β: where the net input z of a unit changes sign, shape (B), in units of x. */
  readonly breakpoints: ReadonlyFloat64Array;
  /** Hidden layer of each, from 0, shape (B). */
  readonly layers: ReadonlyInt32Array;
  /** Unit in that layer, from 0, shape (B). */
  readonly units: ReadonlyInt32Array;
  /** +1 where the unit is active to the right of β, −1 to the left, shape (B). */
  readonly orientations: ReadonlyInt8Array;
  /** What the unit's change adds to the slope jump of g there, shape (B), in units of y per x. */
  readonly jumps: ReadonlyFloat64Array;
  /** Whether g has a knot there, shape (B). */
  readonly active: readonly boolean[];
  /** Widths of the hidden layers, shape (L). */
  readonly widths: ReadonlyInt32Array;
  /** Breakpoints of each layer, shape (L). */
  readonly perLayer: ReadonlyInt32Array;
  /** Active ones of each layer, shape (L). */
  readonly activePerLayer: ReadonlyInt32Array;
}

/**
 * All breakpoints that the units of a deep network induce, active or not, found exactly as in `toPiecewiseLinear`.
 *
 * **What counts** (theory 15, erratum 43). Unit i of layer l induces a breakpoint where its net input z changes sign, from
 * ≤ 0 to > 0 or back. Print has z = 0 instead, which takes touching zeros for breakpoints and makes a continuum of an
 * interval on which z is zero. A unit of the first layer has one, or none if its weight is zero; a unit of a later layer
 * may have any number.
 *
 * **Active** means that the slopes of g on the two sides differ (as doubles), so that β is a knot of
 * `toPiecewiseLinear`. For a breakpoint that no other unit shares this is the papers' rule, that some path through the
 * unit has all others active, but for paths that cancel exactly. Where several units are zero at one x that rule fails:
 * |x| made of two units and passed through a ReLU has a kink on no active path.
 *
 * **Jumps.** Of a breakpoint that no other unit shares: the slope jump of g, ±|z′|·∂g/∂(z)₊, relatively right also where it
 * is far below the rounding of the slopes. At a shared one the jump of g is split: a unit's part is ±½(∂g/∂(z)₊ on the
 * right × z′ on the left + the same with sides exchanged), and the parts add up to the jump of g exactly, since each
 * half does by itself (layer by layer, changes below before changes above, and the other way round). With one hidden
 * layer a jump is sμ, so that orientation × jump is the delta-slope μ.
 *
 * @throws As `toPiecewiseLinear`.
 * @example
 * ```ts
 * import { deepNetwork, inducedBreakpoints } from 'relu-splines/deep';
 *
 * const hat = deepNetwork([{ weights: [[1], [-1]] }, { weights: [[-1, -1]], biases: [2] }, { weights: [[3]] }]);
 * const found = inducedBreakpoints(hat); // 3(2 − |x|)₊
 * found.breakpoints; // Float64Array [0, 0, -2, 2]
 * found.layers; // Int32Array [0, 0, 1, 1]
 * found.orientations; // Int8Array [1, -1, 1, -1]
 * found.jumps; // Float64Array [-3, -3, 3, 3]
 * found.perLayer; // Int32Array [2, 2]
 * ```
 */
export function inducedBreakpoints(network: DeepNetwork, options: WindowOptions = {}): InducedBreakpoints {
  const { knots, slopes, turns } = unfold('inducedBreakpoints', network, options);
  const shares = shareJumps(network, knots, turns);
  const perLayer = Int32Array.from(turns, ({ places }) => places.length);
  const activePerLayer = new Int32Array(turns.length);
  const total = perLayer.reduce((sum, count) => sum + count, 0);
  const breakpoints = new Float64Array(total);
  const layers = new Int32Array(total);
  const units = new Int32Array(total);
  const orientations = new Int8Array(total);
  const jumps = new Float64Array(total);
  const active: boolean[] = [];
  let from = 0;
  turns.forEach((layer, l) => {
    breakpoints.set(layer.places, from);
    orientations.set(layer.orientations, from);
    jumps.set(shares[l].jumps, from);
    layers.fill(l, from, from + layer.places.length);
    units.set(unitsOf(layer), from);
    for (const p of shares[l].knotIndices) {
      const isActive = slopes[p + 1] !== slopes[p];
      active.push(isActive);
      if (isActive) activePerLayer[l]++;
    }
    from += layer.places.length;
  });
  return {
    breakpoints,
    layers,
    units,
    orientations,
    jumps,
    active,
    widths: hiddenWidths(network),
    perLayer,
    activePerLayer,
  };
}

function unitsOf({ starts, places }: Turns): Int32Array {
  const units = new Int32Array(places.length);
  for (let i = 0; i + 1 < starts.length; i++) units.fill(i, starts[i], starts[i + 1]);
  return units;
}
