import type { Dataset } from '../../data/dataset.js';

/**
 * How many partitions of the data by h breakpoints admit a continuous function that is a least-squares line on every
 * piece, for each h from 0 to `most`; shape (most + 1).
 *
 * A partition says how many breakpoints lie in each of the N + 1 gaps, those beyond the data included; there are
 * C(N + h, h). Pieces with two data or more have their line; with one datum, any line through it; with none, any line. The
 * function is continuous if neighbours meet at a breakpoint strictly inside its gap:
 * - two breakpoints or more in a gap between data can always be joined by a chord, and those beyond the data do not matter;
 * - with a single one the lines of both sides must meet in the gap.
 *
 * Counted from left to right. What the next piece has to know of those before it is the set of slopes that the last piece
 * may have, and that is one number, an open half-line or every slope: O(N³·h) in all. Numbers beyond 2⁵³ are rounded.
 *
 * @param data With distinct x.
 * @param tolerance What is nearer than this part of the largest |y| counts as equal; lines that meet on a datum do not count.
 */
export function countContinuousPartitions(data: Dataset, most: number, tolerance = 1e-9): Float64Array {
  const { x, y } = data;
  const n = x.length;
  const blur = tolerance * y.reduce((size, each) => Math.max(size, Math.abs(each)), Number.MIN_VALUE);
  // Ways to begin a piece at datum j whatever lies left of it; the first is behind any number of breakpoints.
  const begins = Array.from({ length: n }, () => new Float64Array(most + 1));
  begins[0].fill(1);
  // Pieces of one datum j by the slopes that they may have, and pieces that have a line of their own.
  const single = Array.from({ length: n }, () => new Map<string, State<Slopes>>());
  const lines = Array.from({ length: n }, (): State<Line>[] => []);
  const total = new Float64Array(most + 1);

  const reach = (end: number, ways: Float64Array): void => {
    if (end === n) addInto(total, anyNumber(ways));
    else addInto(begins[end], anyNumber(shifted(ways, 2)));
  };
  const addSingle = (at: number, slopes: Slopes, ways: Float64Array): void => {
    const key = `${slopes.low} ${slopes.high}`;
    const known = single[at].get(key);
    if (known === undefined) single[at].set(key, { shape: slopes, ways: ways.slice() });
    else addInto(known.ways, ways);
  };

  // All that leads to a piece that starts at j comes from pieces that start before it.
  for (let j = 0; j < n; j++) {
    addSingle(j, EVERY, begins[j]);
    for (let end = j + 2; end <= n; end++)
      lines[j].push({ shape: lineOf(data, j, end), ways: begins[j].slice() });
    for (const { shape, ways } of arrivals(j)) {
      if (isLine(shape)) lines[j].push({ shape, ways });
      else addSingle(j, shape, ways);
    }
    for (const { ways } of single[j].values()) reach(j + 1, ways);
    const own = new Map<number, Float64Array>();
    for (const { shape, ways } of lines[j]) {
      const sum = own.get(shape.end);
      if (sum === undefined) own.set(shape.end, ways.slice());
      else addInto(sum, ways);
    }
    lines[j] = Array.from(own, ([end, ways]) => ({ shape: lineOf(data, j, end), ways }));
    for (const { shape, ways } of lines[j]) reach(shape.end, ways);
  }
  return total;

  /** What a single breakpoint in the gap before j leads to. */
  function arrivals(j: number): State<Slopes | Line>[] {
    const found: State<Slopes | Line>[] = [];
    if (j === 0) return found;
    const chord = (y[j] - y[j - 1]) / (x[j] - x[j - 1]);
    const slopeBlur = blur / (x[j] - x[j - 1]);
    const next = Array.from({ length: Math.max(0, n - j - 1) }, (_, k) => lineOf(data, j, j + 2 + k));
    for (const { shape, ways } of single[j - 1].values()) {
      const more = shifted(ways, 1);
      for (const slopes of afterDatum(shape, chord, slopeBlur)) found.push({ shape: slopes, ways: more });
      for (const line of next) {
        const needed = slopesTowards(line, x[j - 1], y[j - 1], x[j], blur);
        if (meets(shape, needed, slopeBlur)) found.push({ shape: line, ways: more });
      }
    }
    for (let i = 0; i < j - 1; i++) {
      for (const { shape, ways } of lines[i]) {
        if (shape.end !== j) continue;
        const more = shifted(ways, 1);
        found.push({ shape: slopesFrom(shape, x[j - 1], x[j], y[j], blur), ways: more });
        for (const line of next) {
          const left = signOf(at(shape, x[j - 1]) - at(line, x[j - 1]), blur);
          const right = signOf(at(shape, x[j]) - at(line, x[j]), blur);
          if (left * right < 0 || (left === 0 && right === 0)) found.push({ shape: line, ways: more });
        }
      }
    }
    return found;
  }
}

/** The slopes that a piece with one datum may have: an open interval, or one slope where both ends are the same. */
interface Slopes {
  readonly low: number;
  readonly high: number;
}

/** The least-squares line of the data up to `end`, of which there are at least two. */
interface Line {
  readonly end: number;
  readonly slope: number;
  readonly meanX: number;
  readonly meanY: number;
}

interface State<Shape> {
  readonly shape: Shape;
  /** By the number of breakpoints so far. */
  readonly ways: Float64Array;
}

const EVERY: Slopes = { low: -Infinity, high: Infinity };

function isLine(shape: Slopes | Line): shape is Line {
  return 'slope' in shape;
}

function lineOf({ x, y }: Dataset, start: number, end: number): Line {
  const count = end - start;
  let meanX = 0;
  let meanY = 0;
  for (let k = start; k < end; k++) {
    meanX += x[k] / count;
    meanY += y[k] / count;
  }
  let covariance = 0;
  let variance = 0;
  for (let k = start; k < end; k++) {
    covariance += (x[k] - meanX) * (y[k] - meanY);
    variance += (x[k] - meanX) ** 2;
  }
  return { end, slope: covariance / variance, meanX, meanY };
}

function at({ slope, meanX, meanY }: Line, x: number): number {
  return meanY + slope * (x - meanX);
}

function signOf(value: number, blur: number): -1 | 0 | 1 {
  return value > blur ? 1 : value < -blur ? -1 : 0;
}

/** Slopes of lines through (x, y) that meet the line between `before` and x. */
function slopesFrom(line: Line, before: number, x: number, y: number, blur: number): Slopes {
  const bound = (y - at(line, before)) / (x - before);
  const side = signOf(y - at(line, x), blur);
  if (side === 0) return { low: line.slope, high: line.slope };
  return side > 0 ? { low: bound, high: Infinity } : { low: -Infinity, high: bound };
}

/** Slopes of lines through (x, y) that meet the line between x and `after`. */
function slopesTowards(line: Line, x: number, y: number, after: number, blur: number): Slopes {
  const bound = (at(line, after) - y) / (after - x);
  const side = signOf(at(line, x) - y, blur);
  if (side === 0) return { low: line.slope, high: line.slope };
  return side > 0 ? { low: bound, high: Infinity } : { low: -Infinity, high: bound };
}

/** Slopes at a datum after a single breakpoint behind another one: steeper than the chord iff it was flatter before. */
function afterDatum({ low, high }: Slopes, chord: number, blur: number): Slopes[] {
  if (low === high) {
    const side = signOf(chord - low, blur);
    if (side === 0) return [{ low: chord, high: chord }];
    return [side > 0 ? { low: chord, high: Infinity } : { low: -Infinity, high: chord }];
  }
  const flatter = low < chord - blur;
  const steeper = high > chord + blur;
  if (flatter && steeper) return [EVERY];
  return [flatter ? { low: chord, high: Infinity } : { low: -Infinity, high: chord }];
}

function meets(a: Slopes, b: Slopes, blur: number): boolean {
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  if (a.low === a.high && b.low === b.high) return Math.abs(a.low - b.low) <= blur;
  if (a.low === a.high) return b.low < a.low - blur && a.low + blur < b.high;
  if (b.low === b.high) return a.low < b.low - blur && b.low + blur < a.high;
  return low < high - blur;
}

function addInto(sum: Float64Array, more: Float64Array): void {
  for (let h = 0; h < sum.length; h++) sum[h] += more[h];
}

function shifted(ways: Float64Array, by: number): Float64Array {
  const out = new Float64Array(ways.length);
  for (let h = by; h < ways.length; h++) out[h] = ways[h - by];
  return out;
}

/** With any number of further breakpoints: running sums. */
function anyNumber(ways: Float64Array): Float64Array {
  const out = ways.slice();
  for (let h = 1; h < out.length; h++) out[h] += out[h - 1];
  return out;
}

/**
 * How many partitions of N data by h breakpoints have no gap between data with a single one, for each h from 0 to
 * `most`: those that are continuous whatever y is, shape (most + 1). As a polynomial in N it has degree ⌊h/2⌋.
 */
export function countPairedPartitions(dataCount: number, most: number): Float64Array {
  let ways = new Float64Array(most + 1).fill(1);
  for (let gap = 1; gap < dataCount; gap++) {
    const more = anyNumber(shifted(ways, 2));
    ways = ways.map((each, h) => each + more[h]);
  }
  return anyNumber(ways);
}
