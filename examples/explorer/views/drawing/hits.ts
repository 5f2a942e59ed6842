import type { Numbers } from '../models.js';

/** Index of the point nearest to (x, y) among those at most `reach` away, or −1; of equal ones the first. */
export function nearestPoint(xs: Numbers, ys: Numbers, x: number, y: number, reach: number): number {
  let nearest = -1;
  let least = reach * reach;
  for (let n = 0; n < xs.length; n++) {
    const distance = (xs[n] - x) ** 2 + (ys[n] - y) ** 2;
    if (distance < least || (nearest < 0 && distance === least)) {
      nearest = n;
      least = distance;
    }
  }
  return nearest;
}

/**
 * Index of the value nearest to `wanted` among those at most `reach` away, or −1. Where several lie within `tie` of
 * each other and of the nearest, it is the next after `last` among them: so clicks go through a crowd.
 */
export function nearestInTurn(
  values: Numbers,
  wanted: number,
  reach: number,
  tie: number,
  last: number | null,
): number {
  let least = Infinity;
  for (let i = 0; i < values.length; i++) least = Math.min(least, distanceOf(values[i], wanted));
  if (!(least <= reach)) return -1;
  const crowd: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (distanceOf(values[i], wanted) <= least + tie) crowd.push(i);
  }
  return crowd.find((i) => last !== null && i > last && crowd.includes(last)) ?? crowd[0];
}

/** Index of the entry nearest to `value` among increasing ones; of two equally near the first. */
export function nearestIndex(increasing: Numbers, value: number): number {
  let low = 0;
  let high = increasing.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (increasing[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low > 0 && value - increasing[low - 1] <= increasing[low] - value ? low - 1 : low;
}

/** The distance, infinite for what is no number. */
function distanceOf(value: number, wanted: number): number {
  const distance = Math.abs(value - wanted);
  return Number.isNaN(distance) ? Infinity : distance;
}
