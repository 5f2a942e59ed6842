import { chebyshevSum } from './chebyshev.js';

/** ln 2 − γ, with Euler's constant γ. */
export const LN2_MINUS_EULER_GAMMA = 0.11593151565841245;

/**
 * e^z √z K₀(z) for z ≥ 1 as a Chebyshev series in u = 1 − 4/(z + 1).
 *
 * This variable needs 22 terms where the usual one, 1/z, needs 32: it puts the cut along the negative axis
 * farther from [−1, 1]. Made by `test/reference/make_special_functions.py --coefficients`.
 */
const SCALED = [
  1.2038044630546785, 0.05377186684016231, -0.0048333495197570246, 0.0006416331147061691,
  -8.085396595143496e-5, 1.1773744647418755e-5, -1.6150973309703824e-6, 2.4918138000209396e-7,
  -3.509915621701656e-8, 5.728383465334587e-9, -7.931680936304521e-10, 1.4109646957151853e-10,
  -1.77683436158167e-11, 3.801040308839454e-12, -3.4754701787687523e-13, 1.2035044346822453e-13,
  -1.786133846102216e-15, 5.064093997634472e-15, 5.351873023363219e-16, 3.038767830277472e-16,
  6.638490060854379e-17, 2.417393176113703e-17,
];

/**
 * The modified Bessel function K₀(z), the shape of a Gaussian delta-slope's density (theory 3.1).
 *
 * Ascending series for z ≤ 1 (Abramowitz & Stegun 9.6.13), Chebyshev series beyond. Measured on 272 arguments
 * from 5e-324 to 1.8e308 against 50-digit values, and the tests measure it again:
 *
 * | function         | largest relative error |
 * | ---------------- | ---------------------- |
 * | `besselK0`       | 6e-16               |
 * | exp(z)·K₀(z)     | 6e-16               |
 * | `logBesselK0`    | 5e-16               |
 *
 * Where K₀ is below 2^−1022 (z > 705.3) a double has fewer digits and the error is one unit of the last.
 * K₀(0) = ∞, K₀(∞) = 0, and NaN for z < 0, where K₀ is complex.
 *
 * @example
 * ```ts
 * import { besselK0 } from 'relu-splines/init';
 *
 * besselK0(1); // 0.42102443824070…
 * ```
 */
export function besselK0(z: number): number {
  return z > 1 ? Math.exp(-z) * scaledBeyondOne(z) : ascending(z);
}

/** e^z K₀(z), which does not underflow; accuracy and special values as for {@link besselK0}. */
export function besselK0Scaled(z: number): number {
  return z > 1 ? scaledBeyondOne(z) : Math.exp(z) * ascending(z);
}

/**
 * ln K₀(z), also where K₀ underflows; accuracy and special values as for {@link besselK0}. The error is
 * relative to max(1, |ln K₀|), since ln K₀ is zero near z = 0.46.
 *
 * @example
 * ```ts
 * import { besselK0, logBesselK0 } from 'relu-splines/init';
 *
 * besselK0(1000); // 0, below the smallest double
 * logBesselK0(1000); // -1003.22821122…
 * ```
 */
export function logBesselK0(z: number): number {
  return z > 1 ? Math.log(scaledBeyondOne(z)) - z : Math.log(ascending(z));
}

function scaledBeyondOne(z: number): number {
  return chebyshevSum(SCALED, 1 - 4 / (z + 1)) / Math.sqrt(z);
}

// K₀ = Σ (z²/4)^k/(k!)² · (H_k − ln(z/2) − γ) with H_k = 1 + … + 1/k; for z ≤ 1 no term is negative.
function ascending(z: number): number {
  if (!(z >= 0)) return NaN;
  const logPart = LN2_MINUS_EULER_GAMMA - Math.log(z);
  const q = (z * z) / 4;
  // One term is then exact, and 0·∞ would be NaN.
  if (q === 0) return logPart;
  let sum = logPart;
  let term = 1;
  let harmonic = 0;
  for (let k = 1; term > Number.EPSILON / 8; k++) {
    term *= q / (k * k);
    harmonic += 1 / k;
    sum += term * (logPart + harmonic);
  }
  return sum;
}
