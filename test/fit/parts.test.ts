import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { blockTridiagonal, solveDamped } from '../../src/fit/block-tridiagonal.js';
import { localModel } from '../../src/fit/curvature.js';
import { bestFacings } from '../../src/fit/facings.js';
import { deletions, insertions, withKnots, withoutKnots } from '../../src/fit/insertion.js';
import { bestValues, knotChain, rssOfKnots } from '../../src/fit/knot-chain.js';
import { emptyGram, hatGramInto } from '../../src/fit/messages.js';
import { scaledData } from '../../src/fit/scaled-data.js';
import { constrainedFit, constraintWorkspace, slopeCoefficients } from '../../src/fit/slope-constraint.js';
import { randomStream } from '../../src/numeric/streams.js';
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

describe('the local model', () => {
  // Five of twelve data are left out around each knot: no datum is near one, the density term is zero and the loss is smooth.
  const sparse = scaledData(
    dataset(
      Array.from({ length: 60 }, (_, n) => n + (n % 10 < 5 ? 0.1 : -0.1)).filter((_, n) => n % 12 > 4),
      Array.from({ length: 60 }, (_, n) => Math.sin(n / 9) + ((n * 7) % 11) / 9).filter((_, n) => n % 12 > 4),
    ),
  );
  const places = [14.1, 25.9, 37.8, 50.2].map((place) => (place - sparse.xCentre) / sparse.xUnit);
  const here = knotChain(sparse, places);
  const values = bestValues(sparse, here).map((value, j) => value + 0.3 * (j % 3));
  const { gradient, hessian } = localModel(sparse, here, values);

  const half = (nodes: ArrayLike<number>, heights: ArrayLike<number>): number => {
    let sum = 0;
    sparse.x.forEach((place, n) => {
      let j = 0;
      while (j + 2 < nodes.length && place >= nodes[j + 1]) j++;
      const share = (place - nodes[j]) / (nodes[j + 1] - nodes[j]);
      sum += (sparse.y[n] - heights[j] * (1 - share) - heights[j + 1] * share) ** 2 / 2;
    });
    return sum;
  };
  const lossAt = (shift: Float64Array): number =>
    half(
      here.nodes.map((node, j) => node + shift[2 * j]),
      values.map((value, j) => value + shift[2 * j + 1]),
    );
  const unknowns = 2 * here.nodes.length;
  const h = 1e-4;
  const bump = (...which: [number, number][]): Float64Array => {
    const shift = new Float64Array(unknowns);
    for (const [i, by] of which) shift[i] += by * h;
    return shift;
  };
  const free = Array.from({ length: unknowns }, (_, i) => i).filter((i) => i !== 0 && i !== unknowns - 2);

  it('has the gradient of central differences', () => {
    for (const i of free) {
      const difference = (lossAt(bump([i, 1])) - lossAt(bump([i, -1]))) / (2 * h);
      // Third derivatives of some hundreds times h²/6.
      expect(Math.abs(gradient[i] - difference)).toBeLessThan(1e-4);
    }
  });

  it('has the second derivatives of central differences', () => {
    const entry = (i: number, k: number): number => {
      const [p, q] = [i >> 1, k >> 1];
      if (p === q) return hessian.diagonal[3 * p + (i & 1) + (k & 1)];
      return q === p + 1 ? hessian.upper[4 * p + 2 * (i & 1) + (k & 1)] : 0;
    };
    for (const i of free) {
      for (const k of free.filter((other) => other >= i)) {
        const difference =
          (lossAt(bump([i, 1], [k, 1])) -
            lossAt(bump([i, 1], [k, -1])) -
            lossAt(bump([i, -1], [k, 1])) +
            lossAt(bump([i, -1], [k, -1]))) /
          (4 * h * h);
        expect(Math.abs(entry(i, k) - difference), `${i}, ${k}`).toBeLessThan(
          1e-3 * (1 + Math.abs(difference)),
        );
      }
    }
  });
});

describe('the local model where data are near knots', () => {
  // Twelve data about 0.3, so that they are not measured from 0.
  const some = scaledData(
    dataset([0, 1, 2, 3, 4, 4.4, 4.6, 5, 6, 7, 8, 9], [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 9]),
  );
  const here = knotChain(some, [-0.02, 0.2]);
  const values = Float64Array.of(0.3, -0.2, 0.5, -0.1);
  const model = localModel(some, here, values);
  const { nodes } = here;
  const slope = (j: number): number => (values[j + 1] - values[j]) / (nodes[j + 1] - nodes[j]);

  /** Sums over the data of a segment, of their weight, their residual, and the shares of both nodes. */
  function over(
    j: number,
    term: (weight: number, residual: number, from: number, to: number, x: number) => number,
  ): number {
    let sum = 0;
    some.x.forEach((place, n) => {
      if (place < nodes[j] || (place >= nodes[j + 1] && j + 2 < nodes.length)) return;
      const to = (place - nodes[j]) / (nodes[j + 1] - nodes[j]);
      const residual = some.y[n] - values[j] * (1 - to) - values[j + 1] * to;
      sum += term(some.weights[n], residual, 1 - to, to, place);
    });
    return sum;
  }

  it.each([1, 2])(
    'adds what the data that a knot passes change, as if they were spread evenly: knot %i',
    (j) => {
      const left = nodes[j] - nodes[j - 1];
      const right = nodes[j + 1] - nodes[j];
      const smooth =
        over(j - 1, (w, e, _, to) => w * ((slope(j - 1) * to) ** 2 - (e * 2 * slope(j - 1) * to) / left)) +
        over(j, (w, e, from) => w * ((slope(j) * from) ** 2 + (e * 2 * slope(j) * from) / right));
      const reach = 0.15 * Math.min(left, right);
      const near = (w: number, e: number, _: number, __: number, x: number): number =>
        x >= nodes[j] - reach && x < nodes[j] + reach ? w * e : 0;
      const density = ((slope(j) - slope(j - 1)) * (over(j - 1, near) + over(j, near))) / (2 * reach);
      if (j === 1) expect(Math.abs(density)).toBeGreaterThan(0.1);
      // Twelve terms of size 10 at most.
      expect(model.hessian.diagonal[3 * j]).toBeCloseTo(smooth - density, 12);
    },
  );

  it('is damped in proportion to the squares of its first derivatives', () => {
    const places = [1, 2].map(
      (j) =>
        over(j - 1, (w, _, __, to) => w * (slope(j - 1) * to) ** 2) +
        over(j, (w, _, from) => w * (slope(j) * from) ** 2),
    );
    const heights = [0, 1, 2, 3].map(
      (j) =>
        (j > 0 ? over(j - 1, (w, _, __, to) => w * to * to) : 0) +
        (j < 3 ? over(j, (w, _, from) => w * from * from) : 0),
    );
    // The outermost nodes are held, and have a billionth of the largest.
    const held = 1e-9 * Math.max(...places);
    const expected = [held, heights[0], places[0], heights[1], places[1], heights[2], held, heights[3]];
    expected.forEach((value, i) => expect(model.scale[i] / value).toBeCloseTo(1, 12));
  });

  it('holds the places of the outermost nodes', () => {
    const { gradient, hessian } = model;
    expect([gradient[0], gradient[6]]).toEqual([0, 0]);
    expect([...hessian.diagonal.slice(0, 2), ...hessian.diagonal.slice(9, 11)]).toEqual([1, 0, 1, 0]);
    expect([...hessian.upper.slice(0, 2), hessian.upper[8], hessian.upper[10]]).toEqual([0, 0, 0, 0]);
    expect([...hessian.upper.slice(2, 8), hessian.upper[9], hessian.upper[11]]).not.toContain(0);
    expect(gradient).toHaveLength(8);
    expect([hessian.diagonal.length, hessian.upper.length]).toEqual([12, 12]);
  });
});

describe('block-tridiagonal systems', () => {
  it('solves what it multiplies', () => {
    const stream = randomStream(5);
    const count = 7;
    const matrix = blockTridiagonal(count);
    for (let j = 0; j < count; j++) matrix.diagonal.set([9 + stream.uniform(), stream.normal(), 8], 3 * j);
    for (let j = 0; j + 1 < count; j++) {
      matrix.upper.set([stream.normal(), stream.normal(), stream.normal(), stream.normal()], 4 * j);
    }
    const solution = Float64Array.from({ length: 2 * count }, () => stream.normal());
    const product = new Float64Array(2 * count);
    for (let j = 0; j < count; j++) {
      const [d0, d1, d2] = matrix.diagonal.subarray(3 * j, 3 * j + 3);
      product[2 * j] += (d0 + 0.5) * solution[2 * j] + d1 * solution[2 * j + 1];
      product[2 * j + 1] += d1 * solution[2 * j] + (d2 + 0.5) * solution[2 * j + 1];
      if (j + 1 === count) continue;
      const [u0, u1, u2, u3] = matrix.upper.subarray(4 * j, 4 * j + 4);
      product[2 * j] += u0 * solution[2 * j + 2] + u1 * solution[2 * j + 3];
      product[2 * j + 1] += u2 * solution[2 * j + 2] + u3 * solution[2 * j + 3];
      product[2 * j + 2] += u0 * solution[2 * j] + u2 * solution[2 * j + 1];
      product[2 * j + 3] += u1 * solution[2 * j] + u3 * solution[2 * j + 1];
    }
    const scale = new Float64Array(2 * count).fill(1);
    expect(solveDamped(matrix, scale, 0.5, [product])).toBe(true);
    // Diagonally dominant: a few roundings of numbers below 3.
    product.forEach((value, i) => {
      expect(value).toBeCloseTo(solution[i], 13);
    });
  });

  it('refuses what is not positive definite', () => {
    const matrix = blockTridiagonal(1);
    matrix.diagonal.set([1, 2, 1]);
    expect(solveDamped(matrix, new Float64Array(2).fill(1), 0, [new Float64Array(2)])).toBe(false);
    expect(solveDamped(matrix, new Float64Array(2).fill(1), 2, [new Float64Array(2)])).toBe(true);
    // Negative definite: its determinant is positive.
    matrix.diagonal.set([-1, 0, -1]);
    expect(solveDamped(matrix, new Float64Array(2).fill(1), 0, [new Float64Array(2)])).toBe(false);
  });
});

describe('the slope constraint', () => {
  const work = constraintWorkspace(data, chain);

  it('holds after the fit, and costs what is told', () => {
    for (const { facing, fit } of bestFacings(work, 32)) {
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
    const [best] = bestFacings(work, 1);
    for (let subset = 0; subset < 2 ** 5; subset++) {
      const facing = Uint8Array.from({ length: 5 }, (_, p) => (subset >> p) & 1);
      const { rss } = constrainedFit(work, facing);
      // Orientations whose condition is empty have no multiplier.
      if (slopeCoefficients(facing).some((e) => e !== 0)) expect(rss).toBeGreaterThanOrEqual(best.fit.rss);
    }
  });
});
