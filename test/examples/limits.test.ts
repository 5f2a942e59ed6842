import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, runExample } from './command.js';

it('04-limits shows what training converges to, and what a few pieces could do', () => {
  const { status, output, complaint, figures } = runExample(
    '04-limits.ts',
    [],
    ['limits.svg', 'few-pieces.svg'],
  );
  expect(complaint).toBe('');
  expect(status).toBe(0);
  // The README's picture of it.
  expect(readFileSync(join(root, 'docs/figures/limits.svg'), 'utf8')).toBe(figures.get('limits.svg'));

  // α, how it ended, loss, then mean absolute / root mean square in g to the four functions.
  const runs = Array.from(
    output.matchAll(/^ +α = ([\d.]+) +(\S+) +(\S+e-\d+) +(.+)$/gm),
    ([, alpha, ends, loss, rest]) => {
      const distances = rest.split(/ {2,}/).map((pair) => Number(pair.split(' / ')[1]));
      const [natural, widthLimit, linear, leastNorm] = distances;
      return { alpha: Number(alpha), ends, loss: Number(loss), linear, natural, leastNorm, widthLimit };
    },
  );
  expect(runs.map(({ alpha }) => alpha)).toEqual([0.3, 3, 100]);
  const [adaptive, between, kernel] = runs;
  // Of 12 standardised data: without training the loss is 3.9.
  for (const { loss } of runs) expect(loss).toBeLessThan(1e-4);
  expect(kernel.ends).toBe('loss');
  // The kernel regime is at the least norm to α⁻² of the 150 g that the data span, the width limit is as far as H⁻² is.
  expect(kernel.leastNorm).toBeLessThan(150 * 100 ** -2);
  expect(kernel.widthLimit).toBeLessThan(0.2);
  expect(between.widthLimit).toBeGreaterThan(2 * kernel.widthLimit);
  expect(adaptive.widthLimit).toBeGreaterThan(5 * between.widthLimit);
  // Small α is no closer to the linear spline.
  expect(adaptive.linear).toBeGreaterThan(kernel.linear);

  const moves = Array.from(
    output.matchAll(/^ +α = [\d.]+ +(\S+) % +\S+ % +100 % +(\S+) % +(\d+)$/gm),
    ([, ...cells]) => cells.map(Number),
  );
  expect(moves).toHaveLength(3);
  expect(moves[0][0]).toBeGreaterThan(5);
  expect(moves[2][0]).toBeLessThan(1e-5);
  expect(moves[2].slice(1)).toEqual([0, 0]);

  // × length tends to a constant: the distance of the width limit to the natural spline falls like 1/L.
  const lengths = Array.from(output.matchAll(/^ +(\d+) ms +(\S+) +(\S+) +(\S+)$/gm), ([, ...cells]) =>
    cells.map(Number),
  );
  expect(lengths.map(([length]) => length)).toEqual([60, 120, 240, 480, 960]);
  expect(Math.abs(lengths[4][2] / lengths[3][2] - 1)).toBeLessThan(0.1);
  for (const [, , , free] of lengths) expect(free).toBeLessThan(1e-12);

  // Residual sums of squares: no lines of as many pieces are better than the best.
  const rss = new Map(
    Array.from(output.matchAll(/^ {2,}(\S.*?) {2,}\d+ +(\d+) +\d+ %$/gm), ([, name, value]) => [
      name,
      Number(value),
    ]),
  );
  const of = (name: string): number => rss.get(name) ?? NaN;
  expect(rss.size).toBe(7);
  const best = of('the best lines, which need not meet');
  expect(best).toBeLessThan(of('greedy merging'));
  expect(best).toBeLessThan(of('joined where the best lines part'));
  expect(of('free knots, 4 units')).toBeLessThan(of('Adam, 4 units, best of 9 starts'));
  expect(of('the median')).toBeGreaterThan(1.3 * of('free knots, 4 units'));
  // The figures that the README quotes.
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const quoted =
    /leave (\d+) g²; Adam from nine random starts leaves (\d+) at best, (\d+) in the median/.exec(readme);
  expect(quoted?.slice(1).map(Number)).toEqual([
    of('free knots, 4 units'),
    of('Adam, 4 units, best of 9 starts'),
    of('the median'),
  ]);

  const svg = figures.get('limits.svg') ?? '';
  for (const words of [
    'α = 0.3',
    'α = 100',
    'natural cubic spline',
    'width limit',
    'acceleration (g)',
    '12 data',
  ]) {
    expect(svg).toContain(words);
  }
  // The network and three curves in each of three panels.
  expect(svg.match(/aria-roledescription="line mark"/g)?.length).toBe(12);
  // Eight lines that need not meet, and four continuous functions.
  expect(figures.get('few-pieces.svg')?.match(/aria-roledescription="line mark"/g)?.length).toBe(12);
});
