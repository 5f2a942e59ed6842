import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { greedyMerge, optimalSegments, segmentSums } from 'relu-splines/segments';
import { datasets } from '../arbitraries/datasets.js';
import { RUNS } from '../arbitraries/numbers.js';
import { expectRefusal } from '../laws/refusal.js';
import { lineRss } from './brute-force.js';

interface Piece {
  readonly start: number;
  readonly end: number;
}

/** The algorithm of the paper as it is written, with whole pieces and no sums. */
function asPrinted(
  data: Dataset,
  { pieces, tau, gamma, noiseVariance }: Record<'pieces' | 'tau' | 'gamma' | 'noiseVariance', number>,
): number[] {
  const c = Math.ceil((1 + 1 / tau) * pieces);
  const ones = new Float64Array(data.x.length).fill(1);
  let current: Piece[] = Array.from(data.x, (_, n) => ({ start: n, end: n + 1 }));
  while (current.length > 2 * c + gamma) {
    const candidates: { merged: Piece; error: number; p: number }[] = [];
    for (let p = 0; 2 * p + 1 < current.length; p++) {
      const merged = { start: current[2 * p].start, end: current[2 * p + 1].end };
      // Two data with different x are on a line: exactly 0, so that the first round is all ties.
      const pair = merged.end - merged.start === 2;
      const error =
        (pair ? 0 : lineRss(data, ones, merged.start, merged.end)) -
        noiseVariance * (merged.end - merged.start);
      candidates.push({ merged, error, p });
    }
    const apart = new Set(
      [...candidates]
        .sort((a, b) => b.error - a.error || a.p - b.p)
        .slice(0, c)
        .map(({ p }) => p),
    );
    const next: Piece[] = [];
    for (const { merged, p } of candidates) {
      if (apart.has(p)) next.push(current[2 * p], current[2 * p + 1]);
      else next.push(merged);
    }
    if (current.length % 2 === 1) next.push(current[current.length - 1]);
    current = next;
  }
  return current.slice(1).map(({ start }) => start);
}

/** Merges the cheapest neighbours by looking at all of them each time. */
function cheapestByTrial(data: Dataset, breaks: readonly number[], pieces: number): number[] {
  const ones = new Float64Array(data.x.length).fill(1);
  let edges = [0, ...breaks, data.x.length];
  while (edges.length - 1 > pieces) {
    let [best, at] = [Infinity, 0];
    for (let e = 1; e + 1 < edges.length; e++) {
      const rise =
        lineRss(data, ones, edges[e - 1], edges[e + 1]) -
        lineRss(data, ones, edges[e - 1], edges[e]) -
        lineRss(data, ones, edges[e], edges[e + 1]);
      if (rise < best) [best, at] = [rise, e];
    }
    edges = edges.filter((_, e) => e !== at);
  }
  return edges.slice(1, -1);
}

/** Noisy data at uneven places: no two sums of squares alike. */
function noisy(n: number, noise: number): Dataset {
  const x = Array.from({ length: n }, (_, i) => i + 0.3 * Math.sin(i * i));
  return dataset(
    x,
    x.map(
      (each, i) => Math.abs(((6 * each) / n) % 2) + noise * Math.sin(3 * i * i) + 1e-3 * Math.cos(i ** 3),
    ),
  );
}

describe('greedy merging', () => {
  it.each([
    [100, { pieces: 3, tau: 1, gamma: 1, noiseVariance: 0 }],
    [257, { pieces: 5, tau: 0.7, gamma: 3, noiseVariance: 0.02 }],
    [400, { pieces: 7, tau: 4, gamma: 10, noiseVariance: 0.02 }],
    [101, { pieces: 1, tau: 2, gamma: 1, noiseVariance: 0 }],
  ])('is the algorithm as it is printed: %d data, %o', (n, options) => {
    const data = noisy(n, 0.2);
    const wanted = asPrinted(data, options);
    expect(wanted.length).toBeGreaterThan(0);
    expect(Array.from(greedyMerge(data, options).breaks)).toEqual(wanted);
    const { breaks } = greedyMerge(data, { ...options, exactly: true });
    expect(Array.from(breaks)).toEqual(cheapestByTrial(data, wanted, options.pieces));
  });

  const questions = datasets({ minCount: 1, maxCount: 60 }).chain((data) =>
    fc.record({
      data: fc.constant(data),
      pieces: fc.integer({ min: 1, max: Math.min(5, data.groupStarts.length - 1) }),
      tau: fc.constantFrom(0.5, 1, 1.7, 8),
      gamma: fc.integer({ min: 1, max: 4 }),
      ties: fc.constantFrom('split' as const, 'together' as const),
      noise: fc.constantFrom(0, 0, 0.1),
    }),
  );

  it('keeps the bound: (1 + (k − 1)/(c − k + 1)) times the optimum, σ²N on top', () => {
    fc.assert(
      fc.property(questions, ({ data, pieces, tau, gamma, ties, noise }) => {
        const n = data.x.length;
        const weights = Float64Array.from(data.x, (_, i) => 1 + (i % 3));
        const sums = segmentSums(data, weights);
        const noiseVariance = noise * data.y.reduce((most, y) => Math.max(most, y * y), 0);
        const options = { pieces, tau, gamma, noiseVariance, weights, ties };
        const got = greedyMerge(data, options);
        const c = Math.ceil((1 + 1 / tau) * pieces);
        expect(got.pieces).toBeLessThanOrEqual(2 * c + gamma);
        expect(got.pieces).toBeGreaterThanOrEqual(Math.min(data.groupStarts.length - 1, pieces));
        const best = optimalSegments(data, { pieces, weights, ties })[pieces - 1];
        if (best === null) throw new Error('as many pieces as there are distinct x are always possible');
        const factor = 1 + (pieces - 1) / (c - pieces + 1);
        // Each of the N costs at most that are added up on either side may be off by rssError.
        const rounding = 4 * n * (1 + factor) * sums.rssError;
        expect(got.rss).toBeLessThanOrEqual(factor * best.rss + noiseVariance * n + rounding);
        const exact = greedyMerge(data, { ...options, exactly: true });
        expect(exact.pieces).toBe(pieces);
        expect(exact.rss).toBeGreaterThanOrEqual(best.rss - rounding);
        if (ties === 'together') {
          exact.breaks.forEach((first) => {
            expect(data.x[first]).not.toBe(data.x[first - 1]);
          });
        }
      }),
      RUNS,
    );
  });

  it('leaves nothing of noiseless data that as many pieces fit, whatever τ', () => {
    const x = Array.from({ length: 1000 }, (_, n) => n);
    const y = x.map((n) => (n < 200 ? n : n < 555 ? 400 - n : 3 * n));
    for (const tau of [0.25, 1, 5]) {
      const { rss, pieces } = greedyMerge(dataset(x, y), { pieces: 3, tau });
      expect(pieces).toBeLessThanOrEqual(2 * Math.ceil(3 * (1 + 1 / tau)) + 1);
      // (1 + τ) times nothing; the y are of size 3,000, and each residual is a rounding or two.
      expect(rss).toBeLessThan(1000 * (4 * Number.EPSILON * 3000) ** 2);
    }
  });

  it.each([
    [{ pieces: 4 }, 17, 17],
    [{ pieces: 4, tau: 1e9 }, 11, 11],
    [{ pieces: 2, gamma: 6 }, 12, 14],
    [{ pieces: 1, tau: 0.3, gamma: 2 }, 12, 12],
  ])('%j: from %i to %i pieces of more data, each datum one of fewer', (options, least, most) => {
    for (const count of [most + 1, most + 2, 2 * most, 100, 257]) {
      const x = Array.from({ length: count }, (_, n) => n);
      const { pieces } = greedyMerge(
        dataset(
          x,
          x.map((n) => Math.sin(n * n)),
        ),
        options,
      );
      expect(pieces).toBeGreaterThanOrEqual(least);
      expect(pieces).toBeLessThanOrEqual(most);
    }
    const x = Array.from({ length: most }, (_, n) => n);
    expect(
      greedyMerge(
        dataset(
          x,
          x.map((n) => n % 3),
        ),
        options,
      ).pieces,
    ).toBe(most);
  });

  it('merges more where noise is expected: pieces that fit to σ² count as fitting', () => {
    const data = noisy(600, 0.5);
    const without = greedyMerge(data, { pieces: 4 });
    const expecting = greedyMerge(data, { pieces: 4, noiseVariance: 0.125 });
    expect(Array.from(expecting.breaks)).not.toEqual(Array.from(without.breaks));
  });

  it('takes one datum, and as many pieces as data', () => {
    expect(greedyMerge(dataset([1], [2]), { pieces: 1 })).toMatchObject({ pieces: 1, rss: 0 });
    const data = dataset([1, 2, 3], [0, 5, 0]);
    expect(greedyMerge(data, { pieces: 3, exactly: true })).toMatchObject({ pieces: 3, rss: 0 });
    expect(greedyMerge(data, { pieces: 1, exactly: true }).breaks).toHaveLength(0);
  });

  it('merges the leftmost of pairs that cost the same, and the cheapest wherever it is', () => {
    // Any two data are on a line: all pairs cost nothing.
    const zigzag = dataset([0, 1, 2, 3, 4], [0, 5, 1, 7, 2]);
    expect(greedyMerge(zigzag, { pieces: 4, exactly: true }).breaks).toEqual(Int32Array.of(2, 3, 4));
    expect(greedyMerge(zigzag, { pieces: 3, exactly: true }).breaks).toEqual(Int32Array.of(2, 4));
    // All at one x, so that pieces are means: pairs cost (y − y′)²/2, 40.5, 32, 24.5 and 18 from the left.
    const falling = dataset([0, 0, 0, 0, 0], [0, 9, 1, 8, 2]);
    expect(greedyMerge(falling, { pieces: 4, exactly: true }).breaks).toEqual(Int32Array.of(1, 2, 3));
    // With 8 and 2 together, 1 comes to them for 32/3, and then 9 for 64/3.
    expect(greedyMerge(falling, { pieces: 3, exactly: true }).breaks).toEqual(Int32Array.of(1, 2));
    expect(greedyMerge(falling, { pieces: 2, exactly: true }).breaks).toEqual(Int32Array.of(1));
  });

  const data = dataset([0, 1, 1], [0, 1, 2]);
  it.each([
    [{ pieces: 4 }, 'pieces must be an integer from 1 to 3, got 4'],
    [{ pieces: 3, ties: 'together' as const }, 'pieces must be an integer from 1 to 2, got 3'],
    [{ pieces: 0 }, 'pieces must be an integer from 1 to 3, got 0'],
    [{ pieces: 1, tau: 0 }, 'tau must be positive, got 0'],
    [{ pieces: 1, tau: Number.NaN }, 'tau must be finite, got NaN'],
    [{ pieces: 1, gamma: 0 }, 'gamma must be an integer of at least 1, got 0'],
    [{ pieces: 1, noiseVariance: -1 }, 'noiseVariance must not be negative, got -1'],
    [{ pieces: 1, noiseVariance: Number.NaN }, 'noiseVariance must be finite, got NaN'],
    [{ pieces: 1, weights: -1 }, 'weights must be positive, got -1'],
    [{ pieces: 1, ties: 'no' as 'split' }, `ties must be 'split' or 'together', got "no"`],
  ])('refuses %o', (options, message) => {
    expectRefusal(() => greedyMerge(data, options), 'RangeError', `greedyMerge: ${message}`);
  });

  it('refuses no data', () => {
    expectRefusal(
      () => greedyMerge(undefined as never, { pieces: 1 }),
      'TypeError',
      'greedyMerge: data must be an object, got undefined',
    );
  });
});
