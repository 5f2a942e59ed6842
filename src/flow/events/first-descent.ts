import { integerPower } from '../../numeric/powers.js';

/** Below this width of σ an interval is a point. */
const RESOLUTION = 2 ** -48;

/**
 * The first σ in [0, end] at which the polynomial Σ coefficients[m]·σᵐ goes below zero, or ∞ if it does not.
 *
 * By Bernstein subdivision: where all Bernstein coefficients are ≥ 0 the polynomial is ≥ 0, so that a dip below zero
 * and back within the step is found as well as one that stays; touching zero from above is no descent. The σ
 * returned is the upper end of an interval of width 2⁻⁴⁸·end that holds the zero.
 */
export function firstDescent(coefficients: readonly number[], end = 1): number {
  const scaled = end === 1 ? coefficients : coefficients.map((power, m) => power * integerPower(end, m));
  return end * descentIn(bernstein(scaled), 0, 1);
}

/** Bernstein coefficients on [0, 1] of a polynomial in powers of σ. */
function bernstein(power: readonly number[]): number[] {
  const degree = power.length - 1;
  const out = [...power];
  // Σ_m C(j, m)/C(n, m) a_m for each j, as repeated sums of scaled coefficients.
  let choose = 1;
  for (let m = 0; m <= degree; m++) {
    out[m] = power[m] / choose;
    choose = (choose * (degree - m)) / (m + 1);
  }
  for (let round = 1; round <= degree; round++) {
    for (let j = degree; j >= round; j--) out[j] += out[j - 1];
  }
  return out;
}

function descentIn(b: readonly number[], low: number, high: number): number {
  if (b.every((value) => value >= 0)) return Infinity;
  if (b[0] < 0) return low;
  if (high - low <= RESOLUTION) return b[b.length - 1] < 0 ? high : Infinity;
  const [left, right] = halves(b);
  const middle = (low + high) / 2;
  const found = descentIn(left, low, middle);
  return found < Infinity ? found : descentIn(right, middle, high);
}

/** De Casteljau at ½: the Bernstein coefficients of both halves. */
function halves(b: readonly number[]): [number[], number[]] {
  const row = [...b];
  const left: number[] = [];
  const right: number[] = [];
  while (row.length > 0) {
    left.push(row[0]);
    right.unshift(row[row.length - 1]);
    for (let j = 0; j + 1 < row.length; j++) row[j] = (row[j] + row[j + 1]) / 2;
    row.pop();
  }
  return [left, right];
}
