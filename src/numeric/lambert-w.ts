import { productError } from './double-double.js';

/** The double nearest to 1/e; its negative lies 1.2e-17 below −1/e. */
const INVERSE_E = 0.36787944117144233;

/** e = Math.E + E_LOW to twice the precision of a double. */
const E_LOW = 1.4456468917292502e-16;

/**
 * −(1 + W₋₁) = Σ c_k p^k about the branch point x = −1/e, with p = √(2(1 + ex)); c₁ is first.
 *
 * R. M. Corless et al., "On the Lambert W function", Adv. Comput. Math. 5 (1996), (4.22)–(4.25). Made by
 * `test/reference/make_special_functions.py --coefficients`.
 */
const BRANCH_SERIES = [
  1, 0.3333333333333333, 0.1527777777777778, 0.07962962962962963, 0.044502314814814814, 0.02598471487360376,
  0.01563563253233392, 0.009616892024299432, 0.006014543252956118, 0.0038112980348919993,
  0.0024408779911439826, 0.0015769303446867841, 0.0010262633205076071, 0.0006720616311561362,
];

/** Up to here, p ≤ 0.1, 14 terms of the series leave out less than 1e-17 of the value. */
const SERIES_REACH = 0.005;

/**
 * The lower real branch of the Lambert function: the w ≤ −1 with w e^w = x, for −1/e ≤ x < 0.
 *
 * The quantile of a uniform delta-slope is written with it (theory 3.2); next to the median the law uses
 * 1 + w itself, which keeps its digits. Series at the branch point; elsewhere Newton's method
 * on y − ln(1 + y) = −1 − ln(−x), y = −1 − w, from the upper bound √(2u) + u of I. Chatzigeorgiou, IEEE
 * Commun. Lett. 17 (2013), Theorem 1. Largest relative error on 95 arguments from −1/e to −5e-324 against
 * 50-digit values: 3e-16.
 *
 * −1 at the double nearest to −1/e, which lies 1.2e-17 outside; −∞ at 0; NaN elsewhere outside.
 *
 * @example
 * ```ts
 * import { lambertWm1 } from 'relu-splines/init';
 *
 * const w = lambertWm1(-0.2);
 * w; // -2.5426413577735…
 * w * Math.exp(w); // -0.2
 * ```
 */
export function lambertWm1(x: number): number {
  if (x === 0) return -Infinity;
  if (!(x >= -INVERSE_E && x < 0)) return NaN;
  // 1 + ex in double-double: next to the branch, w depends on its square root.
  const product = Math.E * x;
  const delta = 1 + product + (productError(Math.E, x, product) + E_LOW * x);
  if (delta <= 0) return -1;
  return -1 - distance(delta, delta < 0.5 ? -Math.log1p(-delta) : -1 - Math.log(-x));
}

/**
 * 1 + W₋₁(−(1 − δ)/e) for δ in [0, 1], right to its last digits also for small δ, where it is about −√(2δ).
 *
 * The t in (0, 1] with t(1 − ln t) = 1 − δ is its exponential: the quantile of a uniform delta-slope with
 * δ = 2 min(u, 1 − u) (theory 3.2), where `1 + lambertWm1(…)` loses half of the digits. Largest relative
 * error on 191 arguments from 5e-324 to 1 − 2^−53 against 50-digit values: 1e-15.
 *
 * 0 at δ = 0, −∞ at δ = 1, NaN outside.
 */
export function onePlusLambertWm1(delta: number): number {
  if (delta === 1) return -Infinity;
  if (!(delta >= 0 && delta < 1)) return NaN;
  return 0 - distance(delta, -Math.log1p(-delta));
}

// y = −(1 + W₋₁) at the relative distance delta = 1 + ex from the branch; u = −ln(1 − delta).
function distance(delta: number, u: number): number {
  const p = Math.sqrt(2 * delta);
  if (delta < SERIES_REACH) {
    let sum = 0;
    for (let k = BRANCH_SERIES.length - 1; k >= 0; k--) sum = (sum + BRANCH_SERIES[k]) * p;
    return sum;
  }
  // The function is convex and the start lies above its root, so that the steps never change sign. Four of
  // them bring the relative error of the start, at most 0.16, to that of rounding.
  let y = Math.sqrt(2 * u) + u;
  for (let iteration = 0; iteration < 4; iteration++) {
    y -= ((y - Math.log1p(y) - u) * (1 + y)) / y;
  }
  return y;
}
