import { show } from '../numeric/checks.js';
import { boundedText } from './bytes.js';
import { FormatError } from './format-error.js';
import { MAX_JSON_DEPTH, MAX_JSON_KEYS, MAX_JSON_LISTS } from './limits.js';

/** A JSON object. Read it with `Object.entries`: a key such as `__proto__` is then a key like any other. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether `value` is an object that is neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/**
 * Parses a text whose outermost value is an object.
 *
 * Stricter than `JSON.parse`: an object with the same key twice is refused (the parser would keep the last one
 * and say nothing). Too deep nesting, too many lists and too many keys are refused before anything is built.
 * A byte-order mark is skipped.
 *
 * @param what Names the text in errors.
 * @throws `FormatError` for what is not such a text, `RangeError` for one that is too long, too deep or too much.
 */
export function parseJsonObject(where: string, what: string, text: string): JsonObject {
  const body = boundedText(where, what, text);
  let value: unknown;
  try {
    scan(where, what, body);
    value = JSON.parse(body);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    // Python writes these three; JSON has no such numbers.
    const hint = /[[,:]\s*-?(?:NaN|Infinity)\b/.test(body) ? '; it holds NaN or Infinity' : '';
    throw new FormatError(`${where}: ${what} must be JSON: ${cause.message}${hint}`, { cause });
  }
  if (!isJsonObject(value)) {
    throw new FormatError(`${where}: ${what} must be a JSON object, got ${show(value)}`);
  }
  return value;
}

/** One pass over the characters; a text that is not JSON gets through here and fails in `JSON.parse`. */
function scan(where: string, what: string, text: string): void {
  // The keys of each open object, null for each open array.
  const open: (Set<string> | null)[] = [];
  let lists = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '{' || character === '[') {
      if (++lists > MAX_JSON_LISTS) {
        throw new RangeError(`${where}: ${what} must hold at most ${MAX_JSON_LISTS} lists, got more`);
      }
      if (open.push(character === '{' ? new Set() : null) > MAX_JSON_DEPTH) {
        throw new RangeError(`${where}: ${what} must be nested at most ${MAX_JSON_DEPTH} deep, got more`);
      }
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const start = i;
      i = stringEnd(text, start);
      const keys = open.at(-1);
      if (!keys || !isKey(text, i + 1)) continue;
      // Escapes decoded: "a" and "\u0061" are the same key.
      const key = String(JSON.parse(text.slice(start, i + 1)));
      if (keys.has(key)) throw new FormatError(`${where}: ${what} has the key ${show(key)} twice`);
      if (keys.add(key).size > MAX_JSON_KEYS) {
        throw new RangeError(`${where}: ${what} must have at most ${MAX_JSON_KEYS} keys, got more`);
      }
    }
  }
}

/** Index of the quote that closes the string opened at `start`, or the end of the text. */
function stringEnd(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i;
  }
  return text.length;
}

function isKey(text: string, after: number): boolean {
  let i = after;
  while (text[i] === ' ' || text[i] === '\n' || text[i] === '\r' || text[i] === '\t') i++;
  return text[i] === ':';
}
