/**
 * JSON read by recursive descent (RFC 8259), a second opinion beside `JSON.parse`: objects keep the order of their keys
 * and keys that are there twice, numbers what they were written as.
 */

/** A value. */
export type Json =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'array'; readonly items: readonly Json[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Json])[] };

/** What the readers of this library refuse although it is JSON. */
const LIMITS = { depth: 16, keys: 1025, lists: 2 ** 20 } as const;

class Broken extends Error {}

/** The value of a text that the library's readers should take for JSON; null for one that they should refuse. */
export function readJson(source: string): Json | null {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  let at = 0;
  let lists = 0;

  const space = (): void => {
    while (at < text.length && ' \t\n\r'.includes(text[at])) at++;
  };
  const literal = <Value>(word: string, value: Value): Value => {
    if (!text.startsWith(word, at)) throw new Broken();
    at += word.length;
    return value;
  };
  const string = (): string => {
    literal('"', null);
    let out = '';
    for (;;) {
      if (at >= text.length) throw new Broken();
      const character = text[at++];
      if (character === '"') return out;
      if (character < ' ') throw new Broken();
      if (character !== '\\') {
        out += character;
        continue;
      }
      const escape = text[at++];
      const index = '"\\/bfnrt'.indexOf(escape);
      if (escape === 'u') {
        const digits = text.slice(at, at + 4);
        if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw new Broken();
        out += String.fromCharCode(Number.parseInt(digits, 16));
        at += 4;
      } else if (index >= 0) {
        out += '"\\/\b\f\n\r\t'[index];
      } else {
        throw new Broken();
      }
    }
  };
  const digits = (): void => {
    const from = at;
    while (at < text.length && text[at] >= '0' && text[at] <= '9') at++;
    if (at === from) throw new Broken();
  };
  const number = (): Json => {
    const from = at;
    if (text[at] === '-') at++;
    if (text[at] === '0') at++;
    else digits();
    if (text[at] === '.') {
      at++;
      digits();
    }
    if (text[at] === 'e' || text[at] === 'E') {
      at++;
      if (text[at] === '+' || text[at] === '-') at++;
      digits();
    }
    const written = text.slice(from, at);
    return { kind: 'number', value: Number(written), text: written };
  };
  const sequence = (close: string, each: () => void): void => {
    at++;
    space();
    if (text[at] !== close) {
      for (;;) {
        each();
        space();
        if (text[at] !== ',') break;
        at++;
      }
    }
    literal(close, null);
  };
  const value = (depth: number): Json => {
    space();
    if (at >= text.length) throw new Broken();
    const character = text[at];
    if ((character === '[' || character === '{') && (depth >= LIMITS.depth || ++lists > LIMITS.lists)) {
      throw new Broken();
    }
    switch (character) {
      case 'n':
        return literal('null', { kind: 'null' });
      case 't':
        return literal('true', { kind: 'boolean', value: true });
      case 'f':
        return literal('false', { kind: 'boolean', value: false });
      case '"':
        return { kind: 'string', value: string() };
      case '[': {
        const items: Json[] = [];
        sequence(']', () => items.push(value(depth + 1)));
        return { kind: 'array', items };
      }
      case '{': {
        const entries: [string, Json][] = [];
        const keys = new Set<string>();
        sequence('}', () => {
          space();
          const key = string();
          if (keys.has(key) || keys.add(key).size > LIMITS.keys) throw new Broken();
          space();
          literal(':', null);
          entries.push([key, value(depth + 1)]);
        });
        return { kind: 'object', entries };
      }
      default:
        return number();
    }
  };
  try {
    const whole = value(0);
    space();
    return at === text.length ? whole : null;
  } catch (error) {
    if (error instanceof Broken) return null;
    throw error;
  }
}

/** The entries of an object in the order in which JavaScript has them: keys that are array indices first. */
export function inOrderOfKeys(
  entries: readonly (readonly [string, Json])[],
): readonly (readonly [string, Json])[] {
  const isIndex = (key: string): boolean => /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) < 2 ** 32 - 1;
  const indices = entries.filter(([key]) => isIndex(key)).sort(([a], [b]) => Number(a) - Number(b));
  return [...indices, ...entries.filter(([key]) => !isIndex(key))];
}

/** The whole text of bytes in UTF-8, a byte-order mark included; null for bytes that are not. */
export function readUtf8(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes).toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : null;
}
