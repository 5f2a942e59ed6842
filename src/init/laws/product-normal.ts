import { besselK0, besselK0Scaled, logBesselK0 } from '../../numeric/bessel-k0.js';
import { besselK0Integral, bickleyKi1, bickleyKi1Scaled, logBickleyKi1 } from '../../numeric/bickley.js';
import { symmetricLaw } from './law.js';
import type { UnivariateLaw } from './law.js';

/**
 * The law of the product of two independent Gaussians, of standard deviation `scale` = σ_w σ_v: a Gaussian
 * delta-slope, density K₀(|x|/scale)/(π scale), logarithmically infinite at 0 (theory 3.1).
 */
export function productNormalLaw(scale: number): UnivariateLaw {
  return symmetricLaw({
    pdf: (x) => besselK0(x / scale) / (Math.PI * scale),
    logpdf: (x) => logBesselK0(x / scale) - Math.log(Math.PI * scale),
    tail: (x) => bickleyKi1(x / scale) / Math.PI,
    tailQuantile: (q) => scale * standardTailQuantile(q),
    variance: scale * scale,
    excessKurtosis: 6,
    draw: (stream) => scale * (stream.normal() * stream.normal()),
  });
}

/** Newton's method takes at most 6 steps from either start, measured from the smallest double to 1/2. */
const MOST_STEPS = 30;

// Ki₁(z) = πq. Both equations bend one way only (∫K₀ is concave, ln Ki₁ is convex), so that after the first
// step Newton's method climbs to the root and cannot leave the half-line.
function standardTailQuantile(q: number): number {
  if (q === 0) return Infinity;
  const fromMedian = Math.PI * (0.5 - q);
  if (fromMedian === 0) return 0;
  if (fromMedian < 1) {
    const start = fromMedian / (2.2 - Math.log(fromMedian));
    return newton(start, (z) => (fromMedian - besselK0Integral(z)) / besselK0(z));
  }
  const target = Math.log(Math.PI * q);
  // An upper bound, since Ki₁(z) ≤ (π/2)e^(−z).
  return newton(
    -Math.log(2 * q),
    (z) => (logBickleyKi1(z) - target) * (bickleyKi1Scaled(z) / besselK0Scaled(z)),
  );
}

function newton(start: number, step: (z: number) => number): number {
  let z = start;
  for (let k = 0; k < MOST_STEPS; k++) {
    const change = step(z);
    z += change;
    if (Math.abs(change) <= 4 * Number.EPSILON * z) break;
  }
  return z;
}
