import { chosenSigns } from '../../forms/from-piecewise-linear.js';
import type { OrientationChoice } from '../../forms/from-piecewise-linear.js';
import { finiteNumber, object } from '../../numeric/checks.js';
import type { RandomStream } from '../../numeric/streams.js';

/** A bounded interval of x. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Which way each unit faces: fair random signs, all one way, or one +1 or −1 a unit. */
export type RandomOrientations = 'random' | OrientationChoice;

/** Checks that an interval is finite and has a width. */
export function checkInterval(where: string, interval: Interval): Interval {
  object(where, 'interval', interval);
  const low = finiteNumber(where, 'interval.low', interval.low);
  const high = finiteNumber(where, 'interval.high', interval.high);
  if (!(low < high)) {
    throw new RangeError(`${where}: interval.low must be below interval.high, got ${low} and ${high}`);
  }
  return { low, high };
}

/** `count` equally spaced places, the first at the interval's low end and, if there are more, the last at the high. */
export function equallySpaced({ low, high }: Interval, count: number): Float64Array {
  const places = new Float64Array(count);
  // From both ends, so that the last place is the end itself.
  for (let i = 0; i < count; i++) {
    const part = count === 1 ? 0 : i / (count - 1);
    places[i] = low * (1 - part) + high * part;
  }
  return places;
}

/** Orientations of `width` units, drawn if they are to be random. */
export function chosenOrientations(
  where: string,
  choice: RandomOrientations,
  width: number,
  stream: RandomStream,
): Int8Array {
  if (choice === 'random') {
    const signs = new Int8Array(width);
    for (let i = 0; i < width; i++) signs[i] = stream.sign();
    return signs;
  }
  return chosenSigns(where, choice, 'the units', width, "'random', 'right', 'left' or an array of 1 and -1");
}
