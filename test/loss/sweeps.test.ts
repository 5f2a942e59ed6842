import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, sweepWorkspace } from 'relu-splines';
import type { SweepWorkspace } from 'relu-splines';
import { endActive, firstActive } from '../../src/loss/bins.js';
import { centreOf, hingeAt } from '../../src/loss/hinge.js';
import { backwardSweep, forwardSweep } from '../../src/loss/sweeps.js';
import { datasets } from '../arbitraries/datasets.js';
import { RUNS, numbers } from '../arbitraries/numbers.js';
import { Dyadic, exactError } from '../exact/dyadic.js';

/** A workspace whose tables and data hold small integers, so that every sum below is exact. */
const workspaces = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 9 }).chain((x) => {
  const count = x.length;
  const integers = (length: number): fc.Arbitrary<number[]> =>
    fc.array(fc.integer({ min: -9, max: 9 }), { minLength: length, maxLength: length });
  return fc.tuple(integers(2 * count + 2), integers(2 * count + 2), integers(count)).map((tables) => {
    const work = sweepWorkspace(dataset(x, new Array<number>(count).fill(0)), 0);
    return { work, slopes: tables[0], values: tables[1], residuals: tables[2] };
  });
});

function bins({ data }: SweepWorkspace): number[] {
  return Array.from({ length: 2 * data.x.length + 2 }, (_, bin) => bin);
}

function sees(bin: number, n: number, count: number): boolean {
  return n >= firstActive(bin, count) && n < endActive(bin, count);
}

describe('sweeps', () => {
  it('forward: every hinge at every datum that its bin sees', () => {
    fc.assert(
      fc.property(workspaces, ({ work, slopes, values }) => {
        const { data, entries, first, second, atData } = work;
        first.set(slopes);
        second.set(values);
        forwardSweep(work);
        const expected = Array.from(data.x, (x, n) =>
          bins(work)
            .filter((bin) => sees(bin, n, data.x.length))
            .reduce((sum, bin) => sum + values[bin] + slopes[bin] * (x - entries[bin]), 0),
        );
        expect(Array.from(atData, (value) => value + 0)).toEqual(expected.map((value) => value + 0));
      }),
      RUNS,
    );
  });

  it('backward: the residuals that each bin sees, and their moments about its entry', () => {
    fc.assert(
      fc.property(workspaces, ({ work, residuals }) => {
        const { data, entries, first, second, atData } = work;
        first.fill(NaN);
        second.fill(NaN);
        atData.set(residuals);
        backwardSweep(work);
        for (const bin of bins(work)) {
          const seen = residuals.map((epsilon, n) => (sees(bin, n, data.x.length) ? epsilon : 0));
          const s = seen.reduce((sum, epsilon) => sum + epsilon, 0);
          const u = seen.reduce((sum, epsilon, n) => sum + epsilon * (data.x[n] - entries[bin]), 0);
          expect([first[bin] + 0, second[bin] + 0]).toEqual([s + 0, u + 0]);
        }
      }),
      RUNS,
    );
  });
});

describe('hingeAt', () => {
  it('is wx + b, to the digits of x about its centre', () => {
    fc.assert(
      fc.property(datasets({ minCount: 2 }), numbers(), numbers(), ({ x, ...rest }, w, beta) => {
        const centre = centreOf({ x, ...rest });
        const spread = x[x.length - 1] - x[0];
        // A breakpoint among the data, as it rounds, and one anywhere.
        for (const b of [-w * x[0], -w * (x[0] + spread / 3), -w * beta]) {
          x.forEach((each) => {
            const exact = Dyadic.of(w).times(Dyadic.of(each)).plus(Dyadic.of(b));
            // The roundings of w(x − c), of b + wc and of their sum, which are no larger than wx + b itself and |w|
            // times the distance from c: a spread or 2⁻²⁶ of x, or what makes data count as about the origin.
            const reach = centre === 0 ? 5 * spread : spread + 2 ** -26 * Math.abs(each);
            const size = Math.abs(exact.toNumber()) + Math.abs(w) * reach;
            expect(exactError(hingeAt(w, b, each, centre), exact)).toBeLessThanOrEqual(
              3 * Number.EPSILON * size,
            );
          });
        }
      }),
      RUNS,
    );
  });

  it('is as plain as can be on data about the origin', () => {
    expect(centreOf(dataset([-1, 2], [0, 0]))).toBe(0);
    expect(centreOf(dataset([3, 4], [0, 0]))).toBe(0);
    expect(hingeAt(1e300, 1, 2, 0)).toBe(2e300);
  });

  it('takes the middle of far data in 26 bits', () => {
    const centre = centreOf(dataset([1e6 + 0.1, 1e6 + 0.3], [0, 0]));
    expect(Math.abs(centre - (1e6 + 0.2))).toBeLessThanOrEqual(1e6 * 2 ** -26);
    expect(centre * 2 ** 7).toBe(Math.round(centre * 2 ** 7));
  });
});
