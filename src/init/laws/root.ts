const MOST_STEPS = 200;
/** How fast the search for the root's size goes. */
const FACTOR = 16;
/** A root nearer to 0 is 0. */
const TINIEST = 1e-300;

/**
 * The x at which a function that rises from below 0 to above 0 crosses it, wherever on the line it is: first
 * the power of 16, then Newton's method with bisection to fall back on.
 */
export function rootOf(f: (x: number) => number, derivative: (x: number) => number): number {
  const atZero = f(0);
  if (atZero === 0) return 0;
  const side = atZero < 0 ? 1 : -1;
  // On the half-line of the root, g falls from above 0 to below it as the distance m grows.
  const g = (m: number): number => -side * f(side * m);
  let low = 1;
  let high = 1;
  if (g(1) > 0) {
    do {
      low = high;
      high *= FACTOR;
    } while (high < Infinity && g(high) > 0);
    if (high === Infinity) return side * low;
  } else {
    do {
      high = low;
      low /= FACTOR;
    } while (low > TINIEST && g(low) <= 0);
    if (low <= TINIEST) return 0;
  }
  let m = Math.sqrt(low) * Math.sqrt(high);
  for (let step = 0; step < MOST_STEPS; step++) {
    const excess = g(m);
    if (excess === 0) break;
    if (excess > 0) low = m;
    else high = m;
    const newton = m + excess / derivative(side * m);
    const next = newton > low && newton < high ? newton : 0.5 * (low + high);
    const settled = Math.abs(next - m) <= 4 * Number.EPSILON * m;
    m = next;
    if (settled) break;
  }
  return side * m;
}
