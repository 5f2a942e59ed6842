import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { productError } from '../../numeric/double-double.js';

/** The line value + slope·(x − anchor). Anchored near the data that it is evaluated at, it costs no digits. */
export interface Line {
  readonly slope: number;
  readonly anchor: number;
  readonly value: number;
}

/** The line's value at x. */
export function lineAt({ slope, anchor, value }: Line, x: number): number {
  return value + slope * (x - anchor);
}

/** w·x + b of a unit with the product's rounding error put back: right to EPSILON of itself where it cancels. */
export function preactivation(
  { inputWeights: w, inputBiases: b }: ShallowNetwork,
  unit: number,
  x: number,
): number {
  const product = w[unit] * x;
  return product + b[unit] + productError(w[unit], x, product);
}

/**
 * As {@link preactivation}, but on the side of zero that the unit's activity as it rounds is on: next to a tie
 * the two may differ.
 */
export function preactivationAs(active: boolean, network: ShallowNetwork, unit: number, x: number): number {
  const value = preactivation(network, unit, x);
  return value > 0 === active ? value : network.inputWeights[unit] * x + network.inputBiases[unit];
}

/** b_i·w_j − w_i·b_j, with the rounding errors of both products put back; zero iff the breakpoints coincide. */
export function bracket({ inputWeights: w, inputBiases: b }: ShallowNetwork, i: number, j: number): number {
  const first = b[i] * w[j];
  const second = w[i] * b[j];
  return first - second + (productError(b[i], w[j], first) - productError(w[i], b[j], second));
}

/**
 * Do two units with breakpoints in the gap left of distinct x number `split` have one breakpoint? They do if
 * they cannot be told apart by their values at neighbouring data: the sine of the angle between their lines, as
 * vectors of two values, is at most `threshold` at the ends of the gap and at the two nearest data on each side
 * that one of them sees.
 */
export function oneBreakpoint(
  network: ShallowNetwork,
  { x, groupStarts }: Dataset,
  split: number,
  [i, j]: readonly [number, number],
  threshold: number,
): boolean {
  const w = network.inputWeights;
  const distance = Math.abs(bracket(network, i, j));
  const alike = (group: number): boolean => {
    if (group < 1 || group >= groupStarts.length - 1) return true;
    const low = x[groupStarts[group - 1]];
    const high = x[groupStarts[group]];
    const [one, other] = [i, j].map((unit) =>
      Math.hypot(preactivation(network, unit, low), preactivation(network, unit, high)),
    );
    return (distance / one / other) * (high - low) <= threshold;
  };
  return (
    alike(split) &&
    ((w[i] < 0 && w[j] < 0) || alike(split + 1)) &&
    ((w[i] > 0 && w[j] > 0) || alike(split - 1))
  );
}
