/**
 * The cubic smoothing spline as two filters that meet at each datum.
 *
 * What the data on one side of x say of s = (f(x), f′(x)) is a quadratic form (s − m)ᵀP(s − m): the least of
 * Σ w(y − f)² + λ∫f″² over that side, with s held. A datum adds w to P₁₁; a gap h takes P to (P⁻¹ + Q)⁻¹ with
 * Q = [h³/3, h²/2; h²/2, h]/λ. The forms of both sides and the datum between add up.
 *
 * R. Kohn & C. F. Ansley, "A new algorithm for spline smoothing based on smoothing a stochastic process", SIAM J.
 * Sci. Stat. Comput. 8 (1987), as two filters (D. C. Fraser & J. E. Potter, IEEE Trans. Autom. Control 14, 1969).
 * Both filters keep P₁₂ of one sign and carry det P along, so that no matrix entry, no leverage h and no 1 − h is
 * ever the difference of two numbers: each is right to rounding for every λ from 0 to Infinity and any number of
 * data. The banded system of Reinsch has condition N⁴ where λ is large, and loses 1 − h (or h) to cancellation.
 */

import type { ReadonlyFloat64Array } from '../numeric/arrays.js';

/** Distinct data, by preference on [0, 1] and of size 1. */
export interface SmoothingData {
  /** Distances between neighbouring x, positive, shape (n − 1). */
  readonly gaps: ReadonlyFloat64Array;
  /** Targets, shape (n). */
  readonly y: ReadonlyFloat64Array;
  /** Weights, not negative, two at least positive; shape (n). */
  readonly weights: ReadonlyFloat64Array;
}

/** The spline at its knots, and what leaving a datum out does; each of shape (n). Owned by the caller. */
export interface Smoothed {
  /** f. */
  readonly values: Float64Array;
  /** f′. */
  readonly slopes: Float64Array;
  /** f″. */
  readonly secondDerivatives: Float64Array;
  /** y − f. */
  readonly residuals: Float64Array;
  /** Leverages h = ∂f(x)/∂y: the diagonal of the smoother matrix. */
  readonly leverages: Float64Array;
  /** 1 − h, to its own rounding. */
  readonly freedoms: Float64Array;
  /** y − f(x) for the spline of the other data; 0 where the other data leave f(x) open. */
  readonly leftOut: Float64Array;
  /** What the data to the left say of (f, f′) before the datum is added, {@link STATE} numbers each. */
  readonly fromLeft: Float64Array;
}

/** Room for the results of {@link smoothInto}. */
export function smoothed(count: number): Smoothed {
  const room = (): Float64Array => new Float64Array(count);
  return {
    values: room(),
    slopes: room(),
    secondDerivatives: room(),
    residuals: room(),
    leverages: room(),
    freedoms: room(),
    leftOut: room(),
    fromLeft: new Float64Array(STATE * count),
  };
}

/** Numbers in the state of a filter: P₁₁, |P₁₂|, P₂₂, det P, and m, its slope in the direction of travel. */
const STATE = 6;

/** The spline that minimises Σ w(y − f)² + λ∫f″², into `out`. λ must be positive and may be Infinity. */
export function smoothInto(out: Smoothed, { gaps, y, weights }: SmoothingData, lambda: number): void {
  const count = y.length;
  const { fromLeft } = out;
  const state = new Float64Array(STATE);
  for (let n = 0; n < count; n++) {
    if (n > 0) advance(state, gaps[n - 1], lambda);
    fromLeft.set(state, STATE * n);
    absorb(state, weights[n], y[n]);
  }
  state.fill(0);
  for (let n = count - 1; n >= 0; n--) {
    if (n + 1 < count) advance(state, gaps[n], lambda);
    meet(out, n, state, weights[n], y[n], lambda);
  }
}

// P ← (P⁻¹ + Q)⁻¹ in the coordinates h further on, with (P⁻¹ + Q)⁻¹ = (P + det P · adj Q)/(1 + tr PQ + det PQ).
function advance(state: Float64Array, h: number, lambda: number): void {
  const p = state[0];
  const c = state[1];
  const q = state[2];
  const det = state[3];
  const one = h / lambda;
  const two = h * one;
  const three = h * two;
  const scale = 1 / (1 + q * one + c * two + (p * three) / 3 + det * ((two * two) / 12));
  state[0] = (p + det * one) * scale;
  state[1] = (c + h * p + (det * two) / 2) * scale;
  state[2] = (q + 2 * h * c + h * h * p + (det * three) / 3) * scale;
  state[3] = det * scale;
  state[4] += h * state[5];
}

function absorb(state: Float64Array, w: number, y: number): void {
  if (w === 0) return;
  const p = state[0];
  const c = state[1];
  const q = state[2];
  const det = state[3];
  const after = det + w * q;
  const innovation = y - state[4];
  // Before the first datum there is no mean; with one datum P has rank one, and any slope will do.
  if (p === 0) state[4] = y;
  else {
    state[4] += ((w * q) / after) * innovation;
    state[5] += ((w * c) / after) * innovation;
  }
  state[0] = p + w;
  state[3] = after;
}

// Left and right are told before the datum; `right` has it added on return, for the way on.
function meet(out: Smoothed, n: number, right: Float64Array, w: number, y: number, lambda: number): void {
  const { fromLeft } = out;
  const k = STATE * n;
  const pl = fromLeft[k];
  const cl = fromLeft[k + 1];
  const ql = fromLeft[k + 2];
  const detL = fromLeft[k + 3];
  const pr = right[0];
  const cr = right[1];
  const qr = right[2];
  const detR = right[3];

  // Without the datum: the left mean, moved by (P_l + P_r)⁻¹ P_r (m_r − m_l) = (adj P_l · P_r + det P_r)(…)/det.
  const det = detL + detR + pl * qr + ql * pr + 2 * cl * cr;
  const apart = right[4] - fromLeft[k + 4];
  const turned = -right[5] - fromLeft[k + 5];
  const force = pr * apart + cr * turned;
  const torque = cr * apart + qr * turned;
  const open = det === 0;
  const all = pl === 0 ? 1 : 0;
  const moved = open ? all * apart : (ql * force + cl * torque + detR * apart) / det;
  const twisted = open ? all * turned : (cl * force + pl * torque + detR * turned) / det;
  const without = fromLeft[k + 4] + moved;

  const total = det + w * (ql + qr);
  const h = (w * (ql + qr)) / total;
  const free = det / total;
  const missed = y - without;
  out.leverages[n] = h;
  out.freedoms[n] = free;
  out.residuals[n] = free * missed;
  out.values[n] = free < 0.5 ? y - free * missed : without + h * missed;
  out.slopes[n] = fromLeft[k + 5] + twisted + ((w * (cl - cr)) / total) * missed;
  out.leftOut[n] = open ? 0 : missed;

  // λf″ is the second entry of P_l(s − m_l) = (det P_l · R + det R · P_l)(m_R − m_l)/det(P_l + R), where R is the
  // right side with the datum: 0 at both ends without saying so.
  absorb(right, w, y);
  const across = right[4] - fromLeft[k + 4];
  const bent = -right[5] - fromLeft[k + 5];
  const moment = (detL * cr - right[3] * cl) * across + (detL * qr + right[3] * ql) * bent;
  out.secondDerivatives[n] = moment / total / lambda;
}
