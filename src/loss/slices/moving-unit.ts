import type { Bdso } from '../../forms/bdso.js';
import { toNetwork } from '../../forms/convert.js';
import { checkFormOfUnits, isNetwork } from '../../forms/form.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { integerIn, show } from '../../numeric/checks.js';
import { signOf } from '../../numeric/signs.js';

/** One unit as a slice of the loss knows it. */
export interface MovingUnit {
  /** β = −b/w, in units of x. Infinite where the quotient overflows. */
  readonly breakpoint: number;
  /** μ = wv, in units of y per x. */
  readonly deltaSlope: number;
  /** s = sgn w: +1 active to the right of β, −1 to the left. */
  readonly orientation: 1 | -1;
  /** sgn v = s·sgn μ: the sign of the slope jump that the unit makes. */
  readonly outputSign: -1 | 0 | 1;
}

/**
 * A form of either kind as a network, and a spline as its network of unit scale: w = s, b = −sβ, v = sμ.
 *
 * That view is exact. Products with ±1 do not round, so w·x + b is s·fl(x − β), and a difference of doubles
 * rounds to zero only if it is zero (gradual underflow): the network is active at x iff s(x − β) > 0.
 *
 * @throws `TypeError` for anything but a network or a spline in BDSO form.
 */
export function networkView(where: string, form: ShallowNetwork | Bdso): ShallowNetwork {
  checkFormOfUnits(where, form);
  return isNetwork(form) ? form : toNetwork(form);
}

/**
 * Unit `unit` of a form; null where w = 0, since such a unit has no breakpoint.
 *
 * @throws `RangeError` for an index that is not one, or a delta-slope w·v that overflows.
 */
export function movingUnit(where: string, form: ShallowNetwork | Bdso, unit: number): MovingUnit | null {
  const width = isNetwork(form) ? form.inputWeights.length : form.breakpoints.length;
  if (width === 0)
    throw new RangeError(`${where}: unit must name a unit, got ${show(unit)} of a form with none`);
  integerIn(where, 'unit', unit, 0, width - 1);
  if (!isNetwork(form)) {
    const orientation = form.orientations[unit] > 0 ? 1 : -1;
    const deltaSlope = form.deltaSlopes[unit];
    const outputSign = signOf(orientation * deltaSlope);
    return { breakpoint: form.breakpoints[unit], deltaSlope, orientation, outputSign };
  }
  const w = form.inputWeights[unit];
  const v = form.outputWeights[unit];
  if (w === 0) return null;
  const deltaSlope = w * v;
  if (!Number.isFinite(deltaSlope)) {
    throw new RangeError(`${where}: the delta-slope of unit ${unit} must be finite, got ${w} × ${v}`);
  }
  return {
    breakpoint: -form.inputBiases[unit] / w + 0,
    deltaSlope,
    orientation: w > 0 ? 1 : -1,
    // Not from w·v, which may underflow.
    outputSign: signOf(v),
  };
}
