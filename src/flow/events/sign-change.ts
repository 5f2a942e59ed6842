/** The width of σ that is left when a sign change counts as found. */
const RESOLUTION = 2 ** -48;

/**
 * The place in [0, 1] where `value` becomes positive, by the Illinois form of regula falsi: the end on the positive
 * side of an interval as narrow as rounding allows. Wants value(0) ≤ 0 < value(1).
 */
export function signChange(value: (sigma: number) => number): number {
  let low = 0;
  let high = 1;
  let below = value(0);
  let above = value(1);
  // Illinois halves the far value whenever one end stays; bisection every third time bounds the count.
  for (let round = 0; high - low > RESOLUTION && round < 200; round++) {
    const secant = low - (below * (high - low)) / (above - below);
    const middle = round % 3 === 2 || !(secant > low && secant < high) ? (low + high) / 2 : secant;
    if (middle <= low || middle >= high) break;
    const here = value(middle);
    if (here > 0) {
      high = middle;
      above = here;
      below /= 2;
    } else {
      low = middle;
      below = here;
      above /= 2;
    }
  }
  return high;
}
