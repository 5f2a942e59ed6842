/** Roots and minima of functions of one number, between bounds that are known to hold one. */

/**
 * A root of f between `a` and `b`, where f has values of opposite signs or zero, as near as x can be told: inverse
 * quadratic interpolation where it can be trusted, else bisection (T. R. Chandrupatla, Adv. Eng. Software 28, 1997).
 */
export function rootBetween(f: (x: number) => number, a: number, b: number): number {
  let [x, value] = [b, f(b)];
  let [other, otherValue] = [a, f(a)];
  if (value === 0) return x;
  if (otherValue === 0) return other;
  let share = 0.5;
  for (;;) {
    const point = x + share * (other - x);
    const pointValue = f(point);
    let [third, thirdValue] = [x, value];
    if (Math.sign(pointValue) !== Math.sign(value)) {
      [third, thirdValue] = [other, otherValue];
      [other, otherValue] = [x, value];
    }
    [x, value] = [point, pointValue];
    const best = Math.abs(value) < Math.abs(otherValue) ? x : other;
    const near = (2 * Number.EPSILON * Math.abs(best) + Number.MIN_VALUE) / Math.abs(other - x);
    if (!(near < 0.5) || value === 0) return best;
    const xi = (x - other) / (third - other);
    const phi = (value - otherValue) / (thirdValue - otherValue);
    share = 0.5;
    if (phi ** 2 < xi && (1 - phi) ** 2 < 1 - xi) {
      share =
        (value / (otherValue - value)) * (thirdValue / (otherValue - thirdValue)) +
        ((third - x) / (other - x)) *
          (value / (thirdValue - value)) *
          (otherValue / (thirdValue - otherValue));
    }
    share = Math.min(1 - near, Math.max(near, share));
  }
}

/** A place and the value of a function there. */
export interface Minimum {
  readonly x: number;
  readonly value: number;
}

/** (3 − √5)/2: where the golden section cuts. */
const GOLDEN = 0.3819660112501051;

/**
 * A local minimum of f between `low` and `high`, to `tolerance` in x: parabolas through the three best points where
 * they help, else golden sections (R. P. Brent, "Algorithms for Minimization without Derivatives", 1973, ch. 5). It
 * cannot be told nearer than to about √EPSILON of where the curvature is 1.
 */
export function minimumBetween(
  f: (x: number) => number,
  low: number,
  high: number,
  tolerance: number,
): Minimum {
  let x = low + GOLDEN * (high - low);
  let value = f(x);
  let [second, secondValue, third, thirdValue] = [x, value, x, value];
  let [step, stepBefore] = [0, 0];
  for (;;) {
    const middle = (low + high) / 2;
    if (Math.abs(x - middle) <= 2 * tolerance - (high - low) / 2) return { x, value };
    let r = (x - second) * (value - thirdValue);
    let q = (x - third) * (value - secondValue);
    let p = (x - third) * q - (x - second) * r;
    q = 2 * (q - r);
    if (q > 0) p = -p;
    q = Math.abs(q);
    r = stepBefore;
    stepBefore = step;
    if (
      Math.abs(r) > tolerance &&
      Math.abs(p) < Math.abs((q * r) / 2) &&
      p > q * (low - x) &&
      p < q * (high - x)
    ) {
      step = p / q;
    } else {
      stepBefore = x < middle ? high - x : low - x;
      step = GOLDEN * stepBefore;
    }
    // Never so near to x that the two values cannot be told apart.
    const point = x + (Math.abs(step) >= tolerance ? step : step > 0 ? tolerance : -tolerance);
    const pointValue = f(point);
    if (pointValue <= value) {
      if (point < x) high = x;
      else low = x;
      [third, thirdValue] = [second, secondValue];
      [second, secondValue] = [x, value];
      [x, value] = [point, pointValue];
    } else {
      if (point < x) low = point;
      else high = point;
      if (pointValue <= secondValue || second === x) {
        [third, thirdValue] = [second, secondValue];
        [second, secondValue] = [point, pointValue];
      } else if (pointValue <= thirdValue || third === x || third === second) {
        [third, thirdValue] = [point, pointValue];
      }
    }
  }
}
