import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { intervalBetween } from '../../src/fit/insertion.js';
import { knotChain, rssOfKnots } from '../../src/fit/knot-chain.js';
import { silence } from '../../src/fit/messages.js';
import { scaledData, toCallerX } from '../../src/fit/scaled-data.js';
import type { ScaledData } from '../../src/fit/scaled-data.js';
import { scanInterval } from '../../src/fit/scan.js';
import type { Interval, Placement } from '../../src/fit/scan.js';
import { scaledPlace } from './fit.help.js';

/** |n − corner| at n = 0, …, count − 1. */
function corner(count: number, at: number): ScaledData {
  const x = Array.from({ length: count }, (_, n) => n);
  return scaledData(
    dataset(
      x,
      x.map((n) => Math.abs(n - at)),
    ),
  );
}

/** What a scan of the whole range finds, and the data that it looks at, in order. */
function scanned(
  data: ScaledData,
  everywhere = false,
): { readonly best: Placement; readonly seen: number[] } {
  const seen: number[] = [];
  const x = new Proxy(data.x, {
    get(target, key) {
      const n = Number(key);
      // The datum before one that is looked at says where its gap begins.
      if (n !== seen[seen.length - 1] - 1) seen.push(n);
      return target[n];
    },
  });
  const interval = intervalBetween(knotChain(data, []), 0, 1);
  return { best: scanInterval({ ...data, x }, interval, everywhere), seen };
}

function range(first: number, last: number, step = 1): number[] {
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, k) => first + k * step);
}

describe('the data that a scan looks at', () => {
  it('are all of them up to 95, and wherever it is told', () => {
    expect(scanned(corner(95, 20.5)).seen).toEqual(range(0, 94));
    expect(scanned(corner(480, 20.5), true).seen).toEqual(range(0, 479));
  });

  it('are 48 or so, as many left before the first as after the last, and all that lie between the best and its kin', () => {
    const data = corner(480, 206.5);
    const { best, seen } = scanned(data);
    expect(seen).toEqual([...range(4, 474, 10), ...range(195, 213)]);
    // The lines of either side meet in the gap after 206, which is that before 207.
    expect(toCallerX(data, best.knot)).toBeCloseTo(206.5, 9);
    expect(scanned(corner(489, 206.5)).seen.slice(0, 49)).toEqual(range(4, 484, 10));
    expect(scanned(corner(481, 206.5)).seen.slice(0, 49)).toEqual(range(0, 480, 10));
  });

  it('end where the interval does', () => {
    expect(scanned(corner(480, 5.5)).seen).toEqual([...range(4, 474, 10), ...range(0, 13)]);
    expect(scanned(corner(480, 475.5)).seen).toEqual([...range(4, 474, 10), ...range(465, 479)]);
  });

  it('come in three rounds among thousands, in two if the second finds nothing better', () => {
    const first = range(3, 4995, 104);
    // Around 2083, of 207 data each fourth; 2105 is nearer to the corner, then the seven about it.
    expect(scanned(corner(5000, 2107.5)).seen).toEqual([
      ...first,
      ...range(1981, 2186, 4),
      ...range(2106, 2112),
    ]);
    expect(scanned(corner(5000, 2083)).seen).toEqual([...first, ...range(1981, 2186, 4)]);
  });
});

describe('the place that a scan finds', () => {
  // 0, 1, 2, 6, 7, 8 with a line on either side; the lines meet at (4, 2) in the gap.
  const gap = scaledData(dataset([0, 1, 2, 6, 7, 8], [-2, -1, 0, 6, 8, 10]));
  const whole = intervalBetween(knotChain(gap, []), 0, 1);
  const at = (place: number): number => scaledPlace(gap, place);

  it('is where the lines of both sides meet in a gap, though no datum is there', () => {
    const { knot, rss, jump, jumpRss } = scanInterval(gap, whole, true);
    expect(knot).toBeCloseTo(at(4), 15);
    // Twelve roundings of squares below 1.
    expect(rss).toBeLessThan(1e-15);
    expect([jump, jumpRss]).toEqual([3, rss]);
    expect(rssOfKnots(gap, [knot])).toBeLessThan(1e-15);
  });

  it('is never on a node, nor beyond: a datum there is no candidate', () => {
    const only = { ...whole, from: at(1), to: at(2), first: 1, end: 3 };
    expect(scanInterval(gap, only, true)).toEqual({ rss: Infinity, knot: NaN, jumpRss: Infinity, jump: -1 });
    // The only one left is between.
    const one = { ...whole, from: at(0), to: at(2), first: 0, end: 3, right: silence() };
    expect(scanInterval(gap, one, true).knot).toBe(at(1));
  });

  it('is between the ends of the interval where lines meet in the gap, but outside of it', () => {
    // Nothing is said from the left, as 0; the line through (7, 8) and (8, 10) is at 0, in scaled units, left of 5.
    const narrow = (from: number): Interval => ({
      left: silence(),
      from: at(from),
      right: silence(),
      to: at(8.5),
      first: 3,
      end: 6,
    });
    const zero = 4 + (gap.yCentre - 2) / 2;
    expect(zero).toBeGreaterThan(4.5);
    expect(zero).toBeLessThan(5);
    expect(scanInterval(gap, narrow(4.5), true).knot).toBeCloseTo(at(zero), 15);
    expect(scanInterval(gap, narrow(5), true).knot).toBe(at(6));
  });

  it('is the first of equals', () => {
    // A line: every knot leaves nothing, or the same rounding.
    const line = scaledData(dataset([0, 1, 2, 3, 4], [0, 0, 0, 0, 0]));
    const { knot, jump } = scanInterval(line, intervalBetween(knotChain(line, []), 0, 1), true);
    expect(knot).toBe(line.x[1]);
    expect(jump).toBe(2);
  });
});
