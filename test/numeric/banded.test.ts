import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveTridiagonalInto } from '../../src/numeric/banded.js';
import { RUNS } from '../arbitraries/numbers.js';

const entries = fc.double({ min: -1, max: 1, noNaN: true });

describe('solveTridiagonalInto', () => {
  it('solves the second difference in closed form', () => {
    const n = 1000;
    const out = new Float64Array(n);
    solveTridiagonalInto(
      out,
      new Float64Array(n).fill(2),
      new Float64Array(n - 1).fill(-1),
      new Float64Array(n).fill(1),
    );
    // −Δu = 1 with zero ends: u_k = (k + 1)(n − k)/2. Condition 4(n/π)², and n roundings.
    const bound = 4 * (n / Math.PI) ** 2 * n * Number.EPSILON;
    out.forEach((u, k) => {
      expect(Math.abs(u / (((k + 1) * (n - k)) / 2) - 1)).toBeLessThan(bound);
    });
  });

  it('leaves a residual of a few roundings where the diagonal dominates, in place too', () => {
    const system = fc
      .integer({ min: 1, max: 12 })
      .chain((n) =>
        fc.tuple(
          fc.array(entries, { minLength: n, maxLength: n }),
          fc.array(entries, { minLength: n, maxLength: n }),
        ),
      );
    fc.assert(
      fc.property(system, ([beside, right]) => {
        const n = right.length;
        const at = (k: number): number => (k >= 0 && k < n - 1 ? beside[k] : 0);
        const diagonal = Float64Array.from(right, (_, k) => Math.abs(at(k - 1)) + Math.abs(at(k)) + 0.5);
        const out = Float64Array.from(right);
        solveTridiagonalInto(out, diagonal, Float64Array.from(beside), out);
        const largest = out.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
        for (let k = 0; k < n; k++) {
          const row = at(k - 1) * (out[k - 1] ?? 0) + diagonal[k] * out[k] + at(k) * (out[k + 1] ?? 0);
          // Three products and the elimination's own roundings, of terms up to the diagonal times the solution.
          expect(Math.abs(row - right[k])).toBeLessThanOrEqual(16 * Number.EPSILON * diagonal[k] * largest);
        }
      }),
      RUNS,
    );
  });

  it('takes a system of none and of one', () => {
    const none = new Float64Array(0);
    solveTridiagonalInto(none, none, none, none);
    const one = new Float64Array(1);
    solveTridiagonalInto(one, Float64Array.of(4), none, Float64Array.of(2));
    expect(one[0]).toBe(0.5);
  });
});
