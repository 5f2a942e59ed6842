import { Refusal } from './refusal.js';

/**
 * The count that an option says; undefined where the option is not there.
 *
 * @throws {@link Refusal} for anything but a whole number of at least 1.
 */
export function countOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(count) || count < 1) {
    throw new Refusal(`${option} must be a whole number of at least 1, got ${JSON.stringify(text)}`);
  }
  return count;
}
