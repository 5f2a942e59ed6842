/** Checks of what a person, a link or a file hands over. Each names the place, the rule and the value. */

/** What is wrong with what was handed over, in a sentence for the page. */
export class Refusal extends RangeError {
  override readonly name = 'Refusal';
}

/** A short picture of a value for a message. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return String(value);
}

/** Returns `value` after checking that it is a finite number from `low` to `high`. */
export function numberIn(where: string, name: string, value: unknown, low: number, high: number): number {
  if (typeof value === 'number' && value >= low && value <= high) return value;
  throw new Refusal(`${where}: ${name} must be a number from ${low} to ${high}, got ${show(value)}`);
}

/** Returns `value` after checking that it is a whole number from `low` to `high`. */
export function wholeIn(where: string, name: string, value: unknown, low: number, high: number): number {
  // −0 is 0: a link has no sign for it.
  if (typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high) return value + 0;
  throw new Refusal(`${where}: ${name} must be a whole number from ${low} to ${high}, got ${show(value)}`);
}

/** Returns `value` after checking that it is one of the choices. */
export function oneOf<Choice extends string>(
  where: string,
  name: string,
  value: unknown,
  choices: readonly Choice[],
): Choice {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new Refusal(`${where}: ${name} must be one of ${choices.join(', ')}, got ${show(value)}`);
}

/** Returns `value` after checking that it is true or false. */
export function flag(where: string, name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new Refusal(`${where}: ${name} must be true or false, got ${show(value)}`);
}

/** Returns `value` after checking that it is an object with the keys listed and no others. */
export function record(
  where: string,
  name: string,
  value: unknown,
  keys: readonly string[],
): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal(`${where}: ${name} must be an object, got ${show(value)}`);
  }
  const stranger = Object.keys(value).find((key) => !keys.includes(key));
  if (stranger !== undefined) {
    throw new Refusal(`${where}: ${name} must have the keys ${keys.join(', ')}, got ${show(stranger)}`);
  }
  const missing = keys.find((key) => !(key in value));
  if (missing !== undefined) throw new Refusal(`${where}: ${name} must have ${missing}, got none`);
  return value as Readonly<Record<string, unknown>>;
}

/** What went wrong, as a sentence: the message of an error, or the value that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
