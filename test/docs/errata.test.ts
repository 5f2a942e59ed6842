import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const errata = new URL('../../docs/errata.md', import.meta.url);
const rows = Array.from(
  readFileSync(errata, 'utf8').matchAll(/^\| +(\d+) +\|.*\| \[(.*)\]\((.*)\) +\|$/gm),
  ([, number, title, path]) => ({ number: Number(number), title: title.replace(/\\([|[\]])/g, '$1'), path }),
);

describe('docs/errata.md', () => {
  it('lists errata in order', () => {
    expect(rows.length).toBeGreaterThan(15);
    const numbers = rows.map(({ number }) => number);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  });

  it.each(rows)('names a test for erratum $number that exists', ({ title, path }) => {
    const test = readFileSync(new URL(path, errata), 'utf8').replace(/\\'/g, "'");
    expect(test).toContain(`('${title}'`);
  });
});
