import { sortOrder } from '../numeric/arrays.js';
import type { NumericArray, ReadonlyFloat64Array, ReadonlyInt32Array } from '../numeric/arrays.js';
import { finiteNumber, finiteVector, positiveNumber, sameLength, show } from '../numeric/checks.js';
import { NeumaierSum } from '../numeric/sums.js';
import type { Bdso } from './bdso.js';
import { isNetwork } from './form.js';
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
 * @throws `RangeError` if a breakpoint or a delta-slope overflows (w tiny against b, or w·v above 1.8e308).
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
    // + 0 turns −0 into 0: a breakpoint at the origin has no sign.
    beta[k] = -b[i] / w[i] + 0;
    mu[k] = w[i] * v[i];
    s[k] = w[i] > 0 ? 1 : -1;
    if (!Number.isFinite(beta[k])) {
      throw new RangeError(`toBdso: the breakpoint of unit ${i} must be finite, got −(${b[i]})/${w[i]}`);
    }
    if (!Number.isFinite(mu[k])) {
      throw new RangeError(`toBdso: the delta-slope of unit ${i} must be finite, got ${w[i]} × ${v[i]}`);
    }
  });
  return {
    breakpoints: beta,
    deltaSlopes: mu,
    orientations: s,
    outputBias: finiteNumber('toBdso', 'the output bias with the constants of units with w = 0', bias.value),
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
 * @throws `RangeError` for scales that are not positive and finite, or weights that overflow; `ShapeError`
 * for a wrong number of scales.
 * @example
 * ```ts
 * import { bdso, toNetwork } from 'relu-splines';
 *
 * const hinge = bdso({ breakpoints: [2], deltaSlopes: [-9], orientations: [1] });
 * toNetwork(hinge, { scale: 'equal-magnitude' }).outputWeights; // Float64Array [-3]
 * ```
 */
export function toNetwork(
  spline: Bdso,
  { scale = 1 }: { readonly scale?: NetworkScale } = {},
): ShallowNetwork {
  const where = 'toNetwork';
  const { breakpoints: beta, deltaSlopes: mu, orientations: s } = spline;
  const width = beta.length;
  const r = scales(where, scale, spline);
  const w = new Float64Array(width);
  const b = new Float64Array(width);
  const v = new Float64Array(width);
  for (let i = 0; i < width; i++) {
    w[i] = s[i] * r[i];
    b[i] = -w[i] * beta[i] + 0;
    v[i] = mu[i] / w[i] + 0;
    if (!Number.isFinite(b[i]) || !Number.isFinite(v[i])) {
      throw new RangeError(`${where}: unit ${i} overflows at scale ${r[i]}: b = ${b[i]}, v = ${v[i]}`);
    }
  }
  return { inputWeights: w, inputBiases: b, outputWeights: v, outputBias: spline.outputBias };
}

function scales(where: string, scale: unknown, { breakpoints: beta, deltaSlopes: mu }: Bdso): Float64Array {
  const width = beta.length;
  if (typeof scale === 'number') return new Float64Array(width).fill(positiveNumber(where, 'scale', scale));
  if (scale === 'balanced' || scale === 'equal-magnitude') {
    return Float64Array.from(mu, (m, i) => {
      if (m === 0) return 1;
      const root = Math.sqrt(Math.abs(m));
      // √(|μ|/√(1+β²)) in this order: neither β² nor the quotient of two extremes overflows.
      return scale === 'balanced' ? root / Math.sqrt(Math.hypot(1, beta[i])) : root;
    });
  }
  if (typeof scale === 'string') {
    throw new RangeError(
      `${where}: scale must be a number, an array, 'balanced' or 'equal-magnitude', got ${show(scale)}`,
    );
  }
  const r = finiteVector(where, 'scale', scale);
  sameLength(where, 'scale', r, 'breakpoints', width);
  r.forEach((value, i) => positiveNumber(where, `scale[${i}]`, value));
  return r;
}

/**
 * The pieces of a network or of a spline, from left to right.
 *
 * Source: Sahs et al. 2020, eq. 2, with the sign of erratum 13: f(x) = m_p x + (B₀ − g_p). Breakpoints that
 * are exactly equal become one knot (within `tolerance` of the leftmost of them if one is given, in units of
 * x; the function then changes by as much). A knot whose jumps cancel is kept, with slope jump zero.
 *
 * Slopes and intercepts are sums over right-facing units from the left and over left-facing units from the
 * right, compensated: never a total minus a part, which would cancel. Cost O(H log H).
 *
 * @throws `RangeError` for a negative tolerance, or for slopes or intercepts that overflow.
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
  { tolerance = 0 }: { readonly tolerance?: number } = {},
): PiecewiseLinear {
  const where = 'toPiecewiseLinear';
  if (!(finiteNumber(where, 'tolerance', tolerance) >= 0)) {
    throw new RangeError(`${where}: tolerance must not be negative, got ${tolerance}`);
  }
  const spline = isNetwork(form) ? toBdso(form) : form;
  const { breakpoints: beta, deltaSlopes: mu, orientations: s } = spline;
  const order = sortOrder(beta);
  const { starts, knots } = knotRuns(beta, order, tolerance);
  const pieces = knots.length + 1;
  const slopes = new Float64Array(pieces);
  const intercepts = new Float64Array(pieces);

  const slope = new NeumaierSum();
  const intercept = new NeumaierSum();
  intercept.add(spline.outputBias);
  intercepts[0] = intercept.value;
  for (let p = 1; p < pieces; p++) {
    for (let k = starts[p - 1]; k < starts[p]; k++) {
      const i = order[k];
      if (s[i] < 0) continue;
      slope.add(mu[i]);
      intercept.add(-mu[i] * knots[p - 1]);
    }
    slopes[p] = slope.value;
    intercepts[p] = intercept.value;
  }

  const leftSlope = new NeumaierSum();
  const leftIntercept = new NeumaierSum();
  for (let p = pieces - 2; p >= 0; p--) {
    for (let k = starts[p]; k < starts[p + 1]; k++) {
      const i = order[k];
      if (s[i] > 0) continue;
      leftSlope.add(mu[i]);
      leftIntercept.add(-mu[i] * knots[p]);
    }
    slopes[p] += leftSlope.value;
    intercepts[p] += leftIntercept.value;
  }
  for (let p = 0; p < pieces; p++) {
    if (!Number.isFinite(slopes[p]) || !Number.isFinite(intercepts[p])) {
      throw new RangeError(`${where}: piece ${p} overflows: slope ${slopes[p]}, intercept ${intercepts[p]}`);
    }
  }
  return { knots, slopes, intercepts };
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
