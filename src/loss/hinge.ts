import type { Dataset } from '../data/dataset.js';
import { leadingHalf } from '../numeric/double-double.js';

/** The middle of the data in 26 bits, for {@link hingeAt}; 0 for data that lie about the origin. */
export function centreOf({ x }: Dataset): number {
  const spread = x[x.length - 1] - x[0];
  const middle = x[0] + spread / 2;
  // Within a few spreads of the origin wx + b as it is loses no digits to speak of.
  if (!(Math.abs(middle) > 4 * spread) || Math.abs(middle) > 2 ** 996) return 0;
  return leadingHalf(middle);
}

/**
 * w·x + b without what cancels when the data are far from the origin: w·(x − c) + (b + wc), the second term by
 * {@link centredBias}. Right to EPSILON times wx + b itself and |w| times the spread of the data (or 2⁻²⁶ of x if
 * that is more), where w·x + b is so to EPSILON·|w·x| only.
 *
 * Never ask it whether a unit is active: that is decided by w·x + b as it rounds (see `bins.ts`).
 */
export function hingeAt(w: number, b: number, x: number, centre: number): number {
  return centre === 0 ? w * x + b : w * (x - centre) + centredBias(w, b, centre);
}

/**
 * The bias of a unit in coordinates x − c: (w_high·c + b) + w_low·c, where w_high, w_low and c have 26 bits each.
 * Both products are exact, and so is the first sum as long as b all but cancels w·c.
 */
function centredBias(w: number, b: number, centre: number): number {
  const high = leadingHalf(w);
  return high * centre + b + (w - high) * centre;
}
