import type { Numbers, Range } from '../models.js';
import type { Pen, Rectangle } from './pen.js';

/** A continuous piecewise-linear function, by its pieces. */
interface Pieces {
  readonly knots: Numbers;
  readonly slopes: Numbers;
  readonly intercepts: Numbers;
}

/** Points of a polyline; shape (P) each. */
export interface Polyline {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** How many knots lie below `place`. */
export function countBelow(knots: Numbers, place: number): number {
  let low = 0;
  let high = knots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (knots[middle] < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The value of a piecewise-linear function at `place`. */
export function pieceValue({ knots, slopes, intercepts }: Pieces, place: number): number {
  const p = countBelow(knots, place);
  return slopes[p] * place + intercepts[p];
}

/** The vertices of a piecewise-linear function over a range: its ends and the knots between them, and no others. */
export function polylineOver(pieces: Pieces, { low, high }: Range): Polyline {
  const { knots, slopes, intercepts } = pieces;
  const first = countBelow(knots, low);
  const last = countBelow(knots, high);
  const count = last - first;
  const x = new Float64Array(count + 2);
  const y = new Float64Array(count + 2);
  x[0] = low;
  y[0] = slopes[first] * low + intercepts[first];
  for (let k = 0; k < count; k++) {
    x[k + 1] = knots[first + k];
    y[k + 1] = slopes[first + k] * x[k + 1] + intercepts[first + k];
  }
  x[count + 1] = high;
  y[count + 1] = slopes[last] * high + intercepts[last];
  return { x, y };
}

/**
 * Adds a polyline in pixels to the path, each segment cut to `area` widened by `margin`: what lies far outside would
 * be more than a renderer's numbers hold. Points that are not numbers part the line.
 */
export function tracePolyline(pen: Pen, x: Numbers, y: Numbers, area: Rectangle, margin = 8): void {
  const left = area.left - margin;
  const right = area.left + area.width + margin;
  const top = area.top - margin;
  const bottom = area.top + area.height + margin;
  let penX = NaN;
  let penY = NaN;
  for (let i = 1; i < x.length; i++) {
    const dx = x[i] - x[i - 1];
    const dy = y[i] - y[i - 1];
    let enter = 0;
    let leave = 1;
    // Liang and Barsky: each side of the area takes its part off either end.
    for (const [way, room] of [
      [-dx, x[i - 1] - left],
      [dx, right - x[i - 1]],
      [-dy, y[i - 1] - top],
      [dy, bottom - y[i - 1]],
    ]) {
      if (way === 0) {
        if (room < 0) leave = -1;
      } else if (way < 0) enter = Math.max(enter, room / way);
      else leave = Math.min(leave, room / way);
    }
    if (!(enter <= leave)) continue;
    const fromX = enter === 0 ? x[i - 1] : x[i - 1] + enter * dx;
    const fromY = enter === 0 ? y[i - 1] : y[i - 1] + enter * dy;
    if (fromX !== penX || fromY !== penY) pen.moveTo(fromX, fromY);
    penX = leave === 1 ? x[i] : x[i - 1] + leave * dx;
    penY = leave === 1 ? y[i] : y[i - 1] + leave * dy;
    pen.lineTo(penX, penY);
  }
}

/**
 * Which of the points first … last of a curve are needed, so that straight lines between them miss none by more than
 * `tolerance` in y: points that a line from the last one kept can no longer pass with all those between. The first
 * and the last are always kept. x must increase strictly.
 *
 * `keep` is told the indices, in order.
 */
export function thin(
  x: Numbers,
  y: Numbers,
  first: number,
  last: number,
  tolerance: number,
  keep: (index: number) => void,
): void {
  keep(first);
  let anchor = first;
  let steepest = Infinity;
  let flattest = -Infinity;
  for (let i = first + 1; i <= last; i++) {
    const dx = x[i] - x[anchor];
    const slope = (y[i] - y[anchor]) / dx;
    if (slope > steepest || slope < flattest) {
      // The one before is inside the cone of all between: a line to it passes them.
      anchor = i - 1;
      keep(anchor);
      steepest = Infinity;
      flattest = -Infinity;
    }
    const width = x[i] - x[anchor];
    steepest = Math.min(steepest, (y[i] - y[anchor] + tolerance) / width);
    flattest = Math.max(flattest, (y[i] - y[anchor] - tolerance) / width);
  }
  if (last > first) keep(last);
}
