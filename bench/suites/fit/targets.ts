import { readFileSync } from 'node:fs';
import { dataset } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { uniform } from '../../instances.js';

/** What is fitted, by name. */
export function targets(): ReadonlyMap<string, Dataset> {
  const grid = Array.from({ length: 401 }, (_, n) => -2 + n / 100);
  const on = (target: (x: number) => number): Dataset => dataset(grid, grid.map(target));
  return new Map([
    ['quadratic', on((x) => (x * x) / 2)],
    ['sin πx', on((x) => Math.sin(Math.PI * x))],
    ['sawtooth', on((x) => 1 - 4 * Math.abs(x - Math.floor(x) - 0.5))],
    ['noisy sine', noisySine(1_000)],
    ['motorcycle', motorcycle()],
  ]);
}

/** A sine with even noise at random places. */
export function noisySine(count: number): Dataset {
  const random = uniform(count);
  const x = Array.from({ length: count }, () => -2 + 4 * random());
  return dataset(
    x,
    x.map((place) => Math.sin(Math.PI * place) + 0.6 * (random() - 0.5)),
  );
}

function motorcycle(): Dataset {
  const rows = readFileSync('../examples/data/mcycle.csv', 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
  return dataset(
    rows.map(([x]) => x),
    rows.map(([, y]) => y),
  );
}

/**
 * Residual sums of squares with H − 1 free knots by the prototype that the goals are from: four or five digits, by H. It does
 * not say which sawtooth and which noise it had; of any sawtooth of four teeth nothing must be left from eight pieces on.
 */
export const PROTOTYPE: ReadonlyMap<string, ReadonlyMap<number, number>> = new Map(
  Object.entries({
    quadratic: [0.230293, 0.014364, 8.9e-4, 2.135e-5, 1.042e-6],
    'sin πx': [2.5253, 0.2991, 0.02226, 6.008e-4, 3.0545e-5],
    sawtooth: [NaN, 0, 0, 0, 0],
    motorcycle: [63348, 48257, 34601, 23615],
  }).map(([name, sums]) => [name, new Map(sums.map((sum, k) => [[5, 10, 20, 50, 100][k], sum]))]),
);
