import type { NumericArray } from '../../numeric/arrays.js';
import { gaussKronrod } from '../../numeric/gauss-kronrod.js';
import { integrate } from '../../numeric/quadrature.js';
import type { LocalMoments } from '../density.js';

/** What an integral of one sign may be off, relative: above the 1.1e-14 that the rule always claims. */
const ACCEPTED = 2e-14;
/** After so many halvings an interval is not smooth on any scale of its own, */
const HALVINGS = 12;
/** and after so many panels what does not converge is noise. */
const PANELS = 100;

/**
 * ∫ f between two places, for f ≥ 0 that is smooth between the splits: to about 2e-14 of itself.
 *
 * A short interval costs 21 values; what does not converge in a few halvings, and what has an infinite end, goes to
 * the quadrature for densities of any scale.
 */
export function positiveIntegral(
  f: (beta: number) => number,
  from: number,
  to: number,
  splitAt: NumericArray,
): number {
  if (!(from < to)) return 0;
  if (!Number.isFinite(from) || !Number.isFinite(to)) return farIntegral(f, from, to, splitAt);
  let sum = 0;
  let panels = 0;
  const add = (start: number, end: number, halvings: number): void => {
    const { value, error, magnitude } = gaussKronrod(f, start, end);
    panels++;
    const middle = 0.5 * (start + end);
    if (error <= ACCEPTED * Math.max(magnitude, sum)) {
      sum += value;
    } else if (halvings === 0 || panels >= PANELS || !(start < middle && middle < end)) {
      sum += farIntegral(f, start, end, []);
    } else {
      add(start, middle, halvings - 1);
      add(middle, end, halvings - 1);
    }
  };
  let start = from;
  for (let k = 0; k < splitAt.length; k++) {
    const split = splitAt[k];
    if (!(split > start && split < to)) continue;
    add(start, split, HALVINGS);
    start = split;
  }
  add(start, to, HALVINGS);
  return sum;
}

/** What diverges, and what is infinite somewhere inside, is Infinity. */
function farIntegral(f: (beta: number) => number, from: number, to: number, splitAt: NumericArray): number {
  const { value, error, magnitude } = integrate(f, from, to, { splitAt, relativeTolerance: ACCEPTED });
  return Number.isNaN(value) || error > magnitude ? Infinity : value;
}

/** {@link LocalMoments} about `anchor` of a density by quadrature, over what is between `from` and `to`. */
export function momentsByQuadrature(
  density: (beta: number) => number,
  special: NumericArray,
  anchor: number,
  from: number,
  to: number,
): LocalMoments {
  const local = isLocal(from, to);
  const splits = local ? shifted(special, anchor) : special;
  const moment = (power: (distance: number) => number): number =>
    local
      ? positiveIntegral((s) => power(Math.abs(s)) * density(anchor + s), from - anchor, to - anchor, splits)
      : positiveIntegral((beta) => power(Math.abs(beta - anchor)) * density(beta), from, to, splits);
  return { zeroth: moment(() => 1), first: moment((s) => s), second: moment((s) => s * s) };
}

/** D(m, M) of a density by quadrature, over what is between `from` and `to`. */
export function curvedByQuadrature(
  density: (beta: number) => number,
  special: NumericArray,
  m: number,
  M: number,
  from = m,
  to = M,
): number {
  const width = M - m;
  return isLocal(from, to)
    ? positiveIntegral((s) => s * (width - s) * density(m + s), from - m, to - m, shifted(special, m))
    : positiveIntegral((beta) => (beta - m) * (M - beta) * density(beta), from, to, special);
}

/**
 * The nodes of an interval that is short for where it is would be rounded to the doubles there: it is counted from its
 * anchor. A long one is not, since the density may be narrow at 0.
 */
function isLocal(from: number, to: number): boolean {
  return from > to - from || -to > to - from;
}

function shifted(special: NumericArray, anchor: number): Float64Array {
  return Float64Array.from(special, (place) => place - anchor);
}
