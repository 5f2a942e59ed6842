import { describe, expect, it } from 'vitest';
import { boxProjection } from '../../src/multivariate/flow/box-projection.js';
import { FREE, heldSpan, isWithin, takeOut } from '../../src/multivariate/flow/held-span.js';
import { verdictOn } from '../../src/multivariate/flow/verdict.js';
import type { Side, Touch } from '../../src/multivariate/flow/verdict.js';
import { signedNumbers } from './networks.help.js';

const { EPSILON } = Number;

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, each, k) => sum + each * b[k], 0);

/** Random g and columns; every third column depends on those before it. */
function columnsOf(seed: number): { readonly g: Float64Array; readonly columns: readonly Float64Array[] } {
  const signed = signedNumbers(seed);
  const size = 2 + (seed % 3);
  const vector = (): Float64Array => Float64Array.from({ length: size }, signed);
  const columns: Float64Array[] = [];
  for (let n = 0; n <= seed % 6; n++) {
    columns.push(n % 3 === 2 ? columns[0].map((each, k) => (each + columns[1][k]) / 2) : vector());
  }
  return { g: vector(), columns };
}

describe('the span of held points', () => {
  it('has ways out that keep to the other points, and takes itself out of a vector', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { g, columns } = columnsOf(seed);
      const span = heldSpan(columns, [...columns.keys()].reverse());
      expect(span.points).toEqual([...span.points].sort((a, b) => a - b));
      const rest = takeOut(g.slice(), span.basis);
      // A dozen products of numbers below 2, over how independent the columns are: 1e-3 at worst here.
      const noise = (64 * EPSILON) / 1e-3;
      for (const column of columns) {
        expect(Math.abs(dot(rest, column))).toBeLessThanOrEqual(noise);
        expect(isWithin(column, span)).toBe(true);
      }
      span.points.forEach((n, k) => {
        expect(Math.abs(dot(span.exits[k], columns[n]) - span.stretches[k])).toBeLessThanOrEqual(noise);
        for (const m of span.points) {
          if (m !== n) expect(Math.abs(dot(span.exits[k], columns[m]))).toBeLessThanOrEqual(noise);
        }
      });
      if (rest.some((each) => Math.abs(each) > 1e-6)) expect(isWithin(g, span)).toBe(false);
      expect(isWithin(g, FREE)).toBe(false);
    }
  });
});

describe('the shortest vector with shares from 0 to 1', () => {
  it('is no longer than that of any other shares, and meets the conditions for the least', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const { g, columns } = columnsOf(seed);
      const { shortest, shares } = boxProjection(
        g,
        columns,
        columns.map((_, n) => ([0, 1, null] as const)[(seed + n) % 3]),
        1e-13,
      );
      const sum = g.map((each, k) =>
        columns.reduce((total, column, n) => total + shares[n] * column[k], each),
      );
      sum.forEach((each, k) => {
        expect(Math.abs(each - shortest[k])).toBeLessThanOrEqual(64 * EPSILON);
      });
      columns.forEach((column, n) => {
        expect(shares[n] >= 0 && shares[n] <= 1).toBe(true);
        // Convex, so that these make it the least: no share can move inwards and make the vector shorter.
        const slope = dot(column, shortest);
        if (shares[n] < 1) expect(slope).toBeGreaterThanOrEqual(-1e-11);
        if (shares[n] > 0) expect(slope).toBeLessThanOrEqual(1e-11);
      });
    }
  });
});

describe('what becomes of points on a plane', () => {
  const one = (q: number, residual: number, side: Side, sign: 1 | -1): Side =>
    verdictOn(Float64Array.of(0, q), [{ lifted: Float64Array.of(0, 1), residual, side }], sign, 1e-12)[0];

  it('of a single point: the table of theory 5.2', () => {
    for (const sign of [1, -1] as const) {
      for (const side of ['unseen', 'seen'] as const) {
        // Forces over v: q on the side that does not see it, q + ε on the other.
        expect(one(sign, sign, side, sign)).toBe('seen');
        expect(one(-sign, -sign, side, sign)).toBe('unseen');
        expect(one(sign, -2 * sign, side, sign)).toBe('held');
        // Repeller: either is as good.
        expect(one(-sign, 2 * sign, side, sign)).toBe(side);
        // No residual, no kink.
        expect(one(sign, 0, side, sign)).toBe('seen');
        expect(one(-sign, 0, side, sign)).toBe('unseen');
        // No force: stays unseen, as a unit that sees nothing else does.
        expect(one(0, -sign, side, sign)).toBe('unseen');
      }
    }
  });

  it('of several: a motion that agrees with the side of each', () => {
    const found = { unseen: 0, seen: 0, held: 0 };
    for (let seed = 1; seed <= 300; seed++) {
      const { g, columns } = columnsOf(seed);
      const signed = signedNumbers(1000 + seed);
      const sign = signed() > 0 ? 1 : -1;
      const touches = columns.map((lifted): Touch => ({
        lifted,
        residual: 2 * signed(),
        side: signed() > 0 ? 'seen' : 'unseen',
      }));
      const sides = verdictOn(g, touches, sign, 1e-12);
      const base = g.map((each, k) =>
        touches.reduce(
          (sum, { lifted, residual }, n) => sum + (sides[n] === 'seen' ? residual * lifted[k] : 0),
          each,
        ),
      );
      const held = columns.filter((_, n) => sides[n] === 'held');
      const rest = takeOut(
        base,
        heldSpan(
          columns,
          [...columns.keys()].filter((n) => sides[n] === 'held'),
        ).basis,
      );
      touches.forEach(({ lifted, residual }, n) => {
        found[sides[n]]++;
        const speed = sign * dot(lifted, rest);
        if (sides[n] === 'seen') expect(speed).toBeGreaterThanOrEqual(-1e-10);
        if (sides[n] === 'unseen') expect(speed).toBeLessThanOrEqual(1e-10);
        if (sides[n] === 'held') expect(sign * residual).toBeLessThan(0);
      });
      // What holds the plane is independent.
      expect(heldSpan(held, [...held.keys()]).points).toHaveLength(held.length);
    }
    expect(Math.min(found.unseen, found.seen, found.held)).toBeGreaterThan(50);
  });
});
