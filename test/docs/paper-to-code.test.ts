import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { experiments } from 'relu-splines/experiments';
import { root } from '../examples/command.js';

/** What the papers have numbers for: how many of each there are. */
const PRINTED = {
  // The journal version, Sahs et al. 2022.
  J: { Theorem: 7, Corollary: 4, Lemma: 2, Remark: 2, Table: 2, Figure: 11 },
  // The arXiv version, Sahs et al. 2020.
  A: { Theorem: 7, Corollary: 5, Lemma: 6, Remark: 1, Table: 3, Figure: 11 },
  // The predecessor on deep networks, Sahs et al. 2020a.
  I: { Theorem: 5, Corollary: 1, Lemma: 1, Remark: 1, Definition: 1, Table: 4, Figure: 9 },
} as const;

interface Row {
  readonly place: string;
  readonly names: readonly string[];
  readonly entry: string;
  readonly test: string;
}

const read = (path: string): string => readFileSync(root + path, 'utf8');
const text = read('docs/paper-to-code.md');
const rows: readonly Row[] = text
  .split('\n')
  .filter((line) => line.startsWith('| ') && line.includes(' from `'))
  .map((line) => {
    const [, place, , code, test] = line.split('|').map((cell) => cell.trim());
    const [names, entry] = code.split(' from ');
    const words = (cell: string): string[] => Array.from(cell.matchAll(/`([^`]+)`/g), ([, word]) => word);
    return {
      place,
      names: words(names),
      entry: words(entry)[0],
      test: /\]\(\.\.\/(.*)\)/.exec(test)?.[1] ?? '',
    };
  });

describe('docs/paper-to-code.md', () => {
  it('has a row for everything that the papers have a number for, and for nothing else', () => {
    const numbered = Object.entries(PRINTED).flatMap(([paper, kinds]) =>
      Object.entries(kinds).flatMap(([kind, count]) =>
        Array.from({ length: count }, (_, i) => `[${paper}] ${kind} ${i + 1}`),
      ),
    );
    const places = rows.map(({ place }) => place).join(', ');
    const found = new Set(places.match(/\[[JAI]\] [A-Z][a-z]+ \d+/g));
    expect([...found].sort()).toEqual(numbered.sort());
  });

  it('has a row for every experiment, which leads to its place in the reproduction', () => {
    const reproduction = read('docs/reproduction.md');
    for (const { name } of experiments) {
      expect(text).toContain(`[${name}](reproduction.md#${name})`);
      expect(reproduction).toContain(`<a id="${name}"></a>`);
    }
  });

  it('names every erratum', () => {
    const known = Array.from(read('docs/errata.md').matchAll(/<a id="(e\d+)">/g), ([, id]) => id);
    expect(known).toEqual(Array.from({ length: 46 }, (_, i) => `e${i + 1}`));
    const named = new Set(Array.from(text.matchAll(/errata\.md#(e\d+)/g), ([, id]) => id));
    expect(known.filter((id) => !named.has(id))).toEqual([]);
    expect([...named].filter((id) => !known.includes(id))).toEqual([]);
  });

  it.each(rows)(
    '$place: names what $entry exports, and a test that there is',
    async ({ names, entry, test }) => {
      const exported = Object.keys((await import(entry)) as object);
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) expect(exported).toContain(name);
      expect(test).toMatch(/^test\/.*\.test\.ts$/);
      expect(existsSync(`${root}${test}`), test).toBe(true);
      const uses = read(test);
      expect(
        names.some((name) => uses.includes(name)),
        `${test} uses none of ${names.join(', ')}`,
      ).toBe(true);
    },
  );
});
