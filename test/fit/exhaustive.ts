import type { Dataset } from 'relu-splines';

/** One stretch of data fitted by a continuous piecewise-linear function with knots at data. */
interface Stretch {
  readonly rss: number;
  /** Its outermost lines as (value at its end, slope); null where data leave the slope open. */
  readonly first: Line | null;
  readonly last: Line | null;
}

interface Line {
  readonly x: number;
  readonly y: number;
  readonly slope: number;
}

/**
 * The least residual sum of squares of all continuous piecewise-linear functions with at most `count` knots between the
 * outermost of some data with distinct x: every way to put each knot on a datum or into a gap between two.
 *
 * In a gap the best function is the best on either side, if its lines happen to meet there (Hudson 1966); otherwise the
 * best knot is at an end of the gap, which is a datum. Two knots in one gap let the function jump. A datum alone between
 * two gaps needs no look: its line can be turned about it until one of its knots is on a datum.
 */
export function leastRss({ x, y }: Dataset, count: number): number {
  const points = x.length;
  const known = new Map<string, Stretch>();
  const stretch = (from: number, to: number, knots: readonly number[]): Stretch => {
    const key = `${from} ${to} ${knots.join(' ')}`;
    let found = known.get(key);
    if (found === undefined) {
      found = fitStretch(x, y, from, to, knots);
      known.set(key, found);
    }
    return found;
  };

  let least = Infinity;
  // Slots from left to right: datum n is 2n, the gap after it 2n + 1; the outermost data are no places for knots.
  const visit = (slots: readonly number[]): void => {
    least = Math.min(least, rssOf(slots, points, x, stretch));
    if (slots.length === count) return;
    const previous = slots.length > 0 ? slots[slots.length - 1] : 0;
    const again = previous % 2 === 1 && slots[slots.length - 2] !== previous;
    for (let slot = again ? previous : previous + 1; slot < 2 * points - 2; slot++) visit([...slots, slot]);
  };
  visit([]);
  return least;
}

function rssOf(
  slots: readonly number[],
  points: number,
  x: Dataset['x'],
  stretch: (from: number, to: number, knots: readonly number[]) => Stretch,
): number {
  let rss = 0;
  let from = 0;
  let knots: number[] = [];
  let before: Stretch | null = null;
  let jump = false;
  for (const slot of [...slots, 2 * points - 1]) {
    if (slot % 2 === 0) {
      knots.push(slot / 2);
      continue;
    }
    const to = (slot - 1) / 2;
    if (to < from) {
      // The second knot of a gap: what comes next need not meet what was before.
      jump = true;
      continue;
    }
    const next = stretch(from, to, knots);
    rss += next.rss;
    if (before !== null && !jump && !meets(before.last, next.first, x[from - 1], x[from])) return Infinity;
    const alone = from === to && knots.length === 0 && from > 0 && to < points - 1;
    if (alone && !jump) return Infinity;
    before = next;
    from = to + 1;
    knots = [];
    jump = false;
  }
  return rss;
}

function meets(left: Line | null, right: Line | null, low: number, high: number): boolean {
  if (left === null || right === null) return true;
  const gap = (place: number): number =>
    left.y + left.slope * (place - left.x) - right.y - right.slope * (place - right.x);
  return gap(low) * gap(high) <= 0;
}

/** Least squares in hat functions at the first datum, the knots and the last, by elimination with pivoting. */
function fitStretch(
  x: Dataset['x'],
  y: Dataset['y'],
  from: number,
  to: number,
  knots: readonly number[],
): Stretch {
  const nodes = [...new Set([from, ...knots, to])];
  const size = nodes.length;
  const hat = (j: number, n: number): number => {
    const centre = x[nodes[j]];
    if (x[n] === centre) return 1;
    const side = x[n] < centre ? j - 1 : j + 1;
    if (side < 0 || side >= size) return 0;
    return Math.max(0, 1 - Math.abs(x[n] - centre) / Math.abs(x[nodes[side]] - centre));
  };
  const rows = nodes.map((_, j) => {
    const row = new Float64Array(size + 1);
    for (let n = from; n <= to; n++) {
      const weight = hat(j, n);
      for (let k = 0; k < size; k++) row[k] += weight * hat(k, n);
      row[size] += weight * y[n];
    }
    return row;
  });
  const values = eliminated(rows);
  let rss = 0;
  for (let n = from; n <= to; n++) {
    rss += (y[n] - values.reduce((sum, value, j) => sum + value * hat(j, n), 0)) ** 2;
  }
  const line = (j: number, k: number): Line => {
    const slope = (values[k] - values[j]) / (x[nodes[k]] - x[nodes[j]]);
    return { x: x[nodes[j]], y: values[j], slope };
  };
  return {
    rss,
    // A knot on the first or last datum leaves the line outside of it open.
    first: size > 1 && knots[0] !== from ? line(0, 1) : null,
    last: size > 1 && knots[knots.length - 1] !== to ? line(size - 2, size - 1) : null,
  };
}

function eliminated(rows: Float64Array[]): number[] {
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let r = column + 1; r < size; r++) {
      if (Math.abs(rows[r][column]) > Math.abs(rows[pivot][column])) pivot = r;
    }
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    for (let r = 0; r < size; r++) {
      if (r === column) continue;
      const factor = rows[r][column] / rows[column][column];
      for (let k = column; k <= size; k++) rows[r][k] -= factor * rows[column][k];
    }
  }
  return rows.map((row, j) => row[size] / row[j]);
}
