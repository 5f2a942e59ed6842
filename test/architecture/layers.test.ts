import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('../../src', import.meta.url));

/** The rooms that each room may import from; everybody may import from their own. */
const above: Readonly<Record<string, readonly string[]>> = {
  numeric: [],
  forms: ['numeric'],
  data: ['numeric', 'forms'],
  loss: ['numeric', 'forms', 'data'],
  init: ['numeric', 'forms', 'data'],
  flow: ['numeric', 'forms', 'data', 'loss'],
  descent: ['numeric', 'forms', 'data', 'loss'],
  splines: ['numeric', 'forms', 'data'],
  segments: ['numeric', 'forms', 'data'],
  fit: ['numeric', 'forms', 'data', 'loss', 'splines', 'segments'],
  limits: ['numeric', 'forms', 'data', 'loss', 'init', 'splines'],
  deep: ['numeric', 'forms', 'data', 'loss', 'init', 'descent', 'flow'],
  multivariate: ['numeric', 'forms', 'data', 'loss', 'descent', 'flow'],
  io: ['numeric'],
  plot: ['numeric'],
  report: ['numeric', 'forms', 'data', 'loss', 'init', 'flow', 'deep', 'io', 'plot'],
  experiments: [
    'numeric',
    'forms',
    'data',
    'loss',
    'init',
    'splines',
    'segments',
    'descent',
    'fit',
    'flow',
    'limits',
    'deep',
    'multivariate',
    'plot',
  ],
  // The core entry shows forms, data and the loss surface.
  '.': ['numeric', 'forms', 'data', 'loss'],
};

/** Packages with one door into the house. */
const doors: Readonly<Record<string, RegExp>> = {
  'ml-matrix': /^numeric\/linear-algebra\.ts$/,
  '@stdlib/random': /^numeric\/streams\.ts$/,
  'node:': /(^|\/)node\.ts$/,
};

interface SourceFile {
  readonly path: string;
  readonly room: string;
  readonly lines: number;
  readonly imports: readonly string[];
}

const files: SourceFile[] = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(source, path), 'utf8');
    const imports = Array.from(
      text.matchAll(/^(?:import|export)\b[^;]*?\bfrom '([^']+)';/gm),
      ([, from]) => from,
    );
    return {
      path,
      room: path.includes('/') ? path.split('/')[0] : '.',
      lines: text.split('\n').length,
      imports,
    };
  });

const target = (file: SourceFile, from: string): string =>
  relative(source, join(source, dirname(file.path), from)).replace(/\.js$/, '.ts');

describe('the layers of the house', () => {
  it('has files to look at', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(50);
  });

  it.each(files)('$path imports only from rooms above its own, by relative path and extension', (file) => {
    expect(above, `a room that the layers do not know: ${file.room}`).toHaveProperty([file.room]);
    for (const from of file.imports.filter((name) => name.startsWith('.'))) {
      expect(from).toMatch(/\.js$/);
      const to = target(file, from);
      const room = to.includes('/') ? to.split('/')[0] : '.';
      if (room !== file.room) expect(above[file.room], `${file.path} imports ${to}`).toContain(room);
    }
  });

  it.each(files)('$path imports packages only where their door is', (file) => {
    for (const from of file.imports.filter((name) => !name.startsWith('.'))) {
      const door = Object.entries(doors).find(([name]) => from.startsWith(name));
      const bundled = from.startsWith('@stdlib/') && file.room === 'numeric';
      expect(door !== undefined || bundled, `${file.path} imports ${from}`).toBe(true);
      if (door !== undefined) expect(file.path, `${file.path} imports ${from}`).toMatch(door[1]);
    }
  });

  it('has no cycles', () => {
    const imports = new Map(
      files.map((file) => [
        file.path,
        file.imports.filter((f) => f.startsWith('.')).map((f) => target(file, f)),
      ]),
    );
    const done = new Set<string>();
    const visit = (path: string, trail: readonly string[]): void => {
      expect(trail, `a cycle: ${[...trail, path].join(' → ')}`).not.toContain(path);
      if (done.has(path)) return;
      for (const next of imports.get(path) ?? []) visit(next, [...trail, path]);
      done.add(path);
    };
    for (const { path } of files) visit(path, []);
  });

  it('has one idea a file: none is longer than 320 lines', () => {
    expect(files.filter(({ lines }) => lines > 320).map(({ path }) => path)).toEqual([]);
  });
});
