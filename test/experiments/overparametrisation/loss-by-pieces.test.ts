import { expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { lossByPieces } from '../../../src/experiments/overparametrisation/loss-by-pieces.js';
import { fitPieces, freeNumbers } from '../../../src/experiments/overparametrisation/piece-fits.js';
import { assertedOf, itBearsOut } from '../../laws/claims.js';

const reduced = lossByPieces(lossByPieces.definition.reduced);

itBearsOut(assertedOf(reduced.claims));

it('the two orderings that matter are among the claims', () => {
  const statements = reduced.claims.filter(({ asserted }) => asserted).map(({ statement }) => statement);
  expect(statements).toContain('The best segmentation is no worse than greedy merging.');
  expect(statements).toContain('With 51 pieces greedy merge ends far below Adam.');
  expect(statements).toContain('With 51 pieces Adam ends far below gradient descent.');
});

it('optimal segments of a parabola have the loss of equal pieces', () => {
  // n points of x²/2 at spacing h miss their line by a mean square of h⁴(n² − 1)(n² − 4)/720.
  const h = 0.01;
  const square = (n: number): number => (n * h ** 4 * (n * n - 1) * (n * n - 4)) / 720;
  const { runs } = lossByPieces({ methods: ['optimal segments'], widths: [9, 99], seeds: 1 });
  // 401 = 9·40 + 41 = 99·4 + 5
  const exact = [(9 * square(40) + square(41)) / 401, (99 * square(4) + square(5)) / 401];
  runs.forEach(({ metrics }, i) => {
    // Prefix sums of 401 data with y ≤ 2: a few hundred roundings of Σ y², which is below 1600.
    expect(Math.abs(metrics.loss - exact[i])).toBeLessThan((400 * Number.EPSILON * 1600) / 401);
  });
  expect(exact[0]).toBeCloseTo(3.6e-5, 6);
  expect(exact[1]).toBeCloseTo(2.6e-9, 10);
});

it('pieces and numbers are counted', () => {
  expect(freeNumbers('optimal segments', 10)).toBe(29);
  expect(freeNumbers('greedy merge, joined', 10)).toBe(20);
  expect(freeNumbers('Adam', 10)).toBe(19);
  const x = [0, 1, 2, 3, 4];
  const tent = dataset(x, [0, 1, 2, 1, 0]);
  const recipe = { epochs: 1, batchSize: 2 };
  // |x − 2| has two pieces, and needs its line besides: two units are enough, one is not.
  const fit = fitPieces(tent, 'free-knot fit', { pieces: 3, rate: 0, seed: 0 }, recipe);
  expect(fit.loss).toBeLessThan(1e-28);
  const two = fitPieces(tent, 'optimal segments, joined', { pieces: 2, rate: 0, seed: 0 }, recipe);
  expect(two.piecesUsed).toBe(2);
});

it('what is not random is run once, what is random depends on the seed alone', () => {
  const config = {
    methods: ['Adam', 'batch-normalised SGD', 'greedy merge'] as const,
    widths: [3],
    epochs: 20,
    seeds: 2,
  };
  const { runs, rows } = lossByPieces(config);
  expect(lossByPieces(config).runs).toEqual(runs);
  const [adam, batch, merge] = rows.filter(({ quantity }) => quantity === 'mean squared error');
  expect([adam.ours.count, batch.ours.count, merge.ours.count]).toEqual([2, 2, 1]);
  expect(adam.ours.least).toBeLessThan(adam.ours.most);
  expect(rows.every(({ ours }) => ours.missing === 0)).toBe(true);
});

it('refuses what makes no sense', () => {
  expect(() => lossByPieces({ widths: [5, 401] })).toThrow(
    /^loss-by-pieces: widths\[1\] must be an integer from 1 to 400, got 401/,
  );
  expect(() => lossByPieces({ gradientRates: [0.1, 0] })).toThrow(
    /^loss-by-pieces: gradientRates\[1\] must be positive/,
  );
  expect(() => lossByPieces({ batchSize: 1 })).toThrow(
    /^loss-by-pieces: batchSize must be an integer from 2 to 401, got 1/,
  );
  expect(() => lossByPieces({ methods: ['SGD' as 'Adam'] })).toThrow(
    /^loss-by-pieces: methods\[0\] must be one of/,
  );
});
