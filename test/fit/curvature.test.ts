import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { blockTridiagonal, solveDamped } from '../../src/fit/block-tridiagonal.js';
import { localModel } from '../../src/fit/curvature.js';
import { bestValues, knotChain } from '../../src/fit/knot-chain.js';
import { scaledData } from '../../src/fit/scaled-data.js';
import { randomStream } from '../../src/numeric/streams.js';
import { scaledPlace } from './fit.help.js';

describe('the local model', () => {
  // Five of twelve data are left out around each knot: no datum is near one, the density term is zero and the loss is smooth.
  const sparse = scaledData(
    dataset(
      Array.from({ length: 60 }, (_, n) => n + (n % 10 < 5 ? 0.1 : -0.1)).filter((_, n) => n % 12 > 4),
      Array.from({ length: 60 }, (_, n) => Math.sin(n / 9) + ((n * 7) % 11) / 9).filter((_, n) => n % 12 > 4),
    ),
  );
  const places = [14.1, 25.9, 37.8, 50.2].map((place) => scaledPlace(sparse, place));
  const here = knotChain(sparse, places);
  const values = bestValues(sparse, here).map((value, j) => value + 0.3 * (j % 3));

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
    const { gradient } = localModel(sparse, here, values);
    for (const i of free) {
      const difference = (lossAt(bump([i, 1])) - lossAt(bump([i, -1]))) / (2 * h);
      // Third derivatives of some hundreds times h²/6.
      expect(Math.abs(gradient[i] - difference)).toBeLessThan(1e-4);
    }
  });

  it('has the second derivatives of central differences', () => {
    const { hessian } = localModel(sparse, here, values);
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
      expect(localModel(some, here, values).hessian.diagonal[3 * j]).toBeCloseTo(smooth - density, 12);
    },
  );

  it.each([1, 0.03, 30])(
    'is damped in proportion to the squares of its first derivatives: values times %d',
    (size) => {
      const sized = values.map((value) => value * size);
      const places = [1, 2].map(
        (j) =>
          over(j - 1, (w, _, __, to) => w * (size * slope(j - 1) * to) ** 2) +
          over(j, (w, _, from) => w * (size * slope(j) * from) ** 2),
      );
      const heights = [0, 1, 2, 3].map(
        (j) =>
          (j > 0 ? over(j - 1, (w, _, __, to) => w * to * to) : 0) +
          (j < 3 ? over(j, (w, _, from) => w * from * from) : 0),
      );
      // The outermost nodes are held, and have a billionth of the largest.
      const held = 1e-9 * Math.max(...places);
      const expected = [held, heights[0], places[0], heights[1], places[1], heights[2], held, heights[3]];
      const { scale } = localModel(some, here, sized);
      expect(scale).toHaveLength(8);
      expected.forEach((value, i) => {
        expect(scale[i] / value).toBeCloseTo(1, 12);
      });
    },
  );

  it('holds the places of the outermost nodes', () => {
    const { gradient, hessian } = localModel(some, here, values);
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
    // Positive, but for less than a part in 10¹³ all cancelled: in the determinant of a block, and in a pivot.
    for (const [left, accepted] of [
      [2 ** -44, false],
      [2 ** -43, true],
    ] as const) {
      matrix.diagonal.set([4, Math.sqrt(100 * (1 - left)), 25]);
      expect(solveDamped(matrix, new Float64Array(2), 0, [new Float64Array(2)])).toBe(accepted);
      const two = blockTridiagonal(2);
      two.diagonal.set([1, 0, 1, 100, 0, 1]);
      two.upper.set([Math.sqrt(100 * (1 - left)), 0, 0, 0]);
      expect(solveDamped(two, new Float64Array(4), 0, [new Float64Array(4)])).toBe(accepted);
    }
    // Negative definite: its determinant is positive.
    matrix.diagonal.set([-1, 0, -1]);
    expect(solveDamped(matrix, new Float64Array(2).fill(1), 0, [new Float64Array(2)])).toBe(false);
  });
});
