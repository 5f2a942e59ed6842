import type { Form } from '../forms/form.js';
import { knownKeys, positiveNumber } from '../numeric/checks.js';
import { asPiecewisePolynomial, jumps, pieceValue } from '../splines/piecewise-polynomial.js';
import type { PiecewisePolynomial } from '../splines/piecewise-polynomial.js';
import { polynomialAt } from '../splines/polynomial.js';
import type { KernelWeight, WidthLimitDensity } from './density.js';
import { kernelWeight } from './kernel-weight.js';
import { positiveIntegral } from './weights/local-integrals.js';
import { penalisedPart } from './width-limit-interpolant.js';
import type { LinearPart } from './width-limit-interpolant.js';

/** What {@link curvatureEnergy} may be told; every part has a default. */
export interface CurvatureEnergyOptions {
  /** Whether the straight line costs, as in `widthLimitInterpolant`. Default `penalised`. */
  readonly linearPart?: LinearPart;
  /**
   * A jump of f or f′ at a knot is one, and no rounding, above this part of the terms that f or f′ is added up from
   * there. Default 1e-8.
   */
  readonly tolerance?: number;
}

/**
 * What the flow of an infinitely wide network minimises, of any piecewise polynomial: the squared norm
 * ‖f‖² = ½{∫ f″²/p + (A, B)M⁻¹(A, B)ᵀ}, with A = f′(−∞) + f′(∞), and B = −(c + c′) from the lines
 * c + f′(−∞)x and c′ + f′(∞)x that f is far left and far right (theory 11.5; errata 34, 35, 36).
 *
 * For uniform breakpoints on [a, b], L = b − a, that is half of L∫f″² + (f′(a) + f′(b))²
 * + (12/L²)((L/2)(f′(b) − f′(a)) − f(a) − f(b))². For a real network, with the densities of a network,
 * ∫ f″²/q + A²/E[w²] + B²/E[b²]. With a free linear part only the integral is left; where M₂ is infinite, the integral
 * and A²/M₀.
 *
 * Infinity where f or f′ jumps, as that of every network of finite width does, where f bends and p is zero, and where f
 * is no line far out.
 *
 * The integral is exact but for rounding where p is uniform and f of degree at most 17, else right to about 1e-13.
 *
 * @param f A piecewise polynomial, or one of the three forms of a network.
 * @throws `RangeError` and `TypeError` as `widthLimitKernel` for the density and as `toPiecewisePolynomial` for f;
 * `RangeError` for an unknown linear part or a tolerance that is not positive.
 * @example
 * ```ts
 * import { curvatureEnergy } from 'relu-splines/limits';
 * import { piecewisePolynomial } from 'relu-splines/splines';
 *
 * const uniform = { kind: 'uniform', low: 0, high: 1 } as const;
 * const line = piecewisePolynomial({ knots: [], pieces: [[0, 1]] });
 * curvatureEnergy(line, uniform); // 8: half of 2² + 12 · 1²
 * curvatureEnergy(line, uniform, { linearPart: 'free' }); // 0
 *
 * const bend = piecewisePolynomial({ knots: [0, 1], pieces: [[0], [0, 0, 1], [1, 2]] }); // x² on [0, 1]
 * curvatureEnergy(bend, uniform, { linearPart: 'free' }); // 2
 * curvatureEnergy(bend, { kind: 'uniform', low: 0.5, high: 1 }); // Infinity
 * ```
 */
export function curvatureEnergy(
  f: Form | PiecewisePolynomial,
  density: WidthLimitDensity,
  options: CurvatureEnergyOptions = {},
): number {
  const where = 'curvatureEnergy';
  knownKeys(where, options, ['linearPart', 'tolerance']);
  const { linearPart = 'penalised', tolerance = 1e-8 } = options;
  const weight = kernelWeight(where, density);
  const penalised = penalisedPart(where, linearPart, weight);
  const pieces = asPiecewisePolynomial(where, 'f', f);
  if (hasJump(pieces, positiveNumber(where, 'tolerance', tolerance))) return Infinity;

  let energy = 0;
  for (let p = 0; p < pieces.origins.length; p++) energy += pieceEnergy(pieces, p, weight);
  if (penalised === 'nothing') return energy / 2;
  const last = pieces.origins.length - 1;
  const { mass, centre, spread } = weight;
  const A = pieceValue(pieces, 0, pieces.origins[0], 1) + pieceValue(pieces, last, pieces.origins[last], 1);
  energy += (A / mass) * A;
  if (penalised === 'line') {
    // −B about the centre of the density, where M is diagonal.
    const B = pieceValue(pieces, 0, centre) + pieceValue(pieces, last, centre);
    energy += (B / spread) * B;
  }
  return energy / 2;
}

/** ∫ f″²/p over one piece. */
function pieceEnergy(f: PiecewisePolynomial, piece: number, weight: KernelWeight): number {
  const { knots, origins, degree, coefficients } = f;
  const first = piece * (degree + 1);
  const row = coefficients.subarray(first, first + degree + 1);
  if (row.subarray(2).every((c: number) => c === 0)) return 0;
  const [low, high] = weight.support;
  // Also where the support has no end: ∫ p is finite, so ∫ 1/p is not.
  if (piece === 0 || piece === knots.length || knots[piece - 1] < low || knots[piece] > high) return Infinity;
  const origin = origins[piece];
  const from = knots[piece - 1] - origin;
  const to = knots[piece] - origin;
  const splits = Float64Array.from(weight.special, (place) => place - origin);
  const integrand = (s: number): number => {
    // At s itself: in a narrow piece origin + s has rounded s away, and no quadrature settles on what is left.
    const second = polynomialAt(coefficients, first, degree, s, 2);
    return second === 0 ? 0 : (second / weight.density(origin + s)) * second;
  };
  return positiveIntegral(integrand, from, to, splits);
}

/** Do f or f′ jump, by more than rounding leaves? */
function hasJump(f: PiecewisePolynomial, tolerance: number): boolean {
  const { knots } = f;
  const steps = jumps(f);
  const kinks = jumps(f, 1);
  for (let p = 0; p < knots.length; p++) {
    const heights = terms(f, p, knots[p], 0) + terms(f, p + 1, knots[p], 0);
    if (Math.abs(steps[p]) > tolerance * heights) return true;
    const slopes = terms(f, p, knots[p], 1) + terms(f, p + 1, knots[p], 1);
    // A slope that comes from values has their rounding.
    const width = Math.min(knots[p] - (knots[p - 1] ?? -Infinity), (knots[p + 1] ?? Infinity) - knots[p]);
    const rounding = (64 * Number.EPSILON * heights) / width;
    if (Math.abs(kinks[p]) > tolerance * slopes + rounding) return true;
  }
  return false;
}

/** The sum of the absolute terms of f or f′ of a piece. */
function terms(f: PiecewisePolynomial, piece: number, x: number, order: 0 | 1): number {
  const { origins, degree, coefficients } = f;
  const distance = Math.abs(x - origins[piece]);
  let sum = 0;
  for (let k = degree; k >= order; k--) {
    const c = Math.abs(coefficients[piece * (degree + 1) + k]);
    sum = sum * distance + (order === 1 ? k * c : c);
  }
  return sum;
}
