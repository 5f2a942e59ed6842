import { sortOrder } from '../numeric/arrays.js';
import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import { object, show } from '../numeric/checks.js';
import { NeumaierSum } from '../numeric/sums.js';
import type { Bdso } from './bdso.js';
import { knotRuns, toBdso } from './convert.js';
import { checkForm, checkFormOfUnits, isBdso, isNetwork } from './form.js';
import type { Form } from './form.js';
import type { ShallowNetwork } from './network.js';

/** The second derivative of a piecewise-linear function: a Dirac mass at each knot. */
export interface Curvature {
  /** Knots, increasing, shape (P), in units of x. */
  readonly knots: ReadonlyFloat64Array;
  /** Slope jumps J at the knots, right minus left, shape (P), in units of y per x. */
  readonly jumps: ReadonlyFloat64Array;
}

/** An open interval (low, high) of x, to restrict a roughness to; either end may be infinite. */
export interface Window {
  readonly low: number;
  readonly high: number;
}

/**
 * f″ as knots with slope jumps: J = Σ sᵢμᵢ over the units at the knot (not Σ μᵢ: erratum 10).
 *
 * Exactly equal breakpoints are one knot; a knot whose jumps cancel is kept, with jump zero.
 *
 * @throws `TypeError` for what is not a form; as `toBdso`.
 * @example
 * ```ts
 * import { bdso, curvature } from 'relu-splines';
 *
 * const absolute = bdso({ breakpoints: [0, 0], deltaSlopes: [1, -1], orientations: [1, -1] });
 * curvature(absolute); // { knots: [0], jumps: [2] }
 * ```
 */
export function curvature(form: Form): Curvature {
  checkForm('curvature', form);
  return curvatureOf(form);
}

function curvatureOf(form: Form): Curvature {
  if (!isNetwork(form) && !isBdso(form)) {
    const { knots, slopes } = form;
    return { knots: knots.slice(), jumps: knots.map((_, p) => slopes[p + 1] - slopes[p]) };
  }
  const { breakpoints: beta, deltaSlopes: mu, orientations: s } = isNetwork(form) ? toBdso(form) : form;
  const order = sortOrder(beta);
  const { starts, knots } = knotRuns(beta, order, 0);
  const jumps = knots.map((_, p) => {
    const jump = new NeumaierSum();
    for (let k = starts[p]; k < starts[p + 1]; k++) jump.add(s[order[k]] * mu[order[k]]);
    return jump.value;
  });
  return { knots, jumps };
}

/**
 * The papers' roughness ρ = Σ μᵢ² over units, in units of (y per x)².
 *
 * It depends on the parametrisation, and it is not ∫ f″², which a sum of Dirac masses does not have
 * (erratum 9): a straight line made by two opposite units has ρ > 0. See {@link functionRoughness}.
 *
 * @param window Count only units with low < β < high.
 * @throws `TypeError` for what is neither a network nor a spline, `RangeError` unless low < high; as `toBdso`.
 * @example
 * ```ts
 * import { bdso, roughness } from 'relu-splines';
 *
 * const line = bdso({ breakpoints: [0, 0], deltaSlopes: [3, 3], orientations: [1, -1] });
 * roughness(line); // 18
 * ```
 */
export function roughness(form: ShallowNetwork | Bdso, window: Window = EVERYWHERE): number {
  const where = 'roughness';
  checkFormOfUnits(where, form);
  checkWindow(where, window);
  const { breakpoints, deltaSlopes } = isNetwork(form) ? toBdso(form) : form;
  return sumOfSquares(breakpoints, deltaSlopes, window);
}

/**
 * The roughness of the function itself, ρ_f = Σ J² over knots, in units of (y per x)². It is zero iff the
 * function is a straight line.
 *
 * Where no breakpoints coincide it equals {@link roughness}. Coincident units add 2·Σ cᵢcⱼ over pairs, c = sμ:
 * less than nothing where their jumps oppose each other, more where they agree.
 *
 * @param window Count only knots with low < t < high.
 * @throws `TypeError` for what is not a form, `RangeError` unless low < high; as `toBdso`.
 * @example
 * ```ts
 * import { bdso, functionRoughness } from 'relu-splines';
 *
 * const line = bdso({ breakpoints: [0, 0], deltaSlopes: [3, 3], orientations: [1, -1] });
 * functionRoughness(line); // 0
 * ```
 */
export function functionRoughness(form: Form, window: Window = EVERYWHERE): number {
  const where = 'functionRoughness';
  checkForm(where, form);
  checkWindow(where, window);
  const { knots, jumps } = curvatureOf(form);
  return sumOfSquares(knots, jumps, window);
}

const EVERYWHERE: Window = { low: -Infinity, high: Infinity };

function checkWindow(where: string, window: Window): void {
  object(where, 'window', window);
  const { low, high }: { readonly low: unknown; readonly high: unknown } = window;
  if (typeof low !== 'number' || typeof high !== 'number') {
    throw new TypeError(
      `${where}: window.low and window.high must be numbers, got ${show(low)} and ${show(high)}`,
    );
  }
  if (!(low < high)) {
    throw new RangeError(`${where}: window.low must be below window.high, got ${low} and ${high}`);
  }
}

function sumOfSquares(
  places: ReadonlyFloat64Array,
  heights: ReadonlyFloat64Array,
  { low, high }: Window,
): number {
  const sum = new NeumaierSum();
  for (let i = 0; i < places.length; i++) {
    if (places[i] > low && places[i] < high) sum.add(heights[i] * heights[i]);
  }
  return sum.value;
}
