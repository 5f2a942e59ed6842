import { kernelFromTails } from '../density.js';
import type { KernelWeight, LocalMoments } from '../density.js';
import { curvedByQuadrature, momentsByQuadrature } from './local-integrals.js';

/** A density that is even about 0, from what is known of it in closed form. */
export interface SymmetricWeight {
  /** p at β ≥ 0. */
  readonly density: (beta: number) => number;
  /** Where p has a kink, or is narrow. */
  readonly special: readonly number[];
  readonly mass: number;
  /** M₂. */
  readonly second: number;
  /** What the closed D(m, M) is the sum of, each right relative to itself. */
  readonly curvedTerms: (m: number, M: number) => readonly number[];
  /** Moments about x of what lies left of it, Infinity where there are none. */
  readonly leftTail: (x: number) => LocalMoments;
}

/** The closed D must be this part of the terms it is made of; else it has lost digits and quadrature has not. */
const KEPT = 1 / 16;

/**
 * The terms of D = (M − m)(I₁(M) + I₁(m)) − 2(I₂(M) − I₂(m)), from I₁ and I₂ at t ≥ 0: I₁″ = p and I₁ is even, I₂′ = I₁
 * and I₂ is odd (theory 11.2).
 */
export function termsOfIntegrals(
  firstIntegral: (t: number) => number,
  secondIntegral: (t: number) => number,
): (m: number, M: number) => readonly number[] {
  const I2 = (t: number): number => (t < 0 ? -secondIntegral(-t) : secondIntegral(t));
  return (m, M) => [
    (M - m) * firstIntegral(Math.abs(M)),
    (M - m) * firstIntegral(Math.abs(m)),
    -2 * I2(M),
    2 * I2(m),
  ];
}

/** The weight of a density even about 0, with the closed D where it keeps its digits. */
export function symmetricWeight(half: SymmetricWeight): KernelWeight {
  const { mass, second, special, leftTail, curvedTerms } = half;
  const density = (beta: number): number => half.density(Math.abs(beta));
  return {
    density,
    support: [-Infinity, Infinity],
    special,
    byRule: true,
    mass,
    centre: 0,
    spread: second,
    first: second === Infinity ? undefined : 0,
    moments(anchor, end) {
      if (end === -Infinity) return leftTail(anchor);
      if (end === Infinity) return leftTail(-anchor);
      return momentsByQuadrature(density, special, anchor, Math.min(anchor, end), Math.max(anchor, end));
    },
    curved(m, M) {
      let closed = 0;
      let size = 0;
      for (const term of curvedTerms(m, M)) {
        closed += term;
        size += Math.abs(term);
      }
      return closed >= KEPT * size ? closed : curvedByQuadrature(density, special, m, M);
    },
    kernel: (m, M) => kernelFromTails(leftTail(m), leftTail(-M), M - m),
  };
}
