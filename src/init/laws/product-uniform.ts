import { onePlusLambertWm1 } from '../../numeric/lambert-w.js';
import { centredUniform, symmetricLaw } from './law.js';
import type { UnivariateLaw } from './law.js';

/** Where 1 − t + t ln t is summed as a series in 1 − t instead, since its terms cancel there. */
const SERIES_REACH = 0.25;

/**
 * The law of the product of two independent numbers uniform in [−a_w, a_w] and [−a_v, a_v], with
 * `halfWidth` A = a_w a_v: a uniform delta-slope, density ln(A/|x|)/(2A) on [−A, A] (theory 3.2).
 *
 * Variance A²/9 and excess kurtosis 6/25: the papers' 2a_w³a_v³/9 and 81/(50 a_w a_v) − 3 do not even have
 * the right units (erratum 6).
 */
export function productUniformLaw(halfWidth: number): UnivariateLaw {
  const A = halfWidth;
  // ln(A/x), from A − x where that is exact.
  const logRatio = (x: number): number => (x < A / 2 ? -Math.log(x / A) : -Math.log1p((x - A) / A));
  return symmetricLaw({
    pdf: (x) => (x < A ? logRatio(x) / (2 * A) : 0),
    logpdf: (x) => (x < A ? Math.log(logRatio(x)) - Math.log(2 * A) : -Infinity),
    tail: (x) => (x < A ? standardTail(x / A, (A - x) / A) : 0),
    tailQuantile: (q) => A * Math.exp(onePlusLambertWm1(2 * q)),
    variance: (A * A) / 9,
    excessKurtosis: 6 / 25,
    draw: (stream) => A * (centredUniform(stream) * centredUniform(stream)),
  });
}

/** (1 − t + t ln t)/2 for 0 ≤ t ≤ 1, with d = 1 − t. */
function standardTail(t: number, d: number): number {
  if (t === 0) return 0.5;
  if (d > SERIES_REACH) return (d + t * Math.log(t)) / 2;
  // Σ d^k/(k(k − 1)) from k = 2; no term is negative.
  let sum = 0;
  let power = d * d;
  for (let k = 2; power > sum * Number.EPSILON; k++) {
    sum += power / (k * (k - 1));
    power *= d;
  }
  return sum / 2;
}
