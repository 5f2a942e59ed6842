import { expect, it } from 'vitest';
import { runExample } from './command.js';

it('05-deep shows the breakpoints of four layers over training', () => {
  const names = ['deep-trajectories.svg', 'deep-before.svg', 'deep-after.svg'];
  const { status, output, complaint, figures } = runExample('05-deep.ts', [], names);
  expect(complaint).toBe('');
  expect(status).toBe(0);

  // [step, loss], layer, breakpoints, active, [births, deaths,] velocity, ρ_basis, ρ_out: four rows a step.
  const rows = Array.from(
    output.matchAll(/^ +(?:(\d+) +(\d\S+e\S+) +)?([0-3])((?: +[\d.e+-]+)+)$/gm),
    (match) => ({
      step: Number(match[1]),
      loss: Number(match[2]),
      layer: Number(match[3]),
      rest: match[4].trim().split(/ +/).map(Number),
    }),
  );
  expect(rows.map(({ layer }) => layer)).toEqual(Array.from({ length: 20 }, (_, k) => k % 4));
  const heads = rows.filter(({ step }) => !Number.isNaN(step));
  expect(heads.map(({ step }) => step)).toEqual([0, 50, 200, 1000, 4000]);
  // Mean squares of a sine are ½; it is learned.
  expect(heads[4].loss).toBeLessThan(1e-3);
  for (const { layer, rest } of rows.filter((_, k) => k >= 4)) {
    expect(rest).toHaveLength(7);
    const [breakpoints, active] = rest;
    expect(active).toBeLessThanOrEqual(breakpoints);
    // A unit of the first layer has one breakpoint at most.
    if (layer === 0) expect(breakpoints).toBeLessThanOrEqual(8);
  }
  // From row to row: what there was, and births, and deaths.
  for (let k = 4; k < rows.length; k++) {
    const [after, , births, deaths] = rows[k].rest;
    expect(rows[k - 4].rest[0] + births - deaths).toBe(after);
  }
  // It comes to rest: the last medians of |velocity| are far below the first.
  for (const layer of [0, 1, 2, 3]) {
    expect(rows[16 + layer].rest[4]).toBeLessThan(rows[4 + layer].rest[4] / 10);
  }
  const words = ['Breakpoints of four layers', 'at initialization', 'after 4,000 steps'];
  names.forEach((name, k) => {
    expect(figures.get(name)).toContain(words[k]);
    expect(figures.get(name)).toContain('layer');
  });
});
