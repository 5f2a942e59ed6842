import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, runExample } from './command.js';

it('03-train shows breakpoints that gather for small α and stay for large α', () => {
  const names = [0.3, 3, 100].map((alpha) => `train-alpha-${alpha}.svg`);
  const { status, output, complaint, figures } = runExample('03-train.ts', [], names);
  expect(complaint).toBe('');
  expect(status).toBe(0);

  // α, status, loss, events, stuck, clusters, moved ms, roughness, drift: one row a run.
  const rows = Array.from(output.matchAll(/^ +([\d.]+) +time +(.+)$/gm), ([, alpha, rest]) => [
    Number(alpha),
    ...rest.replace(' ms', '').trim().split(/ +/).map(Number),
  ]);
  expect(rows.map(([alpha]) => alpha)).toEqual([0.3, 3, 100]);
  const [adaptive, between, kernel] = rows.map(
    ([, loss, events, stuck, clusters, moved, roughness, drift]) => ({
      loss,
      events,
      stuck,
      clusters,
      moved,
      roughness,
      drift,
    }),
  );
  // 133 standardised data: without training the loss is 66.5. Ten times the flow's tolerance bounds the drift.
  for (const { loss, drift } of [adaptive, between, kernel]) {
    expect(loss).toBeLessThan(14);
    expect(drift).toBeLessThan(1e-5);
  }
  expect(adaptive.moved).toBeGreaterThan(10 * kernel.moved);
  expect(adaptive.events).toBeGreaterThan(10 * kernel.events);
  expect(adaptive.clusters).toBeGreaterThan(kernel.clusters);
  expect(adaptive.stuck).toBeGreaterThan(kernel.stuck);
  expect(kernel.roughness).toBeGreaterThan(10 * adaptive.roughness);
  expect(between.moved).toBeGreaterThan(kernel.moved);

  // The README's picture of it.
  const shown = readFileSync(join(root, 'docs/figures/breakpoints.svg'), 'utf8');
  expect(shown).toBe(figures.get('train-alpha-0.3.svg'));

  for (const name of names) {
    const svg = figures.get(name) ?? '';
    for (const words of ['training time', 'breakpoint β (ms)', 'to the right', 'Lines: 40 breakpoints']) {
      expect(svg).toContain(words);
    }
    // 94 data, and at least one time on a datum.
    expect(svg.match(/aria-roledescription="rule mark"/g)?.length ?? 0).toBeGreaterThan(94);
  }
});
