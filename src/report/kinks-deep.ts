import type { InducedBreakpoints } from '../deep/breakpoints.js';
import type { PiecewiseLinear } from '../forms/piecewise-linear.js';

/** Where a deep network turns, as the eye sees it: knots within a small distance are one kink. */
export interface DeepKink {
  /** Its leftmost knot, in units of x. */
  readonly x: number;
  /** Slope left of it and right of it, in units of y per x. */
  readonly slopeBefore: number;
  readonly slopeAfter: number;
  /** Whether it lies on a datum. */
  readonly onData: boolean;
  /** The breakpoints that make it, by layer, then by unit; both counted from 0. */
  readonly breakpoints: readonly {
    readonly layer: number;
    readonly unit: number;
    /** +1 for a unit that is active to the right, −1 to the left. */
    readonly orientation: number;
  }[];
}

/** The kinks from left to right; knots within `reach` of a kink's first belong to it. */
export function deepKinks(
  { knots, slopes }: PiecewiseLinear,
  { breakpoints, layers, units, orientations, active }: InducedBreakpoints,
  reach: number,
  isOnData: (place: number) => boolean,
): DeepKink[] {
  const kinks: DeepKink[] = [];
  for (let first = 0; first < knots.length;) {
    let end = first + 1;
    while (end < knots.length && knots[end] <= knots[first] + reach) end++;
    const [low, high] = [knots[first], knots[end - 1]];
    const made = active.flatMap((isActive, k) =>
      isActive && breakpoints[k] >= low && breakpoints[k] <= high
        ? [{ layer: layers[k], unit: units[k], orientation: orientations[k] }]
        : [],
    );
    kinks.push({
      x: low,
      slopeBefore: slopes[first],
      slopeAfter: slopes[end],
      onData: isOnData(low) || isOnData(high),
      breakpoints: made,
    });
    first = end;
  }
  return kinks;
}
