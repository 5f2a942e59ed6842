import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { root } from '../examples/command.js';

interface Row {
  readonly place: string;
  readonly names: readonly string[];
  readonly entry: string;
  readonly test: string;
}

const rows: readonly Row[] = readFileSync(`${root}docs/paper-to-code.md`, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && line.includes(' from `'))
  .map((line) => {
    const [, place, , code, test] = line.split('|').map((cell) => cell.trim());
    const [names, entry] = code.split(' from ');
    const words = (cell: string): string[] => Array.from(cell.matchAll(/`([^`]+)`/g), ([, word]) => word);
    return { place, names: words(names), entry: words(entry)[0], test: words(test)[0] };
  });

describe('docs/paper-to-code.md', () => {
  it('has rows for every theorem of the journal version', () => {
    const places = rows.map(({ place }) => place).join(' ');
    for (const theorem of [1, 2, 3, 4, 5, 6, 7]) expect(places).toContain(`Theorem ${theorem}`);
    for (const corollary of [1, 2, 3, 4]) expect(places).toContain(`Corollary ${corollary}`);
  });

  it.each(rows)(
    '$place: names what $entry exports, and a test that there is',
    async ({ names, entry, test }) => {
      const exported = Object.keys((await import(entry)) as object);
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) expect(exported).toContain(name);
      expect(existsSync(`${root}${test}`), test).toBe(true);
      const uses = readFileSync(`${root}${test}`, 'utf8');
      expect(
        names.some((name) => uses.includes(name)),
        `${test} uses none of ${names.join(', ')}`,
      ).toBe(true);
    },
  );
});
