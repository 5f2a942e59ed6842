import { describe, expect, it } from 'vitest';
import { dataset, denseDirection, shallowNetwork } from 'relu-splines';
import type { ShallowNetwork, SparseDirection } from 'relu-splines';
import { slopeOf } from '../../../src/loss/null/relations.js';
import type { Relation } from '../../../src/loss/null/relations.js';
import { DirectionSum } from '../../../src/loss/null/sparse-direction.js';
import {
  bracket,
  lineAt,
  oneBreakpoint,
  preactivation,
  preactivationAs,
} from '../../../src/loss/null/unit-lines.js';
import { expectRefusal } from '../../laws/refusal.js';

function unitsOf(...units: readonly (readonly [w: number, b: number])[]): ShallowNetwork {
  return shallowNetwork({
    inputWeights: units.map(([w]) => w),
    inputBiases: units.map(([, b]) => b),
    outputWeights: units.map(() => 1),
  });
}

const tiny = 2 ** -30;

describe('lines of units, where they cancel', () => {
  it('w·x + b keeps what the product rounds off', () => {
    // (1 + t)² = 1 + 2t + t², of which a double holds 1 + 2t.
    const network = unitsOf([1, 0], [1 + tiny, -(1 + 2 * tiny)], [-1 - tiny, 1 + 2 * tiny]);
    const x = 1 + tiny;
    expect([1, 2].map((unit) => preactivation(network, unit, x))).toEqual([tiny ** 2, -(tiny ** 2)]);
    expect(preactivation(network, 1, 2)).toBe(1);
    // As it rounds it is 0, and the unit inactive.
    expect(preactivationAs(false, network, 1, x)).toBe(0);
    expect(preactivationAs(true, network, 1, x)).toBe(tiny ** 2);
    expect(preactivationAs(false, network, 2, x)).toBe(-(tiny ** 2));
    expect(preactivationAs(true, network, 2, x)).toBe(0);
    expect(preactivationAs(true, network, 1, 2)).toBe(1);
    expect(preactivationAs(false, unitsOf([1, 0]), 0, 0)).toBe(0);
  });

  it('the bracket of two units keeps what both products round off', () => {
    const exact = (value: number): bigint => BigInt(value * 2 ** 30);
    const units = [
      [1 + tiny, 1],
      [1, 1 - tiny],
      [1 + 3 * tiny, 1 + tiny],
      [-1 + tiny, 1 + 5 * tiny],
      [2 - tiny, 2 - 3 * tiny],
    ] as const;
    const network = unitsOf(...units);
    units.forEach(([wi, bi], i) => {
      units.forEach(([wj, bj], j) => {
        const wanted = exact(bi) * exact(wj) - exact(wi) * exact(bj);
        expect(bracket(network, i, j)).toBe(Number(wanted) / 2 ** 60);
      });
    });
  });

  it('a line has its value at its anchor', () => {
    expect(lineAt({ slope: 2, anchor: 3, value: 5 }, 3)).toBe(5);
    expect(lineAt({ slope: 2, anchor: 3, value: 5 }, 7)).toBe(13);
  });
});

describe('whether two units have one breakpoint', () => {
  /** The sine of the angle between two units as vectors of their values at both ends of a gap. */
  const sineIn = (x: readonly number[], gap: number, i: readonly number[], j: readonly number[]): number => {
    const [low, high] = [x[gap - 1], x[gap]];
    const [a, b] = [i[0] * low + i[1], i[0] * high + i[1]];
    const [c, d] = [j[0] * low + j[1], j[0] * high + j[1]];
    return Math.abs(a * d - b * c) / Math.hypot(a, b) / Math.hypot(c, d);
  };

  it('is decided in their gap and those next to it that one of them sees', () => {
    // Next to a breakpoint near an end of its gap, two data near to each other tell more than those of the gap.
    const near = [0, 1, 3, 3.0625, 10];
    const mirrored = near.map((x) => -x).reverse();
    let beside = 0;
    for (const [x, split, one, other] of [
      [[0, 1, 3, 6, 10], 1, 0.5, 0.625],
      [[0, 1, 3, 6, 10], 4, 7, 9],
      [near, 2, 2.9375, 2.875],
      [near, 2, 1.5, 2.875],
      [near, 4, 3.125, 3.1875],
      [mirrored, 3, -2.9375, -2.875],
      [mirrored, 1, -3.125, -3.1875],
    ] as const) {
      const data = dataset(x, [0, 0, 0, 0, 0]);
      for (const [s, t] of [
        [1, 1],
        [1, -1],
        [-1, 1],
        [-1, -1],
        [2, -0.25],
      ]) {
        const pair = [
          [s, -s * one],
          [t, -t * other],
        ] as const;
        const gaps: number[] = [split];
        if (s > 0 || t > 0) gaps.push(split + 1);
        if (s < 0 || t < 0) gaps.push(split - 1);
        const sines = gaps.filter((gap) => gap >= 1 && gap < x.length).map((gap) => sineIn(x, gap, ...pair));
        const needed = Math.max(...sines);
        if (needed > sines[0]) beside++;
        const network = unitsOf(...pair);
        for (const sine of sines) {
          for (const threshold of [sine * (1 - 1e-9), sine * (1 + 1e-9)]) {
            expect(oneBreakpoint(network, data, split, [0, 1], threshold)).toBe(threshold >= needed);
          }
        }
      }
    }
    expect(beside).toBeGreaterThan(5);
  });
});

describe('how much of x a relation takes', () => {
  const term = (facing: 'all' | 'right' | 'left', slope: number, everywhere: number): Relation[number] => ({
    supply: null,
    facing,
    line: { slope, anchor: 0, value: 0 },
    factor: 1,
    everywhere,
  });

  it('is the sum of its slopes, or 0 where that is rounding of its parts', () => {
    const relation = [term('right', 1, 1.5), term('left', -1, 0.5), term('all', 0, 7)];
    expect(slopeOf(relation, 0.499)).toBe(1);
    expect(slopeOf(relation, 0.5)).toBe(0);
    expect(slopeOf([term('right', -1, 2), term('left', 1, 0.5)], 1e-9)).toBe(-1.5);
    expect(slopeOf([term('right', 1, 2)], 0.9)).toBe(2);
  });

  it('is 0 between left-facing units, which cancel as an identity, and of nothing', () => {
    expect(slopeOf([term('left', 1, 1), term('left', 1, 1)], 0)).toBe(0);
    expect(slopeOf([], 0)).toBe(0);
    expect(slopeOf([term('left', 1, 1), term('all', 1, 1)], 0)).toBe(2);
  });
});

describe('sparse directions', () => {
  it('are rays: the smallest divisor is multiplied out, zeros are dropped, equal entries added', () => {
    const made = new DirectionSum().add(5, 1, 4).add(2, 3, -2).add(5, 1, 2).add(9, 0, 1e-300).finish();
    expect(made).toEqual({ indices: Int32Array.of(2, 5), values: Float64Array.of(-3, 1.5) });
    expect(new DirectionSum().add(1, 2).add(1, -2).add(0, 3).finish()).toEqual({
      indices: Int32Array.of(0),
      values: Float64Array.of(3),
    });
  });

  it('written out have the size asked for, which holds them', () => {
    const direction = { indices: Int32Array.of(1, 3), values: Float64Array.of(5, -2) };
    expect(denseDirection(direction, 4)).toEqual(Float64Array.of(0, 5, 0, -2));
    expect(denseDirection(direction, 5)).toEqual(Float64Array.of(0, 5, 0, -2, 0));
    expect(denseDirection({ indices: new Int32Array(0), values: new Float64Array(0) }, 0)).toEqual(
      new Float64Array(0),
    );
    expectRefusal(
      () => denseDirection(direction, 3),
      'RangeError',
      'denseDirection: size must be an integer of at least 4, got 3',
    );
  });

  it('are not made of anything else', () => {
    for (const [indices, values] of [
      [[1], Float64Array.of(1)],
      [Int32Array.of(1), [1]],
      [Int32Array.of(1, 2), Float64Array.of(1)],
      [[1], [1]],
    ]) {
      expectRefusal(
        () => denseDirection({ indices, values } as unknown as SparseDirection, 9),
        'TypeError',
        'denseDirection: direction must be one of nullDirections, got an object',
      );
    }
  });
});
