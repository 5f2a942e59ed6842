import { readFileSync } from 'node:fs';
import { dataset } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { column, readCsv } from 'relu-splines/io';
import { randomStream } from '../../src/numeric/streams.js';

/** The grid of the papers' experiments: 401 points on [−2, 2]. */
export const grid: readonly number[] = Array.from({ length: 401 }, (_, n) => -2 + n / 100);

/** Values of a function on the grid. */
export function onGrid(target: (x: number) => number): Dataset {
  return dataset(grid, grid.map(target));
}

export const quadratic = onGrid((x) => (x * x) / 2);

export const sine = onGrid((x) => Math.sin(Math.PI * x));

/** Four teeth with peaks of 1 and −1 at the ends: eight lines that meet. */
export const sawtooth = onGrid((x) => {
  const t = x + 2 - Math.floor(x + 2);
  return t < 0.5 ? -1 + 4 * t : 3 - 4 * t;
});

/** 1,000 random places on [−2, 2] with noise of size 0.3. */
export function noisySine(count = 1000): Dataset {
  const stream = randomStream(11);
  const x = Array.from({ length: count }, () => -2 + 4 * stream.uniform());
  return dataset(
    x,
    x.map((place) => Math.sin(Math.PI * place) + 0.1 * stream.normal()),
  );
}

/** 133 accelerations at 94 distinct times. */
export function motorcycle(): Dataset {
  const table = readCsv(readFileSync(new URL('../../examples/data/mcycle.csv', import.meta.url)));
  return dataset(column(table, 'times'), column(table, 'accel'));
}
