import { hypotenuse } from '../../init/laws/law.js';
import type { KernelWeight } from '../density.js';
import { momentsByQuadrature } from './local-integrals.js';

/**
 * p = q/2 of a network with Gaussian weights (theory 11.3). With u = (σ_w x, σ_b) and θ the angle between two such,
 * K = |u||u′|·s(π − θ)/(2π) and D = |u||u′|·s(θ)/(2π), s(θ) = sin θ − θ cos θ: neither cancels.
 */
export function gaussianNetworkWeight(sigmaB: number, sigmaW: number): KernelWeight {
  const length = (x: number): number => hypotenuse(sigmaW * x, sigmaB);
  const cross = (m: number, M: number): number => sigmaW * (M - m) * sigmaB;
  const inner = (m: number, M: number): number => sigmaW * m * (sigmaW * M) + sigmaB * sigmaB;
  const lune = (m: number, M: number, angle: number): number =>
    (length(m) * length(M) * sineMoment(angle)) / (2 * Math.PI);
  const density = (beta: number): number => {
    // σ_b/R first: none of the products overflows.
    const share = sigmaB / length(beta);
    return (share * share * sigmaW * (share * share * (sigmaW / sigmaB) * sigmaW)) / Math.PI;
  };
  const special = [0];
  return {
    density,
    support: [-Infinity, Infinity],
    special,
    byRule: true,
    mass: (sigmaW * sigmaW) / 2,
    centre: 0,
    spread: (sigmaB * sigmaB) / 2,
    first: 0,
    curved: (m, M) => lune(m, M, Math.atan2(cross(m, M), inner(m, M))),
    kernel: (m, M) => lune(m, M, Math.atan2(cross(m, M), -inner(m, M))),
    moments: (anchor, end) =>
      momentsByQuadrature(density, special, anchor, Math.min(anchor, end), Math.max(anchor, end)),
  };
}

/** sin θ − θ cos θ for θ in [0, π], right relative to itself also where it is θ³/3. */
function sineMoment(angle: number): number {
  if (angle > 1) return Math.sin(angle) - angle * Math.cos(angle);
  const square = angle * angle;
  let term = (angle * square) / 3;
  let sum = 0;
  // Σ (−1)^(k+1) 2k θ^(2k+1)/(2k+1)!; the tenth is below EPSILON of the first.
  for (let k = 1; k <= 10; k++) {
    sum += term;
    term *= -square / (2 * k * (2 * k + 3));
  }
  return sum;
}
