import type { Interval } from './axes.js';
import { figureWidth } from './theme.js';

/**
 * Breakpoints within this part of the window of one another, three or more, are a crowd: their flags overlap
 * (4 pixels of 640).
 */
const CROWD_WIDTH = 4 / figureWidth;
const SMALLEST_CROWD = 3;

/** The crowds from left to right: sorted by breakpoint, a crowd begins at a breakpoint and ends at its width. */
export function crowdsOf<Row extends { readonly breakpoint: number }>(
  rows: readonly Row[],
  { low, high }: Interval,
): Row[][] {
  const sorted = [...rows].sort((a, b) => a.breakpoint - b.breakpoint);
  const found: Row[][] = [];
  for (let first = 0; first < sorted.length;) {
    let end = first;
    const last = sorted[first].breakpoint + CROWD_WIDTH * (high - low);
    while (end < sorted.length && sorted[end].breakpoint <= last) end++;
    if (end - first >= SMALLEST_CROWD) found.push(sorted.slice(first, end));
    first = end;
  }
  return found;
}

/** The one in the middle of a crowd, where its number is written. */
export function middleOf<Row>(crowd: readonly Row[]): Row {
  return crowd[Math.floor(crowd.length / 2)];
}
