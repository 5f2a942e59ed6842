import { symmetricLaw } from './law.js';
import type { UnivariateLaw } from './law.js';

/**
 * The Laplace law of a given scale k, density e^(−|x|/k)/(2k): a Gaussian delta-slope given its breakpoint
 * (theory 3.1).
 */
export function laplaceLaw(scale: number): UnivariateLaw {
  const k = scale;
  return symmetricLaw({
    pdf: (x) => Math.exp(-x / k) / (2 * k),
    logpdf: (x) => -x / k - Math.log(2 * k),
    tail: (x) => Math.exp(-x / k) / 2,
    // 2q − 1 is exact from 1/4 on.
    tailQuantile: (q) => k * -(q < 0.25 ? Math.log(2 * q) : Math.log1p(2 * q - 1)) + 0,
    variance: 2 * k * k,
    excessKurtosis: 3,
    // The determinant of a 2 × 2 matrix of Gaussians: a logarithm would not be the same everywhere.
    draw(stream) {
      const first = stream.normal() * stream.normal();
      return k * (first + stream.normal() * stream.normal());
    },
  });
}
