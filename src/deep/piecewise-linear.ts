import type { PiecewiseLinear } from '../forms/piecewise-linear.js';
import type { DeepNetwork } from './network.js';
import { unfold } from './unfold.js';
import type { WindowOptions } from './unfold.js';

/**
 * The pieces of a deep network from left to right, exactly: no sampling, nothing missed between samples.
 *
 * Layer by layer (theory 15): every unit is affine between the breakpoints of the layers before it, so that its sign
 * changes there are roots of lines, and they cut the line for the layers after it. Slopes and intercepts are those of
 * the network with its activity on each cell, right to a few roundings of the sums over the network's paths;
 * neighbouring pieces meet to within as much. Two units that change sign at exactly the same double share a knot.
 * Knots that lie close are left apart, there is no tolerance: where rounding splits one into two, the piece between them
 * is about as short as rounding and carries the slope of its activity.
 *
 * A knot is kept where the slopes left and right of it differ as doubles: breakpoints that nothing passes on, and those
 * whose jumps cancel exactly, are none. (A shallow network's `toPiecewiseLinear` keeps them.) In a window, the first and
 * the last piece are those at its ends. A root beyond the range of doubles is no knot.
 *
 * Cost: three multiplications a weight and knot, besides sorting.
 *
 * @throws `RangeError` for a window that is empty or not finite, or for numbers that overflow; `TypeError` for what is
 * not a deep network.
 * @example
 * ```ts
 * import { deepNetwork, toPiecewiseLinear } from 'relu-splines/deep';
 *
 * const tentOfTent = deepNetwork([
 *   { weights: [[1], [1]], biases: [0, -0.5] },
 *   { weights: [[2, -4], [2, -4]], biases: [0, -0.5] },
 *   { weights: [[2, -4]] },
 * ]);
 * const { knots, slopes } = toPiecewiseLinear(tentOfTent);
 * knots; // Float64Array [0, 0.25, 0.5, 0.75, 1]
 * slopes; // Float64Array [0, 4, -4, 4, -4, 0]
 * toPiecewiseLinear(tentOfTent, { window: { low: 0.3, high: 0.6 } }).knots; // Float64Array [0.5]
 * ```
 */
export function toPiecewiseLinear(network: DeepNetwork, options: WindowOptions = {}): PiecewiseLinear {
  const { knots, slopes, intercepts } = unfold('toPiecewiseLinear', network, options);
  const isKnot = (p: number): boolean => slopes[p + 1] !== slopes[p];
  return {
    knots: knots.filter((_, p) => isKnot(p)),
    slopes: slopes.filter((_, p) => p === 0 || isKnot(p - 1)),
    intercepts: intercepts.filter((_, p) => p === 0 || isKnot(p - 1)),
  };
}
