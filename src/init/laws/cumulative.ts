import { gaussKronrod } from '../../numeric/gauss-kronrod.js';
import { upperBound } from '../../numeric/search.js';

/** A distribution function and its inverse, tabulated from a density. */
export interface Cumulative {
  /** ∫ of the density, which the probabilities below are parts of. */
  readonly total: number;
  /** P(X ≤ x). */
  readonly cdf: (x: number) => number;
  /** P(X > x). */
  readonly survival: (x: number) => number;
  /** The x with P(X ≤ x) = p. */
  readonly quantile: (p: number) => number;
}

/** A range of x, from left to right, on which x runs with a coordinate t as `origin` ± `reach`·exp(sinh t). */
interface Panel {
  readonly origin: number;
  readonly direction: 1 | -1;
  readonly reach: number;
  /** The coordinates of the panel's left and right end. */
  readonly left: number;
  readonly right: number;
}

/** exp(sinh t) is 1e-300 there. */
const NEAREST = -Math.asinh(690);
/** exp(sinh t) is 5e74 there. */
const FARTHEST = Math.asinh(172);
/** Panels for one unit of t: next to t = 0, where most densities are, one spans a factor of e^(1/8). */
const PANELS_PER_UNIT = 8;
const MOST_STEPS = 60;

/**
 * Tabulates a density on (low, high) that is smooth, at any scale, on either side of each of `cuts`.
 *
 * Finite pieces are halved, and each half has the coordinate of `integrate`, the distance from its end being
 * `reach`·exp(sinh t). Masses of the panels are summed from both ends, so that both tails keep their digits.
 */
export function cumulative(
  pdf: (x: number) => number,
  low: number,
  high: number,
  cuts: readonly number[],
): Cumulative {
  const panels = panelsOf(low, high, cuts);
  const edges = panels.map((panel) => placeOn(panel, panel.left));
  const massBetween = (panel: Panel, from: number, to: number): number =>
    Math.abs(gaussKronrod((t) => densityOn(panel, pdf, t), from, to).value);
  const masses = panels.map((panel) => massBetween(panel, panel.left, panel.right));
  const below = new Float64Array(panels.length + 1);
  const above = new Float64Array(panels.length + 1);
  masses.forEach((mass, k) => (below[k + 1] = below[k] + mass));
  for (let k = panels.length - 1; k >= 0; k--) above[k] = above[k + 1] + masses[k];
  const total = below[panels.length];

  const panelAt = (x: number): number => Math.max(0, upperBound(edges, x) - 1);
  const solve = (k: number, target: number, fromLeft: boolean): number => {
    const panel = panels[k];
    const anchor = fromLeft ? panel.left : panel.right;
    let [near, far] = fromLeft ? [panel.left, panel.right] : [panel.right, panel.left];
    const onwards = Math.sign(far - near);
    let t = 0.5 * (near + far);
    for (let step = 0; step < MOST_STEPS; step++) {
      const excess = massBetween(panel, anchor, t) - target;
      if (excess > 0) far = t;
      else near = t;
      const newton = t - (onwards * excess) / densityOn(panel, pdf, t);
      const inside = (newton - near) * (newton - far) < 0;
      const next = inside ? newton : 0.5 * (near + far);
      const settled = Math.abs(next - t) <= 4 * Number.EPSILON * Math.max(1, Math.abs(t));
      t = next;
      if (settled) break;
    }
    return placeOn(panel, t);
  };
  return {
    total,
    cdf(x) {
      if (!(x > low)) return 0;
      if (x >= high) return 1;
      const k = panelAt(x);
      return Math.min(
        1,
        (below[k] + massBetween(panels[k], panels[k].left, coordinate(panels[k], x))) / total,
      );
    },
    survival(x) {
      if (!(x > low)) return 1;
      if (x >= high) return 0;
      const k = panelAt(x);
      return Math.min(
        1,
        (above[k + 1] + massBetween(panels[k], coordinate(panels[k], x), panels[k].right)) / total,
      );
    },
    quantile(p) {
      if (p === 0) return low;
      if (p === 1) return high;
      if (p <= 0.5) {
        const k = Math.min(panels.length, upperBound(below, p * total)) - 1;
        return solve(k, p * total - below[k], true);
      }
      const target = (1 - p) * total;
      let k = panels.length - 1;
      while (k > 0 && above[k] <= target) k--;
      return solve(k, target - above[k + 1], false);
    },
  };
}

function panelsOf(low: number, high: number, cuts: readonly number[]): Panel[] {
  const inside = [...new Set(cuts)].filter((x) => x > low && x < high).sort((a, b) => a - b);
  if (inside.length === 0 && low === -Infinity && high === Infinity) inside.push(0);
  const ends = [low, ...inside, high];
  const panels: Panel[] = [];
  for (let piece = 1; piece < ends.length; piece++) {
    const [left, right] = [ends[piece - 1], ends[piece]];
    const endless = left === -Infinity || right === Infinity;
    const reach = endless ? 1 : right / 2 - left / 2;
    const range = endless ? FARTHEST : 0;
    const grid = gridOf(range);
    if (left !== -Infinity) {
      for (let k = 1; k < grid.length; k++) {
        panels.push({ origin: left, direction: 1, reach, left: grid[k - 1], right: grid[k] });
      }
    }
    if (right !== Infinity) {
      for (let k = grid.length - 1; k > 0; k--) {
        panels.push({ origin: right, direction: -1, reach, left: grid[k], right: grid[k - 1] });
      }
    }
  }
  return panels;
}

function gridOf(last: number): number[] {
  const count = Math.ceil((last - NEAREST) * PANELS_PER_UNIT);
  return Array.from({ length: count + 1 }, (_, k) => NEAREST + ((last - NEAREST) * k) / count);
}

function placeOn({ origin, direction, reach }: Panel, t: number): number {
  return origin + direction * reach * Math.exp(Math.sinh(t));
}

function densityOn(panel: Panel, pdf: (x: number) => number, t: number): number {
  const distance = panel.reach * Math.exp(Math.sinh(t));
  const value = pdf(panel.origin + panel.direction * distance);
  return Number.isFinite(value) ? value * distance * Math.cosh(t) : 0;
}

function coordinate({ origin, direction, reach, left, right }: Panel, x: number): number {
  // Next to an origin a place may lie on the other side of it than the nearest panel.
  const distance = Math.max(0, direction * (x - origin));
  const t = Math.asinh(Math.log(distance / reach));
  return Math.min(Math.max(t, Math.min(left, right)), Math.max(left, right));
}
