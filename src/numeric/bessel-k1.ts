import { LN2_MINUS_EULER_GAMMA } from './bessel-k0.js';
import { chebyshevSum } from './chebyshev.js';

/**
 * e^z √z K₁(z) for z ≥ 1 as a Chebyshev series in u = 1 − 4/(z + 1).
 *
 * Made by `test/reference/make_special_functions.py --coefficients`.
 */
const SCALED = [
  1.4203366793655532, -0.18778332559306993, 0.023849245401445125, -0.003550253959139083,
  0.0005343493012113108, -8.391222096441978e-5, 1.3187909600998988e-5, -2.125338560988315e-6,
  3.405416420238815e-7, -5.581844742340829e-8, 9.020785501204987e-9, -1.5013103660709765e-9,
  2.4242434584597053e-10, -4.119286960201173e-11, 6.539051172708639e-12, -1.1585451935690668e-12,
  1.733677632432424e-13, -3.4188298815157805e-14, 4.2181733999890244e-15, -1.134201808499488e-15,
  6.322653472635779e-17, -4.877300232359452e-17,
];

/**
 * The modified Bessel function K₁(z) = −K₀′(z).
 *
 * Ascending series for z ≤ 1 (Abramowitz & Stegun 9.6.11), Chebyshev series beyond. Measured on 272 arguments
 * from 5e-324 to 1.8e308 against 50-digit values, and the tests measure it again:
 *
 * | function         | largest relative error |
 * | ---------------- | ---------------------- |
 * | `besselK1`       | 5e-16               |
 * | `logBesselK1`    | 3e-16               |
 *
 * Where K₁ is below 2^−1022 (z > 705.3) a double has fewer digits and the error is one unit of the last.
 * K₁(z) = ∞ for z < 5.6e-309, where 1/z is above the largest double; K₁(∞) = 0, and NaN for z < 0, where K₁
 * is complex.
 *
 * @example
 * ```ts
 * import { besselK1 } from 'relu-splines/init';
 *
 * besselK1(1); // 0.60190723019723…
 * ```
 */
export function besselK1(z: number): number {
  return z > 1 ? Math.exp(-z) * scaledBeyondOne(z) : timesArgument(z) / Math.abs(z);
}

/**
 * ln K₁(z), also where K₁ underflows or overflows; accuracy as for {@link besselK1}. The error is relative to
 * max(1, |ln K₁|), since ln K₁ is zero near z = 0.6.
 *
 * @example
 * ```ts
 * import { besselK1, logBesselK1 } from 'relu-splines/init';
 *
 * besselK1(1000); // 0, below the smallest double
 * logBesselK1(1000); // -1003.2277114…
 * ```
 */
export function logBesselK1(z: number): number {
  return z > 1 ? Math.log(scaledBeyondOne(z)) - z : Math.log(timesArgument(z)) - Math.log(z);
}

function scaledBeyondOne(z: number): number {
  return chebyshevSum(SCALED, 1 - 4 / (z + 1)) / Math.sqrt(z);
}

// z K₁ = 1 − 2q Σ q^k/(k! (k+1)!) · ((H_k + H_{k+1})/2 − ln(z/2) − γ), q = z²/4.
function timesArgument(z: number): number {
  if (!(z >= 0)) return NaN;
  const logPart = LN2_MINUS_EULER_GAMMA - Math.log(z);
  const q = (z * z) / 4;
  // One term is then exact, and 0·∞ would be NaN.
  if (q === 0) return 1;
  let sum = 0;
  let term = 1;
  let harmonic = 0;
  for (let k = 1; term > Number.EPSILON / 8; k++) {
    sum += term * (logPart + harmonic + 0.5 / k);
    harmonic += 1 / k;
    term *= q / (k * (k + 1));
  }
  return 1 - 2 * q * sum;
}
