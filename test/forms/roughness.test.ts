import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bdso,
  curvature,
  functionRoughness,
  piecewiseLinear,
  roughness,
  shallowNetwork,
  toNetwork,
  toPiecewiseLinear,
} from 'relu-splines';
import type { Bdso, Window } from 'relu-splines';
import { RUNS } from '../arbitraries/numbers.js';
import { splines } from '../arbitraries/splines.js';
import { Dyadic, exactError } from '../exact/dyadic.js';
import { expectPure } from '../laws/purity.js';
import { expectRefusal } from '../laws/refusal.js';

/** c = sμ of each unit. */
function jumpsOfUnits({ deltaSlopes: mu, orientations: s }: Bdso): number[] {
  return Array.from(mu, (m, i) => s[i] * m);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('curvature', () => {
  it('is Σ sμ at each distinct breakpoint, rounded once', () => {
    fc.assert(
      fc.property(splines(), (spline) => {
        const { knots, jumps } = curvature(spline);
        const c = jumpsOfUnits(spline);
        expect(Array.from(knots)).toEqual([...new Set(spline.breakpoints)].sort((a, b) => a - b));
        knots.forEach((t, p) => {
          const there = c.filter((_, i) => spline.breakpoints[i] === t);
          const exact = there.reduce((total, jump) => total.plus(Dyadic.of(jump)), Dyadic.zero);
          const carried = (there.length * Number.EPSILON) ** 2 * sum(there.map(Math.abs));
          expect(exactError(jumps[p], exact)).toBeLessThanOrEqual(
            Number.EPSILON * Math.abs(exact.toNumber()) + carried,
          );
        });
      }),
      RUNS,
    );
  });

  it('is that of the function, in every form', () => {
    fc.assert(
      fc.property(splines(), (spline) => {
        const ofSpline = curvature(spline);
        expect(curvature(toNetwork(spline))).toEqual(ofSpline);
        const pieces = toPiecewiseLinear(spline);
        const ofPieces = curvature(pieces);
        expect(ofPieces.knots).toEqual(ofSpline.knots);
        // A difference of two slopes, each rounded once.
        ofPieces.jumps.forEach((jump, p) => {
          const scale = Math.abs(pieces.slopes[p]) + Math.abs(pieces.slopes[p + 1]);
          expect(Math.abs(jump - ofSpline.jumps[p])).toBeLessThanOrEqual(
            Number.EPSILON * (scale + Math.abs(ofSpline.jumps[p])),
          );
        });
      }),
      RUNS,
    );
  });

  it('keeps knots whose jumps cancel, and is empty for a function without knots', () => {
    expect(curvature(bdso({ breakpoints: [4, 4], deltaSlopes: [1, 1], orientations: [1, -1] }))).toEqual({
      knots: Float64Array.of(4),
      jumps: Float64Array.of(0),
    });
    const constant = shallowNetwork({ inputWeights: [0], inputBiases: [1], outputWeights: [1] });
    expect(curvature(constant)).toEqual({ knots: new Float64Array(), jumps: new Float64Array() });
  });

  it('writes to no input and shares no memory', () => {
    const spline = bdso({ breakpoints: [4, 4], deltaSlopes: [1, 1], orientations: [1, -1] });
    expectPure(curvature, spline);
    expectPure(curvature, toNetwork(spline));
    expectPure(curvature, toPiecewiseLinear(spline));
  });
});

describe('roughness and functionRoughness (theory 4)', () => {
  it('differ by 2 Σ c_i c_j over pairs of units that share a knot, and by nothing if none do', () => {
    fc.assert(
      fc.property(splines(), (spline) => {
        const beta = spline.breakpoints;
        const c = jumpsOfUnits(spline);
        const cross = c.flatMap((first, i) =>
          c.slice(i + 1).map((second, k) => (beta[i] === beta[i + 1 + k] ? 2 * first * second : 0)),
        );
        const difference = functionRoughness(spline) - roughness(spline);
        if (new Set(beta).size === beta.length) {
          // The same squares in another order.
          expect(Math.abs(difference)).toBeLessThanOrEqual(Number.EPSILON * roughness(spline));
        }
        const scale = roughness(spline) + sum(cross.map(Math.abs));
        // One rounding a term; a jump of n units is squared, which doubles its n.
        const allowed = (4 + 2 * c.length + cross.length) * Number.EPSILON * scale;
        expect(Math.abs(difference - sum(cross))).toBeLessThanOrEqual(allowed);
      }),
      RUNS,
    );
  });

  it('can coincide although breakpoints do: theory 4 says "iff" where "if" is right', () => {
    const idle = bdso({ breakpoints: [1, 1], deltaSlopes: [3, 0], orientations: [1, 1] });
    expect(functionRoughness(idle)).toBe(roughness(idle));
    // Three jumps 2, 2 and −1: 2·2 − 2·1 − 2·1 = 0.
    const three = bdso({ breakpoints: [1, 1, 1], deltaSlopes: [2, 2, -1], orientations: [1, 1, 1] });
    expect(functionRoughness(three)).toBe(9);
    expect(roughness(three)).toBe(9);
  });

  it('functionRoughness is zero for a straight line, roughness need not be', () => {
    const line = bdso({ breakpoints: [0, 0], deltaSlopes: [3, 3], orientations: [1, -1] });
    expect(roughness(line)).toBe(18);
    expect(functionRoughness(line)).toBe(0);
    expect(functionRoughness(piecewiseLinear({ knots: [2], slopes: [1, 1], intercepts: [0, 0] }))).toBe(0);
  });

  it('restrict to an open window', () => {
    fc.assert(
      fc.property(
        splines({ wild: false }),
        fc.integer({ min: -8, max: 7 }),
        fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constant(Infinity)),
        (spline, low, width) => {
          const window: Window = { low: low / 2, high: low / 2 + width / 2 };
          const inside = spline.breakpoints.map((t) => Number(t > window.low && t < window.high));
          const kept = bdso({ ...spline, deltaSlopes: spline.deltaSlopes.map((mu, i) => mu * inside[i]) });
          expect(roughness(spline, window)).toBe(roughness(kept));
          expect(functionRoughness(spline, window)).toBe(functionRoughness(kept));
        },
      ),
      RUNS,
    );
  });

  it('refuse windows that are none', () => {
    const spline = bdso({ breakpoints: [0], deltaSlopes: [1], orientations: [1] });
    const cases: [unknown, 'TypeError' | 'RangeError', string][] = [
      [{ low: 1, high: 1 }, 'RangeError', 'window.low must be below window.high, got 1 and 1'],
      [{ low: NaN, high: 1 }, 'RangeError', 'window.low must be below window.high, got NaN and 1'],
      [{ low: 0 }, 'TypeError', 'window.low and window.high must be numbers, got 0 and undefined'],
      [{ high: 1 }, 'TypeError', 'window.low and window.high must be numbers, got undefined and 1'],
      [3, 'TypeError', 'window must be an object, got 3'],
      [null, 'TypeError', 'window must be an object, got null'],
    ];
    for (const [window, kind, message] of cases) {
      expectRefusal(() => roughness(spline, window as Window), kind, `roughness: ${message}`);
      expectRefusal(() => functionRoughness(spline, window as Window), kind, `functionRoughness: ${message}`);
    }
  });
});
