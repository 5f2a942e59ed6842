import { centredUniform, symmetricLaw } from './law.js';
import type { UnivariateLaw } from './law.js';

/**
 * The symmetric triangular law on [−h, h], h = `halfWidth`: a uniform delta-slope given its breakpoint, with
 * h = a_v min(a_b/|β|, a_w) (theory 3.2, erratum 7).
 */
export function triangularLaw(halfWidth: number): UnivariateLaw {
  const h = halfWidth;
  return symmetricLaw({
    pdf: (x) => (x < h ? (h - x) / h / h : 0),
    logpdf: (x) => (x < h ? Math.log((h - x) / h) - Math.log(h) : -Infinity),
    tail: (x) => (x < h ? ((h - x) / h) ** 2 / 2 : 0),
    // 1 − √(2q), without its cancellation next to 1/2.
    tailQuantile: (q) => (h * (1 - 2 * q)) / (1 + Math.sqrt(2 * q)),
    variance: (h * h) / 6,
    excessKurtosis: -3 / 5,
    draw: (stream) => (h * (centredUniform(stream) + centredUniform(stream))) / 2,
  });
}
