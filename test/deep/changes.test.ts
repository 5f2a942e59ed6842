import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakpointChanges, descendDeep, inducedBreakpoints } from 'relu-splines/deep';
import { dataset } from 'relu-splines';
import { matchBreakpoints } from '../../src/deep/matching.js';
import { RUNS } from '../arbitraries/numbers.js';
import { expectRefusal } from '../laws/refusal.js';
import { grid, networkFrom, randomNetwork } from './deep.help.js';

/** Most matches, then least motion, by trying every in-order matching of equal orientations. */
function bestByBruteForce(a: number[], b: number[], aligned: boolean): { count: number; motion: number } {
  const isSame = (i: number, j: number): boolean => ((i + j) % 2 === 0) === aligned;
  const best = (i: number, j: number): { count: number; motion: number } => {
    if (i === a.length || j === b.length) return { count: 0, motion: 0 };
    const options = [best(i + 1, j), best(i, j + 1)];
    if (isSame(i, j)) {
      const rest = best(i + 1, j + 1);
      options.push({ count: rest.count + 1, motion: rest.motion + Math.abs(a[i] - b[j]) });
    }
    return options.reduce((x, y) =>
      y.count > x.count || (y.count === x.count && y.motion < x.motion) ? y : x,
    );
  };
  return best(0, 0);
}

describe('matching', () => {
  it('is the best of all in-order matchings of equal orientations', () => {
    const places = fc
      .array(fc.integer({ min: -20, max: 20 }), { maxLength: 6 })
      .map((list) => [...list].sort((a, b) => a - b));
    fc.assert(
      fc.property(places, places, fc.boolean(), (a, b, aligned) => {
        const { before, after } = matchBreakpoints(a, b, aligned);
        expect(after.length).toBe(before.length);
        before.forEach((i, k) => {
          expect((i + after[k]) % 2 === 0).toBe(aligned);
          if (k > 0) expect(i > before[k - 1] && after[k] > after[k - 1]).toBe(true);
        });
        const motion = before.reduce((sum, i, k) => sum + Math.abs(a[i] - b[after[k]]), 0);
        expect({ count: before.length, motion }).toEqual(bestByBruteForce(a, b, aligned));
      }),
      RUNS,
    );
  });

  it('takes a thousand breakpoints on either side as they come', () => {
    const many = grid(0, 1, 1000);
    const indices = Array.from(many.keys());
    expect(matchBreakpoints(many, many, true)).toEqual({ before: indices, after: indices });
  });
});

describe('changes between two states', () => {
  /** A tent over [c − 1, c + 1], of height h, cut at 1/2. */
  const tent = (c: number, h: number) =>
    inducedBreakpoints(
      networkFrom([[[1], [1], [1]], [[h, -2 * h, h]], [[1]]], [[1 - c, -c, -1 - c], [-0.5], [0]]),
    );

  it('are births where a unit comes to pass zero, deaths on the way back', () => {
    const [low, high] = [tent(0, 0.25), tent(0, 2)];
    const born = breakpointChanges(low, high);
    expect(born.births).toEqual(Int32Array.of(0, 2));
    expect(born.deaths).toEqual(Int32Array.of(0, 0));
    expect(born.survivors).toEqual(Int32Array.of(3, 0));
    expect(born.velocities).toEqual(Float64Array.of(0, NaN));
    const died = breakpointChanges(high, low);
    expect(died.births).toEqual(Int32Array.of(0, 0));
    expect(died.deaths).toEqual(Int32Array.of(0, 2));
  });

  it('are motion where all stay, in x per time', () => {
    const moved = breakpointChanges(tent(0, 2), tent(0.5, 2), { time: 4 });
    expect(moved.survivors).toEqual(Int32Array.of(3, 2));
    expect(moved.velocities).toEqual(Float64Array.of(0.125, 0.125));
    expect(moved.motions).toEqual(new Float64Array(5).fill(0.5));
    expect(moved.before).toEqual(Int32Array.of(0, 1, 2, 3, 4));
    expect(moved.after).toEqual(moved.before);
  });

  it('a first-layer unit that turns around loses its breakpoint and gets another', () => {
    const unit = (w: number) => inducedBreakpoints(networkFrom([[[w]], [[1]]], [[1], [0]]));
    const { births, deaths, survivors } = breakpointChanges(unit(0.1), unit(-0.1));
    expect([births[0], deaths[0], survivors[0]]).toEqual([1, 1, 0]);
  });

  it('balance over a training run, layer by layer', () => {
    const x = grid(-3, 3, 61);
    const data = dataset(x, x.map((t) => Math.sin(Math.PI * t))); // prettier-ignore
    const { trajectory } = descendDeep(randomNetwork([8, 8, 8, 8, 8], 2), data, {
      learningRate: 5e-4,
      steps: 400,
      record: 50,
    });
    const states = trajectory.map(({ network }) => inducedBreakpoints(network));
    let events = 0;
    for (let k = 1; k < states.length; k++) {
      const { births, deaths, survivors } = breakpointChanges(states[k - 1], states[k], { time: 50 });
      for (let l = 0; l < 5; l++) {
        expect(survivors[l] + deaths[l]).toBe(states[k - 1].perLayer[l]);
        expect(survivors[l] + births[l]).toBe(states[k].perLayer[l]);
        events += births[l] + deaths[l];
      }
    }
    expect(events).toBeGreaterThan(0);
    const same = breakpointChanges(states[0], states[0]);
    expect(same.motions).toEqual(new Float64Array(states[0].breakpoints.length));
  });

  it('are refused between networks of other widths, or in no time', () => {
    const [a, b] = [randomNetwork([2, 3], 1), randomNetwork([3, 2], 1)].map((n) => inducedBreakpoints(n));
    expectRefusal(() => breakpointChanges(a, b), 'ShapeError', 'breakpointChanges: after must have the widths of before, 2,3, got 3,2'); // prettier-ignore
    expectRefusal(() => breakpointChanges(a, a, { time: 0 }), 'RangeError', 'breakpointChanges: time must be positive, got 0'); // prettier-ignore
  });
});
