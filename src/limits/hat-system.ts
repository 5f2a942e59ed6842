/**
 * The interpolant in O(N) for every density.
 *
 * f = Σ a_n K(·, x_n) has f″ = p·g with g(t) = Σ a_n |t − x_n|, piecewise linear with knots at the data, and
 * 2‖f‖² = ∫ p g² + ∫ p ℓ² with the line ℓ(t) = Σ a_n (x_n − t) = τ − (t − c)σ. Outside the data g is ±ℓ, so the values
 * g_1 … g_N say all, ends g_1 = ℓ(x_1) and g_N = −ℓ(x_N). In them K a = y is Q g = 2T y, a = T g, where T takes half the
 * slope jumps and Q is the matrix of that quadratic form: integrals of hat functions against p, tridiagonal but for the
 * two ends, which know of each other through τ and σ alone. Every entry is a sum of positive terms, and scaled to unit
 * diagonal Q is nearly as good as the identity, where K has condition N⁴: no digits are lost to large intervals,
 * infinite M₂ or close data (theory 11.4 in another basis).
 */

import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import type { KernelWeight, LocalMoments } from './density.js';
import { shortGap } from './weights/short-gap.js';

/** What of the straight line costs norm: value and slope, the slope alone (M₂ infinite), or nothing. */
export type Penalised = 'line' | 'slope' | 'nothing';

/** Everything that f″ is made of. */
export interface Bend {
  /** g at the data, shape (N): f″ = p·g, and g is linear between data. */
  readonly bends: Float64Array;
  /** σ = Σ a_n. */
  readonly sum: number;
  /** τ = Σ a_n (x_n − c) with the centre c of the density. */
  readonly torque: number;
}

/** Integrals of hat functions against p, one of each for every gap between data, shape (N − 1). */
export interface HatIntegrals {
  /** ∫ p (1 − θ)², θ from 0 at the left datum to 1 at the right one. */
  readonly left: Float64Array;
  /** ∫ p θ(1 − θ). */
  readonly cross: Float64Array;
  /** ∫ p θ². */
  readonly right: Float64Array;
  /** What lies left of the first datum, about it. */
  readonly before: LocalMoments;
  /** What lies right of the last datum, about it. */
  readonly after: LocalMoments;
}

/** The factored system, for any targets. */
export interface HatSystem {
  readonly integrals: HatIntegrals;
  /** The bend of the interpolant of y at the data. O(N). */
  readonly solve: (y: ReadonlyFloat64Array) => Bend;
}

/** The integrals of hat functions at these data, which increase. */
export function hatIntegrals(x: ReadonlyFloat64Array, weight: KernelWeight): HatIntegrals {
  const gaps = x.length - 1;
  const left = new Float64Array(gaps);
  const cross = new Float64Array(gaps);
  const right = new Float64Array(gaps);
  for (let n = 0; n < gaps; n++) {
    const [from, to] = [x[n], x[n + 1]];
    const quick = weight.byRule ? shortGap(weight.density, weight.special, from, to) : null;
    if (quick !== null) {
      ({ left: left[n], cross: cross[n], right: right[n] } = quick);
      continue;
    }
    const h = to - from;
    left[n] = weight.moments(to, from).second / h / h;
    cross[n] = weight.curved(from, to) / h / h;
    right[n] = weight.moments(from, to).second / h / h;
  }
  const before = weight.moments(x[0], -Infinity);
  const after = weight.moments(x[gaps], Infinity);
  return { left, cross, right, before, after };
}

/** The system for one or more distinct data that the density reaches. */
export function hatSystem(x: ReadonlyFloat64Array, weight: KernelWeight, penalised: Penalised): HatSystem {
  const integrals = hatIntegrals(x, weight);
  if (x.length === 1) return { integrals, solve: (y) => lonely(x[0], y[0], weight, penalised) };
  const { left, cross, right } = integrals;
  const last = x.length - 1;
  // L D Lᵀ of the inner hats, 1 … N − 2.
  const pivots = new Float64Array(last);
  for (let n = 1; n < last; n++) {
    const carried = n > 1 ? (cross[n - 1] / pivots[n - 1]) * cross[n - 1] : 0;
    pivots[n] = right[n - 1] + left[n] - carried;
  }
  const inner = (out: Float64Array): void => {
    for (let n = 2; n < last; n++) out[n] -= (cross[n - 1] / pivots[n - 1]) * out[n - 1];
    for (let n = last - 1; n > 0; n--) {
      out[n] = (out[n] - (n + 1 < last ? cross[n] * out[n + 1] : 0)) / pivots[n];
    }
  };
  const border = penalised === 'nothing' ? null : borderOf(x, weight, integrals, penalised, inner);
  return {
    integrals,
    solve(y) {
      const g = new Float64Array(x.length);
      for (let n = 1; n < last; n++) g[n] = chord(x, y, n) - chord(x, y, n - 1);
      inner(g);
      if (border === null) return { bends: g, sum: 0, torque: 0 };
      const first = chord(x, y, 0);
      const final = chord(x, y, last - 1);
      const c = weight.centre;
      // What the lines through the first two and the last two data have together: slopes, and values at the centre.
      const slopes = first + final - border.column(g, 'torque');
      const values = y[0] + y[last] - (x[0] - c) * first - (x[last] - c) * final - border.column(g, 'sum');
      const { torque, sum } = border.solve(slopes, values);
      g[0] = torque - (x[0] - c) * sum;
      g[last] = (x[last] - c) * sum - torque;
      for (let n = 1; n < last; n++) g[n] -= border.fromFirst[n] * g[0] + border.fromLast[n] * g[last];
      return { bends: g, sum, torque };
    },
  };
}

/** Slope of the chord between data n and n + 1. */
export function chord(x: ReadonlyFloat64Array, y: ReadonlyFloat64Array, n: number): number {
  return (y[n + 1] - y[n]) / (x[n + 1] - x[n]);
}

interface Border {
  /** How much a bend of 1 at the first or last datum takes from the inner bends. */
  readonly fromFirst: Float64Array;
  readonly fromLast: Float64Array;
  /** What inner bends add to the equation of τ or of σ. */
  readonly column: (g: Float64Array, unknown: 'torque' | 'sum') => number;
  readonly solve: (slopes: number, values: number) => { readonly torque: number; readonly sum: number };
}

/** The two unknowns τ and σ, by the Schur complement of the inner hats. */
function borderOf(
  x: ReadonlyFloat64Array,
  weight: KernelWeight,
  integrals: HatIntegrals,
  penalised: 'line' | 'slope',
  inner: (out: Float64Array) => void,
): Border {
  const { left, cross, right, before, after } = integrals;
  const last = x.length - 1;
  const { mass, centre, spread } = weight;
  const fromFirst = new Float64Array(x.length);
  const fromLast = new Float64Array(x.length);
  if (last > 1) {
    fromFirst[1] = cross[0];
    fromLast[last - 1] = cross[last - 1];
    inner(fromFirst);
    inner(fromLast);
  }
  // The quadratic form in g_1 and g_N once the inner bends have settled.
  const s11 = left[0] - (last > 1 ? cross[0] * fromFirst[1] : 0);
  const sNN = right[last - 1] - (last > 1 ? cross[last - 1] * fromLast[last - 1] : 0);
  const s1N = last > 1 ? -cross[0] * fromLast[1] : cross[0];
  // g_1 = τ − uσ, g_N = vσ − τ.
  const u = x[0] - centre;
  const v = x[last] - centre;
  const tt = mass + (s11 - 2 * s1N + sNN) + before.zeroth + after.zeroth;
  const edge = (g: Float64Array, end: number): number =>
    last > 1 ? (end === 0 ? cross[0] * g[1] : cross[last - 1] * g[last - 1]) : 0;
  const column: Border['column'] = (g, unknown) =>
    unknown === 'torque' ? edge(g, 0) - edge(g, last) : v * edge(g, last) - u * edge(g, 0);
  if (penalised === 'slope') {
    return { fromFirst, fromLast, column, solve: (slopes) => ({ torque: slopes / tt, sum: 0 }) };
  }
  const ts =
    s1N * (u + v) - s11 * u - sNN * v + before.first - before.zeroth * u - (after.zeroth * v + after.first);
  const ss =
    spread + (s11 * u * u - 2 * s1N * u * v + sNN * v * v) + tailSquare(before, -u) + tailSquare(after, v);
  const ratio = ts / tt;
  const pivot = ss - ratio * ts;
  return {
    fromFirst,
    fromLast,
    column,
    solve(slopes, values) {
      const sum = (values - ratio * slopes) / pivot;
      return { sum, torque: (slopes - ts * sum) / tt };
    },
  };
}

/** ∫ (end + s)² over a tail, s the distance from its datum. */
function tailSquare({ zeroth, first, second }: LocalMoments, end: number): number {
  return zeroth * end * end + 2 * first * end + second;
}

/** One datum: K(x, x) a = y; the constant where that costs nothing, or where the slope is free to be anything. */
function lonely(x: number, y: number, { mass, centre, spread }: KernelWeight, penalised: Penalised): Bend {
  const bends = new Float64Array(1);
  if (penalised !== 'line') return { bends, sum: 0, torque: 0 };
  const u = x - centre;
  const sum = y / (spread + mass * u * u);
  return { bends, sum, torque: sum * u };
}

/** a = half the slope jumps of g, shape (N): f = Σ a_n K(·, x_n), up to the line that costs nothing. */
export function coefficientsOf(x: ReadonlyFloat64Array, { bends, sum }: Bend): Float64Array {
  const a = new Float64Array(x.length);
  for (let n = 0; n < a.length; n++) {
    const before = n === 0 ? -sum : chord(x, bends, n - 1);
    const after = n === a.length - 1 ? sum : chord(x, bends, n);
    a[n] = (after - before) / 2;
  }
  return a;
}

/** ½ ∫ f″²/p and ½ ∫ p ℓ², which add up to the squared norm (theory 11.5). */
export function bendEnergies(
  { bends: g, sum, torque }: Bend,
  { left, cross, right, before, after }: HatIntegrals,
  { mass, spread }: KernelWeight,
): { readonly curvature: number; readonly line: number } {
  const last = g.length - 1;
  let twice = tailEnergy(before, g[0], sum) + tailEnergy(after, g[last], sum);
  for (let n = 0; n < last; n++) {
    twice += left[n] * g[n] * g[n] + 2 * cross[n] * g[n] * g[n + 1] + right[n] * g[n + 1] * g[n + 1];
  }
  const offCentre = sum === 0 ? 0 : spread * sum * sum;
  return { curvature: twice / 2, line: (mass * torque * torque + offCentre) / 2 };
}

/** ∫ p (g + σs)² over a tail. */
function tailEnergy({ zeroth, first, second }: LocalMoments, g: number, sum: number): number {
  const flat = g === 0 ? 0 : zeroth * g * g;
  return sum === 0 ? flat : flat + 2 * first * g * sum + second * sum * sum;
}
