import { pieceValue } from './drawing/paths.js';
import type { Box, FunctionModel, Numbers, Range } from './models.js';

/** The extent of numbers; those that are not finite do not count. */
export function extentOf(...lists: readonly Numbers[]): Range | null {
  let low = Infinity;
  let high = -Infinity;
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      if (!Number.isFinite(list[i])) continue;
      low = Math.min(low, list[i]);
      high = Math.max(high, list[i]);
    }
  }
  return low <= high ? { low, high } : null;
}

/** A range with room at both ends, as a part of it; one without width gets some. */
export function widened({ low, high }: Range, part: number): Range {
  const width = high - low;
  const room = width > 0 ? part * width : Math.max(0.5, 0.05 * Math.abs(low));
  return { low: low - room, high: high + room };
}

/**
 * The box in which the function view shows all data with some room, and the network as far as it stays near them: up
 * to half their height above and below, so that a spiky start squeezes nothing flat.
 */
export function functionBox(data: FunctionModel['data'], pieces: FunctionModel['pieces'] = null): Box {
  const x = widened(extentOf(data.x) ?? { low: -1, high: 1 }, 0.06);
  const heights = extentOf(data.y) ?? { low: -1, high: 1 };
  const reach = heights.high > heights.low ? (heights.high - heights.low) / 2 : 0.5;
  const near = { low: heights.low - reach, high: heights.high + reach };
  const curve =
    pieces === null
      ? null
      : extentOf(
          Array.from(pieces.knots)
            .filter((knot) => knot >= x.low && knot <= x.high)
            .concat(x.low, x.high)
            .map((place) => pieceValue(pieces, place)),
        );
  const all =
    curve === null
      ? heights
      : {
          low: Math.max(near.low, Math.min(heights.low, curve.low)),
          high: Math.min(near.high, Math.max(heights.high, curve.high)),
        };
  return { x, y: widened(all, 0.07) };
}

/** The range in which the breakpoint and slice views show the data with some room at both ends. */
export function breakpointRange(x: Numbers): Range {
  return widened(extentOf(x) ?? { low: -1, high: 1 }, 0.12);
}

/**
 * Where a time axis should end so that `time` is on it. While time goes on, the next power of ten: the axis changes
 * seldom, since each change has all lines drawn afresh. At the end (`isFinal`) the next of 1, 1.5, 2, 3, 4, 5, 6 and 8
 * times a power of ten.
 */
export function timeHorizon(time: number, isFinal: boolean): number {
  if (!(time > 0) || !Number.isFinite(time)) return 1;
  const power = 10 ** Math.floor(Math.log10(time));
  const factors = isFinal ? [1, 1.5, 2, 3, 4, 5, 6, 8] : [1];
  return (factors.find((candidate) => candidate * power >= time) ?? 10) * power;
}
