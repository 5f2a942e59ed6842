import { describe, expect, it } from 'vitest';
import { dataset, denseDirection, nullDirections, shallowNetwork } from 'relu-splines';
import type { NullDirection, ShallowNetwork } from 'relu-splines';
import { dimensions, expectIndependent, expectNull } from '../../laws/null-space.js';

/** Units as (w, b, v). */
function network(...units: readonly (readonly [number, number, number])[]): ShallowNetwork {
  return shallowNetwork({
    inputWeights: units.map(([w]) => w),
    inputBiases: units.map(([, b]) => b),
    outputWeights: units.map(([, , v]) => v),
  });
}

const zeros = (x: readonly number[]): number[] => x.map(() => 0);
const at = (...x: number[]): ReturnType<typeof dataset> => dataset(x, zeros(x));
const four = at(-2, -1, 1, 2);

function basisOf(net: ShallowNetwork, data: ReturnType<typeof dataset>, cause: string): number[][] {
  const size = 3 * net.inputWeights.length + 1;
  const found = nullDirections(net, data).causes.find((each) => each.cause === cause);
  return (found?.basis ?? []).map((direction: NullDirection) => Array.from(denseDirection(direction, size)));
}

describe('every cause by itself', () => {
  it('scaling: two data on each side give 1, 1_R and x_R, so one of four columns is redundant', () => {
    expect(dimensions(network([1, 0.5, 3]), four)).toEqual({ scaling: 1 });
    expect(basisOf(network([1, 0.5, 3]), four, 'scaling')).toEqual([[1, 0.5, -3, 0]]);
  });

  it('zero output weight: columns 0, 0, z, 1; of the plane (e_w, e_b) scaling has (w, b)', () => {
    expect(dimensions(network([1, 0.5, 0]), four)).toEqual({ scaling: 1, 'zero-output-weight': 1 });
  });

  it('zero input weight: columns vx, v, b, 1; scaling trades v against b, b₀ undoes what is left', () => {
    expect(dimensions(network([0, 2, 3]), four)).toEqual({ scaling: 1, 'zero-input-weight': 1 });
    expect(basisOf(network([0, 2, 3]), four, 'zero-input-weight')).toEqual([[0, 1, 0, -3]]);
  });

  it('zero input and output weight: columns 0, 0, b, 1; scaling has e_b, zero output weight adds e_w', () => {
    const expected = { scaling: 1, 'zero-output-weight': 1, 'zero-input-weight': 1 };
    expect(dimensions(network([0, 2, 0]), four)).toEqual(expected);
    expect(basisOf(network([0, 2, 0]), four, 'zero-input-weight')).toEqual([[0, 0, 1, -2]]);
  });

  it('dead unit: three columns of zeros; scaling and, where v = 0, zero output weight have their share', () => {
    expect(dimensions(network([1, -5, 3]), four)).toEqual({ scaling: 1, 'dead-unit': 2 });
    expect(dimensions(network([0, -5, 3]), four)).toEqual({ scaling: 1, 'dead-unit': 2 });
    const expected = { scaling: 1, 'zero-output-weight': 1, 'dead-unit': 1 };
    expect(dimensions(network([1, -5, 0]), four)).toEqual(expected);
  });

  it('a unit of zeros has no scaling direction: zero output weight 2, dead 1', () => {
    expect(dimensions(network([0, 0, 0]), four)).toEqual({ 'zero-output-weight': 2, 'dead-unit': 1 });
  });

  it('always-active unit: columns vx, v, z, 1 of rank 2', () => {
    expect(dimensions(network([1, 5, 3]), four)).toEqual({ scaling: 1, 'always-active-unit': 1 });
    expect(basisOf(network([1, 5, 3]), four, 'always-active-unit')).toEqual([[0, 1, 0, -3]]);
  });

  it('shared activation pattern: a second unit on the right half makes 1_R and x_R again', () => {
    const net = network([1, 0.5, 3], [2, -1, 1]);
    expect(dimensions(net, four)).toEqual({ scaling: 2, 'shared-activation-pattern': 2 });
  });

  it('shared activation pattern: facing either way, always-active units see the same; b₀ has the constants', () => {
    // Rank 2 of 7: scaling 2, one constant each, and x twice.
    const expected = { scaling: 2, 'always-active-unit': 2, 'shared-activation-pattern': 1 };
    expect(dimensions(network([1, 5, 3], [-1, 5, 1]), four)).toEqual(expected);
  });

  it('shared activation pattern, v = 0: columns z of three breakpoints span two dimensions, of one only one', () => {
    const apart = network([1, 0, 0], [1, 0.5, 0], [1, -0.5, 0]);
    expect(dimensions(apart, four)).toEqual({
      scaling: 3,
      'zero-output-weight': 3,
      'shared-activation-pattern': 1,
    });
    const together = network([1, 0.25, 0], [2, 0.5, 0], [4, 1, 0]);
    expect(dimensions(together, four)).toEqual({
      scaling: 3,
      'zero-output-weight': 3,
      'shared-activation-pattern': 2,
    });
  });

  it('single active datum: columns 2v, v, z on one datum and 1', () => {
    const net = network([1, -1.5, 3]);
    expect(dimensions(net, four)).toEqual({ scaling: 1, 'single-active-datum': 1 });
    expect(basisOf(net, four, 'single-active-datum')).toEqual([[1, -2, 0, 0]]);
    // Tied data are one place.
    const tied = dimensions(net, at(-2, -1, 2, 2));
    expect(tied).toEqual({ scaling: 1, 'single-active-datum': 1 });
  });

  it('one datum in all: rank 1, so an active unit adds 3: scaling, the constant, x as a constant', () => {
    const expected = { scaling: 1, 'always-active-unit': 1, 'single-active-datum': 1 };
    expect(dimensions(network([1, 0, 3]), at(2))).toEqual(expected);
    // v = 0: e_w and e_b are null, and z is a constant.
    const hinge = { scaling: 1, 'zero-output-weight': 1, 'single-active-datum': 1 };
    expect(dimensions(network([1, 0, 0]), at(2))).toEqual(hinge);
  });

  it('complementary patterns: 1_R + 1_L = 1', () => {
    const net = network([1, 0, 2], [-1, 0, 3]);
    expect(dimensions(net, four)).toEqual({ scaling: 2, 'complementary-patterns': 1 });
    const [[, , first, second, , , constant]] = basisOf(net, four, 'complementary-patterns');
    expect([first * 2, second * 3]).toEqual([-constant, -constant]);
  });

  it('complementary patterns: x_R + x_L = x needs an always-active unit …', () => {
    // Rank 4 of 10.
    const net = network([1, 0, 2], [-1, 0, 3], [1, 9, 1]);
    const expected = { scaling: 3, 'always-active-unit': 1, 'complementary-patterns': 2 };
    expect(dimensions(net, four)).toEqual(expected);
  });

  it('complementary patterns: … or a second pair, which has the same x', () => {
    // Three fat pieces, rank 6 of 13: one constant a pair, and one x for both.
    const net = network([1, 0, 2], [-1, 0, 3], [1, -3, 1], [-1, 3, 1]);
    expect(dimensions(net, at(-2, -1, 1, 2, 4, 5))).toEqual({ scaling: 4, 'complementary-patterns': 3 });
  });

  it('complementary patterns, v = 0: two hinges at one place make x − β, if something makes x', () => {
    const zero = { scaling: 2, 'zero-output-weight': 2 };
    const pair: [number, number, number][] = [
      [1, -0.25, 0],
      [-2, 0.5, 0],
    ];
    expect(dimensions(network(...pair), four)).toEqual(zero);
    expect(dimensions(network(...pair, [1, 9, 1]), four)).toEqual({
      scaling: 3,
      'zero-output-weight': 2,
      'always-active-unit': 1,
      'complementary-patterns': 1,
    });
  });

  it('remaining: a datum alone between two breakpoints, x_R − x_S = 0·(1_R − 1_S) there', () => {
    // Pieces {−2, −1}, {0}, {1, 2}: three constants and one slope, rank 4 of 7.
    const net = network([1, 0.5, 2], [1, -0.5, 3]);
    const data = at(-2, -1, 0, 1, 2);
    expect(dimensions(net, data)).toEqual({ scaling: 2, remaining: 1 });
    const [[w, other, ...rest]] = basisOf(net, data, 'remaining');
    expect(2 * w + 3 * other).toBe(0);
    expect(rest).toEqual([0, 0, 0, 0, 0]);
  });

  it('remaining: hinges in every gap make the line of which they are averages', () => {
    // x − x₁ at six data is made of a hinge in each of the five gaps and needs no other: with an always-active
    // unit there is one relation more than columns allow.
    const gaps = [0.5, 1.3, 2.9, 3.2, 4.5].map((beta): [number, number, number] => [1, -beta, 0]);
    const data = at(0, 1, 2, 3, 4, 5);
    const zero = { scaling: 5, 'zero-output-weight': 5 };
    expect(dimensions(network(...gaps), data)).toEqual(zero);
    const net = network(...gaps, [1, 9, 2]);
    expect(dimensions(net, data)).toEqual({
      ...zero,
      scaling: 6,
      'always-active-unit': 1,
      remaining: 1,
    });
    expectNull(net, data);
  });

  it.each([0.1, 0.9])('keeps a relation through hundreds of gaps, breakpoints at %f of each', (share) => {
    // Multiples fall or grow by 9 from gap to gap, and 9^600 > 10^572 is beyond the double range.
    const gaps = Array.from({ length: 600 }, (_, k): [number, number, number] => [1, -(k + share), 0]);
    const net = network(...gaps, [1, 9, 2]);
    const data = at(...Array.from({ length: 601 }, (_, k) => k));
    expect(dimensions(net, data).remaining).toBe(1);
    expectNull(net, data, 'remaining');
  });
});

describe('what is listed', () => {
  it('has all nine causes in order, and an empty network has no null directions', () => {
    const { rank, nullity, causes } = nullDirections(network(), four);
    expect({ rank, nullity }).toEqual({ rank: 1, nullity: 0 });
    expect(causes.map(({ cause }) => cause)).toEqual([
      'scaling',
      'zero-output-weight',
      'zero-input-weight',
      'dead-unit',
      'always-active-unit',
      'shared-activation-pattern',
      'single-active-datum',
      'complementary-patterns',
      'remaining',
    ]);
    expect(causes.every(({ description }) => description.length > 20)).toBe(true);
  });

  it('counts a unit as inactive at a tie: with x = 0 unseen, the right half is {1, 2}', () => {
    const tied = dimensions(network([1, 0, 1], [-1, 0, 1]), at(-2, -1, 0, 1, 2));
    // Patterns {1, 2} and {−2, −1}: not complementary.
    expect(tied).toEqual({ scaling: 2 });
  });

  it('survives output weights near the ends of the double range', () => {
    const net = network([1, 0, 1e-310], [1, 0.25, 1e-310], [-1, 0.1, 1e300], [-1, 0, 1e300], [1, 9, 5e-324]);
    for (const { basis } of nullDirections(net, four).causes) {
      for (const { values } of basis) expect(values.every(Number.isFinite)).toBe(true);
    }
    expectIndependent(network([1, 0, 1e-100], [1, 0.25, 1e100], [-1, 0.1, 1], [1, 9, 1e-9]), four);
  });

  it('tells breakpoints of units with v = 0 apart by the threshold', () => {
    // One gap, same pattern: 1e−6 apart is two breakpoints by default and one at 1e−3.
    const net = network([1, 0, 0], [1, 1e-6, 0]);
    expect(dimensions(net, four)).toEqual({ scaling: 2, 'zero-output-weight': 2 });
    expect(dimensions(net, four, { threshold: 1e-3 })['shared-activation-pattern']).toBe(1);
  });

  it('takes rescaling by any factor, which moves v = 0 breakpoints by rounding, for no move', () => {
    const alpha = 0.1 + 0.2;
    const net = network(
      [0.7, -0.21, 0],
      [0.7 * alpha, -0.21 * alpha, 0],
      [-0.7 / alpha, 0.21 / alpha, 0],
      [1, 9, 1],
    );
    expect(dimensions(net, four)).toEqual({
      scaling: 4,
      'zero-output-weight': 3,
      'always-active-unit': 1,
      'shared-activation-pattern': 1,
      'complementary-patterns': 1,
    });
  });
});

describe('what is null for the full Hessian too', () => {
  const flags = (net: ShallowNetwork, y: readonly number[]): Record<string, number> => {
    const { causes } = nullDirections(net, dataset([-2, -1, 1, 2], y));
    return Object.fromEntries(
      causes.filter(({ dimension }) => dimension > 0).map((each) => [each.cause, each.nullForHessian]),
    );
  };

  it('is not the scaling direction where the unit has a gradient (erratum 24)', () => {
    expect(flags(network([1, 0, 2]), [0, 0, 5, 1])).toEqual({ scaling: 0 });
    // f = 2x₊ fits exactly.
    expect(flags(network([1, 0, 2]), [0, 0, 2, 4])).toEqual({ scaling: 1 });
  });

  it('is one direction, not two, of a unit with v = 0 at a critical point (erratum 22)', () => {
    // ε = y sums to zero and is orthogonal to z = (0, 0, 1, 2); S = 1 and T = 0 on {1, 2}: β·S = T = 0.
    const net = network([1, 0, 0]);
    expect(flags(net, [-0.5, -0.5, 2, -1])).toEqual({ scaling: 1, 'zero-output-weight': 0 });
    // With S = T = 0 both.
    expect(flags(net, [1, -1, 0, 0])).toEqual({ scaling: 1, 'zero-output-weight': 1 });
  });

  it('is all of a dead unit, at any residuals', () => {
    expect(flags(network([1, -5, 3]), [3, 1, 4, 1])).toEqual({ scaling: 1, 'dead-unit': 2 });
  });

  it('is decided to a tolerance relative to what the residuals add up', () => {
    const net = network([1, 0, 2]);
    const data = dataset([-2, -1, 1, 2], [0, 0, 2 + 1e-6, 4]);
    expect(nullDirections(net, data).causes[0].nullForHessian).toBe(0);
    expect(nullDirections(net, data, { tolerance: 1 }).causes[0].nullForHessian).toBe(1);
  });
});

describe('bad input', () => {
  it('is refused by name', () => {
    const net = network([1, 0, 1]);
    const refuse = (threshold: number, tolerance: number) => () =>
      nullDirections(net, four, { threshold, tolerance });
    expect(refuse(0, 1e-8)).toThrow(new RangeError('nullDirections: threshold must be positive, got 0'));
    expect(refuse(1e-11, NaN)).toThrow(new RangeError('nullDirections: tolerance must be finite, got NaN'));
    expect(() => nullDirections(null as unknown as ShallowNetwork, four)).toThrow(
      new TypeError('nullDirections: network must be an object, got null'),
    );
  });

  it('denseDirection needs room for every index', () => {
    const [scaling] = nullDirections(network([1, 0, 1]), four).causes[0].basis;
    expect(Array.from(denseDirection(scaling, 4))).toEqual([1, 0, -1, 0]);
    expect(() => denseDirection(scaling, 2)).toThrow(
      new RangeError('denseDirection: size must be an integer of at least 3, got 2'),
    );
  });
});
