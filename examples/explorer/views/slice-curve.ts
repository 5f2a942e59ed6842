import type { Range, SliceModel } from './models.js';
import { countBelow } from './drawing/paths.js';

/** A slice as `lossSlice` gives it. */
export type Slice = NonNullable<SliceModel['slice']>;

/** A piece of parabola as a quadratic Bézier curve, which it is exactly. */
export interface Parabola {
  readonly from: number;
  readonly fromLoss: number;
  /** The control point: where the tangents at both ends meet, half-way between them. */
  readonly control: number;
  readonly controlLoss: number;
  readonly to: number;
  readonly toLoss: number;
}

/** The pieces of a slice over a range, from left to right. They count from a knot each, and nothing cancels. */
export function slicePieces(slice: Slice, { low, high }: Range): Parabola[] {
  const { knots, lossAtKnots, leftSlopes, rightSlopes, pieces } = slice;
  if (knots.length === 0 || !(low < high)) return [];
  const found: Parabola[] = [];
  const first = countBelow(knots, low);
  const last = countBelow(knots, high);
  for (let p = first; p <= last; p++) {
    const from = p === first ? low : knots[p - 1];
    const to = p === last ? high : knots[p];
    if (!(from < to)) continue;
    // The first piece counts from the knot at its right end, the others from that at their left.
    const origin = Math.max(p - 1, 0);
    const slope = p === 0 ? leftSlopes[0] : rightSlopes[origin];
    const { quadratic } = pieces[p];
    const lossAt = (beta: number): number => {
      const d = beta - knots[origin];
      return lossAtKnots[origin] + d * (slope + quadratic * d);
    };
    const tangent = slope + 2 * quadratic * (from - knots[origin]);
    const fromLoss = lossAt(from);
    found.push({
      from,
      fromLoss,
      control: (from + to) / 2,
      controlLoss: fromLoss + (tangent * (to - from)) / 2,
      to,
      toLoss: p < last ? lossAtKnots[p] : lossAt(to),
    });
  }
  return found;
}

/** The losses that a picture of the pieces must hold: their ends and the vertices inside. */
export function lossesOf(parabolas: readonly Parabola[]): Range | null {
  let low = Infinity;
  let high = -Infinity;
  for (const { fromLoss, controlLoss, toLoss } of parabolas) {
    // B(t) = (1 − t)²a + 2t(1 − t)c + t²b turns at t = (a − c)/(a − 2c + b).
    const bend = fromLoss - 2 * controlLoss + toLoss;
    const t = bend === 0 ? -1 : (fromLoss - controlLoss) / bend;
    const vertex =
      t > 0 && t < 1 ? (1 - t) ** 2 * fromLoss + 2 * t * (1 - t) * controlLoss + t * t * toLoss : fromLoss;
    low = Math.min(low, fromLoss, toLoss, vertex);
    high = Math.max(high, fromLoss, toLoss, vertex);
  }
  return low <= high ? { low, high } : null;
}
