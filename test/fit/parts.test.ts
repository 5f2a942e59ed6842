import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { bestFacings } from '../../src/fit/facings.js';
import { deletions, insertions, withKnots, withoutKnots } from '../../src/fit/insertion.js';
import { bestValues, knotChain, rssOfKnots } from '../../src/fit/knot-chain.js';
import { emptyGram, hatGramInto } from '../../src/fit/messages.js';
import { scaledData } from '../../src/fit/scaled-data.js';
import { constrainedFit, constraintWorkspace } from '../../src/fit/slope-constraint.js';
import { noisySine } from './targets.js';

const data = scaledData(noisySine(300));
const knots = [-0.61, -0.2, 0.07, 0.44, 0.8].map((place) => place * Math.abs(data.x[0]));
const chain = knotChain(data, knots);

/** Σwε² of the function through the nodes. */
function rssThrough(nodes: ArrayLike<number>, values: ArrayLike<number>): number {
  let rss = 0;
  let j = 0;
  data.x.forEach((place, n) => {
    while (j + 2 < nodes.length && place >= nodes[j + 1]) j++;
    const share = (place - nodes[j]) / (nodes[j + 1] - nodes[j]);
    rss += data.weights[n] * (data.y[n] - values[j] * (1 - share) - values[j + 1] * share) ** 2;
  });
  return rss;
}

describe('hat functions', () => {
  it('Gram matrix and line of a segment are those of plain sums', () => {
    const gram = emptyGram();
    const [from, to] = [data.x[40] - 0.001, data.x[100] + 0.002];
    hatGramInto(gram, data.sums, 40, 100, from, to);
    let [a, b, c] = [0, 0, 0];
    for (let n = 40; n < 100; n++) {
      const share = (data.x[n] - from) / (to - from);
      a += data.weights[n] * (1 - share) ** 2;
      b += data.weights[n] * share * (1 - share);
      c += data.weights[n] * share ** 2;
    }
    // Sixty terms of at most 1.
    expect(gram.a).toBeCloseTo(a, 12);
    expect(gram.b).toBeCloseTo(b, 12);
    expect(gram.c).toBeCloseTo(c, 12);
    expect(gram.determinant).toBeCloseTo(a * c - b * b, 10);
  });

  it('messages give the least sum of squares, at the best values', () => {
    const values = bestValues(data, chain);
    // 300 terms below 1.
    expect(rssThrough(chain.nodes, values)).toBeCloseTo(chain.rss, 11);
    values.forEach((_, j) => {
      for (const step of [1e-3, -1e-3]) {
        expect(rssThrough(chain.nodes, values.with(j, values[j] + step))).toBeGreaterThan(chain.rss);
      }
    });
    expect(chain.right[0].least).toBeCloseTo(chain.rss, 12);
    expect(rssOfKnots(data, knots)).toBe(chain.rss);
  });
});

describe('scores', () => {
  it('of insertions and deletions are the sums of squares after them', () => {
    for (const { rss, knot, jumpRss, jump } of insertions(data, chain, true)) {
      expect(withKnots(data, chain, [knot]).rss).toBeCloseTo(rss, 11);
      expect(withKnots(data, chain, [data.x[jump - 1], data.x[jump]]).rss).toBeCloseTo(jumpRss, 11);
    }
    deletions(data, chain).forEach((rss, k) => {
      expect(withoutKnots(data, chain, [k]).rss).toBeCloseTo(rss, 11);
    });
  });

  it('know that lines which cross among the data do not meet there', () => {
    // 0 up to 2, 2(x − 1) from 3 on: they cross at 1, where the datum at 2 is on the wrong side.
    const crossing = scaledData(dataset([0, 1, 2, 3, 4, 5], [0, 0, 0, 4, 6, 8]));
    const line = knotChain(crossing, []);
    const [{ rss, knot }] = insertions(crossing, line, true);
    expect(rss).toBeGreaterThan(0.01);
    expect(withKnots(crossing, line, [knot]).rss).toBeCloseTo(rss, 12);
  });

  it('have no jump behind the first datum, where there is no knot', () => {
    const outlier = scaledData(dataset([0, 1, 2, 3, 4, 5, 6], [50, 0, 0, 0, 0, 0, 0]));
    const line = knotChain(outlier, []);
    const [{ jump, jumpRss }] = insertions(outlier, line, true);
    expect(jump).toBeGreaterThan(1);
    expect(withKnots(outlier, line, [outlier.x[jump - 1], outlier.x[jump]]).rss).toBeCloseTo(jumpRss, 12);
  });

  it('of the best insertion are below those of 2,000 places tried one by one', () => {
    const best = Math.min(...insertions(data, chain, true).map(({ rss }) => rss));
    for (let step = 1; step < 2000; step++) {
      const place = data.x[0] + ((data.x[data.x.length - 1] - data.x[0]) * step) / 2000;
      expect(withKnots(data, chain, [place]).rss).toBeGreaterThan(best - 1e-11);
    }
  });
});

describe('the slope constraint', () => {
  it('holds after the fit, and costs what is told', () => {
    for (const { facing, fit } of bestFacings(constraintWorkspace(data, chain), 32)) {
      const { nodes } = chain;
      const slopes = Array.from(
        { length: nodes.length - 1 },
        (_, j) => (fit.values[j + 1] - fit.values[j]) / (nodes[j + 1] - nodes[j]),
      );
      let sum = slopes[0];
      facing.forEach((left, p) => {
        if (left === 1) sum += slopes[p + 1] - slopes[p];
      });
      // A dozen slopes of at most ten.
      expect(Math.abs(sum)).toBeLessThan(1e-12);
      expect(rssThrough(nodes, fit.values)).toBeCloseTo(fit.rss, 11);
    }
  });

  it('is cheapest, among few knots, for the orientations that come first', () => {
    const work = constraintWorkspace(data, chain);
    const [best] = bestFacings(work, 1);
    for (let subset = 0; subset < 2 ** 5; subset++) {
      const facing = Uint8Array.from({ length: 5 }, (_, p) => (subset >> p) & 1);
      const { rss } = constrainedFit(work, facing);
      expect(rss).toBeGreaterThanOrEqual(best.fit.rss);
    }
  });
});
