import { centredUniform, nonZeroCentredUniform, symmetricLaw } from './law.js';
import type { UnivariateLaw } from './law.js';

/**
 * The law of the ratio of two independent numbers uniform in [−a_b, a_b] and [−a_w, a_w], with
 * `halfWidth` = a_b/a_w: a uniform breakpoint (theory 3.2). Flat within the half-width, where half of the mass
 * lies, then falling like 1/x². It has no mean.
 */
export function uniformRatioLaw(halfWidth: number): UnivariateLaw {
  const r = halfWidth;
  return symmetricLaw({
    pdf: (x) => (x <= r ? 1 / (4 * r) : r / x / (4 * x)),
    logpdf: (x) => (x <= r ? -Math.log(4 * r) : Math.log(r / 4) - 2 * Math.log(x)),
    tail: (x) => (x <= r ? 0.5 - x / (4 * r) : r / (4 * x)),
    tailQuantile: (q) => (q < 0.25 ? r / (4 * q) : 4 * r * (0.5 - q)),
    variance: undefined,
    excessKurtosis: undefined,
    draw: (stream) => (r * centredUniform(stream)) / nonZeroCentredUniform(stream),
  });
}
