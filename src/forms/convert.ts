import { sortOrder } from '../numeric/arrays.js';
import type { NumericArray, ReadonlyFloat64Array, ReadonlyInt32Array } from '../numeric/arrays.js';
import { finiteNumber, knownKeys, positiveForEach, show } from '../numeric/checks.js';
import { prefixProductSums, prefixSums, sumOfEntries } from '../numeric/prefix-sums.js';
import type { PrefixSums } from '../numeric/prefix-sums.js';
import { NeumaierSum } from '../numeric/sums.js';
import type { Bdso } from './bdso.js';
import { checkBdso, checkFormOfUnits, checkNetwork, isNetwork } from './form.js';
import { finiteNetwork } from './network.js';
import type { ShallowNetwork } from './network.js';
import type { PiecewiseLinear } from './piecewise-linear.js';

/** The spline form of a network, with the way back to its units. */
export interface NetworkBdso extends Bdso {
  /** Network index of each kept unit, increasing, shape (number of units with w ≠ 0). */
  readonly units: ReadonlyInt32Array;
  /** Network indices of the units with w = 0, whose constants v(b)₊ went into the output bias. */
  readonly foldedUnits: ReadonlyInt32Array;
}

/**
 * A network as breakpoints βᵢ = −bᵢ/wᵢ, delta-slopes μᵢ = wᵢvᵢ and orientations sᵢ = sgn wᵢ.
 *
 * Source: Sahs et al. 2022, section 2.1. Units keep the network's order. A unit with w = 0 is the constant
 * v(b)₊ and has no breakpoint: its constant is folded into the output bias and its index reported in
 * `foldedUnits`. A unit with v = 0 keeps its breakpoint with delta-slope zero.
 *
 * @throws `RangeError` if a breakpoint or a delta-slope overflows (w tiny against b, or w·v above 1.8e308);
 * `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { shallowNetwork, toBdso } from 'relu-splines';
 *
 * const spline = toBdso(
 *   shallowNetwork({ inputWeights: [2, 0], inputBiases: [-1, 3], outputWeights: [0.5, 1] }),
 * );
 * spline.breakpoints; // Float64Array [0.5]
 * spline.outputBias; // 3, the constant of the unit with w = 0
 * spline.foldedUnits; // Int32Array [1]
 * ```
 */
export function toBdso(network: ShallowNetwork): NetworkBdso {
  const where = 'toBdso';
  checkNetwork(where, network);
  const w = network.inputWeights;
  const b = network.inputBiases;
  const v = network.outputWeights;
  const units: number[] = [];
  const foldedUnits: number[] = [];
  const bias = new NeumaierSum();
  bias.add(network.outputBias);
  for (let i = 0; i < w.length; i++) {
    if (w[i] !== 0) units.push(i);
    else {
      foldedUnits.push(i);
      bias.add(v[i] * Math.max(b[i], 0));
    }
  }
  const beta = new Float64Array(units.length);
  const mu = new Float64Array(units.length);
  const s = new Int8Array(units.length);
  units.forEach((i, k) => {
    // −0 + 0 is 0: neither a breakpoint at the origin nor a delta-slope of zero has a sign.
    beta[k] = -b[i] / w[i] + 0;
    mu[k] = w[i] * v[i] + 0;
    s[k] = w[i] > 0 ? 1 : -1;
    if (!Number.isFinite(beta[k])) {
      throw new RangeError(`${where}: the breakpoint of unit ${i} must be finite, got −(${b[i]})/${w[i]}`);
    }
    if (!Number.isFinite(mu[k])) {
      throw new RangeError(`${where}: the delta-slope of unit ${i} must be finite, got ${w[i]} × ${v[i]}`);
    }
  });
  return {
    breakpoints: beta,
    deltaSlopes: mu,
    orientations: s,
    outputBias: finiteNumber(where, 'the output bias with the constants of units with w = 0', bias.value),
    units: Int32Array.from(units),
    foldedUnits: Int32Array.from(foldedUnits),
  };
}

/** How large |wᵢ| is to be: the one number a unit that the spline leaves open. */
export type NetworkScale = number | NumericArray | 'balanced' | 'equal-magnitude';

/**
 * A network with the given breakpoints, delta-slopes and orientations: w = s·r, b = −s·r·β, v = s·μ/r.
 *
 * The function does not determine r = |w|; `scale` does (theory 1.1):
 * - a positive number for all units (default 1), or one a unit;
 * - `'balanced'`: r² = |μ|/√(1 + β²), so that the conserved quantity w² + b² − v² is zero;
 * - `'equal-magnitude'`: |w| = |v| = √|μ|.
 *
 * The last two need μ ≠ 0; units with μ = 0 get r = 1.
 *
 * With r = 1, or any power of two, `toBdso` gives the very same spline back. With any other scale a breakpoint
 * comes back to within its last digit or two, so that coincident breakpoints may come apart by as much.
 *
 * @throws `RangeError` for scales that are not positive and finite, or weights that overflow; `ShapeError`
 * for a wrong number of scales; `TypeError` for what is not a spline or an unknown option.
 * @example
 * ```ts
 * import { bdso, toNetwork } from 'relu-splines';
 *
 * const hinge = bdso({ breakpoints: [2], deltaSlopes: [-9], orientations: [1] });
 * toNetwork(hinge, { scale: 'equal-magnitude' }).outputWeights; // Float64Array [-3]
 * ```
 */
export function toNetwork(spline: Bdso, options: { readonly scale?: NetworkScale } = {}): ShallowNetwork {
  const where = 'toNetwork';
  checkBdso(where, spline);
  knownKeys(where, options, ['scale']);
  const { scale = 1 } = options;
  const { breakpoints: beta, deltaSlopes: mu, orientations: s } = spline;
  const w = unitScales(where, scale, spline).map((r, i) => s[i] * r);
  return finiteNetwork(where, {
    inputWeights: w,
    inputBiases: w.map((weight, i) => -weight * beta[i] + 0),
    outputWeights: w.map((weight, i) => mu[i] / weight + 0),
    outputBias: spline.outputBias,
  });
}

/**
 * r = |w| of each unit for a {@link NetworkScale}, checked, shape (H). A unit of many inputs is a univariate one along its
 * normal, so that its offset γ and slope jump η may stand for β and μ.
 */
export function unitScales(
  where: string,
  scale: unknown,
  { breakpoints: beta, deltaSlopes: mu }: Pick<Bdso, 'breakpoints' | 'deltaSlopes'>,
): Float64Array {
  if (scale === 'balanced' || scale === 'equal-magnitude') {
    return mu.map((m, i) => {
      if (m === 0) return 1;
      const root = Math.sqrt(Math.abs(m));
      // √(|μ|/√(1+β²)) in this order: neither β² nor the quotient of two extremes overflows.
      return scale === 'balanced' ? root / Math.sqrt(Math.hypot(1, beta[i])) : root;
    });
  }
  const rule = "a number, an array of numbers, 'balanced' or 'equal-magnitude'";
  if (typeof scale === 'string') {
    throw new RangeError(`${where}: scale must be ${rule}, got ${show(scale)}`);
  }
  return positiveForEach(where, 'scale', scale, 'the units', beta.length, rule);
}

/**
 * The pieces of a network or of a spline, from left to right.
 *
 * Source: Sahs et al. 2020, eq. 2, with the sign of erratum 13: f(x) = m_p x + (B₀ − g_p). Breakpoints that
 * are exactly equal become one knot, at the leftmost of those within `tolerance` of it if one is given, in units
 * of x (moving a breakpoint by d moves the function by up to |μ|d). A knot whose jumps cancel is kept, with slope
 * jump zero.
 *
 * Slopes and intercepts are sums over right-facing units from the left and over left-facing units from the
 * right, never a total minus a part, and in twice the precision: what the breakpoints and delta-slopes say,
 * rounded once. Neighbouring pieces therefore meet even where large units cancel. Cost O(H log H).
 *
 * @throws `RangeError` for a negative tolerance, or for slopes or intercepts that overflow; `TypeError` for what
 * is neither a network nor a spline, or an unknown option.
 * @example
 * ```ts
 * import { shallowNetwork, toPiecewiseLinear } from 'relu-splines';
 *
 * const { knots, slopes } = toPiecewiseLinear(
 *   shallowNetwork({ inputWeights: [1, -1], inputBiases: [0, 2], outputWeights: [1, 1] }),
 * );
 * knots; // Float64Array [0, 2]
 * slopes; // Float64Array [-1, 0, 1]
 * ```
 */
export function toPiecewiseLinear(
  form: ShallowNetwork | Bdso,
  options: { readonly tolerance?: number } = {},
): PiecewiseLinear {
  const where = 'toPiecewiseLinear';
  checkFormOfUnits(where, form);
  knownKeys(where, options, ['tolerance']);
  const { tolerance = 0 } = options;
  if (!(finiteNumber(where, 'tolerance', tolerance) >= 0)) {
    throw new RangeError(`${where}: tolerance must not be negative, got ${tolerance}`);
  }
  const spline = isNetwork(form) ? toBdso(form) : form;
  const order = sortOrder(spline.breakpoints);
  const { starts, knots } = knotRuns(spline.breakpoints, order, tolerance);
  const right = lineSums(spline, order, starts, knots, 1);
  const left = lineSums(spline, order, starts, knots, -1);

  // On piece p, starts[p] units are behind and the rest ahead; the right-facing ones of the first and the
  // left-facing ones of the second are active.
  const slopes = new Float64Array(starts.length);
  const intercepts = new Float64Array(starts.length);
  for (let p = 0; p < starts.length; p++) {
    const behind = starts[p];
    const ahead = order.length - behind;
    slopes[p] = sumOfEntries(right.slopes, behind, left.slopes, ahead, 0);
    intercepts[p] = sumOfEntries(right.intercepts, behind, left.intercepts, ahead, spline.outputBias);
    if (!Number.isFinite(slopes[p]) || !Number.isFinite(intercepts[p])) {
      throw new RangeError(
        `${where}: slope and intercept of piece ${p} must be finite, got ${slopes[p]} and ${intercepts[p]}`,
      );
    }
  }
  return { knots, slopes, intercepts };
}

/**
 * Running sums of the lines μ(x − t) of the units that face one way, in the order in which they become active as
 * x moves that way. Units that face the other way stand among them with nothing to add.
 */
function lineSums(
  { deltaSlopes: mu, orientations: s }: Bdso,
  order: ReadonlyInt32Array,
  starts: ReadonlyInt32Array,
  knots: ReadonlyFloat64Array,
  facing: 1 | -1,
): { readonly slopes: PrefixSums; readonly intercepts: PrefixSums } {
  const slopes = new Float64Array(order.length);
  const places = new Float64Array(order.length);
  for (let p = 0; p < knots.length; p++) {
    for (let k = starts[p]; k < starts[p + 1]; k++) {
      const turn = facing > 0 ? k : order.length - 1 - k;
      if (s[order[k]] === facing) slopes[turn] = mu[order[k]];
      places[turn] = -knots[p];
    }
  }
  return { slopes: prefixSums(slopes), intercepts: prefixProductSums(slopes, places) };
}

/** Runs of sorted breakpoints that share a knot: run p is order[starts[p]] … order[starts[p + 1] − 1]. */
export function knotRuns(
  beta: ReadonlyFloat64Array,
  order: ReadonlyInt32Array,
  tolerance: number,
): { readonly starts: Int32Array; readonly knots: Float64Array } {
  const starts: number[] = [];
  const knots: number[] = [];
  for (let k = 0; k < order.length; k++) {
    const t = beta[order[k]];
    if (k > 0 && t - knots[knots.length - 1] <= tolerance) continue;
    starts.push(k);
    knots.push(t);
  }
  starts.push(order.length);
  return { starts: Int32Array.from(starts), knots: Float64Array.from(knots) };
}
