import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { docstringSnippets, runSnippet, statedValues } from './snippets.js';

const source = fileURLToPath(new URL('../../src/', import.meta.url));
const snippets = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .sort()
  .flatMap((path) => docstringSnippets(readFileSync(source + path, 'utf8'), path));

describe('the examples in the docstrings', () => {
  it('are many, and most of them state a value', () => {
    expect(snippets.length).toBeGreaterThan(30);
    expect(snippets.filter(({ code }) => statedValues(code) > 0).length).toBeGreaterThan(snippets.length / 2);
  });

  it.each(snippets)('$where runs and does what it says', async (snippet) => {
    await runSnippet(snippet);
  });
});
