import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { expect } from 'vitest';

/** A ```ts block of a document or a docstring. */
export interface Snippet {
  /** Where it stands, such as `forms/network.ts:42`. */
  readonly where: string;
  readonly code: string;
}

/** All ```ts blocks of a Markdown text. */
export function markdownSnippets(text: string, name: string): Snippet[] {
  return Array.from(text.matchAll(/^```ts\n(.*?)^```$/gms), (match) => ({
    where: `${name}:${text.slice(0, match.index).split('\n').length}`,
    code: match[1],
  }));
}

/** All ```ts blocks of the docstrings of a source file; internal ones may import from beside them. */
export function docstringSnippets(text: string, name: string): Snippet[] {
  return Array.from(text.matchAll(/^ *\* ```ts\n(.*?)^ *\* ```$/gms), (match) => ({
    where: `${name}:${text.slice(0, match.index).split('\n').length}`,
    code: match[1].replace(/^ *\* ?/gm, '').replaceAll("from './", `from '../../src/${dirname(name)}/`),
  }));
}

/** How many values a snippet states, of those that {@link runSnippet} can hold it to. */
export function statedValues(code: string): number {
  return code.split('\n').filter((line) => claim(line) !== null).length;
}

/**
 * Runs a snippet as a module of its own and holds it to what it says: after a statement of its own line,
 * `expression; // value` or `console.log(expression); // value`, the value must be what the comment begins with.
 *
 * A value is a number (`0.628…` for its first digits), a string, `true`, `false`, `null`, an array
 * (`Float64Array [1, 2]`) or an object. Anything may follow after a comma, a colon or a space.
 */
export async function runSnippet({ where, code }: Snippet): Promise<void> {
  const folder = fileURLToPath(new URL('../../.cache/snippets/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const path = `${folder}${where.replace(/[^\w]+/g, '-')}.ts`;
  const lines = code.split('\n').map((line) => {
    const found = claim(line);
    return found === null ? line : `values.push([${found.expression}, ${JSON.stringify(found.value)}]);`;
  });
  writeFileSync(path, ['export const values: [unknown, string][] = [];', ...lines].join('\n'));
  const { values } = (await import(/* @vite-ignore */ path)) as { values: [unknown, string][] };
  for (const [got, stated] of values) holdTo(got, stated, `${where}: ${stated}`);
}

function claim(line: string): { readonly expression: string; readonly value: string } | null {
  const match = /^(?!const |let |import |if |\/\/|[})\]\s])(.+); \/\/ (.+)$/.exec(line);
  if (match === null) return null;
  const logged = /^console\.log\((.+)\)$/.exec(match[1]);
  const value = literalOf(match[2]);
  return value === null ? null : { expression: logged === null ? match[1] : logged[1], value };
}

/** The literal that a comment begins with, or null if it begins with words. */
function literalOf(comment: string): string | null {
  const text = comment.replace(/^[A-Z]\w*Array (?=\[)/, '');
  const literal = /^[[{]/.test(text) ? bracketed(text) : plainLiteral(text);
  if (literal === null) return null;
  const rest = text.slice(literal.length);
  // Words may follow, but not a calculation: "0.1 + 0.3 × 1.5 = 0.55" says its value last.
  return /^(?:$|[:,;]|\s(?!\s*[+−×/=-]\s))/.test(rest) ? literal : null;
}

function plainLiteral(text: string): string | null {
  const match =
    /^(?:-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?:n|…)?|-?Infinity|NaN|true|false|null|undefined|'[^']*')/.exec(text);
  return match === null ? null : match[0];
}

function bracketed(text: string): string | null {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if ('[{'.includes(text[i])) depth++;
    if (']}'.includes(text[i])) depth--;
    if (depth === 0) return text.slice(0, i + 1);
  }
  return null;
}

function holdTo(got: unknown, stated: string, what: string): void {
  const beginning = /^'?(.*?)…'?$/.exec(stated);
  if (beginning !== null && !/^[[{]/.test(stated)) {
    expect(String(got).startsWith(beginning[1].trimEnd()), `${what}, got ${String(got)}`).toBe(true);
    return;
  }
  // Typed arrays are told as arrays.
  const plain = stated.replace(/[A-Z]\w*Array (?=\[)/g, '').replace(/(\d)…/g, '$1');
  compare(got, runInNewContext(`(${plain})`) as unknown, stated.includes('…') ? 1e-3 : 1e-12, what);
}

function compare(got: unknown, wanted: unknown, tolerance: number, what: string): void {
  if (typeof wanted === 'number' && typeof got === 'number') {
    const close =
      Object.is(got, wanted) || Math.abs(got - wanted) <= tolerance * Math.max(1, Math.abs(wanted));
    expect(close, `${what}, got ${got}`).toBe(true);
  } else if (typeof wanted === 'object' && wanted !== null) {
    expect(typeof got, what).toBe('object');
    const values = got as Record<string, unknown>;
    const entries = Object.entries(wanted);
    if ('length' in wanted) expect((got as ArrayLike<unknown>).length, what).toBe(wanted.length);
    for (const [key, value] of entries) compare(values[key], value, tolerance, `${what} at ${key}`);
  } else {
    expect(got, what).toEqual(wanted);
  }
}
