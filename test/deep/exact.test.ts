import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inducedBreakpoints, toPiecewiseLinear } from 'relu-splines/deep';
import { hostileNetworks } from './deep.help.js';
import { exactBreakpoints, exactLines } from './exact.js';
import { RUNS } from '../arbitraries/numbers.js';

/** Small networks, quickly gone through: one case that is hard comes in some hundreds. */
const MANY = { ...RUNS, numRuns: 2000 };

/** Roots are quotients of numbers that are exact here: one rounding, and those of the comparison itself. */
const ROUNDING = 2 * Number.EPSILON;

describe('on networks whose sums are exact', () => {
  it('all breakpoints are those of exact arithmetic, however degenerate', () => {
    let shared = 0;
    fc.assert(
      fc.property(hostileNetworks(), (network) => {
        const { found, places } = exactBreakpoints(network);
        const got = inducedBreakpoints(network);
        expect(Array.from(got.layers)).toEqual(found.map(({ layer }) => layer));
        expect(Array.from(got.units)).toEqual(found.map(({ unit }) => unit));
        expect(Array.from(got.orientations)).toEqual(found.map(({ orientation }) => orientation));
        found.forEach(({ x }, k) => {
          const exact = x.toNumber();
          expect(Math.abs(got.breakpoints[k] - exact)).toBeLessThanOrEqual(ROUNDING * Math.abs(exact));
        });
        if (places.length < found.length) shared++;
      }),
      MANY,
    );
    // The generator does what it is for.
    expect(shared).toBeGreaterThan(MANY.numRuns / 10);
  });

  it('pieces are those of exact arithmetic, with knots exactly where the slope changes', () => {
    fc.assert(
      fc.property(hostileNetworks(), (network) => {
        const { places } = exactBreakpoints(network);
        const lines = exactLines(network, places);
        const kept = places.map((_, p) => p).filter((p) => lines[p].slope.compare(lines[p + 1].slope) !== 0);
        const pieces = toPiecewiseLinear(network);
        expect(pieces.knots.length).toBe(kept.length);
        kept.forEach((p, k) => {
          const exact = places[p].toNumber();
          expect(Math.abs(pieces.knots[k] - exact)).toBeLessThanOrEqual(ROUNDING * Math.abs(exact));
        });
        const wanted = [0, ...kept.map((p) => p + 1)].map((p) => lines[p]);
        expect(Array.from(pieces.slopes, (m) => m + 0)).toEqual(wanted.map(({ slope }) => slope.toNumber()));
        expect(Array.from(pieces.intercepts, (k) => k + 0)).toEqual(
          wanted.map(({ intercept }) => intercept.toNumber()),
        );
      }),
      MANY,
    );
  });

  it('the jumps at a knot add up to the jump of g exactly, and an active breakpoint is a knot (theory 19, 11)', () => {
    fc.assert(
      fc.property(hostileNetworks(), (network) => {
        const { breakpoints, jumps, active } = inducedBreakpoints(network);
        const { knots, slopes } = toPiecewiseLinear(network);
        const sums = new Map<number, number>();
        breakpoints.forEach((x, k) => sums.set(x, (sums.get(x) ?? 0) + jumps[k]));
        const places = new Set(knots);
        breakpoints.forEach((x, k) => {
          expect(active[k]).toBe(places.has(x));
        });
        for (const [x, sum] of sums) {
          const p = knots.indexOf(x);
          expect(sum).toBe(p < 0 ? 0 : slopes[p + 1] - slopes[p]);
        }
        expect(knots.every((t) => sums.has(t))).toBe(true);
      }),
      MANY,
    );
  });
});
