import type { NumericArray } from '../numeric/arrays.js';
import type { Density } from '../init/laws/density.js';

/** Breakpoints uniform in an interval. */
export interface UniformDensity {
  readonly kind: 'uniform';
  /** Left end a, in units of x. */
  readonly low: number;
  /** Right end b > a, in units of x. */
  readonly high: number;
}

/** Breakpoints of Gaussian weights, all delta-slopes trained alike: a Cauchy law. Its M₂ is infinite. */
export interface CauchyDensity {
  readonly kind: 'cauchy';
  /** σ_b/σ_w, in units of x. */
  readonly scale: number;
}

/** Breakpoints of uniform weights, all delta-slopes trained alike: the law of a ratio. Its M₂ is infinite. */
export interface UniformRatioDensity {
  readonly kind: 'uniform-ratio';
  /** r = a_b/a_w, in units of x: the density is flat on [−r, r]. */
  readonly halfWidth: number;
}

/** The kernel that a real network with Gaussian weights follows when its output weights are trained. */
export interface GaussianNetworkDensity {
  readonly kind: 'gaussian-network';
  /** Standard deviation σ_b of the input biases. */
  readonly sigmaB: number;
  /** Standard deviation σ_w of the input weights. */
  readonly sigmaW: number;
}

/** The kernel that a real network with uniform weights follows when its output weights are trained. */
export interface UniformNetworkDensity {
  readonly kind: 'uniform-network';
  /** The input biases are uniform in [−a_b, a_b]. */
  readonly aB: number;
  /** The input weights are uniform in [−a_w, a_w]. */
  readonly aW: number;
}

/** M₀, M₁ and M₂ of a density. */
export interface DensityMoments {
  /** M₀ = ∫ p, 1 for a law of breakpoints. */
  readonly mass: number;
  /** M₁ = ∫ βp, undefined where it does not exist. */
  readonly first: number | undefined;
  /** M₂ = ∫ β²p, which may be Infinity. */
  readonly second: number;
}

/** Any density, by quadrature. It need not integrate to 1, nor say `moments`, which are then computed. */
export interface CustomDensity extends Density {
  readonly kind: 'custom';
  /** Its moments, where they are known. `first` is not used where `second` is Infinity. */
  readonly moments?: DensityMoments;
}

/**
 * Where the breakpoints of an infinitely wide network are: the density p of the kernel
 * K(x, z) = ∫ [(x − β)₊(z − β)₊ + (β − x)₊(β − z)₊] p(β) dβ, the same for both orientations (theory 11.2).
 *
 * - `uniform`, `cauchy`, `uniform-ratio`: laws of the breakpoints, for the flow that trains delta-slopes alike.
 * - `gaussian-network`, `uniform-network`: p = q/2 with q(β) = p(β) E[w² | β], which makes
 *   K = E[(wx + b)₊(wz + b)₊], the kernel of a real network whose output weights are trained (theory 11.3).
 * - `custom`: any p. For the kernel of a network of another law, half of its `kernelWeight`.
 */
export type WidthLimitDensity =
  | UniformDensity
  | CauchyDensity
  | UniformRatioDensity
  | GaussianNetworkDensity
  | UniformNetworkDensity
  | CustomDensity;

/** The kinds of {@link WidthLimitDensity}. */
export const DENSITY_KINDS: readonly WidthLimitDensity['kind'][] = [
  'uniform',
  'cauchy',
  'uniform-ratio',
  'gaussian-network',
  'uniform-network',
  'custom',
];

/** ∫ |β − anchor|^j p over an interval that begins or ends at the anchor, j = 0, 1, 2. */
export interface LocalMoments {
  readonly zeroth: number;
  readonly first: number;
  readonly second: number;
}

/**
 * A density as the solver sees it. All integrals are of things that are not negative, so that each is right
 * relative to itself, however short or far away its interval is.
 */
export interface KernelWeight {
  /** p, 0 outside the support. */
  readonly density: (beta: number) => number;
  /** The interval outside which p is 0. */
  readonly support: readonly [low: number, high: number];
  /** Where p jumps or has a kink, finite ends of the support among them. */
  readonly special: NumericArray;
  /** M₀ = ∫ p. */
  readonly mass: number;
  /** M₁/M₀; any number where M₂ is infinite. */
  readonly centre: number;
  /** ∫ (β − centre)² p, which may be Infinity. */
  readonly spread: number;
  /** M₁, undefined where it does not exist. */
  readonly first: number | undefined;
  /** D(m, M) = ∫ (β − m)(M − β) p from m to M ≥ m. */
  readonly curved: (m: number, M: number) => number;
  /** K(m, M) for m ≤ M, Infinity where M₂ is. */
  readonly kernel: (m: number, M: number) => number;
  /** Are integrals over a short gap by quadrature? Then one rule does for all of them. */
  readonly byRule: boolean;
  /** Moments about `anchor` over the interval between it and `end`, which may be ±Infinity. */
  readonly moments: (anchor: number, end: number) => LocalMoments;
}

/** K(m, M) from what is beyond: both orientations see the data from outside [m, M], and nothing cancels. */
export function kernelFromTails(left: LocalMoments, right: LocalMoments, distance: number): number {
  const slope = left.first + right.first;
  return left.second + right.second + (distance === 0 ? 0 : distance * slope);
}
