import type { NumericArray } from '../numeric/arrays.js';
import { finiteNumber, show, object } from '../numeric/checks.js';
import { margin, subtitleLength } from './theme.js';

/** A closed interval of an axis. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * An interval narrower than this part of its own magnitude is rounding, not a range: an axis over it would
 * have ticks that float64 cannot tell apart.
 */
const NARROWEST = 64 * Number.EPSILON;

/** Below this the steps between ticks leave the double range: what is smaller is drawn as zero. */
const TINIEST = 1e-290;

/** The smallest interval that holds all values; undefined for no values. */
export function extent(...columns: readonly NumericArray[]): Interval | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (const values of columns) {
    for (let i = 0; i < values.length; i++) {
      if (values[i] < low) low = values[i];
      if (values[i] > high) high = values[i];
    }
  }
  return low <= high ? { low, high } : undefined;
}

/** Whether the interval has a width that an axis can show. */
export function hasWidth({ low, high }: Interval): boolean {
  return high - low > Math.max(TINIEST, NARROWEST * Math.max(Math.abs(low), Math.abs(high)));
}

/** Whether `x` lies in the interval, ends included. */
export function holds({ low, high }: Interval, x: number): boolean {
  return low <= x && x <= high;
}

/**
 * The interval with some room at both ends, each a part of its width. One without width becomes its value ± a
 * tenth of it (± 1 at zero), so that a rescaled figure is the same figure.
 *
 * @throws `RangeError` if the width overflows.
 */
export function widen(
  where: string,
  name: string,
  interval: Interval,
  { below = margin, above = margin }: { readonly below?: number; readonly above?: number } = {},
): Interval {
  const { low, high } = interval;
  if (!hasWidth(interval)) {
    const room = Math.abs(low) > TINIEST ? Math.abs(low) / 10 : 1;
    return finiteWidth(where, name, { low: low - room, high: high + room });
  }
  const width = high - low;
  return finiteWidth(where, name, { low: low - below * width, high: high + above * width });
}

function finiteWidth(where: string, name: string, interval: Interval): Interval {
  const { low, high } = interval;
  if (!Number.isFinite(high - low)) {
    throw new RangeError(`${where}: ${name} must span a finite range, got ${low} to ${high}`);
  }
  return interval;
}

/**
 * A window that the caller chose, as the argument `name`.
 *
 * @throws `TypeError` for what is not a number, `RangeError` unless the window is finite and has a width.
 */
export function checkWindow(where: string, name: string, window: Interval): Interval {
  object(where, name, window);
  const low = finiteNumber(where, `${name}.low`, window.low);
  const high = finiteNumber(where, `${name}.high`, window.high);
  if (!(low < high && hasWidth({ low, high }))) {
    throw new RangeError(`${where}: ${name} must have a width, got ${low} to ${high}`);
  }
  return finiteWidth(where, name, { low, high });
}

/** The ends of an axis as Vega-Lite takes them. */
export function domain({ low, high }: Interval): readonly [number, number] {
  return [low, high];
}

/** Number format of an axis: plain decimals where they are short, else powers of ten with enough digits. */
export function axisFormat({ low, high }: Interval): { readonly format?: string } {
  const magnitude = Math.max(Math.abs(low), Math.abs(high));
  if (magnitude >= 1e-3 && magnitude < 1e7) return {};
  return { format: `.${digitsWithin(magnitude, high - low, 2) - 1}~e` };
}

/** A number in a sentence, with the digits that tell it from its neighbours on this axis. */
export function inWords(value: number, axis: Interval): string {
  const width = hasWidth(axis) ? axis.high - axis.low : Math.abs(value);
  return String(rounded(value, digitsWithin(Math.abs(value), width, 4))).replaceAll('-', '−');
}

/** A magnitude in a sentence: three digits, and a power of ten where it is small or large. */
export function magnitudeInWords(value: number): string {
  const short = rounded(value, 3);
  const isPlain = short === 0 || (short >= 1e-3 && short < 1e6);
  return (isPlain ? String(short) : short.toExponential()).replaceAll('-', '−');
}

// Rounding up the largest double would give Infinity.
function rounded(value: number, digits: number): number {
  const short = Number(value.toPrecision(digits));
  return Number.isFinite(short) ? short : value;
}

// Digits in front that all values of the window share, and `resolved` more.
function digitsWithin(magnitude: number, width: number, resolved: number): number {
  const shared = magnitude > 0 ? Math.ceil(Math.log10(magnitude) - Math.log10(width)) : 0;
  return Math.min(17, resolved + Math.max(0, shared));
}

/**
 * Title of an axis: `time (ms)`, or the bare label where there is no unit.
 *
 * @throws `TypeError` for a label or unit that is not a string.
 */
export function axisTitle(where: string, name: string, label: string, unit: string | undefined): string {
  checkText(where, `${name}Label`, label);
  return unit === undefined ? label : `${label} (${checkText(where, `${name}Unit`, unit)})`;
}

/**
 * A label, unit or title.
 *
 * @throws `TypeError` for what is not a string.
 */
export function checkText(where: string, name: string, value: unknown): string {
  if (typeof value !== 'string')
    throw new TypeError(`${where}: ${name} must be a string, got ${show(value)}`);
  return value;
}

/** A count with separators: `3,001`. */
export function tally(count: number): string {
  return count.toLocaleString('en');
}

/** `1 knot`, `2 knots`: a count with its noun. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${tally(count)} ${count === 1 ? one : many}`;
}

/** How many of the data are drawn as circles, in a sentence. */
export function dataInWords(shown: number, count: number): string {
  return `Circles: ${shown === count ? '' : `${tally(shown)} of `}${counted(count, 'datum', 'data')}.`;
}

/** Sentences as the lines of a subtitle of at most so many characters, broken between words. */
export function subtitleLines(sentences: readonly string[], length: number = subtitleLength): string[] {
  const lines: string[] = [];
  for (const sentence of sentences) {
    let line = '';
    for (const word of sentence.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > length) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines;
}

/** What the axes of a figure of a function are called. */
export interface AxisWords {
  /** Default `x`. */
  readonly xLabel?: string;
  /** Unit of x, such as `ms`; goes into the axis titles. */
  readonly xUnit?: string;
  /** Default `y`. */
  readonly yLabel?: string;
  /** Unit of y, such as `g`. */
  readonly yUnit?: string;
}
