import type { ReadonlyFloat64Array } from '../../numeric/arrays.js';
import type { ModeField } from '../steps/mode-field.js';

/**
 * Could a unit at w = b = 0 with an output weight of this sign leave the origin? It could in a direction θ in which
 * sgn v·G(θ) > 0, G = Σ ε_n(x_n cos θ + sin θ)₊ (theory 10.3). Wants the residuals of the present state in `field`.
 *
 * G is T cos θ + S sin θ on the arc of each bin of units, so that its extremes are the directions (T, S) of the bins
 * and the ends of the arcs: all are tried, O(N²). It is asked once for each unit that gets there.
 */
export function canLeaveOrigin({ merged, sweep, stretch }: ModeField, sign: number): boolean {
  const { x } = merged.data;
  const { entries, first, second, atData } = sweep;
  const leads = (w: number, b: number): boolean => sign * strength(x, atData, w, b) > 0;
  for (let n = 0; n < x.length; n++) {
    const root = 1 / Math.sqrt(stretch[n]);
    if (leads(root, -x[n] * root) || leads(-root, x[n] * root)) return true;
  }
  for (let bin = 0; bin < first.length; bin++) {
    const S = sign * first[bin];
    const T = sign * (second[bin] + entries[bin] * first[bin]);
    const size = Math.hypot(T, S);
    if (size > 0 && leads(T / size, S / size)) return true;
  }
  return false;
}

/** G in the direction (w, b). Sums that are rounding of their terms count as zero. */
function strength(x: ReadonlyFloat64Array, residuals: Float64Array, w: number, b: number): number {
  let sum = 0;
  let scale = 0;
  for (let n = 0; n < x.length; n++) {
    const z = w * x[n] + b;
    if (!(z > 0)) continue;
    sum += residuals[n] * z;
    scale += Math.abs(residuals[n]) * (Math.abs(w * x[n]) + Math.abs(b));
  }
  return Math.abs(sum) > 8 * x.length * Number.EPSILON * scale ? sum : 0;
}
