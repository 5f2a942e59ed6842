import { describe, expect, it } from 'vitest';
import { entries, publicNames } from './exports.js';

const names = publicNames();
const values = names.filter(({ kind }) => kind !== 'type');
const types = names.filter(({ kind }) => kind === 'type');
const where = ({ name, entry, file }: (typeof names)[number]): string => `${name} of ${entry}, in ${file}`;

describe('what the entries export', () => {
  it('is what a user can import', async () => {
    for (const { entry } of entries()) {
      const imported = Object.keys((await import(entry)) as object).sort();
      const read = values.filter((each) => each.entry === entry).map(({ name }) => name);
      expect(read.sort(), entry).toEqual(imported);
    }
    expect(types.length).toBeGreaterThan(values.length);
  });

  it('has a docstring, whatever it is: types, functions, classes and constants', () => {
    expect(names.filter(({ text }) => text.trim() === '').map(where)).toEqual([]);
  });

  it('has, where it is a function, a class or a constant, an example that imports it from its entry', () => {
    const without = values.filter(
      ({ name, entry, examples }) => !examples.some((example) => importsOf(example, entry).includes(name)),
    );
    // A name may be exported from two entries: its example shows one of them.
    const shown = new Set(
      values.filter((each) => !without.includes(each)).map(({ name, file }) => `${file}:${name}`),
    );
    expect(without.filter(({ name, file }) => !shown.has(`${file}:${name}`)).map(where)).toEqual([]);
  });

  it('has, where it is a type, something beside it that takes, returns or contains it: there its example is', () => {
    const mentioned = new Set(
      names.flatMap(({ name, mentions }) => [...mentions].filter((it) => it !== name)),
    );
    expect(types.filter(({ name }) => !mentioned.has(name)).map(where)).toEqual([]);
  });
});

/** The names that an example imports from an entry. */
function importsOf(example: string, entry: string): string[] {
  return Array.from(example.matchAll(/import (?:type )?\{([^}]*)\} from '([^']+)'/g))
    .filter(([, , from]) => from === entry)
    .flatMap(([, list]) => list.split(',').map((name) => name.trim().replace(/ as .*/, '')));
}
