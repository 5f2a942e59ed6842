import { integerIn } from '../numeric/checks.js';
import type { Claim } from './definition.js';
/**
 * A number as a reader wants it: so many digits, a true minus, a power of ten where it is far from one; – for none.
 *
 * @example
 * ```ts
 * import { inDigits } from 'relu-splines/experiments';
 *
 * inDigits(1234.5); // '1230'
 * inDigits(-0.00012345, 2); // '−1.2e−4'
 * inDigits(NaN); // '–'
 * ```
 */
export function inDigits(value: number, digits = 3): string {
  integerIn('inDigits', 'digits', digits, 1, 100);
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  const isPlain = value === 0 || (size >= 1e-3 && size < 1e5);
  const text = isPlain ? String(Number(value.toPrecision(digits))) : value.toExponential(digits - 1);
  return text.replaceAll('-', '−');
}

/** {@link inDigits} with two of them. */
export function inShort(value: number): string {
  return inDigits(value, 2);
}

/** A number with so many digits behind the point; – for none. */
export function inPlaces(value: number, places: number): string {
  return Number.isFinite(value) ? value.toFixed(places) : '–';
}

/** With a capital first letter, as a sentence begins. */
export function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `1 hidden layer`, `4 hidden layers`. */
export function layersInWords(depth: number): string {
  return `${depth} hidden ${depth === 1 ? 'layer' : 'layers'}`;
}

/** What the runs do not bear out, a sentence each. */
export function contradictions(claims: readonly Claim[]): string[] {
  return claims
    .filter(({ holds }) => !holds)
    .map(({ statement, evidence }) => `Not so here: “${statement}” (${evidence}).`);
}
