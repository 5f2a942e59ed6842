import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, runExample } from './command.js';

it('06-many-inputs trains a network of two inputs and reads it along a line', () => {
  const names = ['breaklines-before.svg', 'breaklines-after.svg', 'line-before.svg', 'line-after.svg'];
  const { status, output, complaint, figures } = runExample('06-many-inputs.ts', [], names);
  expect(complaint).toBe('');
  expect(status).toBe(0);
  // The README's picture of it.
  const shown = readFileSync(join(root, 'docs/figures/breaklines.svg'), 'utf8');
  expect(shown).toBe(figures.get('breaklines-after.svg'));

  const row = (name: string): number[] => {
    const line = output.split('\n').find((text) => text.includes(name)) ?? '';
    return line
      .slice(line.indexOf(name) + name.length)
      .trim()
      .split(/ +/)
      .map(Number);
  };
  // The hill is 1 high.
  const [before, after] = row('root mean square error');
  expect(before).toBeGreaterThan(0.2);
  expect(after).toBeLessThan(0.1);
  const [flat, rough] = row('roughness Σμ² in the square');
  expect(rough).toBeGreaterThan(10 * flat);
  // The conserved quantities of 30 units, at a relative tolerance of 1e-4 a step.
  expect(Number(/drift of δ (\S+)/.exec(output)?.[1])).toBeLessThan(1e-4);
  // Sums of 30 products of order 1, in another order.
  for (const apart of row('restriction − direct evaluation, at most')) {
    expect(apart).toBeLessThan(30 * 8 * Number.EPSILON);
  }

  row('breaklines in the square').forEach((count, k) => {
    const svg = figures.get(names[k]) ?? '';
    expect(svg).toContain(`Lines: ${count} of 30 breaklines`);
    // A rule for each line, and one for its tick.
    expect(svg.match(/aria-roledescription="rule mark"/g)).toHaveLength(2 * count);
  });
  row('  breakpoints in the square').forEach((count, k) => {
    expect(figures.get(names[2 + k])).toContain(`Flags: ${count} of 30 breakpoints`);
  });
});
