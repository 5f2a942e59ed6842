import { bestValues, hatGrams } from './knot-chain.js';
import type { KnotChain } from './knot-chain.js';
import type { ScaledData } from './scaled-data.js';

/**
 * H units without a linear part of their own: Σ over left-facing knots of their slope jumps = −(leftmost slope), theory
 * 1.3. With l_p = 1 for knots that face left and 0 for others, and l_0 = 1, l_{H+1} = 0, that is Σ (l_p − l_{p+1}) m_p = 0
 * over the slopes m_0 … m_H.
 */
export type Facing = Uint8Array;

/** The least-squares fit on given knots under the constraint. */
export interface ConstrainedFit {
  readonly rss: number;
  /** Values at the nodes, shape (H + 2). */
  readonly values: Float64Array;
  /** Lagrange's multiplier of the constraint, for ½Σwε². */
  readonly multiplier: number;
}

/** Coefficient of the slope of each segment in the constraint, shape (H + 1): −1, 0 or 1. */
export function slopeCoefficients(facing: Facing): Int8Array {
  const last = facing.length;
  return Int8Array.from(
    { length: last + 1 },
    (_, p) => (p === 0 ? 1 : facing[p - 1]) - (p === last ? 0 : facing[p]),
  );
}

/** Everything about a chain that does not depend on the orientations, to try many of them. */
export interface ConstraintWorkspace {
  readonly chain: KnotChain;
  readonly values: Float64Array;
  /** Slopes of the segments, shape (H + 1). */
  readonly slopes: Float64Array;
  /** Pivots and multipliers of the factored Gram matrix of all hats. */
  readonly pivots: Float64Array;
  readonly factors: Float64Array;
}

/** Solves the unconstrained problem and factors its Gram matrix, O(K). */
export function constraintWorkspace(data: ScaledData, chain: KnotChain): ConstraintWorkspace {
  const { nodes } = chain;
  const values = bestValues(data, chain);
  const slopes = Float64Array.from(
    { length: nodes.length - 1 },
    (_, j) => (values[j + 1] - values[j]) / (nodes[j + 1] - nodes[j]),
  );
  const pivots = new Float64Array(nodes.length);
  const factors = new Float64Array(nodes.length);
  const grams = hatGrams(data, chain);
  let largest = 0;
  for (const { a, c } of grams) largest = Math.max(largest, a, c);
  grams.forEach(({ a, b, c }, j) => {
    pivots[j] += a;
    // A value that no datum sees is free to move; hardly any stiffness stands for none.
    pivots[j] = Math.max(pivots[j], 1e-14 * largest);
    factors[j] = b / pivots[j];
    pivots[j + 1] = c - b * factors[j];
  });
  const last = nodes.length - 1;
  pivots[last] = Math.max(pivots[last], 1e-14 * largest);
  return { chain, values, slopes, pivots, factors };
}

/**
 * The fit with these orientations: the unconstrained one, moved by λG⁻¹c. Its residual sum of squares is higher by
 * (cθ)²/(cᵀG⁻¹c), exactly.
 */
export function constrainedFit(work: ConstraintWorkspace, facing: Facing): ConstrainedFit {
  const { chain, values, slopes, pivots, factors } = work;
  const { nodes } = chain;
  const coefficients = slopeCoefficients(facing);
  const count = nodes.length;
  const move = new Float64Array(count);
  let excess = 0;
  coefficients.forEach((e, p) => {
    const share = e / (nodes[p + 1] - nodes[p]);
    move[p] -= share;
    move[p + 1] += share;
    excess += e * slopes[p];
  });
  let stretch = 0;
  for (let j = 0; j < count; j++) {
    if (j > 0) move[j] -= factors[j - 1] * move[j - 1];
    stretch += (move[j] * move[j]) / pivots[j];
  }
  for (let j = count - 1; j >= 0; j--) {
    move[j] = move[j] / pivots[j] - (j + 1 < count ? factors[j] * move[j + 1] : 0);
  }
  const multiplier = excess / stretch;
  return {
    rss: chain.rss + excess * multiplier,
    values: values.map((value, j) => value - multiplier * move[j]),
    multiplier,
  };
}
