/** A name with its numbers taken out: `net.10.weight` is the pattern `net.#.weight` and the number 10. */
export interface NumberedName {
  readonly pattern: string;
  /** Digits of each number, without leading zeros. */
  readonly numbers: readonly string[];
}

/** Splits a name into its words and its numbers. */
export function numberedName(name: string): NumberedName {
  const numbers = name.match(/\d+/g) ?? [];
  return {
    pattern: name.replace(/\d+/g, '#'),
    numbers: numbers.map((digits) => digits.replace(/^0+(?=\d)/, '')),
  };
}

/**
 * How two names compare by their numbers, first number first: negative, positive, or zero if the names do not
 * say (other words, or the same numbers). Names that differ in words are not ordered by the alphabet: `encoder`
 * does not come after `decoder`.
 */
export function compareNumbered(a: NumberedName, b: NumberedName): number {
  if (a.pattern !== b.pattern) return 0;
  for (let i = 0; i < a.numbers.length; i++) {
    const [p, q] = [a.numbers[i], b.numbers[i]];
    // As digits: a number of more digits is larger, however many there are.
    if (p !== q) return p.length - q.length || (p < q ? -1 : 1);
  }
  return 0;
}
