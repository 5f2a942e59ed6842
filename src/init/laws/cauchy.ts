import { nonZeroNormal, symmetricLaw } from './law.js';
import type { UnivariateLaw } from './law.js';

/**
 * The Cauchy law of a given scale: a Gaussian breakpoint, scale σ_b/σ_w (theory 3.1). It has no mean.
 */
export function cauchyLaw(scale: number): UnivariateLaw {
  const g = scale;
  return symmetricLaw({
    pdf(x) {
      if (x <= g) return 1 / (Math.PI * g * (1 + (x / g) ** 2));
      const t = g / x;
      return (t * (t / g)) / (Math.PI * (1 + t * t));
    },
    logpdf(x) {
      if (x <= g) return -Math.log(Math.PI * g) - Math.log1p((x / g) ** 2);
      return Math.log(g / Math.PI) - 2 * Math.log(x) - Math.log1p((g / x) ** 2);
    },
    tail: (x) => Math.atan2(g, x) / Math.PI,
    // Each form where its tangent is at most 1: the other one loses its digits there.
    tailQuantile: (q) => (q < 0.25 ? g / Math.tan(Math.PI * q) : g * Math.tan(Math.PI * (0.5 - q))),
    variance: undefined,
    excessKurtosis: undefined,
    draw: (stream) => (g * stream.normal()) / nonZeroNormal(stream),
  });
}
