import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, gramRank, nullDirections, permute, rescale, shallowNetwork } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { singularValues } from '../../../src/numeric/linear-algebra.js';
import { networksWithData } from '../../arbitraries/datasets.js';
import { Dyadic } from '../../exact/dyadic.js';
import { modularRank } from '../../exact/modular.js';
import { exactNullDimensions } from '../../exact/null-causes.js';
import { dimensions, expectConsistent, expectIndependent, expectNull } from '../../laws/null-space.js';

interface Unit {
  readonly w: number;
  readonly b: number;
  readonly v: number;
}

function networkOfUnits(units: readonly Unit[]): ShallowNetwork {
  return shallowNetwork({
    inputWeights: units.map(({ w }) => w),
    inputBiases: units.map(({ b }) => b),
    outputWeights: units.map(({ v }) => v),
  });
}

function dataAt(x: readonly number[]): Dataset {
  return dataset(
    x,
    x.map((_, n) => n % 3),
  );
}

// Small integers: breakpoints that coincide with each other and with data, duplicates, opposite pairs, w = 0,
// b = 0, dead units and tied x all come by themselves.
const small = fc.integer({ min: -3, max: 3 });
const nonZero = fc.constantFrom(-2, -1, 1, 2, 3);
const cases = (v: fc.Arbitrary<number>): fc.Arbitrary<{ network: ShallowNetwork; data: Dataset }> =>
  fc
    .tuple(
      fc.array(fc.record({ w: small, b: fc.integer({ min: -7, max: 7 }), v }), { maxLength: 7 }),
      fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 1, maxLength: 8 }),
    )
    .map(([units, x]) => ({ network: networkOfUnits(units), data: dataAt(x) }));
const mixed = cases(fc.oneof(fc.constant(0), small));

describe('null directions against exact arithmetic', () => {
  it.each([
    { name: 'v of any kind', arbitrary: mixed, seed: 41 },
    { name: 'all v = 0', arbitrary: cases(fc.constant(0)), seed: 42 },
    { name: 'all v ≠ 0', arbitrary: cases(nonZero), seed: 43 },
  ])('has the dimension of every cause: $name', ({ arbitrary, seed }) => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(arbitrary, ({ network, data }) => {
        const { causes } = nullDirections(network, data);
        expect(causes.map(({ dimension }) => dimension)).toEqual(exactNullDimensions(network, data));
        for (const { cause, dimension } of causes) if (dimension > 0) seen.add(cause);
        expectConsistent(network, data);
        expectNull(network, data);
        expectIndependent(network, data);
      }),
      { seed, numRuns: 250 },
    );
    // The generator meets every cause that it can.
    expect(seen.size).toBe(seed === 42 ? 8 : seed === 43 ? 8 : 9);
  });

  it('has the rank that hostile numbers have: 1e±9, data at 1e6 ± 1, breakpoints on data', () => {
    fc.assert(
      fc.property(networksWithData({ maxUnits: 8, maxCount: 9 }), ({ network, data }) => {
        fc.pre(!hasRoundedHinges(network, data));
        const { causes } = nullDirections(network, data);
        expect(causes.map(({ dimension }) => dimension)).toEqual(exactNullDimensions(network, data));
        expectConsistent(network, data);
        expectNull(network, data);
      }),
      { seed: 44, numRuns: 400 },
    );
  });

  it('has the rank of a decomposed Jacobian where that is well-conditioned, wherever the data are', () => {
    let compared = 0;
    const places = fc.constantFrom<[number, number]>([0, 1], [1e6, 1], [1871, 100], [0, 1e6], [0, 1e-6]);
    fc.assert(
      fc.property(mixed, places, ({ network, data }, [shift, scale]) => {
        const { inputWeights: w, inputBiases: b } = network;
        const x = data.x.map((value) => shift + scale * value);
        const moved = {
          ...network,
          inputWeights: w.map((weight) => weight / scale),
          // 0.3: breakpoints off the data, as rounding would move them to either side.
          inputBiases: b.map((bias, i) => bias + 0.3 - (w[i] / scale) * shift),
        };
        const there = dataset(x, data.y);
        const values = equilibratedSingularValues(moved, there);
        const clear = values.every((value) => value > 1e-6 * values[0] || value < 1e-12 * values[0]);
        fc.pre(clear && !hasRoundedHinges(moved, there));
        compared++;
        const rank = values.filter((value) => value > 1e-9 * values[0]).length;
        expect(nullDirections(moved, there).rank).toBe(rank);
        expect(gramRank(moved, there)).toBe(rank);
        expectNull(moved, there);
        expectIndependent(moved, there);
      }),
      { seed: 45, numRuns: 200 },
    );
    expect(compared).toBe(200);
  });
});

describe('the rank formula of theory 7', () => {
  it('counts pieces, and fat pieces as units see them, where all v ≠ 0', () => {
    fc.assert(
      fc.property(cases(nonZero), ({ network, data }) => {
        const { inputWeights: w, inputBiases: b } = network;
        const places = [...new Set(data.x)];
        const active = Array.from(w, (_, i) => places.map((x) => w[i] * x + b[i] > 0));
        // A piece ends where some unit's activity changes.
        const pieces: number[][] = [[0]];
        for (let g = 1; g < places.length; g++) {
          if (active.some((row) => row[g] !== row[g - 1])) pieces.push([g]);
          else pieces[pieces.length - 1].push(g);
        }
        const fat = pieces.filter((piece) => piece.length > 1);
        const rows = active.map((row) => fat.map(([g]) => (row[g] ? 1 : 0)));
        expect(nullDirections(network, data).rank).toBe(pieces.length + modularRank(rows));
      }),
      { seed: 46, numRuns: 500 },
    );
  });

  it('gives rank N on a lonely partition with v ≠ 0 in every gap, whatever the orientations (erratum 28)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(-1, 1), nonZero), { minLength: 0, maxLength: 9 }),
        fc.array(fc.record({ w: small, b: small, v: small }), { maxLength: 4 }),
        (gaps, others) => {
          const units = gaps.map(([w, v], k) => ({ w, b: -w * (k + 0.5), v }));
          const network = networkOfUnits([...units, ...others]);
          const count = gaps.length + 1;
          const { rank, nullity } = nullDirections(
            network,
            dataAt(Array.from({ length: count }, (_, n) => n)),
          );
          expect(rank).toBe(count);
          // Erratum 27: not 2N − 3.
          expect(nullity).toBe(3 * network.inputWeights.length + 1 - count);
        },
      ),
      { seed: 47, numRuns: 300 },
    );
  });
});

describe('dimensions do not depend on', () => {
  it('the order of units, their scale by powers of two, or which way x points', () => {
    fc.assert(
      fc.property(mixed, fc.integer({ min: 0, max: 6 }), ({ network, data }, turn) => {
        const expected = dimensions(network, data);
        const width = network.inputWeights.length;
        const order = Array.from({ length: width }, (_, i) => (i + turn) % width).reverse();
        expect(dimensions(permute(network, order), data)).toEqual(expected);
        const alpha = order.map((i) => 2 ** (((i * 7 + turn) % 41) - 20));
        expect(dimensions(rescale(network, alpha), data)).toEqual(expected);
        const mirrored = { ...network, inputWeights: network.inputWeights.map((w) => -w) };
        expect(dimensions(mirrored, dataAt(Array.from(data.x, (x) => -x)))).toEqual(expected);
      }),
      { seed: 48, numRuns: 300 },
    );
  });

  it('where x begins and in what units it is', () => {
    const moves = fc.tuple(
      fc.integer({ min: -1_000_000, max: 1_000_000 }),
      fc.constantFrom(2 ** -30, 1, 2 ** 30),
    );
    fc.assert(
      fc.property(mixed, moves, ({ network, data }, [shift, scale]) => {
        // Exact: integers and powers of two.
        const moved = {
          ...network,
          inputWeights: network.inputWeights.map((w) => w / scale),
          inputBiases: network.inputBiases.map((b, i) => b - network.inputWeights[i] * shift),
        };
        const there = dataAt(Array.from(data.x, (x) => (x + shift) * scale));
        expect(dimensions(moved, there)).toEqual(dimensions(network, data));
        expectNull(moved, there);
        expectIndependent(moved, there);
      }),
      { seed: 49, numRuns: 300 },
    );
  });
});

/**
 * Are there units with v = 0 that rounding moves: active as wx + b rounds and not in truth, or breakpoints that
 * differ by less than the threshold's neighbourhood? What their rank is depends on what one takes for them.
 */
function hasRoundedHinges(
  { inputWeights: w, inputBiases: b, outputWeights: v }: ShallowNetwork,
  data: Dataset,
): boolean {
  const hinges = Array.from(v.keys()).filter((i) => v[i] === 0 && w[i] !== 0);
  const range = data.x[data.x.length - 1] - data.x[0];
  const exact = (i: number, x: number): number =>
    Dyadic.of(w[i]).times(Dyadic.of(x)).plus(Dyadic.of(b[i])).sign();
  return (
    hinges.some((i) => data.x.some((x) => exact(i, x) !== Math.sign(w[i] * x + b[i]))) ||
    hinges.some((i) =>
      hinges.some((j) => {
        const one = Dyadic.of(b[i]).times(Dyadic.of(w[j]));
        const other = Dyadic.of(b[j]).times(Dyadic.of(w[i]));
        return one.minus(other).sign() !== 0 && Math.abs(b[i] / w[i] - b[j] / w[j]) <= 1e-8 * range;
      }),
    )
  );
}

function equilibratedSingularValues(
  { inputWeights: w, inputBiases: b, outputWeights: v }: ShallowNetwork,
  { x }: Dataset,
): Float64Array {
  const width = w.length;
  const size = 3 * width + 1;
  const matrix = new Float64Array(x.length * size);
  const middle = (x[0] + x[x.length - 1]) / 2;
  for (let n = 0; n < x.length; n++) {
    for (let i = 0; i < width; i++) {
      const z = w[i] * x[n] + b[i];
      if (!(z > 0)) continue;
      matrix[n * size + i] = v[i] * (x[n] - middle);
      matrix[n * size + width + i] = v[i];
      matrix[n * size + 2 * width + i] = z;
    }
    matrix[n * size + 3 * width] = 1;
  }
  for (let j = 0; j < size; j++) {
    let length = 0;
    for (let n = 0; n < x.length; n++) length = Math.hypot(length, matrix[n * size + j]);
    if (length > 0) for (let n = 0; n < x.length; n++) matrix[n * size + j] /= length;
  }
  return singularValues(matrix, x.length, size);
}
