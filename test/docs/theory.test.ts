import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { root } from '../examples/command.js';

const text = readFileSync(`${root}docs/theory.md`, 'utf8');

/** `1`, `1.1`, …, and `19.3` for the third of a numbered list in a section without subsections. */
const places = new Set<string>();
let section = '';
for (const line of text.split('\n')) {
  const heading = /^##+ (\d+(?:\.\d+)?)\.? /.exec(line);
  const item = /^(\d+)\. /.exec(line);
  if (heading !== null) places.add((section = heading[1]));
  else if (item !== null) places.add(`${section}.${item[1]}`);
}

/** The sections that a text cites as "theory 5.2", "theory 6 and 7", "theory 2.3, 2.4, 7". */
function cited(source: string): string[] {
  const number = String.raw`\d+(?:\.\d+)?`;
  const lists = source.matchAll(new RegExp(`\\btheory (${number}(?:(?:, | and | to )${number})*)`, 'g'));
  return Array.from(lists).flatMap(([, list]) => list.match(/\d+(?:\.\d+)?/g) ?? []);
}

describe('docs/theory.md', () => {
  it.each(['src', 'test', 'bench'])('has every section that %s cites', (folder) => {
    const sources = readdirSync(root + folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.ts'),
    );
    const missing = sources.flatMap((path) =>
      cited(readFileSync(`${root}${folder}/${path}`, 'utf8'))
        .filter((place) => !places.has(place))
        .map((place) => `${folder}/${path}: theory ${place}`),
    );
    expect(sources.length).toBeGreaterThan(3);
    expect(missing).toEqual([]);
  });

  const entries = Array.from(text.matchAll(/^_In code:_ (.+)$/gm)).flatMap(([, line]) =>
    Array.from(line.matchAll(/((?:`\w+`(?:, )?)+) from `([\w/-]+)`/g), ([, names, entry]) => ({
      entry,
      names: names.split(', ').map((name) => name.slice(1, -1)),
    })),
  );

  it('names functions that there are', async () => {
    expect(entries.length).toBeGreaterThan(30);
    for (const { entry, names } of entries) {
      const exported = Object.keys((await import(entry)) as object);
      for (const name of names) expect(exported, entry).toContain(name);
    }
  });
});
