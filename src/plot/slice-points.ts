import type { NumericArray } from '../numeric/arrays.js';
import { finiteNumber, finiteVector, integerIn, knownKeys, object } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { checkWindow, extent, hasWidth, widen } from './axes.js';
import type { Interval } from './axes.js';
import { figureWidth } from './theme.js';

/** What {@link slicePoints} looks at: a slice as `lossSlice` returns it has all of this. */
export interface SlicePlaces {
  /** Knots, increasing, shape (K). */
  readonly knots: NumericArray;
  /** Where the breakpoint is now. */
  readonly breakpoint: number;
  readonly minimum?: { readonly breakpoint: number };
}

/** Points a piece that are enough for a smooth picture of a parabola as wide as a figure. */
const PER_PIECE = 24;

/**
 * Where to evaluate a slice for its picture: at every knot, exactly, and between neighbours at up to
 * `perPiece` points, no denser than two a pixel. A piece is a parabola: the straight lines between its 24
 * points are off by at most 1/625 of what the piece sags below its chord.
 *
 * The points span the window: by default the knots with some room, stretched to the present breakpoint and
 * to the minimum where these lie no further out than half the extent of the knots. Beyond that an active
 * unit's loss grows so much that nothing else would be seen.
 *
 * @returns Increasing breakpoints, the ends of the window included.
 * @throws `RangeError` for NaN, Infinity, knots that do not increase, a bad window or `perPiece` below 1,
 * `ShapeError` for no knots where no window is given.
 * @example
 * ```ts
 * import { slicePoints } from 'relu-splines/plot';
 *
 * slicePoints({ knots: [0, 1], breakpoint: 0.5 }, { window: { low: 0, high: 2 }, perPiece: 1 });
 * // Float64Array [0, 0.5, 1, 1.5, 2]
 * ```
 */
export function slicePoints(
  slice: SlicePlaces,
  options: { readonly perPiece?: number; readonly window?: Interval } = {},
): Float64Array {
  const where = 'slicePoints';
  object(where, 'slice', slice);
  knownKeys(where, options, ['perPiece', 'window']);
  const { perPiece = PER_PIECE, window } = options;
  const knots = finiteVector(where, 'knots', slice.knots);
  for (let k = 1; k < knots.length; k++) {
    if (knots[k] <= knots[k - 1]) {
      throw new RangeError(`${where}: knots must increase, got ${knots[k - 1]} and then ${knots[k]} at ${k}`);
    }
  }
  const most = integerIn(where, 'perPiece', perPiece, 1);
  const { low, high } =
    window === undefined ? defaultWindow(where, knots, slice) : checkWindow(where, 'window', window);
  const ends = [low, ...knots.filter((knot) => low < knot && knot < high), high];
  const points = [low];
  for (let p = 1; p < ends.length; p++) {
    const start = ends[p - 1];
    const width = ends[p] - start;
    const pixels = (width / (high - low)) * figureWidth;
    const count = Math.min(most, Math.max(1, Math.ceil(2 * pixels)));
    for (let k = 1; k <= count; k++) {
      const point = start + (k / (count + 1)) * width;
      // Between knots a few roundings apart there is nothing to sample.
      if (point > points[points.length - 1] && point < ends[p]) points.push(point);
    }
    points.push(ends[p]);
  }
  return Float64Array.from(points);
}

function defaultWindow(where: string, knots: NumericArray, { breakpoint, minimum }: SlicePlaces): Interval {
  const data = extent(knots);
  if (data === undefined) {
    throw new ShapeError(`${where}: knots must have at least one entry where no window is given`);
  }
  const places = [finiteNumber(where, 'breakpoint', breakpoint)];
  if (minimum !== undefined) places.push(finiteNumber(where, 'minimum.breakpoint', minimum.breakpoint));
  // One knot has no extent: then the other two say how wide the picture is.
  const reach = hasWidth(data) ? (data.high - data.low) / 2 : Infinity;
  const near = places.filter((place) => place >= data.low - reach && place <= data.high + reach);
  return widen(where, 'the x axis', extent(knots, near) ?? data);
}
