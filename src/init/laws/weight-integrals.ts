import { integrate } from '../../numeric/quadrature.js';
import type { QuadratureOptions, QuadratureResult } from '../../numeric/quadrature.js';
import { cumulative } from './cumulative.js';
import type { Cumulative } from './cumulative.js';
import { rawMoment } from './density.js';
import type { CheckedDensity } from './density.js';

/** What quadrature may be told here. */
export type WeightQuadrature = Pick<QuadratureOptions, 'relativeTolerance' | 'maxEvaluations'>;

/** An interval, with ends that may be infinite. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** The weights of a unit, and everything of β = −b/w and μ = wv that is an integral over w. */
export interface WeightIntegrals {
  readonly tables: Readonly<Record<'b' | 'w' | 'v', Cumulative>>;
  /** f_B(−βu) f_V(μ/u), which times f_W(u) is the law of w given (β, μ) up to a factor. */
  readonly unitDensity: (u: number, breakpoint: number, deltaSlope: number) => number;
  /** Where the above is special in u. */
  readonly specialAt: (breakpoint?: number, deltaSlope?: number) => number[];
  /** p(β, μ). */
  readonly joint: (breakpoint: number, deltaSlope: number) => QuadratureResult;
  /** P(B ≤ β, M ≤ μ). */
  readonly jointBelow: (breakpoint: number, deltaSlope: number) => number;
  /** p(β). */
  readonly breakpoint: (breakpoint: number) => QuadratureResult;
  /** P(B ≤ β), and P(B > β). */
  readonly breakpointBelow: (breakpoint: number) => number;
  readonly breakpointAbove: (breakpoint: number) => number;
  /** p(μ). */
  readonly deltaSlope: (deltaSlope: number) => QuadratureResult;
  /** P(M ≤ μ), and P(M > μ). */
  readonly deltaSlopeBelow: (deltaSlope: number) => number;
  readonly deltaSlopeAbove: (deltaSlope: number) => number;
  /** p(β) P(M ≤ μ | β), and p(β) P(M > μ | β). */
  readonly givenBelow: (breakpoint: number, deltaSlope: number) => number;
  readonly givenAbove: (breakpoint: number, deltaSlope: number) => number;
  /** p(β) E[w^k | β] for k > −1. */
  readonly inputWeightMoment: (breakpoint: number, power: number) => QuadratureResult;
  /** E β^k and E μ^k for k = 1, …, 4. */
  readonly breakpointMoments: () => readonly (number | undefined)[];
  readonly deltaSlopeMoments: () => readonly (number | undefined)[];
  /** E v^k for k = 1, …, 4. */
  readonly outputWeightMoments: readonly (number | undefined)[];
}

const POWERS = [1, 2, 3, 4];

/** Everything below is ∫ f_W(u) g(u) du, with what b = −βu and v = μ/u must be for the unit's sake. */
export function weightIntegrals(
  b: CheckedDensity,
  w: CheckedDensity,
  v: CheckedDensity,
  options: WeightQuadrature,
): WeightIntegrals {
  const tableOf = ({ pdf, low, high, special }: CheckedDensity): Cumulative =>
    cumulative(pdf, low, high, [0, ...special]);
  const tables = { b: tableOf(b), w: tableOf(w), v: tableOf(v) };

  const specialAt = (beta?: number, mu?: number): number[] =>
    [
      0,
      ...w.special,
      ...(beta === undefined ? [] : b.special.map((x) => -x / beta)),
      ...(mu === undefined ? [] : v.special.map((x) => mu / x)),
    ].filter(Number.isFinite);
  const overW = (g: (u: number) => number, beta?: number, mu?: number): QuadratureResult => {
    const integrand = (u: number): number => {
      const density = w.pdf(u);
      return density === 0 ? 0 : density * g(u);
    };
    return integrate(integrand, w.low, w.high, { ...options, splitAt: specialAt(beta, mu) });
  };

  // μ/u, also where u is so small that 0/u would be no number.
  const outputAt = (mu: number, u: number): number => (mu === 0 ? 0 : mu / u);
  const unitDensity = (u: number, beta: number, mu: number): number =>
    b.pdf(-beta * u) * v.pdf(outputAt(mu, u));
  // Given w = u, β = −b/u falls with b and μ = uv rises with v where u > 0; else the other way about.
  const placeBelow = (beta: number, u: number): number =>
    u > 0 ? tables.b.survival(-beta * u) : tables.b.cdf(-beta * u);
  const placeAbove = (beta: number, u: number): number =>
    u > 0 ? tables.b.cdf(-beta * u) : tables.b.survival(-beta * u);
  const slopeBelow = (mu: number, u: number): number =>
    u > 0 ? tables.v.cdf(outputAt(mu, u)) : tables.v.survival(outputAt(mu, u));
  const slopeAbove = (mu: number, u: number): number =>
    u > 0 ? tables.v.survival(outputAt(mu, u)) : tables.v.cdf(outputAt(mu, u));
  const placeDensity = (beta: number, u: number): number => Math.abs(u) * b.pdf(-beta * u);

  const outputWeightMoments = POWERS.map((k) => rawMoment(v, k));
  return {
    tables,
    unitDensity,
    specialAt,
    joint: (beta, mu) => overW((u) => unitDensity(u, beta, mu), beta, mu),
    jointBelow: (beta, mu) => overW((u) => placeBelow(beta, u) * slopeBelow(mu, u), beta, mu).value,
    breakpoint: (beta) => overW((u) => placeDensity(beta, u), beta),
    breakpointBelow: (beta) => overW((u) => placeBelow(beta, u), beta).value,
    breakpointAbove: (beta) => overW((u) => placeAbove(beta, u), beta).value,
    deltaSlope: (mu) => overW((u) => v.pdf(outputAt(mu, u)) / Math.abs(u), undefined, mu),
    deltaSlopeBelow: (mu) => overW((u) => slopeBelow(mu, u), undefined, mu).value,
    deltaSlopeAbove: (mu) => overW((u) => slopeAbove(mu, u), undefined, mu).value,
    givenBelow: (beta, mu) => overW((u) => placeDensity(beta, u) * slopeBelow(mu, u), beta, mu).value,
    givenAbove: (beta, mu) => overW((u) => placeDensity(beta, u) * slopeAbove(mu, u), beta, mu).value,
    inputWeightMoment: (beta, power) => overW((u) => u ** power * placeDensity(beta, u), beta),
    breakpointMoments: () =>
      POWERS.map((k) => product((-1) ** k, product(rawMoment(b, k), rawMoment(w, -k)))),
    deltaSlopeMoments: () => POWERS.map((k) => product(rawMoment(w, k), outputWeightMoments[k - 1])),
    outputWeightMoments,
  };
}

/** The product of two moments, which exists if both do. */
export function product(x: number | undefined, y: number | undefined): number | undefined {
  return x === undefined || y === undefined ? undefined : x * y + 0;
}

/** The range of xy. */
export function productRange(x: Range, y: Range): Range {
  // The density of either is small at infinity: what meets 0 there is 0.
  const corners = [x.low, x.high].flatMap((a) =>
    [y.low, y.high].map((c) => (a === 0 || c === 0 ? 0 : a * c)),
  );
  return { low: Math.min(...corners), high: Math.max(...corners) };
}

/** The range of 1/x. */
export function inverseRange({ low, high }: Range): Range {
  if (low < 0 && high > 0) return { low: -Infinity, high: Infinity };
  return { low: high === 0 ? -Infinity : 1 / high, high: low === 0 ? Infinity : 1 / low };
}

/** Where both ranges agree. */
export function commonRange(x: Range, y: Range): Range {
  return { low: Math.max(x.low, y.low), high: Math.min(x.high, y.high) };
}
